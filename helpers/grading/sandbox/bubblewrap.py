"""Runs in the caller's process: what a student's code can see, and how it is started.

bubblewrap (`bwrap`) gives it a read-only view of the interpreter, of the packages and
of the data, and of nothing else: no network, no home folder, no checks, no solutions,
no submissions. Each job is then locked in once more, alone (see `confine`).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import helpers
from helpers.grading.errors import GradingError
from helpers.grading.processes import fork_server
from helpers.grading.sandbox import confine

_HELPERS = Path(helpers.__file__).parent
_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc/ld.so.cache")
# oneDNN would compile its kernels anew in each process.
TENSORFLOW = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}
REFUSAL = (
    "There is no sandbox here, and what students hand in would run with your rights: "
    "{why}. Install bubblewrap (on Debian and Ubuntu: apt-get install bubblewrap) on "
    "Linux, or run this in a Linux container or virtual machine. --unsafe grades "
    "without a sandbox: only for code that you have read."
)


ELSEWHERE = (
    "Notebooks cannot be graded here, with --unsafe either: the grader needs Linux. "
    "Run it in a Linux container or virtual machine."
)


class NoSandboxError(GradingError):
    """There is no sandbox on this machine; the message says what to do."""


def find() -> str:
    """Return the path of bubblewrap.

    Raises:
        NoSandboxError: it is missing.
    """
    bwrap = shutil.which("bwrap") if _on_linux() else None
    if bwrap is None:
        raise NoSandboxError(REFUSAL.format(why="bubblewrap (bwrap) was not found"))
    return bwrap


def command(
    bwrap: str, seen: Mapping[Path, Path], variables: Mapping[str, str], exercises: str
) -> list[str]:
    """Return the command that starts the student's process in the sandbox.

    Args:
        bwrap: path of bubblewrap.
        seen: data that the students' code is to see: each path, and what is to be
            seen there, in this order.
        variables: of its environment, besides `environment()`.
        exercises: their names, with commas between them.

    Raises:
        NoSandboxError: bubblewrap is not allowed to work here.
    """
    wrapped = [bwrap, *_namespaces(), *_view(seen), "--clearenv"]
    for name, value in {**environment(), **variables}.items():
        wrapped += ["--setenv", name, value]
    trial = subprocess.run(
        [*wrapped, "--", *fork_server.command("helpers.grading.sandbox.confine")],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=60,
        check=False,
    )
    if trial.returncode:
        said = trial.stderr.strip().splitlines() or ["it said nothing"]
        raise NoSandboxError(REFUSAL.format(why=f"bwrap does not work ({said[-1]})"))
    return [*wrapped, "--", *_student("sandboxed", exercises)]


def unsafe_command(exercises: str) -> list[str]:
    """Return the command that starts the student's process without a sandbox.

    Args:
        exercises: their names, with commas between them.

    Raises:
        NoSandboxError: this is not Linux, whose limits it needs all the same.
    """
    if not _on_linux():
        raise NoSandboxError(ELSEWHERE)
    return _student("unsafe", exercises)


def _on_linux() -> bool:
    # What Python has only where processes can be limited, and run as another user.
    complete = hasattr(confine, "resource") and hasattr(os, "geteuid")
    return complete and sys.platform.startswith("linux")


def _student(kind: str, exercises: str) -> list[str]:
    return fork_server.command("helpers.grading.processes.student", kind, exercises)


def environment() -> dict[str, str]:
    """Return the environment of the students' code: nothing of the grader's own."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": "/scratch",
        "TMPDIR": "/scratch",
        "LANG": "C.UTF-8",
        "PIP_RETRIES": "0",  # there is no network to wait for
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": "/scratch",
        "IPYTHONDIR": "/scratch",
        **TENSORFLOW,
        "CUDA_VISIBLE_DEVICES": "-1",
        # Jobs share the cores: each is to use one.
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "EMBEDDINGS_CACHE": "/scratch/cache",
        "EMBEDDINGS_DATA_MODE": os.environ.get("EMBEDDINGS_DATA_MODE", ""),
    }


def _namespaces() -> list[str]:
    unshared = "--unshare-pid --unshare-net --unshare-ipc --unshare-uts".split()
    if os.getuid() != 0:  # root needs no name space of users to have its rights
        unshared += ["--unshare-user", "--cap-add", "ALL"]
    return [*unshared, "--die-with-parent", "--new-session"]


def _view(data: Mapping[Path, Path]) -> list[str]:
    """Return what is to be seen, each at the path that it has outside."""
    system = [Path(path) for path in _SYSTEM if Path(path).exists()]
    installed = [Path(sys.base_prefix), Path(sys.prefix), _HELPERS]
    seen = {path: path for path in [*system, *installed]} | dict(data)
    folders = {f for path in seen for f in path.parents if f != Path("/")} - set(seen)
    arguments: list[str] = []
    for folder in sorted(folders):
        arguments += ["--perms", "0755", "--dir", str(folder)]
    for path, source in seen.items():
        if path.is_symlink():
            arguments += ["--symlink", os.readlink(path), str(path)]
        else:
            arguments += ["--ro-bind", str(source), str(path)]
    arguments += ["--tmpfs", str(_HELPERS / "checks" / "questions")]
    arguments += ["--dev", "/dev", "--proc", "/proc"]
    arguments += ["--perms", "0777", "--tmpfs", "/scratch"]
    # Notebooks that come from Colab call their working folder /content.
    for name in (Path("/tmp"), Path("/content")):
        if name not in folders:  # unless something to be seen lies in it
            arguments += ["--symlink", "scratch", str(name)]
    return [*arguments, "--remount-ro", "/"]
