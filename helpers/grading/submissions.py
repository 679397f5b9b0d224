"""Find the notebooks that students have handed in; read their code, never run it."""

import hashlib
import json
import os
import re
import stat
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count, product
from pathlib import Path
from unicodedata import category, normalize

LARGEST = 20 * 10**6  # bytes
HIDDEN = re.compile(r"\.[^.]|__MACOSX$")  # "..\\x.ipynb" is a strange name, not hidden
# Moodle's "Ada_12345_assignsubmission_file_x", Canvas's "ada_LATE_12_345_x".
NOISE = r"(?s)(.+?)_(?:\d+_assignsubmission_[a-z]+_?|(?:LATE_)?\d+_\d+_)(.*)"
# Blackboard's "Exercise 3_ada_attempt_2026-11-20-10-30-00_x".
BLACKBOARD = r"(?s)(.*)_([^_]+)_attempt_\d{4}(?:-\d\d){5}_(.*)"
NO_NAME = r"(?i)^copy of\b|^submi(?:tted|ssions?)$|[ _-]*(?:\(\d+\)|-copy\d*)$"
WORD = r"(?<![^\W_])(?:ex|exercise|ch|chapter)[-_. ]*"
QUESTION = re.compile(r"""\bcheck\(\s*["'](\d{1,4})\.\d+["']""")
DEVICE = r"(?i)^(con|prn|aux|nul|con(in|out)\$|(com|lpt)[0-9¹²³]) *(\.|$)"


class NoSubmissions(ValueError):
    """There is nothing to grade; the message says why."""


class Unreadable(Exception):
    """A notebook cannot be read; the message says why, in one sentence."""


@dataclass(frozen=True)
class Submission:
    """A notebook that a student has handed in."""

    student: str  # unique in its exercise, whatever the case; safe as a file name
    exercise: str  # "03-word-windows"
    path: Path  # where the file lies
    file: str  # its path relative to the folder of submissions, for people


def find(folder: Path, exercises: Sequence[str]) -> list[Submission]:
    """Return the submissions to some exercises by student; warn of any in doubt.

    Raises:
        NoSubmissions: there are none.
    """
    submissions, taken = [], set()
    for path in _notebooks(folder):
        # A name that is not UTF-8 could not be written into a report.
        file = os.fsencode(path.relative_to(folder).as_posix()).decode(errors="replace")
        named, places = _named(file[: -len(".ipynb")])
        exercise = _exercise(path, places, exercises)
        if exercise:
            name = _safe(named) or _without_noise(places, exercise)
            several = chain([name], (f"{name}, {number}" for number in count(2)))
            student = next(s for s in several if (exercise, s.casefold()) not in taken)
            taken.add((exercise, student.casefold()))
            submissions.append(Submission(student, exercise, path, file))
    if not submissions:
        raise NoSubmissions(f"{folder} holds no notebook for {', '.join(exercises)}")
    return sorted(submissions, key=lambda s: (s.student.casefold(), s.exercise))


def read(path: Path) -> tuple[list[str], str]:
    """Return the source of a notebook's code cells, and the SHA-256 of its bytes.

    Raises:
        Unreadable: it is no notebook with code.
    """
    data = _bytes(path)
    try:
        sources = _sources(json.loads(data))
    except UnicodeDecodeError:
        raise Unreadable("it is not text in UTF-8 or UTF-16") from None
    except ValueError:
        raise Unreadable("it is not JSON, or was cut off") from None
    except (RecursionError, MemoryError):
        raise Unreadable("its JSON is nested too deeply, or too large") from None
    if not sources:
        raise Unreadable("it has no code cells")
    return sources, hashlib.sha256(data).hexdigest()


def _notebooks(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise NoSubmissions(f"{folder} is not a folder")
    files, waiting = [], [folder]
    while waiting:  # no recursion: a submission can nest folders by the thousand
        try:
            paths = [p for p in waiting.pop().iterdir() if not HIDDEN.match(p.name)]
        except OSError as error:
            warnings.warn(f"A folder is left out: {error}", stacklevel=3)
            continue
        for path in paths:
            inner = not path.is_symlink() and path.is_dir()
            (waiting if inner else files).append(path)
    notebooks = [path for path in files if path.name.lower().endswith(".ipynb")]
    if not notebooks and any(path.suffix.lower() == ".zip" for path in files):
        raise NoSubmissions(f"{folder} holds only zip files: unpack them first")
    return sorted(notebooks)


def _named(file: str) -> tuple[str, list[str]]:
    """Return the name a platform gave, "" if none, and the names students gave."""
    named, places = "", []
    for part in file.split("/"):
        name, own = "", [part]
        if match := re.fullmatch(BLACKBOARD, part):
            title, name, rest = match.groups()
            own = [title, rest]
        elif match := re.fullmatch(NOISE, part):
            name, rest = match.groups()
            own = [rest]
        named = named or name
        places += own
    return named, places


def _exercise(path: Path, places: list[str], exercises: Sequence[str]) -> str | None:
    """Decide by title, then by number, innermost first; then by questions."""
    for kind, place in product((0, 1), reversed(places)):
        fit = [e for e in exercises if re.search(_patterns(e)[kind], place, re.I)]
        if len(fit) == 1:
            return fit[0]
    try:
        chapters = Counter(chain(*map(QUESTION.findall, read(path)[0])))
    except Unreadable:
        chapters = Counter()
    if chapters:
        most = int(chapters.most_common(1)[0][0])
        return next((e for e in exercises if int(e.split("-")[0]) == most), None)
    another = re.compile(rf"(?i)^\d\d[-_ ][a-z]|{WORD}\d")
    if len(exercises) == 1 and not any(map(another.search, places)):
        return exercises[0]
    warnings.warn(f"Left out, its exercise is unknown: {str(path)!r}", stacklevel=3)
    return None


def _patterns(exercise: str) -> tuple[str, str]:
    """Return patterns of "3 Word_windows" and of "03", "ex 3", but not "group 03"."""
    number, *words = exercise.split("-")
    n, title = int(number), r"[\W_]*".join(words)
    alone = rf"(?<![^\W_])(?<!\d[-_.])(?<!group[-_ ])(?<!team[-_ ]){number}(?![-_.]\d)"
    numbered = rf"(?:{WORD}0*{n}|{alone})(?![^\W_])|^0*{n}$"
    return rf"(?<![^\W_])(?:0*{n}[\W_]*)?{title}(?![a-z])", numbered


def _without_noise(places: list[str], exercise: str) -> str:
    """Return the outermost name that is not just the exercise's."""
    noise = rf"(?i)[-\s_.()]*(?:{'|'.join(_patterns(exercise))})[-\s_.()]*"
    names = [_safe(re.sub(noise, " ", re.sub(NO_NAME, "", place))) for place in places]
    return next(filter(None, [*names, _safe(places[-1]), "unnamed"]))


def _safe(name: str) -> str:
    """Return a name for files on every system, "" if nothing is left."""
    name = "".join(" " if category(s)[0] == "C" else s for s in name)
    name = re.sub(r'(?:[\s<>:"/\\|?*%]|\.{2,})+', " ", normalize("NFC", name))
    # Not at an edge: signs of hidden files, options and spreadsheets' formulas.
    name = name.strip(" ._-,=+@")[:70].encode()[:190].decode(errors="ignore")
    return re.sub(DEVICE, r"_\g<0>", name.rstrip(" ."))


def _bytes(path: Path) -> bytes:
    # The flags are for a file that is exchanged once it has been looked at.
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            raise Unreadable("it is a link")
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("it is not a regular file")
        if status.st_size > LARGEST:
            raise Unreadable("it is larger than 20 MB")
        with open(path, "rb", opener=lambda p, mode: os.open(p, mode | flags)) as file:
            data = file.read(LARGEST)
    except OSError as error:
        raise Unreadable(f"it cannot be opened ({error.strerror})") from None
    if not data.strip():
        raise Unreadable("it is empty")
    return data


def _sources(notebook: object) -> list[str]:
    notebook = notebook if isinstance(notebook, dict) else {}
    sheets = [notebook] if "cells" in notebook else notebook.get("worksheets")
    lists = [s["cells"] for s in _only(dict, sheets) if type(s.get("cells")) is list]
    if not lists:
        raise Unreadable("it is JSON, but not a notebook")
    code = [c for c in _only(dict, [*chain(*lists)]) if c.get("cell_type") == "code"]
    if "cells" not in notebook:  # nbformat 2 or 3, kept bare of what may be invalid
        import nbformat

        new = {"cell_type": "code", "language": "python", "metadata": {}, "outputs": []}
        sheet = {"cells": [{**new, "input": _only(str, c.get("input"))} for c in code]}
        old = dict(nbformat=3, nbformat_minor=0, metadata={}, worksheets=[sheet])
        code = nbformat.reads(json.dumps(old), as_version=4).cells
    texts = ["".join(_only(str, cell.get("source"))) for cell in code]
    # JSON can hold halves of characters, which nothing could write to a file.
    return [t.encode("u16", "surrogatepass").decode("u16", "replace") for t in texts]


def _only(kind: type, value: object) -> list:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, kind)]
