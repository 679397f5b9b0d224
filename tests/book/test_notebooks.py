"""What every committed notebook keeps to, whatever it is about."""

import json
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
def test_its_cells_are_stored_as_lists_of_lines(path):
    """Line by line, a difference between two versions can be read."""
    stored = json.loads(path.read_text("utf-8"))
    for cell in stored["cells"]:
        assert isinstance(cell["source"], list)
        assert all(line.endswith("\n") for line in cell["source"][:-1])


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


CHAPTERS = [path for path in NOTEBOOKS if path.parent.name == "chapters"]


def course(path: Path) -> dict:
    return nbformat.read(path, as_version=4).metadata["course"]


@pytest.mark.parametrize("path", CHAPTERS, ids=[path.stem for path in CHAPTERS])
def test_a_chapter_says_what_its_card_and_the_map_need(path):
    about = course(path)
    assert about.keys() - {"title"} == {"card", "map"}
    assert about["card"].endswith(".")
    place = about["map"]
    assert place.keys() == {"label", "column", "row", "needs", "helps"}
    assert 1 <= len(place["label"]) <= 2
    assert place["column"] >= 1
    assert place["row"] == 1 or place["needs"] or path == CHAPTERS[-1]
    names = {chapter.stem for chapter in CHAPTERS} - {path.stem}
    assert {*place["needs"], *place["helps"]} <= names
    rows = {
        name: course(path.with_name(f"{name}.ipynb"))["map"]["row"] for name in names
    }
    assert all(rows[name] == place["row"] - 1 for name in place["needs"])


def test_each_chapter_has_a_place_of_its_own_on_the_map():
    places = [course(path)["map"] for path in CHAPTERS]
    assert len({(place["column"], place["row"]) for place in places}) == len(CHAPTERS)


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
