// Fill an explorer's map and its list of neighbours, and let its reader move in them.
// Each explorer of a page brings this script. It fills all that are there and empty,
// each from the data inside it: so the same one may stand there twice, and notebooks
// may run the script in another place than where it stands. The template wraps it in a
// function without a name: nothing of it stays in the page.
const fillExplorer = (root, data) => {
  const { size, names, places, near, cosines, seen, first } = data;
  const input = root.querySelector("input");
  const status = root.querySelector("[role=status]");
  const lines = root.querySelector(".lines");
  const body = root.querySelector(".neighbours tbody");
  const draw = (parent, kind, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", kind);
    for (const [key, value] of Object.entries(attributes)) {
      node.setAttribute(key, value);
    }
    return parent.appendChild(node);
  };
  // A list of suggestions is known by its id alone: one that the page does not have.
  const list = root.querySelector("datalist");
  list.id = `explorer-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  input.setAttribute("list", list.id);
  root.querySelector(".names").replaceChildren();
  const marks = names.map((name, i) => {
    const mark = draw(root.querySelector(".names"), "g", { class: "name" });
    draw(mark, "circle", { cx: places[i][0], cy: places[i][1] });
    const text = draw(mark, "text", { x: places[i][0], y: places[i][1], dy: "-.5em" });
    text.textContent = name;
    mark.addEventListener("click", () => choose(i));
    return mark;
  });
  const svg = root.querySelector("svg");
  const [whole, height] = size;
  const ratio = height / whole;
  const look = (x, y, width) => {
    svg.setAttribute("viewBox", `${x} ${y} ${width} ${width * ratio}`);
    svg.style.setProperty("--unit", width / whole);
    svg.classList.toggle("whole", width === whole);
  };
  const lookAt = (i) => {
    const company = [i, ...near[i], ...seen[i]];
    const [xs, ys] = [0, 1].map((axis) => company.map((j) => places[j][axis]));
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    const [wide, high] = [Math.max(...xs) - left, Math.max(...ys) - top];
    const needed = Math.max(1.4 * wide, (1.4 * high) / ratio);
    const width = Math.min(whole, Math.max(whole / 6, needed));
    const place = (middle, view, end) =>
      Math.min(Math.max(0, middle - view / 2), end - view);
    const x = place(left + wide / 2, width, whole);
    const y = place(top + high / 2, width * ratio, whole * ratio);
    look(x, y, width);
  };
  const choose = (i) => {
    input.value = names[i];
    lookAt(i);
    marks.forEach((mark, j) => {
      mark.classList.toggle("chosen", j === i);
      mark.classList.toggle("near", near[i].includes(j));
      mark.classList.toggle("seen", seen[i].includes(j));
    });
    lines.replaceChildren();
    const [x1, y1] = places[i];
    for (const j of near[i]) {
      draw(lines, "line", { x1, y1, x2: places[j][0], y2: places[j][1] });
    }
    body.replaceChildren(...near[i].map((j, rank) => {
      const row = document.createElement("tr");
      const left = row.appendChild(document.createElement("td"));
      const right = row.appendChild(document.createElement("td"));
      left.textContent = `${names[j]} ${cosines[i][rank].toFixed(2)}`;
      right.textContent = names[seen[i][rank]];
      if (seen[i].includes(j)) left.className = "both";
      if (near[i].includes(seen[i][rank])) right.className = "both";
      return row;
    }));
    const both = near[i].filter((j) => seen[i].includes(j)).length;
    const nearest = `${near[i].length} nearest to ${names[i]}`;
    status.textContent = near[i].length
      ? `The picture keeps ${both} of the ${nearest}.`
      : `${names[i]} is alone on this map.`;
  };
  // From the strictest way of comparing to the loosest; what is listed first wins.
  const exact = (text) => text.trim().normalize();
  const cased = (text) => exact(text).toLowerCase();
  const plain = (text) => cased(text).normalize("NFD").replace(/\p{M}/gu, "");
  const same = (name, typed) => name === typed;
  const begins = (name, typed) => name.startsWith(typed);
  const contains = (name, typed) => name.includes(typed);
  const ways = [
    [same, exact], [same, cased], [same, plain],
    [begins, cased], [begins, plain], [contains, cased], [contains, plain],
  ];
  const search = (text) => {
    if (names.includes(text)) return names.indexOf(text);
    for (const [matches, form] of ways) {
      const typed = form(text);
      const i = names.findIndex((name) => typed && matches(form(name), typed));
      if (i >= 0) return i;
    }
    return -1;
  };
  input.addEventListener("input", () => {
    const typed = input.value.normalize();
    const i = names.findIndex((name) => name.normalize() === typed);
    if (i >= 0) choose(i);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const i = search(input.value);
    if (i >= 0) choose(i);
    else status.textContent = `“${input.value}” is not on this map.`;
  });
  root.querySelector("button").addEventListener("click", () => look(0, 0, whole));
  choose(first);
};

for (const data of document.querySelectorAll(".explorer > [type='application/json']")) {
  const root = data.parentElement;
  if (root.filled) continue; // a property: it is not saved with the page
  root.filled = true;
  fillExplorer(root, JSON.parse(data.textContent));
}
