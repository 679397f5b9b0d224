"""A process that forks a child for each job."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import helpers
from helpers.grading.processes.fork_server import ForkServer, StartError
from helpers.grading.processes.messages import receive, receive_json, send_json

if not hasattr(os, "fork"):
    pytest.skip("there is no fork here", allow_module_level=True)

# Answers each job with what it was sent and where it runs; job "die" kills its process.
PROGRAM = """
import os, sys
from helpers.grading.processes.fork_server import import_for_children, serve
from helpers.grading.processes.messages import receive_json, send_json

text = sys.stdin.read()
import_for_children(["colorsys"])

def handle(job, channel):
    if job["word"] == "raise":
        raise ValueError("on purpose")
    if job["word"] == "die":
        os.kill(os.getpid(), 9)
    more = receive_json(channel)
    send_json(channel, {
        "word": job["word"], "more": more, "text": text, "variable": os.environ["MORE"],
        "process": os.getpid(), "parent": os.getppid(),
        "imported": "colorsys" in sys.modules,
    })

serve(int(sys.argv[1]), handle)
"""


def start(program: str = PROGRAM, text: str = "") -> ForkServer:
    command = [sys.executable, "-c", program]
    return ForkServer(command, {**os.environ, "MORE": "yes"}, text)


@pytest.fixture
def server():
    server = start(text="questions")
    server.wait()
    yield server
    server.close()


def do(server: ForkServer, word: str, more: object = ()) -> dict | None:
    ours, theirs = socket.socketpair()
    with ours:
        ours.settimeout(20)
        server.fork({"word": word}, theirs)
        send_json(ours, more)
        return receive_json(ours)


def test_each_job_has_a_process_of_its_own_that_has_imported(server):
    first, second = do(server, "one", [1]), do(server, "two", [2])
    assert (first["word"], first["more"]) == ("one", [1])
    assert (second["word"], second["more"]) == ("two", [2])
    assert first["text"] == "questions"
    assert first["variable"] == "yes"
    assert first["imported"]
    assert first["process"] != second["process"]
    assert first["parent"] == second["parent"] != os.getpid()


@pytest.mark.parametrize("word", ["raise", "die"])
def test_a_job_that_breaks_down_stops_no_other(server, word):
    ours, theirs = socket.socketpair()
    with ours:
        ours.settimeout(20)
        server.fork({"word": word}, theirs)
        assert receive(ours) is None
    assert do(server, "next")["word"] == "next"


def test_a_process_that_does_not_start_says_why():
    server = start("import sys\nsys.exit('nothing here\\nno data, alas')")
    with pytest.raises(StartError, match=r"^no data, alas$"):
        server.wait()
    server.close()


def test_a_process_that_ends_in_silence_is_told():
    server = start("")
    with pytest.raises(StartError, match="did not start"):
        server.wait()
    server.close()


def test_closing_ends_the_process(server):
    parent = do(server, "one")["parent"]
    server.close()
    with pytest.raises(ProcessLookupError):
        os.kill(parent, 0)


def test_a_command_runs_this_copy_of_the_course_whatever_is_installed(tmp_path):
    """A copy elsewhere starts its own modules, whose packages are those of `-I`."""
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copytree(
        Path(helpers.__file__).parent,
        copy / "helpers",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    (copy / "helpers" / "where.py").write_text(
        "import sys, helpers\nprint(__name__, helpers.__file__, sys.argv)"
    )
    code = (
        "import subprocess\n"
        "from helpers.grading.processes.fork_server import command\n"
        "subprocess.run(command('helpers.where', 'a', 'b'), check=True)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(copy)},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    where = copy / "helpers"
    assert said.startswith(f"__main__ {where / '__init__.py'} ")
    assert said.endswith(f"['{where / 'where.py'}', 'a', 'b']\n")
