"""Break `helpers` in one place after the other, and see which tests notice.

Usage: python benchmarks/mutants.py [NUMBER…]

Each mutant below changes one piece of code and names the tests that should fail then.
A mutant survives when they pass all the same: what it broke is tested by nobody. The
file is changed in place, because the tests start processes of their own, and is put
back at once, also after Ctrl-C. Exits 1 if more than one survives.
"""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent


class Mutant(NamedTuple):
    """A change that breaks something."""

    what: str  # what is broken, in words
    file: str  # below helpers/
    old: str  # a piece of code that occurs once
    new: str
    tests: str  # below tests/


MUTANTS: tuple[Mutant, ...] = ()


def is_killed(mutant: Mutant) -> bool:
    """Break the code, run the tests, mend the code; say whether a test failed.

    Raises:
        SystemExit: the piece of code does not occur exactly once, or no test ran.
    """
    path = ROOT / "helpers" / mutant.file
    whole = path.read_bytes()
    text = whole.decode("utf-8")
    if text.count(mutant.old) != 1:
        sys.exit(f"{mutant.what}: {mutant.old!r} is not once in {mutant.file}")
    tests = [str(ROOT / "tests" / each) for each in mutant.tests.split()]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    try:
        path.write_text(text.replace(mutant.old, mutant.new), "utf-8", newline="")
        code = subprocess.run(
            [*command, *tests], cwd=ROOT, capture_output=True, check=False
        ).returncode
    finally:
        path.write_bytes(whole)
    if code not in (0, 1):
        sys.exit(f"{mutant.what}: pytest ended with {code}")
    return code == 1


def main(numbers: list[int]) -> int:
    """Try the mutants of these numbers, or all; return 1 if more than one survives."""
    survivors = 0
    for number, mutant in enumerate(MUTANTS, start=1):
        if numbers and number not in numbers:
            continue
        killed = is_killed(mutant)
        survivors += not killed
        outcome = "killed" if killed else "SURVIVED"
        print(f"{number:>3}  {outcome:<8}  {mutant.file:<34}{mutant.what}", flush=True)
    print(f"{survivors} survived.")
    return int(survivors > 1)


if __name__ == "__main__":
    sys.exit(main([int(number) for number in sys.argv[1:]]))
