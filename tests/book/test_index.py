"""The first page: cards and a map made of what the chapters' notebooks say.

The pages behind it are cut to their headings, and nothing runs.
"""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
import yaml

from tests.book.small_book import PROJECT, build

pytestmark = pytest.mark.slow

FOLDERS = ("chapters", "exercises", "solutions")
COURSE = {
    "card": "Something *new*.",
    "map": {
        "label": ["imaginary", "numbers"],
        "column": 1,
        "row": 3,
        "needs": ["02-sequences-of-ids"],
        "helps": ["14-what-to-remember"],
    },
}


class Sources:
    """A copy of the book's sources."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("_ext", "_static", "guide"):
            shutil.copytree(PROJECT / name, folder / name)
        for name in ("_config.yml", "_toc.yml", "index.md", "requirements.txt"):
            shutil.copy(PROJECT / name, folder)
        (folder / "helpers").mkdir()
        for path in (p for name in FOLDERS for p in PROJECT.glob(f"{name}/*.ipynb")):
            notebook = nbformat.read(path, as_version=4)
            self.write(f"{path.parent.name}/{path.stem}", notebook)

    def write(self, page: str, notebook: nbformat.NotebookNode) -> None:
        """Write a notebook of which only the heading and the metadata are left."""
        path = self.folder / f"{page}.ipynb"
        path.parent.mkdir(exist_ok=True)
        heading = notebook.cells[0].source.splitlines()[0]
        notebook.cells = [nbformat.v4.new_markdown_cell(heading)]
        nbformat.write(notebook, path)

    def add_chapter(self, name: str, course: dict) -> None:
        """Write a chapter with its exercise and solution, and list it in _toc.yml."""
        for folder in FOLDERS:
            notebook = nbformat.v4.new_notebook()
            notebook.cells = [nbformat.v4.new_markdown_cell("# Imaginary numbers")]
            if folder == "chapters":
                notebook.metadata["course"] = course
            self.write(f"{folder}/{name}", notebook)
        path = self.folder / "_toc.yml"
        toc = yaml.safe_load(path.read_text())
        toc["parts"][0]["chapters"].append(
            {
                "file": f"chapters/{name}",
                "sections": [
                    {
                        "file": f"exercises/{name}",
                        "sections": [{"file": f"solutions/{name}"}],
                    }
                ],
            }
        )
        path.write_text(yaml.safe_dump(toc, sort_keys=False))

    def build(self):
        """Build the book; its pages have no cells to run."""
        return build(self.folder, {"EMBEDDINGS_DATA_MODE": "sample"})

    def index(self) -> str:
        """Return the first page as it was last built."""
        return (self.folder / "_build" / "html" / "index.html").read_text("utf-8")


def listed() -> list[str]:
    """Return the chapters in the order of _toc.yml."""
    return re.findall(r"chapters/(\d\d-[\w-]+)", (PROJECT / "_toc.yml").read_text())


def cards(index: str) -> list[tuple[str, str]]:
    """Return where each card leads and what it is called."""
    pattern = r'sd-card-title.*?>\s*(\d+ · .*?)</div>.*?href="(chapters/[^"]*)"'
    return [(link, title) for title, link in re.findall(pattern, index, re.DOTALL)]


def drawn(index: str) -> list[str]:
    """Return where the places on the map lead, in their order."""
    [svg] = re.findall(r'<svg class="course-map".*?</svg>', index, re.DOTALL)
    return re.findall(r'<a href="([^"]*)">\s*<circle', svg)


@pytest.fixture(scope="module")
def today(tmp_path_factory):
    """Return a copy of the book's sources, built, and its first page."""
    sources = Sources(tmp_path_factory.mktemp("index"))
    built = sources.build()
    assert built.exit_code == 0, built.output
    return sources, sources.index()


def test_every_chapter_has_a_card_and_a_place_on_the_map(today):
    _, index = today
    pages = [f"chapters/{name}.html" for name in listed()]
    assert [link for link, _ in cards(index)] == pages
    assert drawn(index) == pages
    assert cards(index)[2] == (pages[2], "3 · Word windows")


def test_a_line_leads_from_below_a_label_to_above_a_circle(today):
    _, index = today
    assert '<path class="needs" d="M226 86 L282 116"/>' in index  # 1 to 3
    assert '<path class="helps" d="M282 398 L226 428"/>' in index  # 5 to 14
    assert index.count('<path class="needs"') == 12
    assert index.count('<path class="helps"') == 6


def test_a_line_to_the_next_column_leads_from_side_to_side(today):
    _, index = today
    assert '<path class="helps" d="M304 250 L372 338"/>' in index  # 4 to 8, down
    assert '<path class="helps" d="M260 234 L192 146"/>' in index  # 4 to 9, up


def test_a_new_chapter_touches_its_own_files_and_the_table_of_contents(today):
    sources, before = today
    name = "15-imaginary-numbers"
    sources.add_chapter(name, COURSE)
    built = sources.build()
    assert built.exit_code == 0, built.output
    index = sources.index()
    page = f"chapters/{name}.html"
    new = [card for card in cards(index) if card not in cards(before)]
    assert new == [(page, "15 · Imaginary numbers")]
    assert "Something <em>new</em>." in index
    assert set(drawn(index)) - set(drawn(before)) == {page}
    assert '<circle cx="58" cy="242" r="18"/>' in index
    assert '<path class="needs" d="M58 190 L58 220"/>' in index
    assert '<path class="helps" d="M58 294 L226 428"/>' in index
    assert '<tspan x="58" dy="14">numbers</tspan>' in index


def test_the_first_page_follows_a_chapter_and_warns_of_what_it_lacks(today):
    sources, _ = today

    def edit(name: str, **course: object) -> None:
        notebook = nbformat.read(
            sources.folder / f"chapters/{name}.ipynb", as_version=4
        )
        notebook.metadata["course"] = {**notebook.metadata["course"], **course}
        sources.write(f"chapters/{name}", notebook)

    edit("03-word-windows", card="Another card.")
    edit("04-word-vectors", map={**COURSE["map"], "needs": ["00-nothing"]})
    edit("05-two-languages", map={})
    built = sources.build()
    assert built.exit_code != 0
    assert "chapters/04-word-vectors.ipynb needs 00-nothing: no chapter" in built.output
    assert (
        "chapters/05-two-languages.ipynb: no card and place on the map" in built.output
    )
    assert "Another card." in sources.index()
