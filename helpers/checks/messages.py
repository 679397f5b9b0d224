"""What is said between a judge and a student's code: a request, and its reply.

Both are values of the codec. A reply comes from code that nobody trusts, so it is read
field by field: what does not fit is a `CodecError`.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NotRequired, TypedDict, cast

from helpers.checks.codec import CodecError, Function, decode, encode

_LONGEST = 200  # characters of a text in a reply


class ReplyStatus(StrEnum):
    """What came of a request."""

    VALUE = "value"  # here it is
    MISSING = "missing"  # there is no such name
    BLANK = "blank"  # it is still as the exercise handed it out
    NO_FUNCTION = "no function"  # it was to be called
    UNFIT = "unfit"  # it is too large, or too deep, to be sent
    RAISED = "raised"  # it stopped with an error
    CHANGED = "changed"  # it has changed what it was given


class Request(TypedDict):
    """A question to a student's code.

    `target` is a name, or a function that was handed out before; if `call` is true it
    is called, with `args` and `kwargs`.
    """

    target: str | Function
    call: bool
    args: tuple
    kwargs: dict[str, object]


class Fault(TypedDict):
    """An error of a student's code, in words.

    Its type's name, its first line, and the line of code that led to it with its
    number; "" and 0 where there is none.
    """

    error: str
    message: str
    line: str
    number: int


class Reply(TypedDict):
    """What came of a request; the other fields depend on the status.

    Of RAISED they are those of a `Fault`.
    """

    status: ReplyStatus
    value: NotRequired[object]  # of VALUE
    type: NotRequired[str]  # of NO_FUNCTION: the name of what it is instead
    why: NotRequired[str]  # of UNFIT
    argument: NotRequired[str]  # of CHANGED: the name of what it has changed
    error: NotRequired[str]
    message: NotRequired[str]
    line: NotRequired[str]
    number: NotRequired[int]


def write_request(request: Request) -> bytes:
    """Return a request as bytes.

    Raises:
        CodecError: an argument cannot be sent.
    """
    return encode(dict(request))


def read_request(message: bytes) -> Request:
    """Return the request that a judge has written.

    Raises:
        CodecError: the bytes are no message.
    """
    return cast(Request, decode(message))


def write_reply(reply: Reply, keep: Callable[[object], int] | None = None) -> bytes:
    """Return a reply as bytes.

    Args:
        reply: the reply.
        keep: see `codec.encode`.

    Raises:
        CodecError: its value cannot be sent.
    """
    return encode({**reply, "status": str(reply["status"].value)}, keep)


def read_reply(message: bytes) -> Reply:
    """Return the reply that a student's process has written.

    Raises:
        CodecError: the bytes are no reply.
    """
    fields: Any = decode(message)
    try:
        reply = Reply(status=ReplyStatus(fields["status"]))
        if reply["status"] is ReplyStatus.VALUE:
            reply["value"] = fields["value"]
        elif reply["status"] is ReplyStatus.NO_FUNCTION:
            reply["type"] = _text(fields["type"])
        elif reply["status"] is ReplyStatus.UNFIT:
            reply["why"] = _text(fields["why"])
        elif reply["status"] is ReplyStatus.CHANGED:
            reply["argument"] = _text(fields["argument"])
        elif reply["status"] is ReplyStatus.RAISED:
            reply["error"] = _text(fields["error"])
            reply["message"] = _text(fields["message"])
            reply["line"] = _text(fields["line"])
            reply["number"] = int(fields["number"])
    except (KeyError, TypeError, ValueError, IndexError, OverflowError) as error:
        raise CodecError(f"no reply: {type(error).__name__}") from None
    return reply


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value[:_LONGEST]
