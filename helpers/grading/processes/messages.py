"""Runs everywhere: what grader, student's process and judge say to each other.

A message is its length (8 bytes, big-endian) and as many bytes: JSON, or what
`helpers.checks.codec` makes of a question and of an answer. Nothing is unpickled.

The standard library's `multiprocessing.connection` frames messages too. It takes a
negative length for an empty message, sets aside as much memory at once as the other
side says that it will send, and has no place for descriptors; a student's process may
send anything.
"""

import contextlib
import json
import socket
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from helpers.checks.codec import LARGEST, LONGEST

_LENGTH = 8  # bytes that tell the length of a message
_MOST = LARGEST + LONGEST + 64  # bytes of a message
_PART = 1 << 20  # bytes to be received at once


class StudentJob(TypedDict):
    """Grader to student's process: lock yourself in. The cells follow, a list of str.

    Two sockets come with it: one for the cells and the judge's questions, one on which
    a `JobEnd` is awaited.
    """

    slot: int  # number of the job: jobs of different numbers are different users
    notebook_seconds: int
    notebook_memory: int  # bytes


class JobEnd(TypedDict):
    """Student's process, its unlocked part, to grader: the job is over."""

    ending: str | None  # an `Ending`; None if it ended by itself, as after the judge


class StoppedCell(TypedDict):
    """Student's process to judge to grader: a cell that stopped with an error."""

    cell: int  # its number among the code cells, from 1
    error: str
    line: str  # of code, "" if there is none


class JudgeJob(TypedDict):
    """Grader to judge: question the process at the end of the socket that follows."""

    exercise: str
    seed: int
    judge_seconds: int  # after which the judge is ended


class JudgedAnswer(TypedDict):
    """Judge to grader: the fields of an `Answer`."""

    id: str
    title: str
    status: str
    hint: str
    points: int
    possible: int
    steps: list[dict[str, Any]]  # the fields of each `StepResult`
    bonus: bool
    text: str


class Report(TypedDict):
    """Judge to grader: what came of a job."""

    answers: list[JudgedAnswer]
    errors: list[StoppedCell]
    gone: bool  # whether the student's process ended before the last question
    last: bool  # whether this judge ends now


def send(channel: socket.socket, message: bytes) -> None:
    """Send one message, whole.

    Raises:
        OSError: the other side has gone.
    """
    channel.sendall(len(message).to_bytes(_LENGTH, "big") + message)


def receive(channel: socket.socket) -> bytes | None:
    """Receive one message; None if the other side has gone, or sends no messages."""
    head = _receive_exactly(channel, _LENGTH)
    if head is None:
        return None
    size = int.from_bytes(head, "big")
    return _receive_exactly(channel, size) if size <= _MOST else None


def _receive_exactly(channel: socket.socket, size: int) -> bytes | None:
    received = bytearray()
    with contextlib.suppress(ConnectionError):
        while len(received) < size:
            part = channel.recv(min(size - len(received), _PART))
            if not part:
                return None
            received += part
        return bytes(received)
    return None


def send_json(channel: socket.socket, value: Mapping[str, Any] | Sequence[Any]) -> None:
    """Send one message of plain values.

    Raises:
        OSError: the other side has gone.
    """
    send(channel, json.dumps(value).encode())


def receive_json(channel: socket.socket) -> Any:
    """Receive one message of plain values from a process of ours; None if it has gone.

    What a student's process sends goes through `receive`, and is looked at first.
    """
    message = receive(channel)
    return None if message is None else json.loads(message)
