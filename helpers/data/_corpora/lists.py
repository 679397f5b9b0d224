"""Lists of words and names, kept as files beside this module."""

import csv
from importlib.resources import files

CITATION = "Listed by hand for this course."
LICENCE = "that of this course"

_FOLDER = files("helpers.data._corpora")


def read_rows(name: str) -> list[list[str]]:
    """Return the rows of a CSV file, without its heading."""
    _, *rows = csv.reader(read_lines(name))
    return rows


def read_groups(name: str) -> dict[str, list[str]]:
    """Return the second column of a CSV file by the first, both in the file's order."""
    groups: dict[str, list[str]] = {}
    for group, member in read_rows(name):
        groups.setdefault(group, []).append(member)
    return groups


def read_lines(name: str) -> tuple[str, ...]:
    """Return the lines of a text file."""
    return tuple(_FOLDER.joinpath(name).read_text("utf-8").splitlines())
