"""Cells as people hand them in: out of order, cut in two, never ending."""

import signal
import time

import pytest
from IPython.core.interactiveshell import InteractiveShell

from helpers.grading.processes.cells import alarm, join_split_cells, run_cells

needs_alarms = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="there are no alarms here"
)


@pytest.fixture
def shell():
    shell = InteractiveShell()
    shell.showtraceback = lambda *args, **kwargs: None
    shell.showsyntaxerror = lambda *args, **kwargs: None
    return shell


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
    (stopped,) = run_cells(shell, [f"{'-' * 9_999}1", "a = 1"], 10)
    assert stopped["cell"] == 1
    assert shell.user_ns["a"] == 1


@needs_alarms
def test_cells_run_in_their_order(shell):
    assert run_cells(shell, ["a = 1", "a += 1", "b = a * 10"], 10) == []
    assert shell.user_ns["b"] == 20


@needs_alarms
def test_a_cell_that_stops_is_named_and_stops_no_other(shell):
    cells = ["a = 1", "b = 2\nraise ValueError('no\\nmore')", "c = 3", "1 +"]
    first, second = run_cells(shell, cells, 10)
    assert first == {
        "cell": 2,
        "error": "ValueError: no",
        "line": "raise ValueError('no\\nmore')",
    }
    assert (second["cell"], second["error"].split(":")[0]) == (4, "SyntaxError")
    assert shell.user_ns["c"] == 3


@needs_alarms
def test_an_error_without_a_message_is_its_name(shell):
    (stopped,) = run_cells(shell, ["raise KeyError"], 10)
    assert stopped["error"] == "KeyError"


@needs_alarms
def test_a_cell_that_lacks_a_name_is_tried_again_after_the_others(shell):
    cells = ["c = b + 1", "b = a + 1", "a = 1"]
    assert run_cells(shell, cells, 10) == []
    assert shell.user_ns["c"] == 3


@needs_alarms
def test_a_name_that_nobody_defines_is_not_waited_for(shell):
    cells = ["count = []", "count.append(1)\nnothing", "b = 1", "more"]
    stopped = run_cells(shell, cells, 10)
    assert [each["cell"] for each in stopped] == [2, 4]
    assert len(shell.user_ns["count"]) == 2  # both lack a name still: no third time


@needs_alarms
def test_a_blank_copy_undoes_no_answer(shell):
    answer = "def f(x):\n    return x\n\ny = 1"
    blank = "def f(x):\n    ...\n\ny = ..."
    assert run_cells(shell, [answer, blank], 10) == []
    assert shell.user_ns["f"](7) == 7
    assert shell.user_ns["y"] == 1
    assert run_cells(shell, ["def f(x):\n    return -x"], 10) == []
    assert shell.user_ns["f"](7) == -7


@needs_alarms
def test_a_cell_that_takes_too_long_is_stopped(shell):
    started = time.monotonic()
    cells = ["while True: pass", "a = 1"]
    (stopped,) = run_cells(shell, cells, 0.3)
    assert stopped["cell"] == 1
    assert stopped["error"].startswith("TimeoutError: it took longer than")
    assert shell.user_ns["a"] == 1
    assert time.monotonic() - started < 5


@needs_alarms
@pytest.mark.parametrize("cell", ["raise SystemExit", "raise KeyboardInterrupt"])
def test_a_cell_that_wants_to_end_it_all_stops_alone(shell, cell):
    (stopped,) = run_cells(shell, [cell, "a = 1"], 10)
    assert stopped["cell"] == 1
    assert shell.user_ns["a"] == 1


@needs_alarms
def test_an_alarm_is_off_when_it_is_over():
    with alarm(0.1):
        pass
    time.sleep(0.2)
    with pytest.raises(TimeoutError, match="longer than 0 seconds"), alarm(0.1):
        time.sleep(5)
