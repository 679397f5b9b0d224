"""Questions: every answer gets a verdict, and no answer breaks a check."""

import numpy as np
import pytest

from helpers.checks.catalogue import numbered
from helpers.checks.codec import encode
from helpers.checks.compare import expect_same
from helpers.checks.judge import judge, question, questions
from helpers.checks.status import Status
from helpers.checks.student import Student, StudentGone
from tests.checks.asking import double, verdict


@pytest.mark.parametrize(
    ("code", "status", "hint"),
    [
        ("def double(x): return 2 * x", "passed", ""),
        ("double = 3.1415.__mul__", "failed", "is a number; a whole number"),
        ("def double(x): return x + 2", "failed", "You added two"),
        ("", "not attempted", "`double` waits for you"),
        ("double = ...", "not attempted", "`double` waits"),
        ("def double(x):\n    ...", "not attempted", "`double` waits"),
        ("def double(x):\n    'Twice x.'\n    ...", "not attempted", "`double` waits"),
        ("def double(x):\n    return ...", "not attempted", "`double` waits"),
        ("def double(x): print(x)", "failed", "is None"),
        ("def double(x): return 5", "failed", "is 5"),
        ("double = 7", "failed", "`double` is an int; a function was asked"),
        ("def double(x): return x.size", "failed", "stopped with AttributeError"),
        ("def double(x): return double(x)", "failed", "stopped with RecursionError"),
        ("def double(): return 1", "failed", "stopped with TypeError"),
        ("def double(x): raise SystemExit(3)", "failed", "stopped with SystemExit"),
        (
            "import numpy as np\ndef double(x): return np.ones(8_000_001)",
            "failed",
            "too large",
        ),
    ],
)
def test_every_answer_gets_a_verdict(code, status, hint, capsys):
    outcome = verdict(code)
    assert outcome.status == status
    assert hint in outcome.hint
    assert outcome.points == (2 if status == "passed" else 0)
    assert capsys.readouterr() == ("", ""), "what a student prints is kept off the page"


def test_an_object_that_resists_is_no_broken_check():
    hostile = """
class Hostile:
    def __reduce__(self): raise ValueError
    __array__ = __iter__ = __len__ = __repr__ = __eq__ = __str__ = __reduce__

class Loud(Exception):
    def __str__(self): raise ValueError

def double(x): raise Loud
"""
    assert "stopped with Loud" in verdict(hostile).hint
    hostile += "def double(x): return Hostile()"
    assert "is a Hostile; a whole number was asked" in verdict(hostile).hint


def test_a_fault_of_the_check_is_told_from_one_of_the_student():
    @question("9.2")
    def bad(student, rng):
        """A check with a fault."""
        return student.double(1) + None

    outcome = verdict("def double(x): return 2 * x", bad)
    assert outcome.status is Status.BROKEN
    assert outcome.hint.startswith("The check itself failed (TypeError: unsupported")


def test_functions_that_return_functions_and_variables_can_be_questioned():
    @question("9.3")
    def adder(student, rng):
        """A function that adds."""
        expect_same(student.call(student.adder(3), 4), 7, "adder(3)(4)")
        expect_same(student["names"], ["a"], "names")

    code = "def adder(n): return lambda x: x + n\nnames = ['a']"
    assert verdict(code, adder).status == "passed"
    assert "is 12" in verdict(code.replace("x + n", "x * n"), adder).hint
    for other, words in (("[n]", "a list"), ("n", "a whole number")):
        outcome = verdict(code.replace("lambda x: x + n", other), adder)
        assert outcome.hint == f"Your function is {words}; a function was asked."


def test_an_argument_is_a_copy():
    @question("9.4")
    def sorts(student, rng):
        """Sorting."""
        values = rng.permutation(9)
        expect_same(student.sort(values), np.sort(values), "it")
        assert (values != np.sort(values)).any()

    assert verdict("def sort(x): x.sort(); return x", sorts).status == "passed"


def test_an_argument_that_cannot_be_sent_is_a_fault_of_the_check():
    @question("9.5")
    def large(student, rng):
        """A large argument."""
        student.double(np.ones(8_000_001))

    outcome = verdict("def double(x): return x", large)
    assert outcome.status is Status.BROKEN
    assert "CodecError: it is too large" in outcome.hint


def test_the_end_of_the_students_process_is_no_verdict():
    def ask(request: bytes) -> bytes:
        raise StudentGone

    with pytest.raises(StudentGone):
        judge(double, Student(ask), np.random.default_rng(0))


@pytest.mark.parametrize(
    "reply",
    [
        b"\xff" * 99,
        encode([]),
        encode({"status": "no such"}),
        encode({"status": ["value"]}),
        encode({"status": "value"}),
        encode({"status": "raised", "error": "Error", "message": "", "line": ""}),
        encode({"status": "no function", "type": 3}),
        encode({"status": "no function", "type": ["int"]}),
    ],
    ids=repr,
)
def test_a_forged_reply_fails_the_question(reply):
    outcome = judge(double, Student(lambda _: reply), np.random.default_rng(0))
    assert outcome.status is Status.FAILED
    assert outcome.hint == "What `double` gave could not be read."


def test_a_hint_quotes_no_more_than_a_line_of_a_forged_reply():
    fault = {"error": "E" * 999, "message": "m" * 999, "line": "l" * 999, "number": 1}
    reply = encode({"status": "raised", **fault})
    outcome = judge(double, Student(lambda _: reply), np.random.default_rng(0))
    assert len(outcome.hint) < 700


def test_a_question_takes_its_title_from_the_first_line():
    assert (double.id, double.points, double.title) == ("9.1", 2, "Twice a number")


def test_questions_stand_in_their_order():
    assert list(questions(numbered(3))) == ["3.1", "3.2", "3.3", "3.4", "3.5"]
