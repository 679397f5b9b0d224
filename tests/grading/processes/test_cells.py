"""Cells as people hand them in: out of order, cut in two, never ending."""

import os
import signal
import time

import pytest

from helpers.grading.processes.cells import join_split_cells, run_cells

needs_alarms = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="there are no alarms here"
)


@pytest.fixture
def shell(monkeypatch):
    from helpers.grading.processes.shell import Shell  # for Unix only

    shell = Shell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    with open(os.devnull) as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        yield shell


def run(shell, *cells: str, seconds: float = 10, total: float = 20) -> list[dict]:
    return run_cells(shell, cells, seconds, total)


@pytest.mark.parametrize(
    ("cells", "whole"),
    [
        ([], []),
        (["a = 1", "b = 2"], [(1, "a = 1"), (2, "b = 2")]),
        (["def f():", "    return 1"], [(1, "def f():\n    return 1")]),
        (
            ["x = 0", "def f(", "    a):", "    return a", "y = 1"],
            # The third cell alone does not mend the second: each stays as it is.
            [
                (1, "x = 0"),
                (2, "def f("),
                (3, "    a):"),
                (4, "    return a"),
                (5, "y = 1"),
            ],
        ),
        (["(1 +", "2)", "3"], [(1, "(1 +\n2)"), (3, "3")]),
        (["if x:", "y = 1"], [(1, "if x:"), (2, "y = 1")]),
        (["a b", "c"], [(1, "a b"), (2, "c")]),
        (["%pwd", "!ls", "1"], [(1, "%pwd"), (2, "!ls"), (3, "1")]),
        (["x = 'a\0b'", "y"], [(1, "x = 'a\0b'"), (2, "y")]),
        (["def f():"], [(1, "def f():")]),
        ([f"a{'.b' * 9_999}", "1"], [(1, f"a{'.b' * 9_999}"), (2, "1")]),
        ([f"{'-' * 9_999}1", "1"], [(1, f"{'-' * 9_999}1"), (2, "1")]),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_code_is_joined_with_the_next_if_that_mends_it(
    shell, cells, whole
):
    assert join_split_cells(shell, cells) == whole


@needs_alarms
def test_a_cell_nested_too_deeply_stops_alone(shell):
    (stopped,) = run(shell, f"{'-' * 9_999}1", "a = 1")
    assert stopped["cell"] == 1
    assert shell.user_ns["a"] == 1


@needs_alarms
def test_cells_run_in_their_order(shell):
    assert run(shell, "a = 1", "a += 1", "b = a * 10") == []
    assert shell.user_ns["b"] == 20


@needs_alarms
def test_a_cell_that_stops_is_named_and_stops_no_other(shell):
    cells = ["a = 1", "b = 2\nraise ValueError('no\\nmore')", "c = 3", "1 +"]
    first, second = run(shell, *cells)
    assert first == {
        "cell": 2,
        "error": "ValueError: no",
        "line": "raise ValueError('no\\nmore')",
    }
    assert (second["cell"], second["error"].split(":")[0]) == (4, "SyntaxError")
    assert shell.user_ns["c"] == 3


@needs_alarms
def test_an_error_without_a_message_is_its_name(shell):
    (stopped,) = run(shell, "raise KeyError")
    assert stopped["error"] == "KeyError"


@needs_alarms
def test_a_cell_that_lacks_a_name_is_tried_again_after_the_others(shell):
    cells = ["c = b + 1", "b = a + 1", "a = 1"]
    assert run(shell, *cells) == []
    assert shell.user_ns["c"] == 3


@needs_alarms
def test_a_name_that_nobody_defines_is_not_waited_for(shell):
    cells = ["count = []", "count.append(1)\nnothing", "b = 1", "more"]
    stopped = run(shell, *cells)
    assert [each["cell"] for each in stopped] == [2, 4]
    assert len(shell.user_ns["count"]) == 1


@needs_alarms
def test_a_name_that_is_there_and_yet_not_seen_is_not_waited_for(shell):
    cells = ["runs, seen = [], 1", "runs.append(1)\neval('seen', {})", "b = 1"]
    (stopped,) = run(shell, *cells)
    assert stopped["error"] == "NameError: name 'seen' is not defined"
    assert shell.user_ns["runs"] == [1]


@needs_alarms
def test_a_cell_is_tried_again_only_for_a_name_that_has_come(shell):
    cells = [
        "def answer(): return 'draft'\nnothing",
        "def answer(): return 'final'",
    ]
    run(shell, *cells)
    assert shell.user_ns["answer"]() == "final"


@needs_alarms
def test_a_blank_copy_undoes_no_answer(shell):
    answer = "def f(x):\n    return x\n\ny = 1"
    blank = "def f(x):\n    ...\n\ny = ..."
    assert run(shell, answer, blank) == []
    assert shell.user_ns["f"](7) == 7
    assert shell.user_ns["y"] == 1
    assert run(shell, "def f(x):\n    return -x") == []
    assert shell.user_ns["f"](7) == -7


# Lines that cannot run here, but may on the machine of a student.
STRANGE = {
    "from google.colab import drive": "ModuleNotFoundError",
    "import no_such_package as short": "ModuleNotFoundError",
    "from math import no_such_name": "ImportError",
    "%no_such_magic 2.x": "UsageError",
    "%load_ext google.colab.data_table": "ModuleNotFoundError",
    "get_ipython().run_line_magic('no_such', '')": "UsageError",
    "import os; os.environ['NO_SUCH_KEY']": "KeyError",
    "open('/content/drive/words.txt')": "FileNotFoundError",
    "name = input('Your name? ')": "EOFError",
    "import urllib.error; raise urllib.error.URLError('no network')": "URLError",
    "with open('/content/a') as file:\n    text = file.read()": "FileNotFoundError",
    "await no_such_task": "NameError",
    "1 / 0": "ZeroDivisionError",
    "assert False, 'no GPU'": "AssertionError",
}


@needs_alarms
@pytest.mark.parametrize("line", STRANGE)
def test_a_line_that_cannot_run_here_costs_only_what_depends_on_it(shell, line):
    (stopped,) = run(shell, f"a = 1\n{line}\nb = 2\ndef answer():\n    return b")
    assert stopped["error"].split(":")[0] == STRANGE[line]
    assert shell.user_ns["answer"]() == 2


@needs_alarms
@pytest.mark.parametrize(
    "magic", ["%%time", "%%capture", "%%capture out", "%%no_such_magic", "%%no_such df"]
)
def test_a_magic_around_a_cell_changes_nothing_of_that(shell, magic):
    body = "from google.colab import drive\nb = 2\ndef answer():\n    return b"
    (stopped,) = run(shell, f"{magic}\n{body}")
    unknown = f"Cell magic `{magic.split()[0]}` not found."
    assert stopped["error"] in (
        "ModuleNotFoundError: No module named 'google.colab'",
        f"UsageError: {unknown}",
    )
    assert ("UsageError" in stopped["error"]) == ("no_such" in magic)
    assert shell.user_ns["answer"]() == 2


@needs_alarms
def test_a_cell_that_ends_for_the_lack_of_a_device_goes_on(shell):
    cell = "import sys\nif not []:\n    sys.exit('no GPU')\nb = 1"
    (stopped,) = run(shell, cell)
    assert (stopped["error"], shell.user_ns["b"]) == ("SystemExit: no GPU", 1)


# Imports of which one is not here, though the student had it.
BESIDE = [
    "import no_such, math",
    "from no_such import a, b; import math",
    "if True:\n    import no_such as a, no_such.b\n    import math",
    "if False:\n    pass\nelse:\n    import no_such\n    import math",
    "with contextlib.nullcontext():\n    import no_such.b\n    import math",
    "if True:\n    import no_such as a\n    a.set()\n    import math as m, math",
    "for _ in '1':\n    if True:\n        import no_such\n        import math",
    "try:\n    import no_such\nfinally:\n    import math",
    "try:\n    import no_such\n    import math\nexcept TypeError:\n    pass",
    "try:\n    pass\nexcept TypeError:\n    pass\nelse:\n    import no_such, math",
]


@needs_alarms
@pytest.mark.parametrize("lines", BESIDE)
def test_an_import_that_fails_leaves_those_beside_it_standing(shell, lines):
    stopped = run(shell, "import contextlib", f"{lines}\nb = math.pi")
    assert {each["cell"] for each in stopped} == {2}
    assert "no_such" in stopped[0]["error"]
    assert "no_such" in stopped[0]["line"]
    assert shell.user_ns["b"] > 3


@needs_alarms
def test_what_follows_from_an_import_in_a_block_does_not_hide_it(shell):
    (stopped,) = run(shell, "if True:\n    import no_such as a\nb = 1", "a.draw()")
    assert (stopped["cell"], shell.user_ns["b"]) == (1, 1)


@needs_alarms
def test_a_handler_hears_of_an_import_that_fails(shell):
    lines = [
        "try:",
        "    import no_such.inner",
        "    from no_such import a",
        "    import math as m, cmath",
        "    here = True",
        "except ImportError as error:",
        "    message, here = str(error), False",
    ]
    assert run(shell, "\n".join(lines)) == []
    assert shell.user_ns["message"] == "No module named 'no_such'"
    assert not shell.user_ns["here"]
    assert shell.user_ns["m"].pi > 3
    assert "cmath" in shell.user_ns


@needs_alarms
def test_an_import_in_a_function_stops_it_as_ever(shell):
    cells = ["def answer():\n    import no_such, math\n    return 1", "answer()\nb = 1"]
    (stopped,) = run(shell, *cells)
    assert (stopped["cell"], shell.user_ns["b"]) == (2, 1)


@needs_alarms
def test_what_follows_from_an_error_does_not_hide_it(shell):
    cells = [
        "import no_such_package as short\nshort.start()\nmade = short.make()",
        "made.draw()\na = short.more()",
        "b = a + 1",
        "typo_of_mine",
        "again = again + 1",
    ]
    stopped = run(shell, *cells)
    assert [(each["cell"], each["error"]) for each in stopped] == [
        (1, "ModuleNotFoundError: No module named 'no_such_package'"),
        (4, "NameError: name 'typo_of_mine' is not defined"),
        (5, "NameError: name 'again' is not defined"),
    ]


@needs_alarms
def test_a_cell_finds_what_a_kernel_has(shell):
    cells = [
        "7",
        "last = _",
        "assert In[1] == '7' and Out[1] == 7",
        "display('text')",
        "assert __name__ == '__main__'",
        "import asyncio\nasync def later(): return 3",
        "waited = await later()",
        "assert get_ipython() is not None",
    ]
    assert run(shell, *cells) == []
    assert (shell.user_ns["last"], shell.user_ns["waited"]) == (7, 3)


# Loops that end on no machine, and shrug off what is to end them.
ENDLESS = [
    "while True: pass",
    "while True:\n    try:\n        n = int(input())\n    except:\n        pass",
    "while True:\n    try: pass\n    except Exception: pass",
    "while True:\n    try: time.sleep(9)\n    except OSError: pass",
    "while True:\n    try:\n        while True: time.sleep(0.001)\n"
    "    except BaseException: pass",
    "while True:\n    with contextlib.suppress(BaseException): time.sleep(0.01)",
    "while True:\n    try: time.sleep(0.01)\n    finally: continue",
    "def f():\n    try:\n        while True: pass\n    except BaseException: f()\nf()",
    "class A:\n    def __repr__(self):\n        while True: pass\nA()",
    "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()",
    "import re; re.match('(a+)+$', 'a' * 40 + 'b')",
    "%%capture\nwhile True:\n    try: input()\n    except: pass",
    "!sleep 60",
    "await asyncio.sleep(60)",
    "while True:\n    try: await asyncio.sleep(0.01)\n    except BaseException: pass",
]  # fmt: skip


@needs_alarms
@pytest.mark.parametrize("cell", ENDLESS)
def test_a_statement_without_end_is_stopped_whatever_it_catches(shell, cell):
    started = time.monotonic()
    cells = ["import asyncio, contextlib, time", cell, "a = 1"]
    cells += ["await asyncio.sleep(0.01)\nb = 1"]
    (stopped,) = run(shell, *cells, seconds=0.5)
    assert stopped["cell"] == 2
    assert stopped["error"] == "TimeoutError: it took longer than 0.5 seconds"
    assert (shell.user_ns["a"], shell.user_ns["b"]) == (1, 1)
    assert time.monotonic() - started < 5


@needs_alarms
@pytest.mark.slow
def test_what_a_cell_awaits_without_end_does_not_go_on_in_another(shell):
    cells = ["import asyncio", "await asyncio.sleep(1.5)\nb = 1"]
    cells += ["await asyncio.sleep(0.05)"] * 15
    (stopped,) = run(shell, *cells, seconds=0.9)  # the rest may take 0.3 s each
    assert stopped["cell"] == 2
    assert "b" not in shell.user_ns


@needs_alarms
@pytest.mark.slow
@pytest.mark.parametrize("cell", ["while True: pass", "await asyncio.sleep(60)"])
def test_no_alarm_rings_once_the_cells_are_over(shell, cell):
    run(shell, "import asyncio", cell, seconds=0.1)
    time.sleep(0.7)


@needs_alarms
def test_a_statement_without_end_is_named_and_those_after_it_run(shell):
    loop = "while True:\n    try:\n        n = int(input())\n    except:\n        pass"
    (stopped,) = run(shell, f"{loop}\na = 1", seconds=0.3)
    assert stopped["line"] in ("n = int(input())", "while True:", "pass", "except:")
    assert shell.user_ns["a"] == 1


@needs_alarms
@pytest.mark.slow
def test_many_statements_without_end_leave_time(shell):
    started = time.monotonic()
    stopped = run(shell, *["while True: pass"] * 4, "a = 1", seconds=1, total=5)
    assert [each["cell"] for each in stopped] == [1, 2, 3, 4]
    assert shell.user_ns["a"] == 1
    assert 1.4 < time.monotonic() - started < 2.5


@needs_alarms
@pytest.mark.slow
def test_many_slow_statements_leave_time(shell):
    started = time.monotonic()
    cells = ["import time", *["time.sleep(0.4)"] * 5]
    stopped = run(shell, *cells, seconds=1, total=1)
    assert [each["cell"] for each in stopped] == [4, 5, 6]
    assert time.monotonic() - started < 2


@needs_alarms
@pytest.mark.parametrize("cell", ["raise SystemExit", "raise KeyboardInterrupt"])
def test_a_cell_that_wants_to_end_it_all_stops_alone(shell, cell):
    (stopped,) = run(shell, f"{cell}\nb = 1", "a = 1")
    assert stopped["cell"] == 1
    assert shell.user_ns["a"] == 1
    assert "b" not in shell.user_ns
