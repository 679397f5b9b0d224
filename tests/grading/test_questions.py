"""Which questions an exercise has, an instructor's own included."""

import subprocess
import sys

import pytest

from helpers.checks.catalogue import EXERCISES
from helpers.checks.judge import questions
from helpers.checks.status import Status
from helpers.grading.questions import ChecksError, questions_for, unreached
from tests.grading.notebooks import WINDOWS

OWN = '''
from helpers.checks.judge import question

@question("{id}", points=7)
def mine(student, rng):
    """Of my own."""
'''


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_without_own_questions_they_are_the_public_ones(exercise):
    assert questions_for(exercise, "", "") == questions(exercise)
    assert len(questions_for(exercise, "", "")) > 1


def test_an_own_question_takes_the_place_of_the_public_one():
    mine = questions_for(WINDOWS, OWN.format(id="3.2"), "")
    assert list(mine) == list(questions(WINDOWS))
    assert (mine["3.2"].title, mine["3.2"].points) == ("Of my own", 7)
    assert mine["3.1"] == questions(WINDOWS)["3.1"]


def test_a_new_own_question_comes_last():
    assert list(questions_for(WINDOWS, OWN.format(id="3.9"), ""))[-1] == "3.9"


@pytest.mark.parametrize("id", ["4.1", "13.1", "30.1"])
def test_own_questions_of_other_exercises_are_left_out(id):
    assert questions_for(WINDOWS, OWN.format(id=id), "") == questions(WINDOWS)


def test_own_questions_that_do_not_run_are_told():
    with pytest.raises(ChecksError) as refused:
        questions_for(WINDOWS, "raise ValueError('no\\nmore')", "")
    assert str(refused.value) == "your own checks do not run: ValueError: no"


def test_a_question_that_was_not_reached_earns_nothing():
    question = questions(WINDOWS)["3.5"]
    answer = unreached(question, "Too late.")
    assert (answer.id, answer.title) == ("3.5", question.title)
    assert (answer.status, answer.hint) == (Status.FAILED, "Too late.")
    assert (answer.points, answer.possible) == (0, question.points)


def test_questions_need_no_process():
    program = (
        "import sys\nsys.modules['resource'] = None\nimport helpers.grading.questions\n"
        "print(*[n for n in sys.modules if n.startswith('helpers.grading.processes')])"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
