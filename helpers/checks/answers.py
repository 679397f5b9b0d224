"""The student's side of a check: finds names, calls functions, replies in bytes."""

import contextlib
import dis
import io
import linecache
import traceback
import warnings
from collections.abc import Callable
from types import FunctionType

from helpers.checks.codec import CodecError, Function, decode, encode

# All that the bytecode of a function does whose body is `...`, as it is handed out.
_NOTHING = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}


class Answers:
    """What a notebook has defined, questioned in its own process."""

    def __init__(self, namespace: dict[str, object]) -> None:
        self._namespace = namespace
        self._kept: list[Callable] = []

    def reply(self, request: bytes) -> bytes:
        """Answer one request of a `Student`. Never raises an `Exception`.

        A request names a variable, or a function that was handed out before, and says
        whether to call it, and with what.
        """
        asked = decode(request)
        try:
            found = self._find(asked["target"])
        except KeyError:
            return encode({"status": "missing"})
        if is_blank(found):
            return encode({"status": "blank"})
        if not asked["call"]:
            return self._value(found)
        if not callable(found):
            return encode({"status": "no function", "type": type(found).__name__})
        return self._called(found, asked["args"], asked["kwargs"])

    def _called(self, function: Callable, args: tuple, kwargs: dict) -> bytes:
        try:
            with quiet():
                result = function(*args, **kwargs)
        except (Exception, SystemExit) as error:
            return encode({"status": "raised", **describe(error)})
        return encode({"status": "blank"}) if result is ... else self._value(result)

    def _find(self, target: str | Function) -> object:
        if isinstance(target, Function):
            return self._kept[target.handle]
        return self._namespace[target]

    def _value(self, value: object) -> bytes:
        def keep(function: Callable) -> int:
            self._kept.append(function)
            return len(self._kept) - 1

        try:
            with quiet():
                return encode({"status": "value", "value": value}, keep)
        except CodecError as error:
            return encode({"status": "unfit", "why": str(error)})
        except Exception as error:  # an object that resists being looked at
            return encode({"status": "raised", **describe(error)})


def is_blank(found: object) -> bool:
    """Say whether an answer is still as the exercise handed it out."""
    if not isinstance(found, FunctionType):
        return found is ...
    steps = list(dis.get_instructions(found))
    constants = [s.argval for s in steps if s.opname.endswith("_CONST")]
    return {s.opname for s in steps} <= _NOTHING and constants == [None]


@contextlib.contextmanager
def quiet():
    """Keep what some code prints, or warns of, off the page."""
    sink = io.StringIO()
    with (
        contextlib.redirect_stdout(sink),
        contextlib.redirect_stderr(sink),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield


def describe(error: BaseException) -> dict[str, object]:
    """Return the error in a line, and the last line of the student's that led to it."""
    lines = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not _is_library(frame.filename)
    ]
    try:
        message = str(error).strip().splitlines()
    except Exception:
        message = []
    return {
        "error": type(error).__name__,
        "message": message[0][:200] if message else "",
        "line": (lines[-1].line or "")[:200] if lines else "",
        "number": lines[-1].lineno if lines else 0,
    }


def _is_library(filename: str) -> bool:
    """Say whether a file belongs to a package: cells of notebooks are no files."""
    in_notebook = filename.startswith("<") or "ipykernel" in filename
    return not in_notebook or not linecache.getlines(filename)
