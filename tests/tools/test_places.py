"""The project's address and edition: one place says them, all else agrees."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import places
import pytest
import yaml

PROJECT = Path(__file__).parents[2]
NOTEBOOKS = places.notebooks(PROJECT)
NEW = "https://github.com/a-school/its.course"


def address(project: Path) -> str:
    return yaml.safe_load((project / "_config.yml").read_text())["repository"]["url"]


def source(path: Path) -> str:
    """Return what a notebook's set-up cell says."""
    return places.set_up_cell(nbformat.read(path, as_version=4), path.name).source


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, project / "tools" / "release.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def contents(project: Path) -> dict[str, bytes]:
    files = filter(Path.is_file, project.rglob("*"))
    return {
        str(path.relative_to(project)): path.read_bytes()
        for path in files
        if "__pycache__" not in path.parts
    }


@pytest.fixture
def copy(tmp_path):
    """Return a copy of the files that name the address, and of the command."""
    names = ("places.py", "release.py", "repository.py")
    tools = [PROJECT / "tools" / name for name in names]
    for path in [PROJECT / "_config.yml", *tools, *NOTEBOOKS]:
        target = tmp_path / path.relative_to(PROJECT)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(path, target)
    return tmp_path


def test_all_files_agree_on_the_edition():
    assert places.disagreements(PROJECT) == []


STATEMENTS = ["CITATION.cff", "CHANGELOG.md", "pyproject.toml", "helpers/__init__.py"]


@pytest.mark.parametrize(
    ("file", "pattern", "other", "said"),
    [
        ("pyproject.toml", r'(?m)^version = ".*"', 'version = "9.9.9"', "helpers"),
        ("helpers/__init__.py", r"__version__ = .*", '__version__ = "9"', "helpers"),
        ("CITATION.cff", r'(?m)^version: ".*"', 'version: "9.9.9"', "name version"),
        ("CITATION.cff", r"released: .*", 'released: "2001-01-01"', "name the day"),
        ("CHANGELOG.md", r"(?m)^## \d.*", "## Soon", "no release"),
        ("_config.yml", r"  branch: .*", "  branch: v9.9.9", "another set-up cell"),
        ("_config.yml", r"  branch: .*", "  branch: v9.9.9", "v9.9.9, version"),
        (
            f"{NOTEBOOKS[-1].relative_to(PROJECT).as_posix()}",
            r"helpers\.start\(\)",
            "helpers.start()\\\\n",
            "another set-up cell",
        ),
    ],
)
def test_a_file_that_says_something_else_is_named(copy, file, pattern, other, said):
    for name in STATEMENTS:
        (copy / name).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT / name, copy / name)
    assert places.disagreements(copy) == []
    text = (copy / file).read_text("utf-8")
    (copy / file).write_text(re.sub(pattern, other, text), "utf-8")
    assert said in "\n".join(places.disagreements(copy))


def test_there_are_notebooks_in_each_folder():
    assert {path.parent.name for path in NOTEBOOKS} == set(places.FOLDERS)


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
    result = run(copy, "url", NEW)
    assert result.returncode == 0, result.stderr
    assert address(copy) == NEW
    after = contents(copy)
    assert after.keys() == before.keys()
    for name, content in after.items():
        assert content == before[name].replace(old.encode(), NEW.encode()), name
    for path in places.notebooks(copy):
        assert f"%pip install -q git+{NEW}@" in source(path)
    assert run(copy, "url", old).returncode == 0
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
    result = run(copy, "url", url)
    assert result.returncode == 1
    assert "is not of the form https://HOST/OWNER/NAME" in result.stderr
    assert "Traceback" not in result.stderr
    assert contents(copy) == before


@pytest.mark.parametrize(
    "cells", [[], [nbformat.v4.new_code_cell("import numpy as np")]]
)
def test_all_or_nothing(copy, cells):
    notebook = copy / "chapters" / "99-no-set-up.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), notebook)
    before = contents(copy)
    result = run(copy, "url", NEW)
    assert result.returncode == 1
    assert "chapters/99-no-set-up.ipynb does not begin with a" in result.stderr
    assert contents(copy) == before


def test_an_interrupted_change_can_be_repeated(copy):
    notebook = sorted(copy.glob("chapters/*.ipynb"))[0]
    text = notebook.read_bytes()
    notebook.write_bytes(text.replace(address(copy).encode(), NEW.encode()))
    assert run(copy, "url", NEW).returncode == 0
    assert NEW in source(notebook)
    assert address(copy) == NEW


def test_set_up_cells_are_written_anew(copy):
    before = contents(copy)
    notebook = nbformat.read(copy / "chapters" / NOTEBOOKS[0].name, as_version=4)
    places.set_up_cell(notebook, "it").source = "import helpers\n\nhelpers.start()"
    nbformat.write(notebook, copy / "chapters" / NOTEBOOKS[0].name)
    assert run(copy, "cells").returncode == 0
    assert contents(copy) == before
