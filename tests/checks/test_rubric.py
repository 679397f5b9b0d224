"""Questions that a person grades."""

import pytest

from helpers.checks.rubric import RubricError, read_rubric
from helpers.checks.status import Status
from tests.checks.asking import verdict

RUBRIC = """
["3.6"]
title = "Why windows"
text = "why"

["3.6".criteria]
"names what a window leaves out" = 1
"says it with an example" = 2
"""


def test_a_rubric_makes_questions():
    [question] = read_rubric(RUBRIC).values()
    assert (question.id, question.points, question.title) == ("3.6", 3, "Why windows")
    assert (question.text, question.bonus) == ("why", False)
    assert read_rubric("") == {}


def test_a_text_waits_for_a_person():
    [question] = read_rubric(RUBRIC).values()
    outcome = verdict("why = '  Because.  '", question)
    assert (outcome.status, outcome.text) == (Status.BY_HAND, "Because.")
    assert [(s.words, s.points, s.possible) for s in outcome.steps] == [
        ("names what a window leaves out", 0, 1),
        ("says it with an example", 0, 2),
    ]
    assert outcome.points == 0


@pytest.mark.parametrize(
    ("code", "status", "hint"),
    [
        ("", "not attempted", "`why` waits for you"),
        ("why = ...", "not attempted", "`why` waits for you"),
        ("why = '  \\n'", "not attempted", "`why` waits for you"),
        ("why = 3", "failed", "`why` is a whole number; a text was asked"),
        ("why = 'x' * 10_001", "failed", "has 10,001 characters; at most 10,000"),
    ],
)
def test_what_is_no_text_is_told_at_once(code, status, hint):
    [question] = read_rubric(RUBRIC).values()
    outcome = verdict(code, question)
    assert (outcome.status, hint in outcome.hint) == (status, True), outcome.hint


@pytest.mark.parametrize(
    ("rubric", "fault"),
    [
        ("[", "it is not TOML"),
        ('["why"]', "is no question: write a table"),
        ('"3.6" = 3', "is no question: write a table"),
        (RUBRIC.replace("3.6", "03.6"), "is no question: write a table"),
        (RUBRIC.replace("text", 'bonus = "yes"\ntext', 1), "of bonus: write true or"),
        (RUBRIC.replace('text = "why"', ""), "must name the variable"),
        (RUBRIC.replace('"why"', '"why so"'), "must name the variable"),
        (RUBRIC.replace("= 2", "= 0"), "must give whole points above 0"),
        (RUBRIC.replace("= 2", "= 1.5"), "must give whole points above 0"),
        ('["3.6"]\ntext = "why"', "must give whole points above 0"),
        (RUBRIC.replace("title", "titel"), "has titel, which means nothing here"),
    ],
)
def test_a_fault_is_told_in_a_line(rubric, fault):
    with pytest.raises(RubricError, match=fault) as refused:
        read_rubric(rubric)
    assert "\n" not in str(refused.value)
