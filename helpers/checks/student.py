"""The judge's side of a check: a student's answers, wherever their code runs."""

from collections.abc import Callable

from helpers.checks.codec import CodecError, Function, decode, encode
from helpers.checks.compare import Hint


class NotAttempted(Exception):
    """The answer is still as the exercise handed it out."""


class StudentGone(Exception):
    """The process in which the student's code ran has ended."""


class Student:
    """A student's answers.

    `student.rank(x)` calls the function `rank` of the student's notebook,
    `student["model"]` is its variable `model`. Arguments and results are copies, made
    of plain values and arrays: what the student's code does to them stays there.
    """

    def __init__(self, ask: Callable[[bytes], bytes]) -> None:
        self._ask = ask

    def __getattr__(self, name: str) -> Callable:
        return lambda *args, **kwargs: self._request(name, name, True, args, kwargs)

    def __getitem__(self, name: str) -> object:
        return self._request(name, name, False)

    def call(self, function: Function, *args, name: str = "your function") -> object:
        """Call a function that one of the student's own functions has returned."""
        return self._request(name, function, True, args)

    def _request(self, name, target, call, args=(), kwargs=None) -> object:
        request = {"target": target, "call": call, "args": args, "kwargs": kwargs or {}}
        try:
            reply = decode(self._ask(encode(request)))
            status = reply["status"]
            if status == "value":
                return reply["value"]
            raise _trouble(name, status, reply)
        except (CodecError, KeyError, TypeError):
            raise Hint(f"What `{name}` gave could not be read.") from None


def _trouble(name: str, status: str, reply: dict) -> Exception:
    """Return the exception that tells why there is no value."""
    if status in ("missing", "blank"):
        return NotAttempted(name)
    if status == "no function":
        return Hint(f"`{name}` is a {reply['type']}; a function was asked.")
    if status == "unfit":
        return Hint(f"What `{name}` gave cannot be checked: {reply['why']}.")
    if status == "raised":
        line, message = reply["line"], reply["message"]
        where = f" in line {reply['number']}: `{line}`" if line else ""
        said = f" ({message})" if message else ""
        return Hint(f"`{name}` stopped with {reply['error']}{said}{where}")
    return Hint(f"What `{name}` gave could not be read.")
