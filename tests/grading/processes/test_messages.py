"""Messages between processes: whole, or none; whatever the other side sends."""

import json
import socket
import threading

import pytest

from helpers.grading.processes import messages
from helpers.grading.processes.messages import (
    receive,
    receive_json,
    send,
    send_json,
)


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for each in (ours, theirs):
            each.settimeout(10)
        yield ours, theirs


def head(size: int) -> bytes:
    return size.to_bytes(8, "big")


@pytest.mark.parametrize("message", [b"", b"x", b"\0" * 99, b"\xff" * 1_000])
def test_a_message_arrives_whole(pair, message):
    ours, theirs = pair
    send(theirs, message)
    send(theirs, b"next")
    assert receive(ours) == message
    assert receive(ours) == b"next"


def test_a_message_larger_than_any_buffer_arrives_whole(pair):
    ours, theirs = pair
    message = bytes(range(256)) * 40_000
    sender = threading.Thread(target=send, args=(theirs, message))
    sender.start()
    assert receive(ours) == message
    sender.join()


def test_a_message_in_single_bytes_arrives_whole(pair):
    ours, theirs = pair
    for byte in head(3) + b"abc":
        theirs.sendall(bytes([byte]))
    assert receive(ours) == b"abc"


@pytest.mark.parametrize(
    "sent", [b"", b"\0", head(5)[:7], head(5), head(5) + b"four", head(1 << 20)]
)
def test_a_message_cut_short_is_none(pair, sent):
    ours, theirs = pair
    theirs.sendall(sent)
    theirs.close()
    assert receive(ours) is None


@pytest.mark.parametrize("size", [messages._MOST + 1, 2**63, 2**64 - 1])
def test_a_message_that_says_it_is_too_long_is_none_at_once(pair, size):
    ours, theirs = pair
    theirs.sendall(head(size) + b"x" * 100)
    assert receive(ours) is None  # and the other side need not have gone


def test_the_longest_message_is_bounded_by_what_values_may_be(pair, monkeypatch):
    ours, theirs = pair
    monkeypatch.setattr(messages, "_MOST", 3)
    send(theirs, b"abc")
    assert receive(ours) == b"abc"
    send(theirs, b"abcd")
    assert receive(ours) is None


def test_what_is_no_message_is_none(pair):
    ours, theirs = pair
    theirs.sendall(b"GET / HTTP/1.1\r\n\r\n")
    assert receive(ours) is None


def test_a_message_takes_no_more_memory_than_has_come(pair):
    ours, theirs = pair
    theirs.sendall(head(messages._MOST) + b"x")
    theirs.close()
    import tracemalloc

    tracemalloc.start()
    try:
        assert receive(ours) is None
        assert tracemalloc.get_traced_memory()[1] < 4 * messages._PART
    finally:
        tracemalloc.stop()


def test_who_has_gone_is_told_to_the_sender(pair):
    ours, theirs = pair
    theirs.close()
    with pytest.raises(OSError):
        send(ours, b"x")


def test_who_was_reset_has_gone(pair):
    ours, theirs = pair
    ours.sendall(b"never read")
    theirs.close()  # with bytes unread: the system resets the connection
    assert receive(ours) is None


def test_plain_values_arrive(pair):
    ours, theirs = pair
    value = {"cells": ["é字🙂", "\ud83d half"], "seed": 2**64 - 1, "gone": None}
    send_json(theirs, value)
    assert receive_json(ours) == value
    send(theirs, json.dumps([]).encode())
    assert receive_json(ours) == []
    theirs.close()
    assert receive_json(ours) is None
