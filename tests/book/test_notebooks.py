"""What every committed notebook keeps to, whatever it is about."""

import re
from pathlib import Path

import nbformat
import pytest
import yaml

PROJECT = Path(__file__).parents[2]
NOTEBOOKS = sorted(
    path
    for folder in ("chapters", "exercises", "solutions")
    for path in (PROJECT / folder).glob("*.ipynb")
)
ids = [path.relative_to(PROJECT).as_posix() for path in NOTEBOOKS]
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=ids)

# Roles, directives and fences that only MyST renders.
MYST_ONLY = re.compile(r"^\s*(:{3,}|`{3,})\s*\{|\{[\w:-]+\}`", re.MULTILINE)
WEASEL = re.compile(r"\b(simply|as we can see|obviously|of course)\b|!(?!\[)", re.I)


def cells(path: Path, kind: str) -> list[str]:
    notebook = nbformat.read(path, as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


@each_notebook
def test_it_is_valid_and_carries_no_output(path):
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert notebook.nbformat == 4
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@each_notebook
def test_it_has_one_title_and_plain_markdown(path):
    text = "\n\n".join(cells(path, "markdown"))
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    assert not MYST_ONLY.search(text)


@each_notebook
def test_its_code_cells_fit_on_a_slide(path):
    long = [source for source in cells(path, "code") if len(source.splitlines()) > 10]
    assert not long


@each_notebook
def test_its_prose_keeps_to_the_house_style(path):
    prose = "\n".join(
        re.sub(r"\$[^$]*\$|`[^`]*`", "", s) for s in cells(path, "markdown")
    )
    assert not [match[0] for match in WEASEL.finditer(prose)]


def test_the_book_has_every_chapter_in_order():
    toc = yaml.safe_load((PROJECT / "_toc.yml").read_text())
    pages = [page for part in toc["parts"] for page in part["chapters"]]
    listed = [page for page in pages if page["file"].startswith("chapters/")]
    names = sorted(path.stem for path in (PROJECT / "chapters").glob("*.ipynb"))
    chapters = [f"chapters/{name}" for name in names]
    assert [page["file"] for page in listed] == chapters
    index = (PROJECT / "index.md").read_text()
    assert re.findall(r":link: (chapters/.*)", index) == chapters
    drawn = (PROJECT / "_static" / "course-map.svg.html").read_text()
    assert re.findall(r'href="(.*)\.html"', drawn) == chapters


def test_every_exercise_stands_under_its_chapter_and_has_a_solution():
    toc = yaml.safe_load((PROJECT / "_toc.yml").read_text())
    pages = [page for part in toc["parts"] for page in part["chapters"]]
    for path in (PROJECT / "exercises").glob("*.ipynb"):
        [chapter] = [p for p in pages if p["file"] == f"chapters/{path.stem}"]
        assert chapter["sections"] == [
            {
                "file": f"exercises/{path.stem}",
                "sections": [{"file": f"solutions/{path.stem}"}],
            }
        ]
