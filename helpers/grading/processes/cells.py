"""Runs INSIDE the sandbox: the cells of a notebook, one after the other."""

import ast
import contextlib
import signal
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Any

from helpers.checks.answers import describe, is_blank
from helpers.grading.processes.messages import StoppedCell

# IPython's own class is imported late; nothing of its type is needed here.
Shell = Any


def make_shell() -> Shell:
    """Return the IPython that runs the cells; it writes nothing to any disk."""
    from IPython.core.history import HistoryManager
    from IPython.core.interactiveshell import InteractiveShell

    manager: Any = HistoryManager
    manager.enabled = False
    shell: Shell = InteractiveShell.instance()
    shell.showtraceback = lambda *args, **kwargs: None
    shell.showsyntaxerror = lambda *args, **kwargs: None
    shell.enable_gui = lambda *args, **kwargs: None  # %matplotlib asks for it
    return shell


def run_cells(
    shell: Shell, cells: Sequence[str], cell_seconds: float
) -> list[StoppedCell]:
    """Run code cells in their order.

    A cell that lacks a name is tried again after the others, for cells may have been
    moved. A function cut in two by a cell's end is put together. An answer stays when
    a blank copy of its cell follows.

    Args:
        shell: an IPython shell.
        cells: their source.
        cell_seconds: the longest that a cell may take.

    Returns:
        Number, error and line of each cell that stopped with an error.
    """
    errors: dict[int, BaseException] = {}
    waiting = join_split_cells(shell, cells)
    while waiting:
        for number, source in waiting:
            errors.pop(number, None)
            if (error := _run_cell(shell, source, cell_seconds)) is not None:
                errors[number] = error
        again = [
            (number, source)
            for number, source in waiting
            if isinstance(errors.get(number), NameError)
        ]
        waiting = again if len(again) < len(waiting) else []
    return [_stopped(number, error) for number, error in sorted(errors.items())]


def _stopped(number: int, error: BaseException) -> StoppedCell:
    facts = describe(error)
    name, message = str(facts["error"]), str(facts["message"])
    said = f"{name}: {message}" if message else name
    return StoppedCell(cell=number, error=said, line=str(facts["line"]))


def _run_cell(shell: Shell, source: str, seconds: float) -> BaseException | None:
    """Run a cell; return what stopped it."""
    before = dict(shell.user_ns)
    try:
        with alarm(seconds):
            result = shell.run_cell(source, store_history=False)
    except BaseException as error:  # the alarm may ring in IPython's own code
        return error
    for name, value in before.items():
        if is_blank(shell.user_ns.get(name)) and not is_blank(value):
            shell.user_ns[name] = value
    return result.error_before_exec or result.error_in_exec


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Raise TimeoutError if what runs inside takes longer."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"it took longer than {seconds:.0f} seconds")

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def join_split_cells(shell: Shell, cells: Sequence[str]) -> list[tuple[int, str]]:
    """Number the cells from 1; join one that is no code with the next one.

    They stay apart if they are no code together either.
    """

    def parses(source: str) -> bool:
        try:
            ast.parse(shell.transform_cell(source))
        # The parser says the last two of code that is nested too deeply.
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
        return True

    whole: list[tuple[int, str]] = []
    for number, source in enumerate(cells, start=1):
        if whole and not parses(whole[-1][1]):
            joined = f"{whole[-1][1]}\n{source}"
            if parses(joined):
                whole[-1] = (whole[-1][0], joined)
                continue
        whole.append((number, source))
    return whole
