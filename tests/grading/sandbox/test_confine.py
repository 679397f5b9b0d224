"""What of a locked-in process can be seen without locking anything in."""

import os
import subprocess
import sys

import pytest

pytest.importorskip("resource")
if not sys.platform.startswith("linux"):
    pytest.skip("limits and /proc are those of Linux", allow_module_level=True)

from helpers.grading.sandbox import confine

# A process with two children; it writes a line once they are there, and waits.
FAMILY = """
import subprocess, sys
child = [sys.executable, "-c", "print(flush=True); import time; time.sleep(60)"]
children = [subprocess.Popen(child, stdout=subprocess.PIPE) for _ in range(2)]
for each in children:
    each.stdout.readline()
print(flush=True)
sys.stdin.read()
for each in children:
    each.kill()
    each.wait()
"""


@pytest.fixture
def family():
    with subprocess.Popen(
        [sys.executable, "-c", FAMILY], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        yield process
        process.stdin.close()


def test_a_tree_is_a_process_and_its_descendants(family):
    count, memory = confine.measure_tree(family.pid, 0)
    assert count == 3
    assert 3 * 5_000_000 < memory < 3 * 50_000_000
    assert confine.measure_tree(os.getpid(), 0)[0] >= 4


def test_what_processes_share_counts_for_none_of_them(family):
    _, whole = confine.measure_tree(family.pid, 0)
    _, own = confine.measure_tree(family.pid, 1_000_000)
    assert own == whole - 3_000_000
    assert confine.measure_tree(family.pid, 10**12)[1] == 0


def test_a_tree_that_has_ended_is_empty(family):
    family.stdin.close()
    family.wait()
    assert confine.measure_tree(family.pid, 0) == (0, 0)


def run_limited(program: str) -> subprocess.CompletedProcess:
    head = "from helpers.grading.sandbox import confine\n"
    command = [sys.executable, "-c", head + program]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_memory_is_limited_beyond_what_a_process_has():
    program = """
before = bytearray(200_000_000)
confine.limit_memory(100_000_000)
allowed = bytearray(50_000_000)
try:
    more = bytearray(100_000_000)
except MemoryError:
    print("limited")
"""
    assert run_limited(program).stdout == "limited\n"


def test_files_and_processor_time_are_limited():
    program = """
import resource
confine.limit_resources(memory=10**9, cpu_seconds=0.5)
for what in (resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE, resource.RLIMIT_CORE):
    print(*resource.getrlimit(what))
print(resource.getrlimit(resource.RLIMIT_CPU)[0] <= 2 + os.cpu_count())
"""
    done = run_limited("import os\n" + program)
    lines = ["64000000 64000000", "512 512", "0 0", "True"]
    assert done.stdout.splitlines() == lines, done.stderr


def test_a_limit_that_is_lower_already_stays():
    program = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))
confine.limit_resources(memory=10**9, cpu_seconds=1)
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""
    assert run_limited(program).stdout == "100 100\n"


def test_what_the_kernel_refuses_is_an_error():
    nothing = b"/no/such/folder"
    with pytest.raises(OSError, match="mount: "):
        confine._libc("mount", nothing, nothing, nothing, 0, None)
