"""What can come of a question, and how it is shown: in notebooks and on pages."""

from enum import StrEnum

from helpers import palette


class Status(StrEnum):
    """What came of a question.

    Attributes:
        sign: one character that stands for it: colour is never the only one.
        colour: a colour for lines and signs, of 3:1 on white and on the book's dark
            paper at least.
        words: what is said of an answer.
    """

    sign: str
    colour: str
    words: str

    PASSED = "passed", "✓", palette.GREEN, "passed"
    PARTLY = "partly", "◐", palette.VERMILLION, "in part"
    FAILED = "failed", "✗", palette.VERMILLION, "not yet"
    NOT_ATTEMPTED = "not attempted", "○", palette.BLUE, "not attempted"
    BY_HAND = "by hand", "✎", palette.BLUE, "waits to be read"
    BROKEN = "broken", "⚠", palette.PURPLE, "could not be checked"  # the check failed

    def __new__(cls, value: str, sign: str, colour: str, words: str) -> "Status":
        """Make a member of its name in messages and files, and of how it is shown."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.sign, member.colour, member.words = sign, colour, words
        return member
