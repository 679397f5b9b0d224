"""Proofs of checks: they can fail, and leave the notebook as it was."""

import re

import pytest

from helpers.checks import proof
from helpers.checks.catalogue import numbered
from helpers.checks.judge import question, questions
from helpers.checks.proof import prove, prove_blank
from tests.checks.asking import double

WORDS = {"Long vectors win": "def similar(words, *rest): return words"}
EXERCISE_3 = list(questions(numbered(3)))


def test_a_proof_can_fail():
    right = {"similar": lambda *a: [], "windows": 0, "perplexity": 0, "parameters": 0}
    namespace = {**right, "model": 0}
    with pytest.raises(AssertionError) as fault:
        prove(
            namespace,
            3,
            right={id: WORDS for id in EXERCISE_3},
            wrong={id: WORDS for id in EXERCISE_3},
        )
    faults = str(fault.value)
    assert "3.4: it has fewer than three right answers" in faults
    assert "3.4 right, 'Long vectors win': it is failed. Your list has " in faults
    assert "3.1: the reference is failed" in faults
    assert "3.4: it has fewer than two wrong answers" in faults
    assert "3.4 'Long vectors win': it is failed. Your list has " in faults
    with pytest.raises(AssertionError, match=r"3\.4: the blank exercise is failed"):
        prove_blank({"similar": lambda *a: []}, 3)


@question("9.2")
def half(student, rng):
    """Half a number, whoever answers."""
    student.half(2) + 0  # broken by an answer that is no number


RIGHT = {"double": lambda x: 2 * x, "half": lambda x: x / 2}
HALVES = {
    "a product": "def half(x): return x * 0.5",
    "a shift": "def half(x): return x >> 1",
    "a difference": "def half(x): return x - x / 2",
}
WRONG = {
    "9.1": {
        "You added two": "def double(x): return x + 2",
        "is 7": "def double(x): return 7",
    }
}
CLOTHES = {
    "9.1": {
        "a sum": "def double(x): return x + x",
        "a float": "def double(x): return x * 2.0",
        "a lambda": "double = lambda x: x << 1",
    }
}


@pytest.fixture
def only(monkeypatch):
    """Let an exercise have some questions only."""

    def have(*known):
        questions = {question.id: question for question in known}
        monkeypatch.setattr(proof, "questions", lambda exercise: questions)

    return have


def test_right_and_wrong_answers_are_proved_and_the_notebook_stays_as_it_was(only):
    only(double)
    notebook = {**RIGHT}
    prove(notebook, 1, right=CLOTHES, wrong=WRONG)
    assert {name: notebook[name] for name in RIGHT} == RIGHT


def test_a_wrong_answer_with_another_hint_is_a_fault(only):
    only(double)
    wrong = {"9.1": {**WRONG["9.1"], "You halved": "def double(x): return 3"}}
    with pytest.raises(AssertionError) as fault:
        prove({**RIGHT}, 1, right=CLOTHES, wrong=wrong)
    [line] = str(fault.value).splitlines()
    assert line.startswith("9.1 'You halved': it is failed. ")


def test_a_wrong_answer_that_costs_another_question_is_a_fault(only):
    @question("9.3")
    def again(student, rng):
        """The same once more."""
        double.ask(student, rng)

    only(double, again)
    with pytest.raises(AssertionError) as fault:
        right = CLOTHES | {"9.3": CLOTHES["9.1"]}
        prove({**RIGHT}, 1, right=right, wrong=WRONG | {"9.3": WRONG["9.1"]})
    assert "9.1 'is 7': question 9.3 is failed too." in str(fault.value)


def test_junk_that_breaks_a_check_is_a_fault(only):
    only(half)
    wrong = {"9.2": {"a": "half = 1", "b": "half = 2"}}
    with pytest.raises(AssertionError) as fault:
        prove({**RIGHT}, 1, right={"9.2": HALVES}, wrong=wrong)
    broken = re.findall(r"9\.2 `def half.*: it is broken", str(fault.value))
    assert len(broken) >= 3


def test_wrong_answers_are_needed_for_every_question(only):
    only(double, half)
    with pytest.raises(AssertionError, match=r"wrong answers of \['9.1'\], not"):
        right = CLOTHES | {"9.2": HALVES}
        prove({**RIGHT}, 1, right=right, wrong=WRONG)
    with pytest.raises(AssertionError, match=r"right answers of \['9.1'\], not"):
        prove({**RIGHT}, 1, right=CLOTHES, wrong=WRONG)


def test_code_that_defines_no_answer_is_a_fault(only):
    only(double)
    with pytest.raises(AssertionError, match="this code defines no answer: x = 1"):
        wrong = {"9.1": {**WRONG["9.1"], "x": "x = 1"}}
        prove({**RIGHT}, 1, right=CLOTHES, wrong=wrong)


def test_a_blank_exercise_is_proved(only):
    only(double, half)
    prove_blank({"double": ..., "half": ...}, 1)
    with pytest.raises(AssertionError) as fault:
        prove_blank({"double": ..., "half": RIGHT["half"]}, 1)
    assert str(fault.value).strip() == "9.2: the blank exercise is passed."
