"""Copy every notebook alone into an empty folder, its expectations as a last cell.

Usage: python tools/stage.py TARGET [FOLDER…]

What must hold of a notebook's results stands in tests/last_cells/NAME.py and runs in
the notebook's own kernel, after its last cell. So one run by nbval shows that the
notebook works, that it needs no file beside it, and that its numbers are right. Of
an exercise it is expected that no question counts as attempted.
"""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat

ROOT = Path(__file__).parent.parent
FOLDERS = ("chapters", "exercises", "solutions")
BLANK = """
from helpers.checks.proof import prove_blank

prove_blank(globals(), {chapter})
"""


def stage(target: Path, folders: Sequence[str]) -> list[Path]:
    """Write the notebooks below `target`, which is emptied first; return their paths.

    Raises:
        SystemExit: an expectation has no notebook.
    """
    shutil.rmtree(target, ignore_errors=True)
    staged = []
    for folder in folders:
        for source in sorted((ROOT / folder).glob("*.ipynb")):
            notebook = nbformat.read(source, as_version=4)
            expected = expectations(folder) / f"{source.stem}.py"
            if expected.exists():
                notebook.cells.append(nbformat.v4.new_code_cell(expected.read_text()))
            if folder == "exercises":
                code = BLANK.format(chapter=int(source.stem[:2]))
                notebook.cells.append(nbformat.v4.new_code_cell(code))
            staged.append(target / folder / source.stem / source.name)
            staged[-1].parent.mkdir(parents=True)
            nbformat.write(notebook, staged[-1])
        names = {path.stem for path in (ROOT / folder).glob("*.ipynb")}
        for expected in expectations(folder).glob("*.py"):
            if expected.stem not in names:
                raise SystemExit(f"{expected} expects something of no notebook")
    return staged


def expectations(folder: str) -> Path:
    """Return the folder of what is expected of a folder's notebooks."""
    return ROOT / "tests" / "last_cells" / folder


if __name__ == "__main__":
    target, *folders = sys.argv[1:]
    staged = stage(Path(target), folders or FOLDERS)
    print(f"{len(staged)} notebooks staged in {target}")
