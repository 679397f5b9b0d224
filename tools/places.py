"""Where the project's address, its edition and its version stand: here, and only here.

`_config.yml` says the address and the branch or tag that notebooks are opened from and
`helpers` is installed from. Every notebook repeats both in its set-up cell, because a
notebook that is opened in Colab has no other file beside it.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from packaging.version import InvalidVersion, Version

PROJECT = Path(__file__).resolve().parent.parent
MAIN = "main"  # the branch that the next edition is made on
FOLDERS = ("chapters", "exercises", "solutions")
# It runs nothing of another `helpers`: ours names the course in its source.
SET_UP = """\
from importlib.util import find_spec

if (spec := find_spec("helpers")) is None:
    %pip install -q git+{url}@{ref}
elif not (spec.loader and "Embeddings, explained" in spec.loader.get_source("helpers")):
    where = (spec.submodule_search_locations or [spec.origin])[0]
    raise ImportError(f"Another helpers is in the way: {{where}}. Rename it, restart.")
import helpers

helpers.start()"""


@dataclass(frozen=True)
class Place:
    """Where a value stands.

    Attributes:
        file: path in the project.
        pattern: of its line; its one group is the value.
    """

    file: str
    pattern: str


URL = Place("_config.yml", r"(?<=^repository:\n)  url: (\S+)$")
REF = Place("_config.yml", r"^  branch: (\S+)$")
EDIT = Place("_config.yml", r"^  use_edit_page_button: (true|false)$")
VERSIONS = (
    Place("pyproject.toml", r'^version = "(\S+)"$'),
    Place("helpers/__init__.py", r'^__version__ = "(\S+)"$'),
)
CITED_VERSION = Place("CITATION.cff", r'^version: "(\S+)"$')
CITED_DAY = Place("CITATION.cff", r'^date-released: "(\S+)"$')
CHANGELOG = "CHANGELOG.md"
UNRELEASED = re.compile(r"^## Unreleased\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
RELEASED = re.compile(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)$", re.MULTILINE)


class PlacesError(Exception):
    """A file does not say what it should; the message says which, and what to do."""


class Draft:
    """New texts of a project's files, which `write` puts in place of the old."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.texts: dict[str, str] = {}

    def text(self, file: str) -> str:
        """Return the new text of a file; the present one if it has no new one."""
        if file not in self.texts:
            return (self.project / file).read_bytes().decode("utf-8")
        return self.texts[file]

    def value(self, place: Place) -> str:
        """Return the value at a place.

        Raises:
            PlacesError: there is none.
        """
        return self._line(place)[1]

    def set(self, place: Place, value: str) -> None:
        """Change the value at a place.

        Raises:
            PlacesError: there is none.
        """
        line, text = self._line(place), self.text(place.file)
        self.texts[place.file] = text[: line.start(1)] + value + text[line.end(1) :]

    def set_cells(self) -> None:
        """Write the set-up cell of every notebook as `_config.yml` wants it.

        Raises:
            PlacesError: a notebook does not begin with a set-up cell.
        """
        source = SET_UP.format(url=self.value(URL), ref=self.value(REF))
        for path in notebooks(self.project):
            file = path.relative_to(self.project).as_posix()
            notebook = nbformat.reads(self.text(file), as_version=4)
            set_up_cell(notebook, file).source = source
            self.texts[file] = nbformat.writes(notebook, ensure_ascii=False) + "\n"

    def write(self) -> None:
        """Put the new texts in place of the old.

        All are on disk, beside the old, before the first of them takes its place.
        """
        new = {
            self.project / file: text.encode("utf-8")
            for file, text in self.texts.items()
        }
        _replace(new)

    def _line(self, place: Place) -> re.Match[str]:
        lines = [*re.finditer(place.pattern, self.text(place.file), re.MULTILINE)]
        if len(lines) != 1:
            raise PlacesError(
                f"{place.file} has {len(lines)} lines like {place.pattern}: correct it."
            )
        return lines[0]


def _replace(contents: Mapping[Path, bytes]) -> None:
    drafts = {path: path.with_name(f".{path.name}.new") for path in contents}
    try:
        for path, draft in drafts.items():
            draft.write_bytes(contents[path])
        for path, draft in drafts.items():
            os.replace(draft, path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def notebooks(project: Path) -> list[Path]:
    """List the notebooks that have a set-up cell."""
    return sorted(path for name in FOLDERS for path in project.glob(f"{name}/*.ipynb"))


def set_up_cell(notebook: nbformat.NotebookNode, file: str) -> nbformat.NotebookNode:
    """Return the set-up cell: a notebook's first code cell.

    Args:
        notebook: any.
        file: what the message calls it.

    Raises:
        PlacesError: its first code cell does not start the course.
    """
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    cell = next(code, None)
    if cell is None or "helpers.start()" not in cell.source:
        raise PlacesError(f"{file} does not begin with a set-up cell: copy one there.")
    return cell


def disagreements(project: Path) -> list[str]:
    """Say where the project's files do not agree on the edition; nothing if they do.

    On `main` the version is a later one than the last that the changelog names, and
    under development. In a release the branch is the tag, and the version the
    changelog's last. The citation always names the last release.

    Raises:
        PlacesError: a value is missing.
    """
    draft = Draft(project)
    url, ref = draft.value(URL), draft.value(REF)
    faults = []
    for path in notebooks(project):
        file = path.relative_to(project).as_posix()
        cell = set_up_cell(nbformat.reads(draft.text(file), as_version=4), file)
        if cell.source != SET_UP.format(url=url, ref=ref):
            faults.append(f"{file} has another set-up cell than {url} at {ref}.")
    version, *others = (draft.value(place) for place in VERSIONS)
    if {version} != {version, *others}:
        faults.append(f"pyproject.toml says version {version}, helpers {others}.")
    released = RELEASED.search(draft.text(CHANGELOG))
    if released is None:
        return [*faults, f"{CHANGELOG} names no release."]
    if draft.value(CITED_VERSION) != released[1]:
        faults.append(f"CITATION.cff does not name version {released[1]}.")
    if draft.value(CITED_DAY) != released[2]:
        faults.append(f"CITATION.cff does not name the day {released[2]}.")
    if ref != MAIN:
        if ref != tag(version) or version != released[1]:
            faults.append(f"{ref}, version {version}, {CHANGELOG}'s {released[1]}.")
        if unreleased(draft.text(CHANGELOG)):
            faults.append(f"{CHANGELOG} has unreleased changes in {ref}.")
        if draft.value(EDIT) != "false":
            faults.append(f"_config.yml has a button that edits {ref}, a tag.")
    elif not (number(version).is_devrelease and number(version) > number(released[1])):
        faults.append(f"On {MAIN}, {version} is no version after {released[1]}.")
    return faults


def unreleased(changelog: str) -> str:
    """Return what the changelog's section Unreleased says.

    Raises:
        PlacesError: there is no such section.
    """
    section = UNRELEASED.search(changelog)
    if section is None:
        raise PlacesError(f"{CHANGELOG} has no section '## Unreleased': add it.")
    return section[1].strip()


def tag(version: str) -> str:
    """Return the tag of a version."""
    return f"v{version}"


def number(version: str) -> Version:
    """Return a version that can be compared.

    Raises:
        PlacesError: it is none.
    """
    try:
        return Version(version)
    except InvalidVersion:
        raise PlacesError(f"{version} is no version.") from None
