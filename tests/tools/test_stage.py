"""Notebooks as they are tested: each alone, what must hold of it as a last cell."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from stage import is_added, stage

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path):
    """Return a folder with one real notebook of each kind, and two last cells."""
    folder = tmp_path / "project"
    for name, source in [
        ("chapters/01-page", "chapters/01-one-hot-vs-embeddings"),
        ("exercises/03-word-windows", "exercises/03-word-windows"),
        ("solutions/03-word-windows", "solutions/03-word-windows"),
    ]:
        path = folder / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes((PROJECT / f"{source}.ipynb").read_bytes())
    (path.parent / "notes.txt").write_text("beside the solution")
    for name in ("chapters/01-page", "solutions/03-word-windows"):
        path = folder / "tests" / "last_cells" / f"{name}.py"
        path.parent.mkdir(parents=True)
        path.write_text(f"assert 'é' in {name!r}\n", "utf-8")
    return folder


def cells(path: Path) -> tuple[list[str], list[str]]:
    """Return the sources of a notebook's own cells and of those added to it."""
    all_cells = nbformat.read(path, as_version=4).cells
    added = [cell.source for cell in all_cells if is_added(cell)]
    return [cell.source for cell in all_cells if not is_added(cell)], added


def test_each_notebook_is_alone_with_what_must_hold_of_it_at_the_end(project, tmp_path):
    paths = stage(tmp_path / "staged", project=project)
    names = (
        "chapters/01-page exercises/03-word-windows solutions/03-word-windows".split()
    )
    assert paths == [tmp_path / "staged" / n / f"{Path(n).name}.ipynb" for n in names]
    for name, path in zip(names, paths, strict=True):
        assert list(path.parent.iterdir()) == [path]
        own, added = cells(path)
        assert own == cells(project / f"{name}.ipynb")[0]
        [code] = added
        if name.startswith("exercises"):
            assert "prove_blank(globals(), 3)" in code
        else:
            assert code == f"assert 'é' in {name!r}\n"


def test_staging_again_leaves_nothing_old(project, tmp_path):
    stage(tmp_path / "staged", project=project)
    [path] = stage(tmp_path / "staged", ["chapters"], project)
    files = [p for p in (tmp_path / "staged").rglob("*") if p.is_file()]
    assert files == [path]


def test_a_last_cell_of_no_notebook_is_refused(project, tmp_path):
    stray = project / "tests" / "last_cells" / "chapters" / "02-gone.py"
    stray.write_text("assert True\n")
    with pytest.raises(SystemExit) as refusal:
        stage(tmp_path / "staged", project=project)
    assert str(refusal.value) == f"{stray} is the last cell of no notebook."


def test_the_script_stages_every_notebook_of_this_project(tmp_path):
    command = [sys.executable, PROJECT / "tools" / "stage.py", tmp_path / "staged"]
    told = subprocess.check_output(command, text=True)
    count = sum(
        len(list((PROJECT / folder).glob("*.ipynb")))
        for folder in ("chapters", "exercises", "solutions")
    )
    assert told == f"{count} notebooks staged in {tmp_path / 'staged'}\n"
    assert len(list((tmp_path / "staged").rglob("*.ipynb"))) == count
