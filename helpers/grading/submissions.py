"""Find the notebooks that students have handed in; read their code, never run it."""

import hashlib
import json
import os
import re
import stat
import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import category, normalize

from helpers.grading.errors import GradingError

if TYPE_CHECKING:  # it brings NumPy
    from helpers.checks.catalogue import Exercise

LARGEST_FILE = 100 * 10**6  # bytes
LARGEST = 20 * 10**6  # bytes of a notebook without its outputs: JSON takes 25 times it

# What learning platforms make of the name of a file, or of a student's folder, when
# they export what was handed in. A new platform is a new pattern here and its name in
# `_platform_groups`. `student` is who handed in, `own` what the student called the
# file, `title` the exercise's name on the platform, where it is given.
BLACKBOARD = re.compile(  # Exercise 3_ada_attempt_2026-11-20-10-30-00_my work
    r"""
    (?P<title> .* )
    _ (?P<student> [^_]+ )
    _attempt_ \d{4} (?: -\d\d ){5}   # date and time
    _ (?P<own> .* )
    """,
    re.VERBOSE | re.DOTALL,
)
MOODLE = re.compile(  # Ada Lovelace_12345_assignsubmission_file_my work
    r"""
    (?P<student> .+? )
    _ \d+                            # number of the submission
    _assignsubmission_ [a-z]+ _?     # file, or onlinetext; a folder ends here
    (?P<own> .* )
    """,
    re.VERBOSE | re.DOTALL,
)
CANVAS = re.compile(  # lovelaceada_LATE_1234_567890_my work
    r"""
    (?P<student> .+? )
    _ (?: LATE_ )?
    \d+ _ \d+ _                      # numbers of the student and of the file
    (?P<own> .* )
    """,
    re.VERBOSE | re.DOTALL,
)

# Not "..\\x.ipynb", which is a strange name and not hidden.
HIDDEN = re.compile(r"\. [^.] | __MACOSX $", re.VERBOSE)
# What says nothing of whose a notebook is.
NO_NAME = re.compile(
    r"""
    ^ copy\ of \b
    | ^ submi (?: tted | ssions? ) $
    | [ _-]* (?: \(\d+\) | -copy\d* ) $   # "ada (1)", "ada-Copy1"
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "ex 3", "Chapter_03"; not "Alex 3", for no letter or digit may stand before it.
WORD = r"(?<! [^\W_] ) (?: ex | exercise | ch | chapter ) [-_. ]*"
# Any exercise at all: "04-word-vectors", "Exercise 4".
ANY_EXERCISE = re.compile(
    rf"^ \d\d [-_ ] [a-z] | {WORD} \d", re.VERBOSE | re.IGNORECASE
)
# The number of an exercise whose question a cell asks: check("3.1").
QUESTION = re.compile(r"""\b check \( \s* ["'] ( \d{1,4} ) \. \d+ ["']""", re.VERBOSE)
# Names that Windows keeps for its devices, whatever their ending: "con", "lpt1.txt".
DEVICE = re.compile(
    r"""
    ^ ( con | prn | aux | nul | con (in | out) \$ | (com | lpt) [0-9¹²³] )
    [ ]* ( \. | $ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# JSON from anywhere outside of a string up to the value of a key that is not read, and
# in such a value up to the next bracket. Nothing here goes back: files may be large.
STRING = rb'"(?: [^"\\]++ | \\. )*+"'
UNREAD = rb'" (?: outputs | attachments | metadata ) " \s*+ : \s*+ [\[{]'
NEXT_UNREAD = re.compile(
    rb"(?: [^\"]++ | (?! %b ) %b )*+ %b" % (UNREAD, STRING, UNREAD),
    re.VERBOSE | re.DOTALL,
)
FLAT = rb"[^\"\[\]{}]++ | %b" % STRING
NEXT_BRACKET = re.compile(
    rb"(?: %b | [\[{] (?: %b )*+ [\]}] )*+ ( [\[\]{}] )" % (FLAT, FLAT),
    re.VERBOSE | re.DOTALL,
)
MOST_BRACKETS = 3 * 10**6  # to be looked at, about a second for a million
TOO_DEEP = "its JSON is nested too deeply, or too large"
# Colab keeps the pictures of a text in the text; sounds and films can be there, too.
ENCLOSED = re.compile(rb"data:\w++/[\w.+-]++;base64,[\w+/=]++")


class NoSubmissionsError(GradingError):
    """There is nothing to grade; the message says why."""


class UnreadableError(Exception):
    """A notebook cannot be read; the message says why, in one sentence."""


@dataclass(frozen=True)
class Submission:
    """A notebook that a student has handed in.

    Attributes:
        student: unique in its exercise, whatever the case; safe as a file name.
        exercise: what it is a submission to.
        file: its path relative to the folder of submissions, for people.
        digest: SHA-256 of its bytes, and of how it is graded once that is known; "" if
            it cannot be read.
        cells: the source of its code cells.
        fault: why it cannot be read, in one sentence; "" if it can.
    """

    student: str
    exercise: "Exercise"
    file: str
    digest: str = ""
    cells: tuple[str, ...] = ()
    fault: str = ""


def find(folder: Path, exercises: Sequence["Exercise"]) -> list[Submission]:
    """Return the submissions to some exercises by student; warn of any in doubt.

    Raises:
        NoSubmissionsError: there are none.
    """
    submissions: list[Submission] = []
    taken: set[tuple[Exercise, str]] = set()
    for path in _notebooks(folder):
        # A name that is not UTF-8 could not be written into a report.
        file = os.fsencode(path.relative_to(folder).as_posix()).decode(errors="replace")
        platform_name, parts = _split_names(file[: -len(".ipynb")])
        cells: list[str] = []
        digest = fault = ""
        try:
            cells, digest = read(path)
        except UnreadableError as error:
            fault = str(error)
        exercise = _exercise(path, parts, cells, exercises)
        if exercise is not None:
            name = _safe(platform_name) or _student_name(parts, exercise)
            student = next(
                each
                for each in chain([name], (f"{name}, {n}" for n in count(2)))
                if (exercise, each.casefold()) not in taken
            )
            taken.add((exercise, student.casefold()))
            submissions.append(
                Submission(student, exercise, file, digest, tuple(cells), fault)
            )
    if not submissions:
        names = ", ".join(exercise.name for exercise in exercises)
        raise NoSubmissionsError(f"{folder} holds no notebook for {names}")
    return sorted(submissions, key=lambda s: (s.student.casefold(), s.exercise.number))


def read(path: Path) -> tuple[list[str], str]:
    """Return the source of a notebook's code cells, and the SHA-256 of its bytes.

    Raises:
        UnreadableError: it is no notebook with code.
    """
    data = _bytes(path)
    try:
        sources = _sources(json.loads(_without_outputs(data)))
    except UnicodeDecodeError:
        raise UnreadableError("it is not text in UTF-8 or UTF-16") from None
    except ValueError:
        raise UnreadableError("it is not JSON, or was cut off") from None
    except (RecursionError, MemoryError):
        raise UnreadableError(TOO_DEEP) from None
    if not sources:
        raise UnreadableError("it has no code cells")
    return sources, hashlib.sha256(data).hexdigest()


# ---- Files and names


def _notebooks(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise NoSubmissionsError(f"{folder} is not a folder")
    files, folders = [], [folder]
    while folders:  # no recursion: a submission can nest folders by the thousand
        try:
            paths = [p for p in folders.pop().iterdir() if not HIDDEN.match(p.name)]
        except OSError as error:
            warnings.warn(f"A folder is left out: {error}", stacklevel=3)
            continue
        for path in paths:
            if path.is_dir() and not path.is_symlink():
                folders.append(path)
            else:
                files.append(path)
    notebooks = [path for path in files if path.name.lower().endswith(".ipynb")]
    if not notebooks and any(path.suffix.lower() == ".zip" for path in files):
        raise NoSubmissionsError(f"{folder} holds only zip files: unpack them first")
    return sorted(notebooks)


def _split_names(file: str) -> tuple[str, list[str]]:
    """Split a path into what a platform and what people have named.

    Returns:
        The student's name as a platform gave it, "" if none did; and all other names,
        the outermost first.
    """
    student, parts = "", []
    for part in file.split("/"):
        groups = _platform_groups(part) or {"own": part}
        student = student or groups.get("student", "")
        parts += [groups[name] for name in ("title", "own") if name in groups]
    return student, parts


def _platform_groups(part: str) -> dict[str, str] | None:
    """Return what the pattern of a platform finds in a name, None if none fits."""
    if match := BLACKBOARD.fullmatch(part):
        return match.groupdict()
    matches = (pattern.fullmatch(part) for pattern in (MOODLE, CANVAS))
    fitting = [match.groupdict() for match in matches if match]
    # A student may have called the file like an export of the other platform: what the
    # platform itself wrote stands in front.
    return min(fitting, key=lambda groups: len(groups["student"]), default=None)


def _title(exercise: "Exercise") -> str:
    """Return a pattern of "3 Word_windows", "word windows"."""
    title = r"[\W_]*".join(map(re.escape, exercise.slug.split("-")))
    return rf"(?<! [^\W_] ) (?: 0* {exercise.number} [\W_]* )? {title} (?! [a-z] )"


def _number(exercise: "Exercise") -> str:
    """Return a pattern of "03", "ex 3", but not "group 03", "2024-03", "03-05"."""
    number = exercise.number
    apart = r"(?<! [^\W_] ) (?<! \d [-_.] ) (?<! group [-_ ] ) (?<! team [-_ ] )"
    return rf"""
        (?: {WORD} 0* {number} | {apart} {number:02d} (?! [-_.] \d ) ) (?! [^\W_] )
        | ^ 0* {number} $
        """


def _matches(pattern: str, name: str) -> bool:
    return re.search(pattern, name, re.VERBOSE | re.IGNORECASE) is not None


def _exercise(
    path: Path, parts: list[str], cells: list[str], exercises: Sequence["Exercise"]
) -> "Exercise | None":
    """Decide by names, then by the questions that the cells ask."""
    if exercise := _exercise_named(parts, exercises):
        return exercise
    numbers = Counter(chain.from_iterable(map(QUESTION.findall, cells)))
    if numbers:
        commonest = int(numbers.most_common(1)[0][0])
        return next((e for e in exercises if e.number == commonest), None)
    if len(exercises) == 1 and not any(map(ANY_EXERCISE.search, parts)):
        return exercises[0]
    warnings.warn(f"Left out, its exercise is unknown: {str(path)!r}", stacklevel=3)
    return None


def _exercise_named(
    parts: list[str], exercises: Sequence["Exercise"]
) -> "Exercise | None":
    """Decide by title, then by number, the innermost name first."""
    for pattern_of in (_title, _number):
        for part in reversed(parts):
            named = [e for e in exercises if _matches(pattern_of(e), part)]
            if len(named) == 1:
                return named[0]
    return None


def _student_name(parts: list[str], exercise: "Exercise") -> str:
    """Return the outermost name that is not just the exercise's."""
    names = f"{_title(exercise)} | {_number(exercise)}"
    noise = re.compile(
        rf"[-\s_.()]* (?: {names} ) [-\s_.()]*", re.VERBOSE | re.IGNORECASE
    )
    for part in parts:
        if name := _safe(noise.sub(" ", NO_NAME.sub("", part))):
            return name
    return _safe(parts[-1]) or "unnamed"


def _safe(name: str) -> str:
    """Return a name for files on every system, "" if nothing is left."""
    name = "".join(" " if category(s)[0] == "C" else s for s in name)
    name = re.sub(r'(?:[\s<>:"/\\|?*%]|\.{2,})+', " ", normalize("NFC", name))
    # Not at an edge: signs of hidden files, options and spreadsheets' formulas.
    name = name.strip(" ._-,=+@")[:70].encode()[:190].decode(errors="ignore")
    return DEVICE.sub(r"_\g<0>", name.rstrip(" ."))


# ---- Contents


def _bytes(path: Path) -> bytes:
    # The flags are for a file that is exchanged once it has been looked at.
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            raise UnreadableError("it is a link")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("it is not a regular file")
        if status.st_size > LARGEST_FILE:
            raise UnreadableError("it is larger than 100 MB")
        with open(path, "rb", opener=lambda p, mode: os.open(p, mode | flags)) as file:
            data = file.read(LARGEST_FILE)
    except OSError as error:
        raise UnreadableError(f"it cannot be opened ({error.strerror})") from None
    if not data.strip():
        raise UnreadableError("it is empty")
    return data


def _without_outputs(data: bytes) -> bytes:
    """Cut what is not read out of a large notebook before it is parsed.

    Raises:
        UnicodeDecodeError: it is no text.
        UnreadableError: what is left is too large.
    """
    if len(data) <= LARGEST:
        return data
    encoding = json.detect_encoding(data)
    if not encoding.startswith("utf-8"):
        data = data.decode(encoding, "surrogatepass").encode("utf-8", "surrogatepass")
    left = bytearray()
    start = looks = 0
    while head := NEXT_UNREAD.match(data, start):
        left += data[start : head.end()]
        depth, start = 1, head.end()
        while depth and (bracket := NEXT_BRACKET.match(data, start)):
            depth += 1 if bracket[1] in b"[{" else -1
            start = bracket.end()
            looks += 1
            if looks > MOST_BRACKETS:
                raise UnreadableError(TOO_DEEP)
        left += data[start - 1 : start]
    left += data[start:]
    data = ENCLOSED.sub(b"", left)
    if len(data) > LARGEST:
        raise UnreadableError("it is larger than 20 MB, without its outputs")
    return data


def _sources(notebook: object) -> list[str]:
    """Return the source of the code cells of a notebook of any format."""
    sources = [
        "".join(_of_type(str, cell.get("source"))) for cell in _code_cells(notebook)
    ]
    # JSON can hold halves of characters, which nothing could write to a file.
    return [s.encode("u16", "surrogatepass").decode("u16", "replace") for s in sources]


def _code_cells(notebook: object) -> list[dict[str, Any]]:
    """Return the code cells, as nbformat 4 has them."""
    if not isinstance(notebook, dict):
        notebook = {}
    is_new = "cells" in notebook
    sheets = _of_type(dict, notebook if is_new else notebook.get("worksheets"))
    lists = [s["cells"] for s in sheets if isinstance(s.get("cells"), list)]
    if not lists:
        raise UnreadableError("it is JSON, but not a notebook")
    cells = _of_type(dict, [*chain.from_iterable(lists)])
    code = [cell for cell in cells if cell.get("cell_type") == "code"]
    return code if is_new else _converted(code)


def _converted(cells: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return code cells of nbformat 2 or 3 as those of nbformat 4.

    nbformat gets them bare of all that may be invalid.
    """
    import nbformat

    bare = {"cell_type": "code", "language": "python", "metadata": {}, "outputs": []}
    inputs = [_of_type(str, cell.get("input")) for cell in cells]
    sheet = {"cells": [{**bare, "input": lines} for lines in inputs]}
    old = dict(nbformat=3, nbformat_minor=0, metadata={}, worksheets=[sheet])
    converted: list[dict[str, Any]] = nbformat.reads(
        json.dumps(old), as_version=4
    ).cells
    return converted


def _of_type(kind: type, value: object) -> list[Any]:
    """Return what is of a type in a list, or in the list of one value."""
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, kind)]
