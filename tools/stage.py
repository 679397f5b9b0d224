"""Copy every notebook alone into an empty folder, with what must hold as a last cell.

Usage: python tools/stage.py TARGET [FOLDER…]

What must hold of a notebook's results stands in tests/last_cells/FOLDER/NAME.py and
runs in the notebook's own kernel, after its last cell. So one run by nbval shows that
the notebook works, that it needs no file beside it, and that its numbers are right. Of
an exercise it must hold that no question counts as attempted.
"""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat

from helpers.checks import catalogue

ROOT = Path(__file__).parent.parent
FOLDERS = ("chapters", "exercises", "solutions")
ADDED = "last-cell"
BLANK = """
from helpers.checks.proof import prove_blank

prove_blank(globals(), {chapter})
"""


def stage(
    target: Path, folders: Sequence[str] = FOLDERS, project: Path = ROOT
) -> list[Path]:
    """Write a project's notebooks below `target`, which is emptied first.

    Returns:
        The path of each copy, `target/FOLDER/NAME/NAME.ipynb`.

    Raises:
        SystemExit: a last cell has no notebook.
    """
    shutil.rmtree(target, ignore_errors=True)
    copies = []
    for folder in folders:
        last_cells = project / "tests" / "last_cells" / folder
        sources = sorted((project / folder).glob("*.ipynb"))
        for path in sorted(last_cells.glob("*.py")):
            if path.stem not in {source.stem for source in sources}:
                raise SystemExit(f"{path} is the last cell of no notebook.")
        for source in sources:
            notebook = nbformat.read(source, as_version=4)
            if (last_cell := last_cells / f"{source.stem}.py").exists():
                add(notebook, last_cell.read_text("utf-8"))
            if folder == "exercises":
                exercise = catalogue.named(source.stem)
                add(notebook, BLANK.format(chapter=exercise.number))
            copies.append(target / folder / source.stem / source.name)
            copies[-1].parent.mkdir(parents=True)
            nbformat.write(notebook, copies[-1])
    return copies


def add(notebook: nbformat.NotebookNode, code: str) -> None:
    """Append a cell that tests the notebook and is no part of it."""
    cell = nbformat.v4.new_code_cell(code, metadata={"tags": [ADDED]})
    notebook.cells.append(cell)


def is_added(cell: nbformat.NotebookNode) -> bool:
    """Say whether `stage` has appended a cell."""
    return ADDED in cell.metadata.get("tags", ())


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(__doc__)
    copies = stage(Path(sys.argv[1]), sys.argv[2:] or FOLDERS)
    print(f"{len(copies)} notebooks staged in {sys.argv[1]}")
