"""Runs INSIDE the sandbox: ends what takes too long, whatever it catches."""

import _thread
import contextlib
import itertools
import math
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from helpers.checks.answers import in_package

_AGAIN = 0.5  # seconds between two rings
_LEAST = 0.1  # seconds that every piece may take
_SHRINKAGE = 3  # so all pieces that never end take 1.5 times what the first may
_HERE = str(Path(__file__).parent)


class Interrupt(BaseException):
    """What ends a piece of code that takes too long; `except Exception` lets it by."""

    def as_timeout(self) -> TimeoutError:
        """Return the error that people are told of."""
        return TimeoutError(str(self)).with_traceback(self.__traceback__)


class Clock:
    """Gives time to one piece of a student's code after the other.

    Each piece that has to be ended shrinks the time of those after it: many of them
    leave time for the rest.

    Args:
        most: seconds for a piece.
        total: seconds for all pieces together.
    """

    def __init__(self, most: float, total: float) -> None:
        self._most = most
        self._end = time.monotonic() + total

    def stop(self) -> None:
        """Let no alarm ring for a piece that has not come to its end, nor ever will."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_IGN)

    @contextlib.contextmanager
    def limit(self) -> Iterator[None]:
        """Raise `Interrupt` in what runs inside if it takes too long.

        Code that catches it meets it again at the next call or turn of a loop, until
        none of the student's code runs any more. What is not ended is a call that never
        comes back to Python, and code that has used up Python's stack.
        """
        now = time.monotonic()
        seconds = max(_LEAST, min(self._most, self._end - now))
        deadline = now + seconds
        interrupt = Interrupt(f"it took longer than {round(seconds, 1):g} seconds")
        first, insisting = True, False
        more_rings = map(_thread.interrupt_main, itertools.repeat(signal.SIGALRM))

        def ring(number: int, frame: FrameType | None) -> None:
            nonlocal first, insisting
            if time.monotonic() < deadline:  # it rings for a piece before this one
                return
            if first:
                self._most /= _SHRINKAGE
            first = False
            was_insisting, insisting = insisting, _is_in_student_code(frame)
            if insisting:
                for _ in more_rings:  # after a plain call Python would hear it in here
                    break
            elif was_insisting:
                return
            raise interrupt  # the same: its traceback begins where it first fell

        handler = signal.signal(signal.SIGALRM, ring)
        timer = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
        try:
            yield
        finally:
            deadline = math.inf
            self.stop()
            signal.signal(signal.SIGALRM, handler)
            signal.setitimer(signal.ITIMER_REAL, *timer)  # of the piece around this one


def _is_in_student_code(frame: FrameType | None) -> bool:
    """Say whether what runs was called by a student's code, which our code runs."""
    while frame is not None and not frame.f_code.co_filename.startswith(_HERE):
        if not in_package(frame.f_code.co_filename):
            return True
        frame = frame.f_back
    return False
