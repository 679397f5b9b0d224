"""Pages of HTML: feedback for each student, and a summary for who teaches.

Names, hints and errors come from students. Every one is text to these pages: Jinja2
escapes all it is given, and nothing here is marked as safe.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from statistics import mean, median
from unicodedata import normalize
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers import palette
from helpers.checks.status import Status
from helpers.grading.ending import Ending
from helpers.grading.results.grades import Answer, Grade, identity

MARK = '<meta name="generator" content="helpers.grading">'
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*(?:e[-+]?\d+)?")
COMMONEST, NAMED = 5, 3  # wrong answers of a question, students named for each


def feedback(grade: Grade) -> str:
    """Return the page of a student."""
    counts = Counter(answer.status for answer in grade.answers)
    html = _environment().get_template("feedback.html")
    return html.render(
        grade=grade,
        passed=counts[Status.PASSED],
        failed=counts[Status.FAILED],
        checked=len(grade.answers) - counts[Status.BROKEN] - counts[Status.BY_HAND],
        waiting=[a.id for a in grade.answers if a.status is Status.BY_HAND],
        broken=[a.id for a in grade.answers if a.status is Status.BROKEN],
    )


def summary(grades: Iterable[Grade]) -> str:
    """Return the page on all submissions."""
    ordered = sorted(grades, key=identity)
    exercises = groupby(ordered, key=lambda grade: grade.exercise)
    pages = page_paths(ordered)
    html = _environment().get_template("summary.html")
    return html.render(
        exercises=[_exercise(name, list(those)) for name, those in exercises],
        grades=sorted(ordered, key=_by_name),
        # A file name need not be valid Unicode; its link is made of its bytes.
        link=lambda grade: quote(pages[identity(grade)], errors="surrogateescape"),
    )


def page_paths(grades: Sequence[Grade]) -> dict[tuple[str, str], str]:
    """Return where each page of feedback stands, relative to the folder of grades."""
    several = len({grade.exercise for grade in grades}) > 1
    folder = "feedback/{0.exercise}" if several else "feedback"
    page = f"{folder}/{{0.student}}.html"
    return {identity(grade): page.format(grade) for grade in grades}


def question_order(id: str) -> list[tuple[int, str]]:
    """Return what sorts 3.2 before 3.10."""
    return [(int(part) if part.isdecimal() else 0, part) for part in id.split(".")]


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(Path(__file__).parent),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals |= {"Ending": Ending, "Status": Status, "palette": palette}
    environment.filters["pieces"] = _pieces
    return environment


def _pieces(text: str) -> list[str]:
    """Split a hint at its `code` marks: every second piece is code."""
    return re.split(r"`([^`]+)`", text)


def _by_name(grade: Grade) -> tuple[str, str, int, str]:
    name = normalize("NFKD", grade.student).casefold()  # É stands among the Es
    return name, grade.ended, grade.points, grade.exercise


def _exercise(name: str, grades: Sequence[Grade]) -> dict[str, object]:
    points = [grade.points for grade in grades]
    possible = max(grade.possible for grade in grades)
    ended, reached = Counter(grade.ended for grade in grades), Counter(points)
    given: dict[str, list[tuple[Answer, Grade]]] = defaultdict(list)
    for grade in grades:
        for answer in grade.answers:
            given[answer.id].append((answer, grade))
    order = sorted(given, key=question_order)
    return {
        "name": name,
        "count": len(grades),
        "possible": possible,
        "mean": mean(points),
        "median": median(points),
        "endings": [(each, ended[each]) for each in Ending if ended[each]],
        "reached": [(n, reached[n]) for n in range(max(possible, *points) + 1)],
        "most": max(reached.values()),
        "questions": [_question(given[id], len(grades)) for id in order],
    }


def _question(given: list[tuple[Answer, Grade]], count: int) -> dict[str, object]:
    counts = Counter(answer.status for answer, _ in given)
    first = given[0][0]
    return {
        "id": first.id,
        "title": first.title,
        "possible": first.possible,
        "bonus": first.bonus,
        "counts": [(status, counts[status]) for status in Status if counts[status]],
        "missing": count - len(given),
        "broken": _grouped(given, Status.BROKEN),
        "wrong": _grouped(given, Status.FAILED, Status.PARTLY)[:COMMONEST],
    }


def _grouped(
    given: list[tuple[Answer, Grade]], *statuses: Status
) -> list[dict[str, object]]:
    """Group the hints that differ in numbers alone, the commonest first."""
    groups: dict[tuple[str, ...], list[tuple[str, Grade]]] = defaultdict(list)
    for answer, grade in given:
        if answer.status in statuses:
            groups[tuple(NUMBER.split(answer.hint))].append((answer.hint, grade))
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return [
        {
            "hint": _shared([hint for hint, _ in those]),
            "count": len(those),
            "named": [grade for _, grade in those[:NAMED]],
        }
        for _, those in ordered
    ]


def _shared(hints: list[str]) -> str:
    """Return the one text of hints: … for each number that is not the same in all."""
    numbers = zip(*map(NUMBER.findall, hints), strict=True)
    same = iter([len(set(each)) == 1 for each in numbers])
    return NUMBER.sub(lambda number: number[0] if next(same) else "…", hints[0])
