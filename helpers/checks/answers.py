"""The student's side of a check: finds names, calls functions, replies in bytes."""

import contextlib
import dis
import inspect
import io
import os
import sys
import traceback
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

from helpers.checks.codec import CodecError, Function
from helpers.checks.given import Given
from helpers.checks.messages import (
    Fault,
    Reply,
    ReplyStatus,
    Request,
    read_request,
    write_reply,
)
from helpers.errors import first_line

# All that the bytecode of a function does whose body is `...`, as it is handed out.
_NOTHING = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}
_LONGEST_NOTHING = 40  # bytes of its code
# What the names of files begin with that belong to Python or to the course.
_PYTHON = (
    "<frozen ",
    os.path.join(os.path.dirname(os.__file__), ""),
    os.path.join(Path(__file__).parents[1], ""),
)
_PYLAB = "matplotlib._pylab_helpers"


class Answers:
    """What a notebook has defined, questioned in its own process."""

    def __init__(self, namespace: dict[str, object]) -> None:
        self._namespace = namespace
        self._functions: list[object] = []  # those handed out, by handle

    def reply(self, request: bytes) -> bytes:
        """Answer one request of a `Student`. Never raises an `Exception`."""
        question = read_request(request)
        with quiet():
            return self._reply(question)

    def _reply(self, question: Request) -> bytes:
        try:
            target = self._look_up(question["target"])
        except KeyError:
            return write_reply({"status": ReplyStatus.MISSING})
        if is_blank(target):
            return write_reply({"status": ReplyStatus.BLANK})
        if not question["call"]:
            return self._send(target)
        if not callable(target):
            name = type(target).__name__
            return write_reply({"status": ReplyStatus.NO_FUNCTION, "type": name})
        return self._call(target, question["args"], question["kwargs"])

    def _call(self, function: Callable, args: tuple, kwargs: dict) -> bytes:
        given = [*map(Given, args)]
        try:
            result = function(*args, **kwargs)
        except (Exception, SystemExit) as error:
            return write_reply(raised(error))
        if result is ...:
            return write_reply({"status": ReplyStatus.BLANK})
        for place, argument in enumerate(given):
            if argument.is_changed():
                name = _parameter(function, place)
                return write_reply({"status": ReplyStatus.CHANGED, "argument": name})
        return self._send(result)

    def _look_up(self, target: str | Function) -> object:
        if isinstance(target, Function):
            return self._functions[target.handle]
        return self._namespace[target]

    def _hand_out(self, function: object) -> int:
        self._functions.append(function)
        return len(self._functions) - 1

    def _send(self, value: object) -> bytes:
        try:
            reply: Reply = {"status": ReplyStatus.VALUE, "value": value}
            return write_reply(reply, self._hand_out)
        except CodecError as error:
            return write_reply({"status": ReplyStatus.UNFIT, "why": str(error)})
        except Exception as error:  # an object that resists being looked at
            return write_reply(raised(error))


def _parameter(function: Callable, place: int) -> str:
    """Return what a function calls its argument."""
    try:
        return [*inspect.signature(function).parameters][place]
    except (IndexError, TypeError, ValueError):  # *args, or a function written in C
        return f"argument {place + 1}"


def is_blank(answer: object) -> bool:
    """Say whether an answer is still as the exercise handed it out."""
    if not isinstance(answer, FunctionType):
        return answer is ...
    code = answer.__code__
    if code.co_names or len(code.co_code) > _LONGEST_NOTHING:
        return False  # at once: all of a notebook's functions are looked at
    steps = list(dis.get_instructions(answer))
    constants = [s.argval for s in steps if s.opname.endswith("_CONST")]
    return {s.opname for s in steps} <= _NOTHING and constants == [None]


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep what some code prints, shows, draws or warns of off the page."""
    sink = io.StringIO()
    with (
        contextlib.redirect_stdout(sink),
        contextlib.redirect_stderr(sink),
        warnings.catch_warnings(),
        _displays_kept_off(),
        _figures_kept_off(),
    ):
        warnings.simplefilter("ignore")
        yield


def _displays_kept_off() -> contextlib.AbstractContextManager[object]:
    if "IPython" not in sys.modules:  # then nothing can be displayed
        return contextlib.nullcontext()
    from IPython.utils.capture import capture_output

    return capture_output(stdout=False, stderr=False)


@contextlib.contextmanager
def _figures_kept_off() -> Iterator[None]:
    """Give some code figures of its own, which are closed after it.

    pyplot has no public way to set the open ones aside: `show` would close them, and
    `plot` draw into them.
    """
    figures = OrderedDict[Any, Any]()
    if pylab := sys.modules.get(_PYLAB):
        figures, pylab.Gcf.figs = pylab.Gcf.figs, figures
    try:
        yield
    finally:
        if pylab := sys.modules.get(_PYLAB):  # it may have come in between
            pylab.Gcf.destroy_all()
            pylab.Gcf.figs = figures


def raised(error: BaseException) -> Reply:
    """Return the reply of code that stopped with an error."""
    return {"status": ReplyStatus.RAISED, **describe(error)}


def describe(error: BaseException) -> Fault:
    """Return the error in a line, and the last line of the student's that led to it."""
    lines = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not in_package(frame.filename) and frame.line
    ]
    name, message = type(error).__name__, first_line(error)
    return {
        "error": name,
        "message": message if message != name else "",
        "line": (lines[-1].line or "")[:200] if lines else "",
        "number": (lines[-1].lineno or 0) if lines else 0,
    }


def in_package(filename: str) -> bool:
    """Say whether code comes from Python or an installed package, and from no cell.

    Jupyter, Colab and VS Code each name cells in a way of their own.
    """
    return filename.startswith(_PYTHON) or not {
        "site-packages",
        "dist-packages",
    }.isdisjoint(Path(filename).parts)
