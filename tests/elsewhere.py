"""What Python has on Linux alone is taken away, as on Windows.

`python -m pytest -p tests.elsewhere …` does it before tests are collected.
"""

import os
import select
import signal
import socket
import sys

# They look at the platform, which stays Linux: they take what they need from it first.
import distributed  # noqa: F401
import IPython  # noqa: F401

MODULES = ("fcntl", "grp", "pwd", "resource")
NAMES = {
    os: (
        "chown fork getegid geteuid getgid getpgid getuid killpg mkfifo nice "
        "pidfd_open register_at_fork sched_getaffinity setgid setsid setuid wait4"
    ),
    select: "epoll poll",
    signal: (
        "ITIMER_REAL SIGALRM SIGCHLD SIGHUP SIGKILL SIGXCPU SIGXFSZ alarm "
        "pthread_kill setitimer"
    ),
    socket: "AF_UNIX recv_fds send_fds",
}


def take_away() -> None:
    """Take from this process what Windows lacks."""
    for name in MODULES:
        sys.modules[name] = None
    for module, names in NAMES.items():
        for name in names.split():
            if hasattr(module, name):
                delattr(module, name)


def pytest_collection() -> None:
    take_away()
