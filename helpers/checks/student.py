"""The judge's side of a check: a student's answers, wherever their code runs.

`Hint`, `NotAttempted` and `StudentGone` end a question: they are outcomes, not errors,
and are named for what they say.
"""

from collections.abc import Callable, Mapping

from helpers.checks.codec import CodecError, Function, Other
from helpers.checks.compare import Hint, called, expect_type
from helpers.checks.messages import Reply, ReplyStatus, read_reply, write_request


class NotAttempted(Exception):
    """The answer is still as the exercise handed it out."""


class StudentGone(Exception):
    """The process in which the student's code ran has ended."""


class Student:
    """A student's answers.

    `student.rank(x)` calls the function `rank` of the student's notebook,
    `student["model"]` is its variable `model`. Arguments and results are copies, made
    of plain values and arrays. A function that overwrites what it is given fails.
    """

    def __init__(self, ask: Callable[[bytes], bytes]) -> None:
        self._ask = ask

    def __getattr__(self, name: str) -> Callable[..., object]:
        return lambda *args, **kwargs: self._request(name, name, True, args, kwargs)

    def __getitem__(self, name: str) -> object:
        return self._request(name, name, False)

    def call(
        self, function: object, *args: object, name: str = "your function"
    ) -> object:
        """Call a function that one of the student's own functions has returned.

        Raises:
            Hint: it is no function.
        """
        return self._request(name, expect_type(function, Function, name), True, args)

    def _request(
        self,
        name: str,
        target: str | Function,
        call: bool,
        args: tuple = (),
        kwargs: Mapping[str, object] | None = None,
    ) -> object:
        request = write_request(
            {"target": target, "call": call, "args": args, "kwargs": {**(kwargs or {})}}
        )
        try:
            reply = read_reply(self._ask(request))
        except CodecError:
            raise Hint(f"What `{name}` gave could not be read.") from None
        if reply["status"] is ReplyStatus.VALUE:
            return reply["value"]
        raise _outcome(name, reply)


def _outcome(name: str, reply: Reply) -> NotAttempted | Hint:
    """Return the outcome of a question to which there is no value."""
    match reply["status"]:
        case ReplyStatus.NO_FUNCTION:
            other = called(Other(reply["type"]))
            return Hint(f"`{name}` is {other}; a function was asked.")
        case ReplyStatus.CHANGED:
            argument = reply["argument"]
            return Hint(
                f"`{name}` changes `{argument}`, which it was given: whoever calls it "
                "needs that afterwards. Work on a copy: "
                f"`copy.deepcopy({argument})` copies all of it."
            )
        case ReplyStatus.UNFIT:
            return Hint(f"What `{name}` gave cannot be checked: {reply['why']}.")
        case ReplyStatus.RAISED:
            line, message = reply["line"], reply["message"]
            where = f" in line {reply['number']}: `{line}`" if line else ""
            quoted = f" ({message})" if message else ""
            return Hint(f"`{name}` stopped with {reply['error']}{quoted}{where}")
        case _:
            return NotAttempted(name)
