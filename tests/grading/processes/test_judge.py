"""The judge, questioning a process that may send anything."""

import json
import socket
import threading

import pytest

pytest.importorskip("resource")

from helpers.checks.answers import Answers
from helpers.checks.codec import encode
from helpers.checks.compare import expect_same
from helpers.checks.judge import Question, question
from helpers.grading.processes import judge
from helpers.grading.processes.messages import (
    receive,
    receive_json,
    send,
    send_json,
)
from helpers.grading.results.grades import GONE


@question("3.1", points=2)
def doubled(student, rng):
    """A number, doubled."""
    number = int(rng.integers(1_000))
    expect_same(student.twice(number), 2 * number, "the double", mistakes={})


@question("3.2")
def broken(student, rng):
    """A check that is wrong itself."""
    raise KeyError("k")


@question("3.3")
def thorough(student, rng):
    """A check that takes any error for a wrong answer."""
    student.twice(1)


def answer(channel: socket.socket, namespace: dict, stopped: bytes, most: int) -> None:
    """Be a student's process that goes after so many answers."""
    with channel:
        send(channel, stopped)
        answers = Answers(namespace)
        for _ in range(most):
            if (request := receive(channel)) is None:
                return
            send(channel, answers.reply(request))


def hear(
    questions: list[Question],
    namespace: dict,
    stopped: bytes = b"[]",
    most: int = 99,
    seed: int = 1,
):
    ours, theirs = socket.socketpair()
    student = threading.Thread(target=answer, args=(theirs, namespace, stopped, most))
    student.start()
    with ours:
        ours.settimeout(20)
        report = judge.hear(questions, ours, seed, last=False)
    student.join()
    return report


def test_every_question_is_asked():
    report = hear([doubled, broken, thorough], {"twice": lambda x: 2 * x})
    first, second, third = report["answers"]
    assert first == {
        "id": "3.1",
        "title": "A number, doubled",
        "status": "passed",
        "hint": "",
        "points": 2,
        "possible": 2,
        "steps": (),
        "bonus": False,
        "text": "",
    }
    assert (second["status"], second["points"]) == ("broken", 0)
    assert third["status"] == "passed"
    assert (report["gone"], report["last"], report["errors"]) == (False, False, [])


def test_every_submission_meets_the_same_numbers_of_a_seed():
    def numbers(seed: int) -> list[int]:
        seen: list[int] = []
        hear([doubled, doubled], {"twice": lambda x: seen.append(x) or x}, seed=seed)
        return seen

    first = numbers(seed=1)
    assert first == numbers(seed=1) != numbers(seed=2)
    assert first[0] == first[1]  # the number of the question decides, not its place


def test_a_process_that_has_gone_is_a_fact_and_no_wording():
    namespace = {"twice": lambda x: 2 * x}
    report = hear([doubled, doubled, thorough], namespace, most=doubled.rounds)
    assert report["gone"] is True
    assert [each["status"] for each in report["answers"]] == [
        "passed",
        "failed",
        "failed",
    ]
    assert [each["hint"] for each in report["answers"][1:]] == [GONE, GONE]

    def says_so(x):
        raise ValueError(GONE)

    report = hear([thorough], {"twice": says_so})
    assert report["gone"] is False


def test_a_process_that_says_nothing_has_gone():
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours:
        report = judge.hear([doubled], ours, 1, last=True)
    assert (report["gone"], report["last"], report["errors"]) == (True, True, [])
    assert [each["points"] for each in report["answers"]] == [0]


STOPPED = {"cell": 3, "error": "E: x", "line": "1 / 0"}


@pytest.mark.parametrize(
    ("message", "cells"),
    [
        (json.dumps([STOPPED]).encode(), [STOPPED]),
        (json.dumps([STOPPED | {"more": 1, "cell": "3"}]).encode(), [STOPPED]),
        (json.dumps([STOPPED] * 50).encode(), [STOPPED] * 20),
        (None, []),
        (b"", []),
        (b"[]", []),
        (b"7", []),
        (b"null", []),
        (b'{"cell": 1}', []),
        (b'[{"cell": 1}]', []),
        (b'["cell"]', []),
        (b'[{"cell": [], "error": "", "line": ""}]', []),
        (b'[{"cell": Infinity, "error": "", "line": ""}]', []),
        (b'[{"cell": NaN, "error": "", "line": ""}]', []),
        (b"\xff\xfe", []),
        (b"[" * 100_000, []),
        (b"[" + b"9" * 100_000 + b"]", []),
    ],
    ids=range(17),
)
def test_the_report_on_cells_may_be_anything(message, cells):
    assert judge.read_stopped_cells(message) == cells


def test_what_students_write_is_cut():
    long = STOPPED | {"error": "e" * 10_000, "line": "l" * 10_000}
    (cell,) = judge.read_stopped_cells(json.dumps([long]).encode())
    assert (len(cell["error"]), len(cell["line"])) == (300, 200)


@pytest.mark.parametrize(
    "reply",
    [b"", b"\xff" * 99, encode({}), encode([1, 2]), encode({"status": "passed"})],
)
def test_a_reply_that_is_none_earns_nothing(reply):
    ours, theirs = socket.socketpair()

    def forge():
        with theirs:
            send(theirs, b"[]")
            while receive(theirs) is not None:
                send(theirs, reply)

    forger = threading.Thread(target=forge)
    forger.start()
    with ours:
        report = judge.hear([doubled, thorough], ours, 1, last=False)
    forger.join()
    assert [each["status"] for each in report["answers"]] == ["failed", "failed"]
    assert report["gone"] is False


def test_a_judge_takes_so_many_jobs_and_says_which_is_its_last(monkeypatch):
    monkeypatch.setattr(judge, "JOBS", 3)
    monkeypatch.setattr(judge.confine, "limit_memory", lambda memory: None)
    monkeypatch.setattr(judge.signal, "alarm", lambda seconds: None)
    ours, theirs = socket.socketpair()
    known = {"03-word-windows": {"3.1": doubled}}
    judging = threading.Thread(target=judge.judge_jobs, args=(theirs, known))
    judging.start()
    lasts = []
    with ours, theirs:
        ours.settimeout(20)
        for _ in range(3):
            channel, student = socket.socketpair()
            namespace = {"twice": lambda x: 2 * x}
            answering = threading.Thread(
                target=answer, args=(student, namespace, b"[]", 99)
            )
            answering.start()
            job = {"exercise": "03-word-windows", "seed": 1, "judge_seconds": 20}
            send_json(ours, job)
            socket.send_fds(ours, [b"."], [channel.fileno()])
            channel.close()
            report = receive_json(ours)
            answering.join()
            assert [each["points"] for each in report["answers"]] == [2]
            lasts.append(report["last"])
        judging.join(20)
        assert not judging.is_alive()
    assert lasts == [False, False, True]


def test_a_judge_ends_with_the_grader(monkeypatch):
    monkeypatch.setattr(judge.confine, "limit_memory", lambda memory: None)
    ours, theirs = socket.socketpair()
    judging = threading.Thread(target=judge.judge_jobs, args=(theirs, {}))
    judging.start()
    ours.close()
    judging.join(20)
    assert not judging.is_alive()
    theirs.close()
