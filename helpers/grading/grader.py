"""Grade one submission: a student's process, a judge's process, and what they say."""

import json
import os
import select
import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from helpers.checks.catalogue import Exercise
from helpers.data._shelf.folders import cache_folder, prepared_folder
from helpers.grading.ending import Ending
from helpers.grading.processes.fork_server import ForkServer, command
from helpers.grading.processes.messages import (
    JobEnd,
    JudgeJob,
    Report,
    StudentJob,
    receive_json,
    send_json,
)
from helpers.grading.questions import questions_for, unreached
from helpers.grading.results.grades import (
    GONE,
    UNREAD,
    CellError,
    Grade,
    answer_from,
    from_plain,
)
from helpers.grading.settings import Settings
from helpers.grading.submissions import Submission

_GRACE = 30  # seconds for a judge, after the student's process must have ended


class Grader:
    """Two processes that fork: one runs notebooks in a sandbox, one makes judges.

    Args:
        exercises: whose submissions are going to come.
        settings: how to grade.
        seed: of the random numbers in the questions, the same for every submission.

    Raises:
        NoSandboxError: there is none, and `settings.unsafe` is not set.
        StartError: a process did not start.
    """

    def __init__(
        self, exercises: Sequence[Exercise], settings: Settings, seed: int
    ) -> None:
        # It looks for what Linux alone has.
        from helpers.grading.sandbox import bubblewrap

        self._settings = settings
        self._seed = seed
        self._slots = count()
        self._lock = threading.Lock()
        self._idle: list[socket.socket] = []  # judges that wait for a job
        self._folder = TemporaryDirectory(prefix="grading-")
        names = ",".join(exercise.name for exercise in exercises)
        judge = command("helpers.grading.processes.judge", names)
        own = json.dumps([settings.checks, settings.rubric])
        variables = {**os.environ, **bubblewrap.TENSORFLOW}
        self._processes: list[ForkServer] = []
        try:
            student = self._student_command(exercises, names)
            self._student = self._start(student, variables)
            self._judges = self._start(judge, variables, own)
            for process in self._processes:  # both have imported in the meantime
                process.wait()
        except BaseException:
            self.close()
            raise

    def _start(
        self, command: Sequence[str], variables: dict[str, str], text: str = ""
    ) -> ForkServer:
        self._processes.append(ForkServer(command, variables, text))
        return self._processes[-1]

    def _student_command(self, exercises: Sequence[Exercise], names: str) -> list[str]:
        from helpers.grading.sandbox import blind, bubblewrap

        if self._settings.unsafe:
            return bubblewrap.unsafe_command(names)
        bwrap = bubblewrap.find()
        # Judges fill the cache when they start: what is not there yet could not be
        # seen in the sandbox later.
        with suppress(OSError):
            cache_folder().mkdir(parents=True, exist_ok=True)
        variables: dict[str, str] = {}
        seen: dict[Path, Path] = {}
        places = {
            "EMBEDDINGS_DATA": prepared_folder(),
            "EMBEDDINGS_CACHE": cache_folder(),
        }
        for variable, folder in places.items():
            if folder is not None and folder.is_dir():
                copies = Path(self._folder.name, variable)
                seen |= {folder: folder}
                seen |= blind.copies(folder, copies, exercises)
                variables[variable] = str(folder)
        return bubblewrap.command(bwrap, seen, variables, names)

    def __enter__(self) -> "Grader":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes."""
        for judge in self._idle:
            judge.close()
        for process in self._processes:
            process.close()
        self._folder.cleanup()

    def grade(self, submission: Submission) -> Grade:
        """Grade one notebook. Several threads may call this at once."""
        started = time.monotonic()
        report, ending = self._run(submission)
        if report is None:
            grade = ungraded(submission, ending, self._settings)
        else:
            settings = self._settings
            grade = Grade(
                student=submission.student,
                exercise=submission.exercise.name,
                file=submission.file,
                digest=submission.digest,
                ended=ending,
                reason=ending.reason(
                    settings.notebook_seconds, settings.notebook_memory
                ),
                answers=tuple(answer_from(each) for each in report["answers"]),
                errors=tuple(from_plain(CellError, each) for each in report["errors"]),
                seconds=0.0,
            )
        return replace(grade, seconds=round(time.monotonic() - started, 3))

    def _run(self, submission: Submission) -> tuple[Report | None, Ending]:
        """Have the two processes work; return the judge's report and the ending."""
        settings = self._settings
        student, channel = socket.socketpair()
        status, keeper = socket.socketpair()
        student_job = StudentJob(
            slot=next(self._slots),
            notebook_seconds=settings.notebook_seconds,
            notebook_memory=settings.notebook_memory,
        )
        judge_job = JudgeJob(
            exercise=submission.exercise.name,
            seed=self._seed,
            judge_seconds=settings.notebook_seconds + _GRACE,
        )
        with self._lock:
            self._student.fork(student_job, student, keeper)
            judge = self._judge()
        with status, channel:
            # To the student's own process, and not with the job: in the process that
            # forks, the next student's would find them in its memory.
            with suppress(OSError):  # it has died; the judge is going to see that
                send_json(channel, submission.cells)
            report = _report(judge, judge_job, channel)
            channel.close()
            status.settimeout(_GRACE)
            try:
                end: JobEnd = receive_json(status) or JobEnd(ending=Ending.CRASHED)
            except TimeoutError:
                end = JobEnd(ending=Ending.TIMED_OUT)
        if report is None or report["last"]:
            judge.close()  # it is ending: no other submission may be given to it
        else:
            with self._lock:
                self._idle.append(judge)
        if end["ending"] is not None:
            return report, Ending(end["ending"])
        unfinished = report is None or report["gone"]
        return report, Ending.CRASHED if unfinished else Ending.GRADED

    def _judge(self) -> socket.socket:
        """Return a judge that waits for a job: an old one that lives, or a new one."""
        while self._idle:
            judge = self._idle.pop()
            if not select.select([judge], [], [], 0)[0]:  # it says nothing unasked
                return judge
            judge.close()
        judge, grader = socket.socketpair()
        self._judges.fork({}, grader)
        return judge


def _report(
    judge: socket.socket, job: JudgeJob, channel: socket.socket
) -> Report | None:
    """Have a judge do a job; return its report, None if it has died of it."""
    try:
        send_json(judge, job)
        socket.send_fds(judge, [b"."], [channel.fileno()])
    except ConnectionError:
        return None
    report: Report | None = receive_json(judge)
    return report


def ungraded(submission: Submission, ending: Ending, settings: Settings) -> Grade:
    """Return the grade of a submission that could not be questioned: no points."""
    hint = UNREAD if ending is Ending.UNREADABLE else GONE
    questions = questions_for(submission.exercise, settings.checks, settings.rubric)
    reason = ending.reason(settings.notebook_seconds, settings.notebook_memory)
    return Grade(
        student=submission.student,
        exercise=submission.exercise.name,
        file=submission.file,
        digest=submission.digest,
        ended=ending,
        reason=submission.fault or reason,
        answers=tuple(unreached(each, hint) for each in questions.values()),
        errors=(),
        seconds=0.0,
    )
