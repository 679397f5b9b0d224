"""The built book in a browser: every page, wide and narrow, light and dark.

With PAGE_SHOTS=FOLDER each page is also
saved there as a picture.
"""

import json
import os
import re
import subprocess
import sysconfig
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from sphinx_external_toc.parsing import parse_toc_yaml

PROJECT = Path(__file__).parents[2]
PAGES = sorted(parse_toc_yaml(PROJECT / "_toc.yml"))
NOTEBOOKS = [page for page in PAGES if page.startswith(("chapters/", "exercises/"))]
CHAPTERS = [page for page in PAGES if page.startswith("chapters/")]
# Every chapter in every view; exercises and solutions, which are alike, in two.
VIEWS = [
    (page, width, theme)
    for page in PAGES
    for width, theme in ((1280, "light"), (390, "dark"), (1280, "dark"), (390, "light"))
    if not page.startswith(("exercises/", "solutions/"))
    or (width, theme) in ((1280, "light"), (390, "dark"))
]
EXERCISES = sorted((PROJECT / "exercises").glob("*.ipynb"))
pytestmark = pytest.mark.slow

# What must not be among a reader's outputs: logs of libraries, warnings, bars.
NOISE = re.compile(
    r"Traceback|Warning:|WARNING|^[IWEF]0000|oneDNN|TF_ENABLE|absl::|cuda|━━━|\d%\||"
    r"<Figure size|<matplotlib|<Axes",
    re.MULTILINE,
)

# A list of what is wrong with the page, each a line for people.
INSPECT = r"""
() => {
  const found = [];
  const article = document.querySelector(".bd-article");
  const name = (e) => e.tagName.toLowerCase() + (e.className ? "." + e.className : "");
  const scrolls = (e) => e && e !== document.documentElement &&
    (["auto", "scroll", "hidden"].includes(getComputedStyle(e).overflowX) ||
      scrolls(e.parentElement));

  if (document.documentElement.scrollWidth > innerWidth)
    found.push(`page is ${document.documentElement.scrollWidth} pixels wide`);
  for (const e of article.querySelectorAll("*")) {
    const box = e.getBoundingClientRect();
    if (box.width > 1 && box.right > innerWidth + 1 && !scrolls(e.parentElement))
      found.push(`${name(e)} ends at ${Math.round(box.right)} pixels`);
  }

  for (const picture of article.querySelectorAll("img")) {
    const file = picture.src.split("/").pop();
    if (!picture.complete || !picture.naturalWidth) found.push(`${file} not loaded`);
    if (!picture.alt.trim() || /^<.*>$|^_images|\.png$/.test(picture.alt))
      found.push(`${file} has no description: "${picture.alt}"`);
  }

  for (const figure of article.querySelectorAll(".plotly-figure"))
    if (!figure.querySelector("canvas, svg")) found.push(`${figure.id} not drawn`);

  for (const math of article.querySelectorAll(".math"))
    if (!math.querySelector("mjx-container"))
      found.push(`math not typeset: ${math.textContent.trim().slice(0, 60)}`);
  for (const error of article.querySelectorAll("mjx-merror, merror"))
    found.push(`error in math: ${error.textContent}`);

  for (const e of article.querySelectorAll(".output.stderr, .output.traceback"))
    found.push(`message in an output: ${e.textContent.slice(0, 80)}`);

  // Contrast of each text with what lies behind it, as WCAG 2 defines it.
  const channels = (colour) => {
    const parts = colour.match(/^rgba?\(([^)]+)\)$/);
    if (!parts) throw new Error(`colour ${colour}`);
    const [r, g, b, a = 1] = parts[1].split(/[ ,/]+/).map(Number);
    return { rgb: [r, g, b], a };
  };
  const over = (top, alpha, below) =>
    top.map((value, i) => alpha * value + (1 - alpha) * below[i]);
  const behind = (e) => {
    if (!e) return [255, 255, 255];
    const { rgb, a } = channels(getComputedStyle(e).backgroundColor);
    return a === 1 ? rgb : over(rgb, a, behind(e.parentElement));
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => {
      const v = value / 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const e = walker.currentNode.parentElement;
    const box = e.getBoundingClientRect();
    if (!text || !box.width) continue;
    if (!e.checkVisibility({ visibilityProperty: true })) continue;
    if (e.closest("script, style, .skip-link, #pst-skip-link, a.headerlink")) continue;
    const below = behind(e);
    const { rgb, a } = channels(getComputedStyle(e).color);
    const [low, high] = [luminance(over(rgb, a, below)), luminance(below)].sort(
      (x, y) => x - y);
    const ratio = (high + 0.05) / (low + 0.05);
    const line = `contrast ${ratio.toFixed(2)} of ${name(e)}`;
    if (ratio < 4.5 && !found.includes(line)) found.push(line);
  }
  return found;
}
"""


@pytest.fixture(scope="session")
def site(browser):  # without a browser there is nothing to build for
    """Build the book if anything has changed, serve it and give its address."""
    jupyter_book = Path(sysconfig.get_path("scripts"), "jupyter-book")
    built = subprocess.run(
        [jupyter_book, "build", PROJECT, "-W", "--keep-going"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert built.returncode == 0, built.stdout[-5000:] + built.stderr[-5000:]

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format, *args):
            pass

    folder = PROJECT / "_build" / "html"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class Visit:
    """One page in a browser of one width and theme, and what went wrong in it."""

    def __init__(self, browser, address: str, width: int, theme: str) -> None:
        self.faults: list[str] = []
        view = {"width": width, "height": 900}
        self.context = browser.new_context(viewport=view, color_scheme=theme)
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda e: self.faults.append(f"script error: {e}"))
        self.page.on("request", self._request)
        self.page.on("requestfailed", lambda r: self.faults.append(f"failed: {r.url}"))
        self.page.on("response", self._response)
        self.page.goto(address, wait_until="networkidle")
        self.page.evaluate("() => window.MathJax?.startup?.promise")

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.context.close()

    def _console(self, message) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _request(self, request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.hostname != "127.0.0.1":
            self.faults.append(f"request to another host: {request.url}")

    def _response(self, response) -> None:
        if response.status >= 400:
            self.faults.append(f"HTTP {response.status}: {response.url}")


def source(page: str) -> Path:
    [path] = PROJECT.glob(f"{page}.*")
    return path


def markdown(page: str) -> str:
    """Return the prose of a page's source, without its code."""
    text = source(page).read_text("utf-8")
    if source(page).suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        prose = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
        text = "\n\n".join(prose)
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


@pytest.mark.parametrize(("name", "width", "theme"), VIEWS)
def test_a_page_is_whole(site, browser, name, width, theme):
    with Visit(browser, f"{site}/{name}.html", width, theme) as visit:
        page = visit.page
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        # A colour half-way from one theme to the other is no colour of the page.
        page.evaluate("document.getAnimations().forEach(moving => moving.finish())")
        faults = [*visit.faults, *page.evaluate(INSPECT)]
        outputs = page.locator(".cell_output").all_inner_texts()
        faults += [f"noise in an output: {o[:80]}" for o in outputs if NOISE.search(o)]
        if re.search(r"\$[^$\n]+\$|\$\$", markdown(name)):
            typeset = page.locator(".bd-article mjx-container").count()
            faults += [] if typeset else ["the source has math, the page has none"]
        if os.environ.get("PAGE_SHOTS"):
            file = f"{name.replace('/', '-')}-{width}-{theme}.png"
            path = Path(os.environ["PAGE_SHOTS"], file)
            page.screenshot(path=path, full_page=True, animations="disabled")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_how_it_ran_if_it_ran(site, browser, name):
    with Visit(browser, f"{site}/{name}.html", 1280, "light") as visit:
        stamps = visit.page.locator(".run-stamp").all_inner_texts()
    if not name.startswith("chapters/"):
        assert not stamps
        return
    [stamp] = stamps
    assert re.search(
        r"This page ran on \d{1,2} \w+ 20\d\d in \d+ seconds?, .*"
        r"with Python 3\.\d+\.\d+, TensorFlow \d\S+, Keras \d\S+, NumPy \d\S+,",
        stamp,
    )
    if "built-in sample" in stamp.split("This page ran on", 2)[-1]:
        assert "This page ran on a built-in sample" in stamp


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_opens_in_colab(site, browser, name):
    repository = yaml.safe_load((PROJECT / "_config.yml").read_text())["repository"]
    path = urlsplit(repository["url"]).path
    expected = (
        f"https://colab.research.google.com/github{path}"
        f"/blob/{repository['branch']}/{name}.ipynb"
    )
    with Visit(browser, f"{site}/{name}.html", 1280, "light") as visit:
        links = visit.page.locator("a[href*='colab']").evaluate_all(
            "links => links.map(link => link.href)"
        )
    assert links == [expected]


@pytest.mark.parametrize("name", [path.stem for path in EXERCISES])
def test_a_solution_is_one_click_away_but_not_in_sight(site, browser, name):
    with Visit(browser, f"{site}/chapters/{name}.html", 1280, "light") as visit:
        visit.page.locator(".course-way a").click()
        assert visit.page.url.endswith(f"/exercises/{name}.html")
        text = visit.page.locator(".bd-article").inner_text()
        assert "SOLUTION" not in text
        visit.page.locator(".course-way a").click()
        assert visit.page.url.endswith(f"/solutions/{name}.html")
        assert "BEGIN SOLUTION" in visit.page.locator(".bd-article").inner_text()


def test_search_works_offline(site, browser):
    with Visit(browser, f"{site}/search.html", 1280, "light") as visit:
        box = visit.page.locator("#searchbox, .bd-search-container").locator(
            "input[type=search]"
        )
        box.first.fill("embedding")
        box.first.press("Enter")
        results = visit.page.locator("#search-results li a")
        results.first.wait_for()
        assert any(
            name in link
            for name in PAGES
            for link in results.evaluate_all("links => links.map(link => link.href)")
        )
        assert not visit.faults
