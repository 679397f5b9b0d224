"""The grader's processes that a test has started, seen from outside."""

import pytest

# It imports what each system has: where that is missing, whoever asks is skipped.
psutil = pytest.importorskip("psutil", reason="processes are seen as on Linux")


def processes(module: str) -> list[psutil.Process]:
    """Return the processes below this one that run a module of `helpers.grading`."""
    below = psutil.Process().children(recursive=True)
    return [process for process in below if module in " ".join(command_line(process))]


def command_line(process: psutil.Process) -> list[str]:
    """Return a process's command and arguments; nothing if it has just ended."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def parent_of(process: psutil.Process) -> psutil.Process | None:
    """Return the process that has started another; None if that has just ended."""
    try:
        return process.parent()
    except psutil.NoSuchProcess:
        return None
