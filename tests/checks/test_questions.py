"""The questions of the course: every exercise asks and checks them all."""

import re
from pathlib import Path

import nbformat
import pytest

from helpers.checks.catalogue import named
from helpers.checks.judge import questions

PROJECT = Path(__file__).parents[2]
EXERCISES = sorted((PROJECT / "exercises").glob("*.ipynb"))


@pytest.mark.parametrize("path", EXERCISES, ids=[path.stem for path in EXERCISES])
def test_an_exercise_asks_and_checks_every_question(path):
    cells = nbformat.read(path, as_version=4).cells
    known = questions(named(path.stem))
    assert len(known) >= 3
    titles = re.findall(r"^## (\d+\.\d+) ", "\n".join(c.source for c in cells), re.M)
    checks = [c.source for c in cells if c.source.startswith("check(")]
    assert titles == list(known)
    assert checks == [*(f'check("{id}")' for id in known), "check()"]
    assert (PROJECT / "chapters" / path.name).exists()
    assert not any("SOLUTION" in cell.source for cell in cells)
