"""Where Linux is missing, all imports, and tests are skipped with a reason."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
IMPORT_ALL = """
from importlib import import_module
from pkgutil import walk_packages

from tests.elsewhere import take_away

take_away()
import helpers

for module in walk_packages(helpers.__path__, "helpers."):
    import_module(module.name)
"""
pytestmark = pytest.mark.slow


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_module_is_imported_without_what_linux_alone_has():
    done = run("-c", IMPORT_ALL)
    assert done.returncode == 0, done.stderr


def test_every_test_is_collected_without_what_linux_alone_has():
    collect = "-m pytest -p tests.elsewhere -p no:cacheprovider --collect-only tests"
    done = run(*collect.split())
    assert done.returncode == 0, done.stdout
