"""The student's process without its sandbox: how jobs are watched, what is answered."""

import os
import signal
import socket
import sys
import threading
import time
from textwrap import indent

import pytest

pytest.importorskip("resource")
if not sys.platform.startswith("linux"):
    pytest.skip("jobs are watched as Linux allows", allow_module_level=True)

from helpers.checks.codec import decode, encode
from helpers.grading.ending import Ending
from helpers.grading.processes import student
from helpers.grading.processes.fork_server import ForkServer
from helpers.grading.processes.messages import (
    StudentJob,
    receive,
    receive_json,
    send,
    send_json,
)
from helpers.grading.sandbox import confine
from tests.grading.notebooks import QUICK

MB = 1_000_000
PROGRAM = """
import sys
from functools import partial
import IPython
from helpers.grading.processes import fork_server, student
sys.path.remove("")  # as with -I
sys.dont_write_bytecode = False
fork_server.serve(int(sys.argv[1]), partial(student.run_locked_in, sandboxed=False))
"""


def job(seconds: float = 20, memory: int = 500 * MB) -> StudentJob:
    return StudentJob(slot=0, notebook_seconds=seconds, notebook_memory=memory)


def watch(work, limits: StudentJob) -> tuple[Ending | None, int]:
    """Watch a child that does some work; return how it ended, and its number."""
    _, shared = confine.measure_tree(os.getpid(), 0)
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return student.watch_job(child, limits, shared), child


def gone(child: int) -> bool:
    try:
        os.kill(child, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_job_that_ends_by_itself_has_no_ending():
    assert watch(lambda: None, job())[0] is None


def test_a_job_that_takes_too_long_is_ended():
    started = time.monotonic()
    ending, child = watch(lambda: time.sleep(60), job(seconds=0.3))
    assert ending is Ending.TIMED_OUT
    assert gone(child)
    assert 0.3 < time.monotonic() - started < 10


def test_a_job_that_takes_too_much_memory_is_ended():
    def fill():
        # Far more than a fork of this process may seem to have less than its parent:
        # what is mapped from files counts in a fork only once it is touched.
        held = b"x" * (800 * MB)
        time.sleep(60)
        del held

    ending, child = watch(fill, job(memory=100 * MB))
    assert ending is Ending.OUT_OF_MEMORY
    assert gone(child)


def test_what_a_job_shares_with_its_keeper_is_not_its_own():
    held = b"x" * (200 * MB)
    assert watch(lambda: time.sleep(0.5), job(memory=100 * MB))[0] is None
    del held


def test_a_job_of_too_many_processes_is_ended(monkeypatch):
    monkeypatch.setattr(student, "_PROCESSES", 3)

    def multiply():
        for _ in range(5):
            if os.fork() == 0:
                time.sleep(5)
                os._exit(0)
        time.sleep(60)

    ending, child = watch(multiply, job())
    os.killpg(child, signal.SIGKILL)  # in the sandbox its name space does that
    assert ending is Ending.TOO_MANY_PROCESSES


@pytest.mark.parametrize("code", [1, 3, 255])
def test_a_job_that_breaks_down_has_crashed(code):
    assert watch(lambda: os._exit(code), job())[0] is Ending.CRASHED


@pytest.mark.parametrize(
    ("number", "ending"),
    [
        (signal.SIGTERM, Ending.CRASHED),
        (signal.SIGKILL, Ending.CRASHED),
        (signal.SIGXCPU, Ending.TIMED_OUT),
    ],
)
def test_a_signal_is_a_crash_unless_it_is_that_of_the_processor_time(number, ending):
    assert watch(lambda: os.kill(os.getpid(), number), job())[0] is ending


@pytest.fixture(scope="module")
def server():
    command = [sys.executable, "-c", PROGRAM]
    server = ForkServer(command, dict(os.environ))
    server.wait()
    yield server
    server.close()


@pytest.mark.slow
def test_a_notebook_imports_what_it_has_written_and_leaves_nothing(server):
    cells = [
        "%%writefile mine.py\ndef f(x): return x + 1",
        "import mine, os\nfiles = os.listdir()\nsame = os.stat('.').st_mtime_ns",
        "%%writefile other.py\nimport no_such_package",
        "os.utime('.', ns=(same, same))  # as if all were written at once",
        "import other",
        "second = os.stat('mine.py').st_mtime",
        "%%file mine.py\ndef f(x): return x * 9",
        "os.utime('mine.py', (second, second))",
        "import importlib; importlib.reload(mine)\ndef g(x): return mine.f(x)",
        "open('mine.txt', 'w').write('text')",
        "%run mine.py\nnine = f(1)\nassert open('mine.txt').read() == 'text'",
    ]
    stopped, replies, _ = run(server, cells, [call("g", 3), get("files")])
    assert stopped == [
        {
            "cell": 5,
            "error": "ModuleNotFoundError: No module named 'no_such_package'",
            "line": "import no_such_package",
        }
    ]
    assert [reply["value"] for reply in replies] == [27, ["mine.py"]]
    cells = ["import os\nfiles = os.listdir()", "import mine"]
    stopped, replies, _ = run(server, cells, [get("files")])
    assert [each["cell"] for each in stopped] == [2]
    assert replies[0]["value"] == []


@pytest.mark.slow
def test_an_error_in_a_module_that_was_written_has_its_line(server):
    cells = ["%%writefile mine.py\ndef f(x):\n    return x / 0", "from mine import f"]
    _, [reply], _ = run(server, cells, [call("f", 3)])
    assert (reply["line"], reply["number"]) == ("return x / 0", 2)


def run(
    server: ForkServer, cells: list[str], requests: list[dict], seconds: float = 20
):
    """Have a job run, not locked in; return stopped cells, replies and end."""
    ours, channel = socket.socketpair()
    end, status = socket.socketpair()
    server.fork(job(seconds, 4_000 * MB), channel, status)
    replies: list[bytes | None] = []
    with ours, end:
        sender = threading.Thread(target=send_json, args=(ours, cells))
        sender.start()
        stopped = receive_json(ours)
        sender.join()
        for request in requests:
            send(ours, encode(request))
            replies.append(receive(ours))
        ours.close()
        ending = receive_json(end)
    return stopped, [reply and decode(reply) for reply in replies], ending


def call(target: str, *args: object) -> dict:
    return {"target": target, "call": True, "args": args, "kwargs": {}}


def get(target: str) -> dict:
    return {"target": target, "call": False, "args": (), "kwargs": {}}


@pytest.mark.slow
def test_cells_are_run_then_questions_answered_until_the_judge_has_gone(server):
    cells = [QUICK, "1 / 0", "def twice(x): return 2 * x", "# " + "x" * 3_000_000]
    stopped, replies, end = run(server, cells, [call("twice", 21), call("nothing")])
    assert [each["error"] for each in stopped] == [
        "ZeroDivisionError: division by zero"
    ]
    assert replies == [{"status": "value", "value": 42}, {"status": "missing"}]
    assert end == {"ending": None}


@pytest.mark.slow
def test_an_answer_that_takes_for_ever_leaves_time_for_the_next(server):
    cells = ["def f():\n    while True: pass", "def g(): return 1"]
    stopped, replies, end = run(server, cells, [call("f"), call("g")], seconds=4)
    assert stopped == []
    assert (replies[0]["status"], replies[0]["error"]) == ("raised", "TimeoutError")
    assert replies[1] == {"status": "value", "value": 1}
    assert end == {"ending": None}


@pytest.mark.slow
def test_cells_and_answers_that_take_for_ever_leave_time_for_the_rest(server):
    loop = "while True:\n    try: input()\n    except BaseException: pass\n"
    cells = [loop, loop, loop, "def g(): return 1"]
    cells += [f"def f{n}():\n{indent(loop, '    ')}" for n in "ab"]
    requests = [call("fa"), call("fb"), call("g")]
    stopped, replies, end = run(server, cells, requests, seconds=4)
    assert [each["cell"] for each in stopped] == [1, 2, 3]
    assert [reply.get("error") for reply in replies] == ["TimeoutError"] * 2 + [None]
    assert replies[2] == {"status": "value", "value": 1}
    assert end == {"ending": None}


@pytest.mark.slow
def test_a_process_that_ends_itself_is_told(server):
    stopped, _, end = run(server, ["import os; os._exit(3)"], [])
    assert stopped is None
    assert end == {"ending": "crashed"}
