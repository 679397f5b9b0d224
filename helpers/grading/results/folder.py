"""The folder of grades: each grade is kept as it comes, tables and pages at the end."""

import json
import os
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from helpers.grading.errors import GradingError
from helpers.grading.results.by_hand import NAME as BY_HAND
from helpers.grading.results.by_hand import read_marks, table, with_marks
from helpers.grading.results.grades import Grade, as_json, from_json, identity
from helpers.grading.results.pages import (
    MARK,
    feedback,
    page_paths,
    question_order,
    summary,
)
from helpers.grading.results.tables import as_csv


class StoreError(GradingError):
    """The folder of grades cannot be used; the message says why in one line."""


def is_current(grade: Grade | None, digest: str) -> bool:
    """Say whether a grade is that of the notebook as it is, and is asked about, now.

    Args:
        grade: the grade in the folder, if anything.
        digest: of the notebook's bytes, and of how it is graded; "" if it cannot be
            read.
    """
    return grade is not None and digest != "" and grade.digest == digest


class GradesFolder:
    """A folder of grades, for one grader at a time.

    A grade is on the disk when `append` returns, so a killed grader goes on where it
    was. The folder is locked until `close`, or until the process ends.
    """

    def __init__(self, folder: Path) -> None:
        """Lock the folder, which is made if need be.

        Raises:
            StoreError: another grader is at work in it, or it cannot be written.
        """
        self.folder = Path(folder)
        self._progress = self.folder / "progress.jsonl"
        self._lock = FileLock(self.folder / "grades.lock")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(blocking=False)
            self._cut_half_line()
        except Timeout:
            raise StoreError(f"another grader is at work in {self.folder}") from None
        except OSError as error:
            raise StoreError(f"{self.folder} cannot hold grades: {error}") from None

    def __enter__(self) -> "GradesFolder":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let another grader use the folder."""
        self._lock.release()

    def load(self) -> dict[tuple[str, str], Grade]:
        """Return the grades in the folder by exercise and student; the latest counts.

        Raises:
            StoreError: a line is not a grade.
        """
        grades: dict[tuple[str, str], Grade] = {}
        for number, line in enumerate(self._progress.read_bytes().splitlines(), 1):
            try:
                grade = from_json(json.loads(line))
            except (KeyError, TypeError, ValueError) as error:
                where = f"line {number} of {self._progress}"
                said = f"{type(error).__name__}, {error}"
                raise StoreError(f"{where} is not a grade: {said}") from None
            grades[identity(grade)] = grade
        return grades

    def seed(self) -> int:
        """Return the number from which a run's questions draw, also when it goes on.

        Raises:
            StoreError: the file holds something else.
        """
        path = self.folder / "seed.txt"
        if not path.exists():
            self._write(path.name, f"{secrets.randbits(64)}\n")
        try:
            return int(path.read_text("utf-8"))
        except ValueError:
            raise StoreError(f"{path} holds no number: delete it") from None

    def append(self, grade: Grade) -> None:
        """Append a grade; call it from one thread at a time."""
        line = json.dumps(as_json(grade)) + "\n"
        size = self._progress.stat().st_size
        try:
            with self._progress.open("ab") as file:
                file.write(line.encode())
                file.flush()
                os.fsync(file.fileno())
        except BaseException:  # also Ctrl-C: the next line must not follow half a one
            os.truncate(self._progress, size)
            raise

    def finish(self, grades: Iterable[Grade]) -> list[Grade]:
        """Write tables and pages of these grades; each file is replaced as a whole.

        Returns:
            The grades by exercise and student, with the points given by hand.

        Raises:
            ByHandError: the table of those points cannot be used.
        """
        marks = read_marks(self.folder)
        ordered = [with_marks(each, marks) for each in sorted(grades, key=identity)]
        if by_hand := table(ordered, marks):
            self._write(BY_HAND, by_hand)
        plain = [as_json(grade) for grade in ordered]
        self._write("grades.csv", _csv(ordered))
        self._write("grades.json", json.dumps(plain, ensure_ascii=False, indent=1))
        pages = page_paths(ordered)
        self._drop_old_pages(set(pages.values()))
        for grade in ordered:
            self._write(pages[identity(grade)], feedback(grade))
        self._write("summary.html", summary(ordered))
        return ordered

    def _cut_half_line(self) -> None:
        with self._progress.open("a+b") as file:  # makes it if it is not there
            file.seek(0)
            file.truncate(file.read().rfind(b"\n") + 1)

    def _drop_old_pages(self, pages: set[str]) -> None:
        """Delete feedback that no grade leads to any more, and nothing but feedback."""
        for path in self.folder.glob("feedback/**/*.html"):
            known = path.relative_to(self.folder).as_posix() in pages
            if not known and MARK.encode() in path.read_bytes()[:1000]:
                path.unlink()

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder / ".unfinished"
        try:
            # A file name need not be valid Unicode; what is not becomes \udc80.
            unfinished.write_bytes(text.encode("utf-8", "backslashreplace"))
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)


def _csv(grades: Sequence[Grade]) -> str:
    """Return a table without times, so equal grades give equal bytes."""
    ids = sorted({a.id for g in grades for a in g.answers}, key=question_order)
    head = ["exercise", "student", "points", "possible", "ended", "reason"]
    rows: list[list[object]] = [[*head, *ids, "file"]]
    for g in grades:
        points = {answer.id: answer.points for answer in g.answers}
        row = [g.exercise, g.student, g.points, g.possible, g.ended, g.reason]
        rows.append([*row, *(points.get(id, "") for id in ids), g.file])
    return as_csv(rows)
