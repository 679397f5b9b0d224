"""Points by steps, rounds, and what a function may do to its arguments."""

import numpy as np
import pytest

from helpers.checks.compare import expect, expect_same
from helpers.checks.judge import judge, question
from helpers.checks.status import Status
from helpers.checks.steps import StepResult, attempt, reached
from helpers.checks.student import Student
from tests.checks.asking import verdict

ALONE = {"a number": 1, "nothing": 2}
IN_ORDER = {"it is a list": 1, "it is sorted": 2}


@question("9.1", steps=ALONE)
def halve(student, rng):
    """Half a number, or nothing of nothing."""
    number = int(rng.integers(10, 99))
    with attempt("a number"):
        expect_same(student.halve(number), number / 2, "the half")
    with attempt("nothing"):
        expect(student.halve(None) is None, "Half of nothing is nothing.")


@question("9.2", steps=IN_ORDER)
def arrange(student, rng):
    """A list in order."""
    numbers = rng.permutation(9).tolist()
    answer = student.arrange(numbers)
    expect(isinstance(answer, list), "No list.")
    reached("it is a list")
    expect_same(answer, sorted(numbers), "your list")
    reached("it is sorted")


def test_a_question_with_steps_is_worth_their_sum():
    assert (halve.points, arrange.points) == (3, 3)


@pytest.mark.parametrize(
    ("code", "status", "points", "hint"),
    [
        ("def halve(x): return None if x is None else x / 2", "passed", [1, 2], ""),
        ("def halve(x): return x and x / 2 + 1", "partly", [0, 2], "The half is"),
        ("def halve(x): return (x or 0) / 2", "partly", [1, 0], "Half of nothing"),
        ("def halve(x): return 7", "failed", [0, 0], "The half is 7"),
        ("def halve(x): ...", "not attempted", [], "`halve` waits"),
    ],
)
def test_a_part_that_stands_alone_costs_itself_only(code, status, points, hint):
    outcome = verdict(code, halve)
    assert (outcome.status, outcome.points) == (status, sum(points))
    assert [step.points for step in outcome.steps] == points
    assert outcome.hint.startswith(hint)


@pytest.mark.parametrize(
    ("code", "points"),
    [
        ("arrange = sorted", [1, 2]),
        ("def arrange(x): return list(x)", [1, 0]),
        ("def arrange(x): return {*x}", [0, 0]),
    ],
)
def test_steps_in_order_are_earned_as_far_as_an_answer_comes(code, points):
    outcome = verdict(code, arrange)
    assert [step.points for step in outcome.steps] == points
    assert [step.possible for step in outcome.steps] == [1, 2]


def test_each_step_that_was_missed_has_its_own_hint():
    first, second = verdict("def halve(x): return 7", halve).steps
    assert first == StepResult("a number", 0, 1, first.hint)
    assert first.hint == "The half is 7, not the number asked."
    assert second.hint == "Half of nothing is nothing."


def test_a_step_counts_if_every_round_comes_to_it():
    calls = []

    @question("9.3", steps={"early": 1, "late": 1}, rounds=3)
    def tiring(student, rng):
        """Right twice."""
        calls.append(1)
        reached("early")
        expect(len(calls) < 3, "Too tired.")
        reached("late")

    outcome = verdict("", tiring)
    assert [step.points for step in outcome.steps] == [1, 0]
    assert (outcome.status, outcome.hint, len(calls)) == ("partly", "Too tired.", 3)


def test_a_question_that_forgets_a_step_is_broken():
    @question("9.3", steps={"never": 1})
    def forgetful(student, rng):
        """It says nothing of its step."""

    assert verdict("", forgetful).status is Status.BROKEN


@pytest.mark.parametrize(
    "code",
    [
        "def double(x, first=[]): first.append(2 * x); return first[0]",
        "calls = []\ndef double(x): calls.append(x); return 2 * calls[0]",
        "def double(x): return 250",
    ],
)
def test_what_is_remembered_from_the_first_call_is_seen(code):
    assert verdict(code).status is Status.FAILED


def test_rounds_draw_other_numbers():
    numbers = []

    @question("9.3", rounds=5)
    def drawn(student, rng):
        """Anything."""
        numbers.append(float(rng.random()))

    judge(drawn, Student(lambda request: b""), np.random.default_rng(0))
    assert len(set(numbers)) == 5


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("def double(x): x[0] = 70; return 2", True),
        ("def double(x): x *= 2; return 2", True),
        ("def double(x): x.sort(); return 2", False),
        ("def double(x): y = x.copy(); y[0] = 70; return 2", False),
    ],
)
def test_what_a_function_was_given_may_be_sorted_and_not_overwritten(code, changed):
    @question("9.3")
    def scaled(student, rng):
        """Two, of an array that nobody changes."""
        expect_same(student.double(rng.permutation(9)), 2, "two")

    outcome = verdict(code, scaled)
    assert (outcome.status is Status.FAILED) is changed
    assert ("`double` changes `x`, which it was given" in outcome.hint) is changed


def test_the_rows_of_a_table_may_not_change_places():
    @question("9.3")
    def scaled(student, rng):
        """Two, of a table that nobody changes."""
        expect_same(student.double(rng.random((3, 4))), 2, "two")

    for change in ("x[:] = x[::-1].copy()", "x.sort(axis=0)"):
        assert verdict(f"def double(x): {change}; return 2", scaled).points == 0, change


def test_a_list_that_was_given_may_not_be_changed_either():
    @question("9.3")
    def scaled(student, rng):
        """Two, of a list of lists."""
        expect_same(student.double([[3, 1], [2]]), 2, "two")

    assert verdict("def double(x): x.reverse(); return 2", scaled).points == 1
    for change in ("x[0].append(1)", "x.pop()", "x.insert(0, 0)", "x[0][0] = 9"):
        assert verdict(f"def double(x): {change}; return 2", scaled).points == 0, change
