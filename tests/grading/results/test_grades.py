"""Grades as JSON, there and back."""

import json

import pytest

from helpers.checks.status import Status
from helpers.grading.ending import Ending
from helpers.grading.results.grades import CellError, as_json, from_json
from tests.grading.results.made import answer, grade


def test_grades_survive_json():
    one = grade("Zoë \udcff", errors=(CellError(1, "E", "x"),), seconds=3)
    assert from_json(json.loads(json.dumps(as_json(one)))) == one


@pytest.mark.parametrize("ending", Ending)
@pytest.mark.parametrize("status", Status)
def test_endings_and_statuses_are_words_there_and_themselves_here(ending, status):
    one = grade("Ada", answer(1, status), ended=ending)
    text = json.dumps(as_json(one))
    assert f'"ended": "{ending.value}"' in text
    assert f'"status": "{status.value}"' in text
    there_and_back = from_json(json.loads(text))
    assert there_and_back == one
    assert there_and_back.ended is ending
    assert there_and_back.answers[0].status is status
