"""What a command prints, on any terminal and into any pipe."""

import io
import os
import sys
from collections.abc import Callable
from functools import wraps

Main = Callable[[list[str] | None], int]


def command(main: Main) -> Callable[..., int]:
    """Make a `main` that ends without a traceback where its words cannot be printed.

    A character that the terminal's encoding lacks is printed as `?`. Where the reader
    of a pipe has gone, as `head` does, the command ends with 1.

    Args:
        main: takes the arguments, those of the process if None, and returns the exit
            code.
    """

    @wraps(main)
    def run(arguments: list[str] | None = None) -> int:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
        try:
            try:
                return main(arguments)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            # Python flushes once more when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1

    return run
