"""The repository's address: one place says it, and one command changes it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
NOTEBOOKS = sorted(
    path
    for folder in ("chapters", "exercises", "solutions")
    for path in PROJECT.glob(f"{folder}/*.ipynb")
)
SET_UP = """try:
    import helpers
except ModuleNotFoundError:
    %pip install -q git+{url}
    import helpers

helpers.start()"""
NEW = "https://github.com/a-school/its.course"


def address(project: Path) -> str:
    return yaml.safe_load((project / "_config.yml").read_text())["repository"]["url"]


def set_up_cell(path: Path) -> str:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return "".join(next(c["source"] for c in cells if c["cell_type"] == "code"))


def run(project: Path, url: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, project / "tools" / "url.py", url]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def contents(project: Path) -> dict[str, bytes]:
    files = filter(Path.is_file, project.rglob("*"))
    return {str(path.relative_to(project)): path.read_bytes() for path in files}


@pytest.fixture
def copy(tmp_path):
    """Return a copy of the files that name the address, and of the command."""
    for path in [PROJECT / "_config.yml", PROJECT / "tools" / "url.py", *NOTEBOOKS]:
        target = tmp_path / path.relative_to(PROJECT)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(path, target)
    return tmp_path


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_starts_with_the_same_set_up_cell(path):
    assert set_up_cell(path) == SET_UP.format(url=address(PROJECT))


def test_no_file_that_the_command_does_not_change_names_the_address():
    _, _, _, owner, name = address(PROJECT).split("/")
    mention = re.compile(
        rf"(github\.com|github|raw\.githubusercontent\.com)/[\w.-]+/{re.escape(name)}\b"
        rf"|\b{re.escape(owner)}/{re.escape(name)}\b"
    )
    ours = re.compile(rf"{re.escape(address(PROJECT))}(?![\w.-])")
    changed = {PROJECT / "_config.yml", *NOTEBOOKS}
    skipped = {"_build", "build", "dist", "__pycache__", ".git", ".venv"}
    faults = []
    for folder, names, files in os.walk(PROJECT):
        names[:] = [
            n for n in names if n not in skipped and not n.endswith(".egg-info")
        ]
        for path in (Path(folder, file) for file in files):
            try:
                text = path.read_text("utf-8")
            except UnicodeDecodeError:
                continue
            if path in changed:
                text = ours.sub("", text)
            faults += [f"{path}: {found[0]}" for found in mention.finditer(text)]
    assert not faults, "\n".join(faults)


def test_the_command_changes_every_mention_and_nothing_else(copy):
    old = address(copy)
    before = contents(copy)
    result = run(copy, NEW)
    assert result.returncode == 0, result.stderr
    assert address(copy) == NEW
    after = contents(copy)
    assert after.keys() == before.keys()
    for name, content in after.items():
        assert content == before[name].replace(old.encode(), NEW.encode()), name
    for path in copy.glob("*/*.ipynb"):
        assert set_up_cell(path) == SET_UP.format(url=NEW)
    assert run(copy, old).returncode == 0
    assert contents(copy) == before, "and back again"


@pytest.mark.parametrize(
    "url",
    [
        "http://github.com/a-school/course",
        "https://github.com/a-school",
        "https://github.com/a-school/course/",
        "https://github.com/a-school/course.git",
        "git@github.com:a-school/course",
        "https://github.com/a school/course",
        "https://github.com/a-school/course\n  branch: other",
    ],
)
def test_an_address_of_another_form_is_refused_in_one_line(copy, url):
    before = contents(copy)
    result = run(copy, url)
    assert result.returncode == 1
    assert "is not of the form https://HOST/OWNER/NAME" in result.stderr
    assert "Traceback" not in result.stderr
    assert contents(copy) == before


def test_all_or_nothing(copy):
    notebook = copy / "chapters" / "99-another-address.ipynb"
    notebook.write_text('{"cells": []}')
    before = contents(copy)
    result = run(copy, NEW)
    assert result.returncode == 1
    assert "99-another-address.ipynb does not name" in result.stderr
    assert contents(copy) == before


def test_an_interrupted_change_can_be_repeated(copy):
    notebook = sorted(copy.glob("chapters/*.ipynb"))[0]
    text = notebook.read_bytes()
    notebook.write_bytes(text.replace(address(copy).encode(), NEW.encode()))
    assert run(copy, NEW).returncode == 0
    assert set_up_cell(notebook) == SET_UP.format(url=NEW)
    assert address(copy) == NEW
