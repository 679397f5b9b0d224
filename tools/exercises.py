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
    made = SOLUTION.sub(
        lambda found: found[1] + (f"{found[2]} = ..." if found[2] else "..."), source
    )
    if left := MARK.search(made):
        raise SystemExit(f"{where}: '{left[0]}' stands alone")
    return made


def exercise(solution: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    """Return the exercise of a solution; the solution itself stays as it is.

    Raises:
        SystemExit: the notebook's title, or a mark in it, is not as it should be.
    """
    made = nbformat.from_dict(solution)
    title, *rest = made.cells[0].source.split("\n", 1)
    if not title.endswith(": solutions"):
        raise SystemExit(f"{name}: its title does not end in ': solutions'")
    made.cells[0].source = "\n".join([title[: -len("solutions")] + "exercises", *rest])
    for number, cell in enumerate(made.cells):
        if cell.cell_type == "code":
            cell.source = blank(cell.source, f"{name}, cell {number}")
    return made


def main(target: Path) -> int:
    """Write the exercise of every solution into a folder; return how many."""
    target.mkdir(exist_ok=True)
    solutions = sorted((ROOT / "solutions").glob("*.ipynb"))
    for path in solutions:
        made = exercise(nbformat.read(path, as_version=4), path.name)
        text = nbformat.writes(made, ensure_ascii=False) + "\n"
        (target / path.name).write_text(text, encoding="utf-8")
    return len(solutions)


if __name__ == "__main__":
    made = main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "exercises")
    print(f"{made} exercises made")
