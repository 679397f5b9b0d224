"""The layout of `helpers`: no import in a circle, none that runs upwards."""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import helpers

PACKAGE = Path(helpers.__file__).parent
# From low to high. A module belongs to the longest name that it begins with, and
# imports from its own floor or from below. The names of one line share a floor, and do
# not import each other.
FLOORS = """
    helpers.errors helpers.facts helpers.palette helpers.shown helpers.digest
    helpers.terminal
    helpers.data._shelf
    helpers.data._corpora
    helpers.data
    helpers.vectors helpers.pictures helpers.plotting
    helpers.explorer
    helpers
    helpers.checks
    helpers.checks.questions
    helpers.grading
"""
FLOOR_OF = {
    name: floor
    for floor, names in enumerate(FLOORS.strip().splitlines())
    for name in names.split()
}


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in PACKAGE.rglob("*.py")}


def imports(name: str) -> set[str]:
    """Return the modules of ours that a module imports, also inside functions."""
    modules = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: imports are written out"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            # A name that is no module comes from the package itself.
            modules |= {each for each in inner if each in MODULES}
            if not inner <= set(MODULES):
                modules.add(str(node.module))
    return {each for each in modules if each in MODULES} - {name}


def group(name: str) -> str:
    parts = name.split(".")
    prefixes = [".".join(parts[:end]) for end in range(len(parts), 0, -1)]
    return next(prefix for prefix in prefixes if prefix in FLOOR_OF)


def test_no_modules_import_each_other_in_a_circle():
    try:
        TopologicalSorter({name: imports(name) for name in MODULES}).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_no_import_runs_upwards():
    wrong = [
        f"{name} imports {other}"
        for name in MODULES
        for other in imports(name)
        if group(name) != group(other)
        and FLOOR_OF[group(other)] >= FLOOR_OF[group(name)]
    ]
    assert not wrong


@pytest.mark.parametrize("name", ["helpers", "helpers.data", "helpers.checks.status"])
def test_importing_it_is_light(name):
    code = f"import {name}, sys; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    heavy = {"tensorflow", "keras", "matplotlib", "pandas", "sklearn", "scipy"}
    assert not heavy & set(loaded.split())
