"""Runs INSIDE the sandbox: the IPython that runs cells. Import it where it is needed.

A person would mend a line that stops and go on. Here the statements after it run all
the same: much that runs on the student's machine cannot run in a sandbox.
"""

import asyncio
import dis
import re
import sys
from collections.abc import Coroutine, Iterable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

from IPython.core.error import UsageError
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

from helpers.grading.processes.clock import Clock, Interrupt
from helpers.grading.processes.imports import SeparateImports

_CELL_MAGIC = re.compile(r"\s*%%(\w+).*\n")


@dataclass(frozen=True)
class Failure:
    """A statement that has stopped, or a cell that is no code.

    Attributes:
        error: what stopped it.
        names: those that the statement would have defined.
    """

    error: BaseException
    names: frozenset[str] = frozenset()


class Shell(InteractiveShell):
    """An IPython that shows nothing, and goes on after a statement that stops.

    Attributes:
        failures: of the cell that runs, or ran last.
        clock: gives time to each statement.
    """

    failures: list[Failure]
    clock: Clock

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.loop_runner = self._run_coroutine
        self._loops: list[asyncio.AbstractEventLoop] = []
        self.ast_transformers.append(SeparateImports())

    def run_cell(self, raw_cell: str, *args: Any, **kwargs: Any) -> ExecutionResult:
        """Run a cell; take a magic for its body if it only adds to it, or is unknown.

        `%%time` would run the body in one piece.
        """
        magic = _CELL_MAGIC.match(raw_cell)
        if magic and magic[1] == "time":
            raw_cell = raw_cell[magic.end() :]
        elif magic and self.find_cell_magic(magic[1]) is None:
            self.fail(UsageError(f"Cell magic `%%{magic[1]}` not found."))
            raw_cell = raw_cell[magic.end() :]
        result = super().run_cell(raw_cell, *args, **kwargs)
        # Those of statements have been taken out of the result.
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            self.fail(error)
        return result

    def _run_coroutine(self, cell: Coroutine[Any, Any, object]) -> object:
        if not self._loops:
            self._loops.append(asyncio.new_event_loop())
        try:
            return self._loops[-1].run_until_complete(cell)
        except Interrupt:
            # What this cell awaited would go on in the middle of another one.
            self._loops.append(asyncio.new_event_loop())
            self.clock.stop()
            raise

    def fail(self, error: BaseException, names: Iterable[str] = ()) -> None:
        """Note what has stopped, and which names are not defined because of it."""
        if isinstance(error, Interrupt):
            error = error.as_timeout()
        self.failures.append(Failure(error, frozenset(names)))

    def fail_import(self, names: Iterable[str]) -> None:
        """Note the import that has stopped just now, in a block that goes on."""
        if error := sys.exception():
            self.fail(error, names)

    async def run_code(
        self,
        code_obj: CodeType,
        result: ExecutionResult | None = None,
        *,
        async_: bool = False,
    ) -> bool:
        """Run a statement; return whether the cell is to end here."""
        result = result or ExecutionResult(None)
        with self.clock.limit():
            failed = await super().run_code(code_obj, result, async_=async_)
        error = result.error_in_exec
        if not failed or error is None:
            return failed
        self.fail(error, _defined_names(code_obj))
        result.error_in_exec = None
        wants_to_end = isinstance(error, (SystemExit, KeyboardInterrupt))
        return wants_to_end and not _is_conditional(code_obj)

    def ask_exit(self) -> None:
        """End the cell that says `exit`."""
        raise SystemExit

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """Show nothing."""

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        """Show nothing."""

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: `%matplotlib` asks for it."""


def _defined_names(code: CodeType) -> Iterator[str]:
    for step in dis.get_instructions(code):
        if step.opname in ("STORE_NAME", "STORE_GLOBAL"):
            yield step.argval


def _is_conditional(code: CodeType) -> bool:
    """Say whether what a statement does may be another thing on another machine."""
    return any(step.is_jump_target for step in dis.get_instructions(code))
