"""Make the exercises from their solutions.

Usage: python tools/exercises.py [FOLDER]

What stands between `# BEGIN SOLUTION` and `# END SOLUTION` becomes `...`; after
`# BEGIN SOLUTION name` it becomes `name = ...`. The title says "exercises" instead of
"solutions". Everything else stays as it is. Writes exercises/, or FOLDER.
"""

import re
import sys
from pathlib import Path

import nbformat

from helpers.checks.catalogue import EXERCISES, Exercise

ROOT = Path(__file__).parent.parent
SOLUTION = re.compile(
    r"^([ \t]*)# BEGIN SOLUTION(?: (\w+))?\n.*?^[ \t]*# END SOLUTION$",
    re.MULTILINE | re.DOTALL,
)
MARK = re.compile(r"# (BEGIN|END) SOLUTION")


def blank(source: str, where: str) -> str:
    """Return a code cell with `...` in place of what is between the marks.

    Raises:
        SystemExit: a mark lacks its other half.
    """
    cell = SOLUTION.sub(
        lambda part: part[1] + (f"{part[2]} = ..." if part[2] else "..."), source
    )
    if mark := MARK.search(cell):
        raise SystemExit(f"{where}: '{mark[0]}' stands alone")
    return cell


def exercise(
    solution: nbformat.NotebookNode, record: Exercise
) -> nbformat.NotebookNode:
    """Return the exercise of a solution; the solution itself stays as it is.

    Raises:
        SystemExit: the notebook's title, or a mark in it, is not as it should be.
    """
    notebook = nbformat.from_dict(solution)
    title, *rest = notebook.cells[0].source.split("\n", 1)
    if title != f"# {record.title}: solutions":
        raise SystemExit(
            f"{record.name}: its title is {title!r}; by its record in the catalogue it "
            f"is '# {record.title}: solutions'"
        )
    notebook.cells[0].source = "\n".join([f"# {record.title}: exercises", *rest])
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.source = blank(cell.source, f"{record.name}, cell {number}")
    return notebook


def main(target: Path) -> int:
    """Write the exercise of every solution into a folder; return how many.

    Raises:
        SystemExit: a solution is not as it should be, or no exercise of the catalogue.
    """
    target.mkdir(exist_ok=True)
    solutions = sorted((ROOT / "solutions").glob("*.ipynb"))
    for path in solutions:
        if path.stem not in EXERCISES:
            raise SystemExit(
                f"solutions/{path.name} has no record: add one to _ALL in "
                "helpers/checks/catalogue.py"
            )
        solution = nbformat.read(path, as_version=4)
        notebook = exercise(solution, EXERCISES[path.stem])
        text = nbformat.writes(notebook, ensure_ascii=False) + "\n"
        (target / path.name).write_text(text, encoding="utf-8")
    return len(solutions)


if __name__ == "__main__":
    count = main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "exercises")
    print(f"{count} exercises made")
