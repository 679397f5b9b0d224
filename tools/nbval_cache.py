"""A pytest plugin: what nbval has run, the book need not run again.

Usage: python -m pytest -p tools.nbval_cache --book PROJECT --nbval-lax NOTEBOOKS

Each chapter that nbval runs to its end without a failure goes into the cache of
PROJECT's book, with its outputs and its seconds. Therefore the kernels work under the
book's conditions. Cells that tools/stage.py has added are run, and not stored.
"""

import os
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbval.plugin
import pytest
from filelock import FileLock
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete
from nbformat import NotebookNode
from nbval.kernel import RunningKernel, start_new_kernel
from nbval.plugin import IPyNbCell

Message = dict[str, Any]


class Kernel(RunningKernel):
    """A kernel of nbval that works as the book's do, and remembers its messages."""

    request: str | None = None

    def __init__(
        self, kernel_name: str, cwd: str | None = None, startup_timeout: float = 60
    ) -> None:
        self.messages: list[Message] = []
        with open(os.devnull, "w") as nowhere:
            self.km, self.kc = start_new_kernel(
                startup_timeout,
                kernel_name,
                cwd=cwd,
                env={**os.environ, "PLOTLY_RENDERER": "plotly_mimetype"},
                stderr=nowhere,
                # As nbclient does: kernels that share a history file lock each other.
                extra_arguments=["--HistoryManager.hist_file=:memory:"],
            )
        self._ensure_iopub_up()
        info = self.kc.kernel_info(reply=True, timeout=startup_timeout)
        self.language_info = info["content"]["language_info"]

    def execute_cell_input(self, cell_input: str, allow_stdin: bool = False) -> str:
        """Send a cell to the kernel, which numbers it, and return the request's id."""
        self.messages = []
        self.request = self.kc.execute(
            cell_input, allow_stdin=allow_stdin, stop_on_error=False
        )
        return self.request

    def get_message(self, stream: str, timeout: float | None = None) -> Message:
        """Return the next message; remember it if it answers the last request."""
        message: Message = super().get_message(stream, timeout)
        if stream == "iopub" and message["parent_header"].get("msg_id") == self.request:
            self.messages.append(message)
        return message


class Run:
    """What has been run of a staged notebook."""

    def __init__(self, staged: NotebookNode) -> None:
        from stage import is_added

        cells = [cell for cell in staged.cells if not is_added(cell)]
        self.notebook = NotebookNode({**staged, "cells": cells})
        self.client = NotebookClient(self.notebook, record_timing=False)
        self.client.reset_execution_trackers()
        self.left = sum(cell.cell_type == "code" for cell in staged.cells)
        self.seconds = 0.0

    def has(self, cell: NotebookNode) -> bool:
        """Say whether a cell is the notebook's own."""
        return any(own is cell for own in self.notebook.cells)

    def passed(self, cell: NotebookNode, kernel: Kernel) -> None:
        """Note that a cell passed; give it the outputs of the kernel's messages."""
        self.left -= 1
        if not self.has(cell):
            return
        self.notebook.metadata["language_info"] = kernel.language_info
        index = [own is cell for own in self.notebook.cells].index(True)
        cell.outputs = []
        self.client.clear_before_next_output = False  # nbclient starts each cell so
        with suppress(CellExecutionComplete):
            for message in kernel.messages:
                self.client.process_message(message, cell, index)

    def store(self, project: Path, path: Path) -> None:
        """File the notebook, all of which has passed, for the project's book."""
        from run_digests import cache_path

        folder = cache_path(project, project / "_build" / "html")
        facts = {"execution_seconds": self.seconds}
        bundle = CacheBundleIn(self.notebook, str(path), data=facts)
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock"):  # several workers may be here at once
            get_cache(folder).cache_notebook_bundle(
                bundle, check_validity=False, overwrite=True
            )


RUN = pytest.StashKey[Run]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names the book."""
    parser.addoption("--book", help="the project whose book gets the chapters' outputs")


def pytest_configure() -> None:
    """Make nbval start kernels as the book does."""
    nbval.plugin.RunningKernel = Kernel


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Take the outputs of each cell of a chapter; store them after the last."""
    report = yield
    project = item.config.getoption("--book")
    if project and isinstance(item, IPyNbCell) and in_chapters(item.path):
        file = item.parent
        if RUN not in file.stash:
            file.stash[RUN] = Run(file.nb)
        run = file.stash[RUN]
        if run.has(item.cell):
            run.seconds += report.duration
        if report.when == "call" and report.passed:
            run.passed(item.cell, file.kernel)
            if run.left == 0:
                run.store(Path(project), item.path)
    return report


def in_chapters(path: Path) -> bool:
    """Say whether a staged notebook is a chapter: the book runs nothing else."""
    return path.parents[1].name == "chapters"
