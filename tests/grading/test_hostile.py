"""Submissions that mean harm: each ends as expected, and nobody else notices.

An answer is worth its points only if nothing was found out or broken: the hostile
cells delete their own answers when an attack has worked.
"""

import json
import os
import re
import socket
from pathlib import Path

import nbformat
import pytest

import helpers
from helpers.grading.__main__ import main
from tests.grading.notebooks import EASY, PROJECT, needs_bubblewrap, notebook_of
from tests.grading.own_processes import processes

pytestmark = [pytest.mark.slow, needs_bubblewrap]
SECONDS = 15
# Before every cell of those below.
IMPORTS = "import os, sys, time\n"
# Deletes the answers if what it holds succeeds.
BREACH = """
def attack(what):
    try:
        worked = what()
    except Exception:
        worked = False
    if worked is not False:
        for name in ("windows", "perplexity", "parameters"):
            globals()[name] = None
"""
# A model that is small where it is made, and says of itself what it likes.
MODEL = """
from keras import Sequential, layers

class Embedding(layers.Embedding):
    def get_config(self):
        return super().get_config() | CLAIM

def of(*more):
    stack = [layers.Input((3,), dtype="int32"), Embedding(300, 1), layers.Dense(1)]
    model = Sequential([*stack, layers.Reshape((3, 1, 1)), *more])
    model.compile(loss="mse")
    return model
"""
# What is handed in, how it ends, and what it earns of the three easy points. Cells run
# after the honest answers, unless they are a tuple: then instead of them.
CELLS = {
    "honest": ("", "graded", 3),
    "endless loop": ("while True: pass", "graded", 3),
    "endless loop that will not be stopped": (
        "while True:\n"
        "    try:\n"
        "        while True: time.sleep(0.001)\n"
        "    except BaseException: pass",
        "graded",
        3,
    ),
    "endless loop that never looks up": ("sum(iter(int, 1))", "timed out", 0),
    "endless loop without an alarm": (
        "import signal\nwhile True: signal.setitimer(signal.ITIMER_REAL, 0)",
        "timed out",
        0,
    ),
    "endless loops by the dozen": (
        "def f():\n"
        "    while True:\n"
        "        try: time.sleep(9)\n"
        "        except: pass\n" + "f()\n" * 12,
        "graded",
        3,
    ),
    "leaves modules for others": (
        "for name in ('numpy', 'json', 'helpers', 'mine'):\n"
        "    open(f'{name}.py', 'w').write('raise SystemExit')",
        "graded",
        3,
    ),
    "memory bomb": ("held = [bytearray(10**8) for _ in range(1000)]", "graded", 3),
    "memory bomb of many": (
        "for _ in range(20):\n"
        "    if os.fork() == 0:\n"
        "        held = b'x' * (3 * 10**8); time.sleep(60)\n"
        "time.sleep(60)",
        "out of memory",
        0,
    ),
    "shared memory bomb": (
        "import mmap\n"
        "held = mmap.mmap(-1, 10**10)\n"
        "for i in range(0, 10**10, 4096): held[i] = 1",
        "out of memory",
        0,
    ),
    "fork bomb": (
        "while True:\n    try: os.fork()\n    except OSError: pass",
        "too many processes",
        0,
    ),
    "ten GB of output": ("for _ in range(10_000): print('x' * 1_000_000)", "graded", 3),
    "ten GB to the terminal": (
        "line = b'x' * 10**7\nfor _ in range(1000): os.write(1, line)",
        "graded",
        3,
    ),
    "disk filler": (
        "for folder in ('.', '/tmp', '/dev/shm', '/scratch'):\n"
        "    for n in range(9):\n"
        "        try:\n"
        "            with open(f'{folder}/{n}', 'wb') as f:\n"
        "                while True: f.write(bytes(10**6))\n"
        "        except OSError: pass",
        "graded",
        3,
    ),
    "os._exit": ("os._exit(0)", "crashed", 0),
    "sys.exit": ("sys.exit(0)", "graded", 3),
    "segmentation fault": ("import ctypes; ctypes.string_at(0)", "crashed", 0),
    "kills its parent and its siblings": (
        "import signal\n"
        "for number in (os.getppid(), -1, 0, *range(2, 3000)):\n"
        "    try:\n"
        "        if number != os.getpid(): os.kill(number, signal.SIGKILL)\n"
        "    except OSError: pass",
        ("graded", "crashed"),
        (0, 3),
    ),
    "background thread": (
        "import threading\n"
        "def later():\n"
        "    while True:\n"
        "        open('/scratch/x', 'a').write('x'); time.sleep(0.01)\n"
        "threading.Thread(target=later, daemon=True).start()",
        "graded",
        3,
    ),
    "a model that bursts": (
        f"CLAIM = {{}}\n{MODEL}\nmodel = of(layers.UpSampling2D(5000))",
        "graded",
        3,
    ),
    "a model that claims to be huge": (
        f"CLAIM = {{'input_dim': 10**11}}\n{MODEL}\nmodel = of()",
        "graded",
        3,
    ),
    "raises in an answer": ("def windows(*args): raise BaseException", "crashed", 0),
    "an answer that takes for ever": (
        "def windows(*args):\n    while True: pass",
        "graded",
        2,
    ),
}
REACHES = {
    "a socket to the world": (
        "__import__('socket').create_connection(('1.1.1.1', 53), 3)"
    ),
    "a socket to the grader's machine": (
        "__import__('socket').create_connection(('127.0.0.1', {port}), 3)"
    ),
    "an abstract socket": (
        "__import__('socket').socket(1).connect('\\0' + 'grader-test-{port}')"
    ),
    "the checks": "open({helpers!r} + '/checks/questions/ex03_word_windows.py').read()",
    "the checks, imported": (
        "__import__('helpers.checks.questions.ex03_word_windows').checks"
    ),
    "the solutions": "open({project!r} + '/solutions/03-word-windows.ipynb').read()",
    "the next submission": "open({folder!r} + '/honest.ipynb').read()",
    "the grades": "os.listdir({out!r})",
    "the environment": "'GRADERS_SECRET' in os.environ or False",
    "the environment of others": (
        "any(b'GRADERS_SECRET' in open(f'/proc/{{n}}/environ', 'rb').read()"
        " for n in os.listdir('/proc') if n.isdigit()) or False"
    ),
    "other processes": (
        "len([n for n in os.listdir('/proc') if n.isdigit()]) > 1 or False"
    ),
    "the home folder": "os.listdir({home!r}) and open({home!r} + '/.profile').read()",
    "the passwords": "open('/etc/shadow').read()",
    "a file of the course": "open({helpers!r} + '/__init__.py', 'a')",
    "a file of the system": "open('/usr/pwned', 'w')",
    "the root folder": "open('/pwned', 'w')",
    "more rights": "os.setuid(0)",
    "another mount": (
        "__import__('ctypes').CDLL(None).mount(b'none', b'/tmp', b'tmpfs', 0, None)"
        " == 0 or False"
    ),
    "its parent's memory": "open(f'/proc/{{os.getppid()}}/mem', 'rb').read(1)",
    "what others left": "os.listdir('/scratch') + os.listdir('/dev/shm') or False",
}
WRONG = """
def windows(ids, length):
    return {}

def perplexity(probabilities, answers):
    return {}

def parameters(words, width, context, hidden):
    return {}
"""
# Answers that are wrong in some cunning way: none earns a point.
CUNNING = {
    "always equal int": "class A(int):\n    __eq__ = lambda *a: True\nX = A(3)",
    "always equal str": "class A(str):\n    __eq__ = lambda *a: True\nX = A('3')",
    "always equal array": (
        "class A(np.ndarray):\n    __eq__ = lambda *a: True\n"
        "X = np.zeros((5, 4), int).view(A)"
    ),
    "not a number": "X = np.full((5, 4), np.nan)",
    "wrong dtype": "X = np.ones((5, 4), 'complex64')",
    "a million too many": "X = np.zeros(20_000_000)",
    "endless generator": "X = (i for i in iter(int, 1))",
    "hostile object": (
        "class A:\n"
        "    def __reduce__(self): os._exit(0)\n"
        "    __array__ = __repr__ = __str__ = __eq__ = __len__ = __reduce__\n"
        "    __float__ = __int__ = __index__ = __bool__ = __iter__ = __reduce__\n"
        "X = A()"
    ),
    "deep list": "X = []\nfor _ in range(10_000): X = [X]",
    "patched numpy": (
        "np.isclose = np.allclose = np.array_equal = lambda *a, **k: np.True_\nX = 1.0"
    ),
    "patched json": "import json\njson.dumps = lambda *a, **k: '[]'\nX = 1",
    "patched builtins": (
        "import builtins\n"
        "builtins.isinstance = lambda *a: True\n"
        "builtins.type = lambda *a: int\nX = 1"
    ),
    "patched checks": (
        "import helpers.checks.answers as a\n"
        "def reply(self, request):\n"
        "    from helpers.checks.codec import encode\n"
        "    return encode({'status': 'passed', 'points': 99, 'value': True})\n"
        "a.Answers.reply = reply\nX = 1"
    ),
    "forged bytes": (
        "import helpers.checks.answers as a\n"
        "a.Answers.reply = lambda *args: b'\\xff' * 99\nX = 1"
    ),
    "no end of bytes": (
        "import helpers.checks.answers as a\n"
        "a.Answers.reply = lambda *args: bytes(10**9)\nX = 1"
    ),
    "writes into the channel": (
        "for n in range(3, 50):\n"
        "    try: os.write(n, b'\\0\\0\\0\\0\\0\\0\\0\\x02{}')\n"
        "    except OSError: pass\nX = 1"
    ),
}


def write_submissions(folder: Path, facts: dict) -> None:
    for name, (cell, _, _) in CELLS.items():
        (folder / f"{name}.ipynb").write_text(notebook_of(IMPORTS + EASY, cell))
    for name, code in REACHES.items():
        cell = f"{BREACH}\nattack(lambda: {code.format(**facts)})"
        (folder / f"reaches {name}.ipynb").write_text(notebook_of(IMPORTS + EASY, cell))
    for name, code in CUNNING.items():
        cells = (f"import os\nimport numpy as np\n{code}", WRONG.format("X", "X", "X"))
        (folder / f"{name}.ipynb").write_text(notebook_of(*cells))

    script = "<script>document.title = 'owned'</script><img src=x onerror=alert(1)>"
    shown = nbformat.v4.new_output("display_data", {"text/html": script})
    cells = (EASY, f"raise ValueError({script!r})")
    (folder / "script.ipynb").write_text(notebook_of(*cells, outputs=[shown]))
    (folder / "no json.ipynb").write_text("{not json")
    (folder / "empty.ipynb").write_text("")
    with (folder / "huge.ipynb").open("wb") as file:
        file.truncate(200_000_000)
    (folder / "..%2f..%2fevil.ipynb").write_text(notebook_of(EASY))
    (folder / "link.ipynb").symlink_to(folder / "honest.ipynb")
    for number in (11, 12):
        name = f"twin_{number}_assignsubmission_file_03-word-windows.ipynb"
        (folder / name).write_text(notebook_of(EASY))


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grade all of them at once; return the grades by student."""
    folder, out = tmp_path_factory.mktemp("in"), tmp_path_factory.mktemp("out")
    before = {
        path: path.stat().st_mtime_ns
        for path in Path(helpers.__file__).parent.rglob("*.py")
    }
    os.environ["GRADERS_SECRET"] = "the next exam"
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(1) as abstract:
        port = server.getsockname()[1]
        abstract.bind(f"\0grader-test-{port}")
        abstract.listen()
        facts = {
            "port": port,
            "helpers": str(Path(helpers.__file__).parent),
            "project": str(PROJECT),
            "folder": str(folder),
            "out": str(out),
            "home": str(Path.home()),
        }
        write_submissions(folder, facts)
        command = [folder, "--exercise", "3", "--out", out, "--jobs", 3]
        command += ["--timeout", SECONDS, "--memory", 800]
        assert main([*map(str, command)]) == 0
    del os.environ["GRADERS_SECRET"]
    after = {path: path.stat().st_mtime_ns for path in before}
    assert after == before, "no file of the course has changed"
    assert not processes("processes.student")
    found = json.loads((out / "grades.json").read_text())
    return {grade["student"]: grade for grade in found} | {"out": out}


@pytest.mark.parametrize("name", CELLS)
def test_a_hostile_cell(graded, name):
    _, ended, points = CELLS[name]
    grade = graded[name]
    assert grade["ended"] in ([ended] if isinstance(ended, str) else ended)
    assert grade["points"] in ([points] if isinstance(points, int) else points)
    assert bool(grade["reason"]) == (grade["ended"] != "graded")
    assert all(answer["status"] != "broken" for answer in grade["answers"])


@pytest.mark.parametrize("name", REACHES)
def test_nothing_is_within_reach(graded, name):
    grade = graded[f"reaches {name}"]
    assert (grade["ended"], grade["points"]) == ("graded", 3), grade


@pytest.mark.parametrize("name", CUNNING)
def test_cunning_earns_nothing(graded, name):
    grade = graded[name]
    assert grade["points"] == 0, grade
    assert grade["ended"] in ("graded", "crashed")
    assert all(answer["status"] != "broken" for answer in grade["answers"])


def test_what_cannot_be_read_says_why(graded):
    for name in ("no json", "empty", "huge", "link"):
        assert graded[name]["ended"] == "unreadable"
        assert graded[name]["points"] == 0
    assert "link" in graded["link"]["reason"]


def test_odd_names_and_twins_lose_nothing(graded):
    evil = [name for name in graded if "evil" in name]
    assert len(evil) == 1
    assert not re.search(r"[/\\]|\.\.", evil[0].replace("..%2f", ""))
    twins = [grade for name, grade in graded.items() if name.startswith("twin")]
    assert [grade["points"] for grade in [graded[evil[0]], *twins]] == [3, 3, 3]
    out = graded["out"].resolve()
    pages = [path.resolve() for path in out.rglob("*.html")]
    assert all(path.is_relative_to(out) for path in pages)


def test_no_page_runs_what_a_notebook_holds(graded):
    for page in graded["out"].rglob("*.html"):
        text = page.read_text()
        assert "<script" not in text
        assert not re.search(r"<img|onerror=(?!alert\(1\)&gt;)", text)
