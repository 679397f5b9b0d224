"""`check` in notebooks, in IPython and where there is neither."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from helpers.checks import check, notebook
from helpers.checks.judge import Question, questions
from helpers.checks.rubric import read_rubric
from helpers.checks.status import Status
from tests.checks.asking import double
from tests.checks.test_rubric import RUBRIC
from tests.checks.test_steps import arrange

EXERCISE_3 = """\
def parameters(words, width, context, hidden):
    return words * width
"""


@pytest.fixture
def shell(monkeypatch):
    """A kernel that was started anew; its variables are `shell.user_ns`."""
    kernel = SimpleNamespace(user_ns={})
    monkeypatch.setattr("IPython.get_ipython", lambda: kernel)
    monkeypatch.setattr(notebook, "_session", notebook._Session())
    return kernel


@pytest.fixture
def shown(shell, monkeypatch):
    """What `check` shows, in its order."""
    values = []
    monkeypatch.setattr("IPython.display.display", values.append)
    return values


def test_every_status_has_its_sign_colour_and_words(shell, shown, monkeypatch):
    def broken(student, rng):
        raise ZeroDivisionError

    def known(exercise):
        return questions(exercise) | {"3.9": Question("3.9", 1, "Broken", broken)}

    monkeypatch.setattr(notebook, "questions", known)
    exec(EXERCISE_3, shell.user_ns)
    shell.user_ns["perplexity"] = lambda p, answers: float(
        np.exp(-np.log(p[np.arange(len(p)), answers]).mean())
    )
    for id in ("3.2", "3.3", "3.1", "3.9"):
        check(id)
    texts = [str(value) for value in shown]
    assert texts[0] == "✓ 3.2 passed, 1 point."
    assert texts[1].startswith("✗ 3.3 not yet. ")
    assert texts[2] == "○ 3.1 not attempted. `windows` waits for you."
    assert texts[3] == (
        "⚠ 3.9 The check itself failed (ZeroDivisionError: ZeroDivisionError). "
        "Please tell the course's authors."
    )
    order = (Status.PASSED, Status.FAILED, Status.NOT_ATTEMPTED, Status.BROKEN)
    for value, status in zip(shown, order, strict=True):
        assert f"border-left: 4px solid {status.colour}" in value.html
    assert "<code>windows</code> waits" in shown[2].html


def test_the_score_is_that_of_the_exercise_whose_question_was_checked_last(
    shell, shown
):
    check("3.3")
    check()
    check("1.1")
    check()
    lines = str(shown[1]).splitlines()
    assert [line.split()[1] for line in lines[:-1]] == [
        "3.1",
        "3.2",
        "3.3",
        "3.4",
        "3.5",
    ]
    assert lines[-1].split() == ["Together", "0", "of", "8"]
    assert str(shown[3]).splitlines()[0].split()[1] == "1.1"
    assert shown[1].html.count("<tr>") == 7


@pytest.mark.parametrize("failed", ["99.1", "1.9", "x", "1"])
def test_what_is_no_question_leaves_the_score_as_it_is(shell, shown, failed):
    check("3.3")
    check(failed)
    check()
    assert "3.5" in str(shown[2])


def test_a_score_before_any_question_asks_for_one(shell, shown):
    check()
    assert str(shown[0]) == '? Check a question first, with its number: check("3.1").'


def test_a_score_needs_no_more_than_a_question_that_waits(shell, shown):
    check(" 3.1 ")
    check()
    assert "0 of 8" in str(shown[1])


def test_an_interrupt_is_told_and_the_exercise_remembered(shell, shown, monkeypatch):
    def interrupted(question):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(notebook, "_judge", interrupted)
        check("3.3")
    assert str(shown[0]) == "? Check 3.3 stopped by you."
    check()
    assert "0 of 8" in str(shown[1])


def test_steps_bonus_and_what_waits_are_shown_with_their_points(
    shell, shown, monkeypatch
):
    known = {
        each.id: each
        for each in (
            arrange,
            replace(double, bonus=True),
            *read_rubric(RUBRIC).values(),
        )
    }
    monkeypatch.setattr(notebook, "questions", lambda exercise: known)
    shell.user_ns |= {"arrange": list, "double": lambda x: 2 * x, "why": "Because."}
    for id in known:
        check(id)
    check()
    partly, bonus, waiting, together = map(str, shown)
    first, *steps = partly.splitlines()
    assert first.startswith("◐ 9.2 in part, 1 of 3 points. Item ")
    assert steps == ["    ✓ it is a list: 1 of 1", "    ○ it is sorted: 0 of 2"]
    assert shown[0].html.count("<br>") == 2
    assert bonus == "✓ 9.1 passed, 2 points on top."
    assert waiting.splitlines() == [
        "✎ 3.6 waits to be read, up to 3 points.",
        "    ○ names what a window leaves out: 0 of 1",
        "    ○ says it with an example: 0 of 2",
    ]
    rows = [line.split() for line in together.splitlines()]
    assert [row[-3:] for row in rows] == [
        ["1", "of", "3"],
        ["of", "2,", "bonus"],
        ["0", "of", "3"],
        ["3", "of", "6"],
    ]


def run(*cells: str, folder: Path) -> list[list]:
    """Run cells in a kernel; return the outputs of each."""
    cells = [*map(nbformat.v4.new_code_cell, cells)]
    client = NotebookClient(
        nbformat.v4.new_notebook(cells=cells),
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    return [[output.get("data", output) for output in cell.outputs] for cell in cells]


@pytest.mark.slow
def test_check_in_a_notebook(tmp_path):
    _, _, one, absent, none, junk, together = run(
        "from helpers.checks import check",
        EXERCISE_3,
        "check('3.3')",
        "check('3.1')",
        "check('3.9'); check('99.1')",
        "check(None if 0 else 'x'); check(3.3)",
        "check()",
        folder=tmp_path,
    )
    assert len(one) == 1
    assert one[0]["text/plain"].startswith("✗ 3.3 not yet. ")
    assert "<code>parameters(" in one[0]["text/html"]
    assert absent[0]["text/plain"].startswith("○ 3.1 not attempted")
    assert "There is no question 3.9, but 3.1, 3.2" in none[0]["text/plain"]
    assert "there is no exercise 99" in none[1]["text/plain"]
    assert 'by its number: check("3.1")' in junk[0]["text/plain"]
    assert junk[1]["text/plain"].startswith("✗ 3.3"), "a number will do"
    assert "0 of 8" in together[0]["text/plain"]
    assert together[0]["text/html"].count("<tr>") == 7


@pytest.mark.slow
def test_a_notebook_that_is_run_from_the_top_shows_its_score(tmp_path):
    """With however little of `check` in its cells as text."""
    early, *_, together = run(
        "from helpers import checks; checks.check()",
        EXERCISE_3,
        "checks.check( '3.3' )",
        "for id in ['3.1', '3.2']: checks.check(id)",
        "checks.check()",
        folder=tmp_path,
    )
    assert "Check a question first" in early[0]["text/plain"]
    assert "0 of 8" in together[0]["text/plain"]


def test_a_hint_cannot_put_html_on_the_page(shell, shown):
    exec("def perplexity(*_): raise ValueError('<b>`<i>`</b>')", shell.user_ns)
    check("3.2")
    assert "(&lt;b&gt;<code>&lt;i&gt;</code>&lt;/b&gt;)" in shown[0].html
    assert "<b>" in str(shown[0])


@pytest.mark.slow
def test_check_in_plain_ipython():
    code = f"{EXERCISE_3}\nfrom helpers.checks import check\ncheck('3.3')\n"
    process = subprocess.run(
        [sys.executable, "-m", "IPython", "--quick", "--simple-prompt", "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={"IPYTHONDIR": "/nonexistent", "PATH": "", "PYTHONIOENCODING": "utf-8"},
    )
    assert "✗ 3.3 not yet." in process.stdout


def test_check_outside_a_notebook_says_where_it_works(capsys):
    check("3.3")
    assert "works in a notebook" in capsys.readouterr().out
