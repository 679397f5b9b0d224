"""Runs INSIDE the sandbox: the cells of a notebook, one after the other."""

import ast
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from helpers.checks.answers import describe, is_blank
from helpers.grading.processes.clock import Clock
from helpers.grading.processes.messages import StoppedCell

if TYPE_CHECKING:  # it brings IPython
    from helpers.grading.processes.shell import Failure, Shell


def make_shell() -> "Shell":
    """Return the IPython that runs the cells; it writes nothing to any disk."""
    from IPython.core.history import HistoryManager

    from helpers.grading.processes.shell import Shell

    manager: Any = HistoryManager
    manager.enabled = False
    return Shell.instance()


def run_cells(
    shell: "Shell", cells: Sequence[str], most: float, total: float
) -> list[StoppedCell]:
    """Run code cells in their order.

    A statement that stops does not keep those after it from running. A cell that lacks
    a name is run again once another has defined it, for cells may have been moved. A
    function cut in two by a cell's end is put together. An answer stays when a blank
    copy of its cell follows.

    Args:
        shell: runs them.
        cells: their source.
        most: seconds that a statement may take.
        total: seconds for all of them.

    Returns:
        Number, error and line of each cell that stopped, and not for the lack of a name
        which a statement before it was to define.
    """
    shell.clock = Clock(most, total)
    failures: dict[int, list[Failure]] = {}
    missing: dict[int, set[str]] = {}
    waiting = whole = join_split_cells(shell, cells)
    for _ in whole:  # so many rounds, if they come in the worst order
        for number, source in waiting:
            failures[number] = _run_cell(shell, source)
            lacked = {_missing_name(each) for each in failures[number]} - {""}
            missing[number] = lacked - shell.user_ns.keys()
        waiting = [
            (number, source)
            for number, source in whole
            if missing[number] & shell.user_ns.keys()
        ]
    return list(_causes(failures))


def _missing_name(failure: "Failure") -> str:
    error = failure.error
    return error.name or "" if isinstance(error, NameError) else ""


def _causes(failures: Mapping[int, Sequence["Failure"]]) -> Iterator[StoppedCell]:
    """Yield the first failure of each cell that does not follow from another."""
    undefined: set[str] = set()
    for number in sorted(failures):
        cause = None
        for failure in failures[number]:
            if _missing_name(failure) not in undefined:
                cause = cause or failure
            undefined |= failure.names
        if cause:
            yield _stopped(number, cause.error)


def _stopped(number: int, error: BaseException) -> StoppedCell:
    facts = describe(error)
    name, message = str(facts["error"]), str(facts["message"])
    said = f"{name}: {message}" if message else name
    return StoppedCell(cell=number, error=said, line=str(facts["line"]))


def _run_cell(shell: "Shell", source: str) -> "list[Failure]":
    """Run a cell; return what stopped in it."""
    before = dict(shell.user_ns)
    shell.failures = []
    # A file may be as old as the last look at the folder, as Python sees it.
    sys.path_importer_cache.pop(os.getcwd(), None)
    try:
        shell.run_cell(source, store_history=True)
    except BaseException as error:  # of IPython's own code
        shell.fail(error)
    for name, value in before.items():
        if is_blank(shell.user_ns.get(name)) and not is_blank(value):
            shell.user_ns[name] = value
    return shell.failures


def join_split_cells(shell: "Shell", cells: Sequence[str]) -> list[tuple[int, str]]:
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
