"""Git, as the tools run it."""

import os
import subprocess
from pathlib import Path


class GitError(Exception):
    """Git has refused; the message says what it was to do, and why it did not."""


def git(folder: Path, *arguments: str, **environment: str) -> str:
    """Run git in a folder and return what it said.

    Args:
        folder: in a checkout.
        arguments: the command and its options.
        environment: variables for git, such as GIT_INDEX_FILE.

    Raises:
        GitError: it failed.
    """
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["no reason"]
        raise GitError(f"git {arguments[0]}: {said[-1]}")
    return done.stdout.strip()
