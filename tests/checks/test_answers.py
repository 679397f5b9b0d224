"""The student's side: blank answers, functions handed out, errors in words."""

import linecache
import sys
import warnings
from importlib import import_module

import numpy as np
import pytest

from helpers.checks.answers import (
    Answers,
    describe,
    in_package,
    is_blank,
    quiet,
    raised,
)
from helpers.checks.codec import Function
from helpers.checks.messages import ReplyStatus, read_reply, write_request


def defined(code: str) -> object:
    """Return what a cell of a notebook defines as `answer`."""
    namespace: dict[str, object] = {}
    exec(compile(code, "<cell>", "exec"), namespace)
    return namespace["answer"]


@pytest.mark.parametrize(
    "code",
    [
        "answer = ...",
        "def answer(x): ...",
        "def answer(x):\n    ...\n    ...",
        "def answer(x):\n    'Words.'\n    ...",
        "def answer(x): pass",
        "def answer(x, y=3): ...",
    ],
)
def test_what_was_handed_out_is_blank(code):
    assert is_blank(defined(code))


@pytest.mark.parametrize(
    "code",
    [
        "answer = None",
        "answer = [...]",
        "def answer(x): return 0",
        "def answer(x): return x",
        "def answer(x):\n    y = 1\n    ...",
        "def answer(x): raise NotImplementedError",
        "class answer: ...",
        "answer = len",
    ],
)
def test_what_has_anything_of_its_own_is_not(code):
    assert not is_blank(defined(code))


def reply(answers: Answers, target, *args, call=True, **kwargs):
    request = {"target": target, "call": call, "args": args, "kwargs": kwargs}
    return read_reply(answers.reply(write_request(request)))


def test_every_status_of_a_reply():
    answers = Answers(
        {
            "add": lambda a, b=1: a + b,
            "blank": ...,
            "dots": lambda: ...,
            "three": 3,
            "large": np.zeros(9_000_000),
        }
    )
    assert reply(answers, "add", 2, b=5) == {"status": "value", "value": 7}
    assert reply(answers, "three", call=False)["value"] == 3
    assert reply(answers, "absent") == {"status": ReplyStatus.MISSING}
    assert reply(answers, "blank", call=False) == {"status": ReplyStatus.BLANK}
    assert reply(answers, "dots") == {"status": ReplyStatus.BLANK}
    assert reply(answers, "three") == {"status": "no function", "type": "int"}
    assert reply(answers, "large", call=False) == {
        "status": ReplyStatus.UNFIT,
        "why": "it is too large",
    }
    assert reply(answers, "add")["error"] == "TypeError"


def test_each_function_that_was_handed_out_can_be_called_by_its_handle():
    answers = Answers({"adder": lambda n: lambda x: x + n})
    assert reply(answers, "adder", 1)["value"] == Function(0)
    assert reply(answers, "adder", 10)["value"] == Function(1)
    assert reply(answers, Function(0), 5)["value"] == 6
    assert reply(answers, Function(1), 5)["value"] == 15


def failure(code: str, name: str = "<cell>") -> BaseException:
    """Return what a cell of that name raises, as seen by who runs it."""
    with pytest.raises(Exception) as caught:
        exec(compile(code, name, "exec"), {})
    return caught.value.with_traceback(caught.value.__traceback__.tb_next)


CELLS = {
    "Colab until 2024": "<ipython-input-7-0a1b2c3d4e5f>",
    "Colab": "/tmp/ipython-input-1001.py",
    "IPython": "<ipython-input-3-0a1b2c3d4e5f>",
    "Jupyter": "/tmp/ipykernel_9/1234567890.py",
    "Jupyter on Windows": "C:\\Users\\ada\\AppData\\Local\\Temp\\ipykernel_9\\12.py",
    "VS Code": "/home/ada/03-word-windows.ipynb Cell 7",
    "marimo": "/tmp/marimo_9/__marimo__cell_Hbol_.py",
}


@pytest.mark.parametrize("name", CELLS.values(), ids=CELLS)
def test_an_error_is_described_by_its_first_line_and_the_last_line_of_the_cell(
    monkeypatch, name
):
    code = "import json\n\ndef f(x): json.loads(x)\n\nf('one\\ntwo')"
    source = (len(code), None, code.splitlines(keepends=True), name)
    monkeypatch.setitem(linecache.cache, name, source)
    error = failure(code, name)
    assert describe(error) == {
        "error": "JSONDecodeError",
        "message": "Expecting value: line 1 column 1 (char 0)",
        "line": "def f(x): json.loads(x)",
        "number": 3,
    }
    assert raised(error) == {"status": ReplyStatus.RAISED, **describe(error)}


def test_a_module_that_a_notebook_has_written_is_the_students_too(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("import numpy as np\nnp.linalg.inv(np.zeros((2, 2)))\n")
    described = describe(failure(path.read_text(), str(path)))
    assert (described["line"], described["number"]) == (
        "np.linalg.inv(np.zeros((2, 2)))",
        2,
    )


def test_an_error_of_no_cell_has_no_line():
    described = describe(failure("raise ValueError('one\\ntwo')"))
    assert (described["line"], described["number"]) == ("", 0)
    assert described["message"] == "one"


@pytest.mark.parametrize(
    "module", ["json.decoder", "numpy.linalg", "helpers.vectors", "pytest"]
)
def test_no_line_of_a_package_is_the_students(module):
    assert in_package(import_module(module).__file__)


def test_no_line_of_a_package_is_the_students_in_colab_either():
    packages = "/usr/local/lib/python3.12/dist-packages"
    assert in_package(f"{packages}/numpy/linalg/_linalg.py")
    assert in_package("<frozen importlib._bootstrap>")


@pytest.mark.parametrize("code", ["raise MemoryError", "raise ValueError('')"])
def test_an_error_without_words_has_no_message(code):
    described = describe(failure(code))
    assert described["message"] == ""
    assert described["error"] in ("MemoryError", "ValueError")


def test_a_long_message_is_cut():
    assert describe(failure("raise ValueError('x' * 999)"))["message"] == "x" * 200


def test_quiet_keeps_prints_and_warnings_off_the_page(capsys):
    with warnings.catch_warnings(record=True) as heard:
        with quiet():
            print("out")
            print("err", file=sys.stderr)
            warnings.warn("loud", stacklevel=1)
        print("after")
    assert heard == []
    assert capsys.readouterr() == ("after\n", "")


@pytest.fixture
def page(monkeypatch):
    """A shell with Matplotlib's figures inline, and what it has displayed."""
    from IPython.core.displaypub import CapturingDisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    publisher = CapturingDisplayPublisher()
    monkeypatch.setattr(shell, "display_pub", publisher)
    monkeypatch.setattr(shell, "enable_gui", lambda gui=None: None)
    shell.run_line_magic("matplotlib", "inline")

    def run(code: str) -> list[dict]:
        shell.run_cell(code).raise_error()
        return list(publisher.outputs)

    yield run
    shell.run_line_magic("matplotlib", "agg")
    InteractiveShell.clear_instance()


DRAWING = """
import matplotlib.pyplot as plt
from IPython.display import HTML, display
from helpers.checks.answers import quiet

def draw():
    plt.plot([3, 4])
    display(HTML("shown"))
    {}
    plt.figure()

def ask():
    for _ in range(4):
        with quiet():
            draw()
"""


@pytest.mark.slow
@pytest.mark.parametrize("more", ["pass", "plt.show()", "plt.close('all')", "1 / 0"])
def test_quiet_keeps_displays_and_figures_off_the_page(page, more):
    assert page(DRAWING.format(more)) == []
    assert page("try: ask()\nexcept ZeroDivisionError: pass") == []
    assert page("assert plt.get_fignums() == []") == []


@pytest.mark.slow
@pytest.mark.parametrize("more", ["pass", "plt.show()", "plt.close('all')", "1 / 0"])
def test_quiet_loses_no_figure_that_was_drawn_before(page, more):
    page(DRAWING.format(more))
    before = "figure, axes = plt.subplots(); axes.plot([1, 2])"
    outputs = page(f"{before}\ntry: ask()\nexcept ZeroDivisionError: pass")
    assert len(outputs) == 1
    assert "image/png" in outputs[0]["data"]
    *_, lines = page("display(len(axes.lines))")  # nobody has drawn into it
    assert lines["data"]["text/plain"] == "1"
