import ast
import subprocess
import sys

import pytest


def run(code: str, **environment: str) -> subprocess.CompletedProcess:
    import os

    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.fixture(scope="module")
def started():
    draw = "import random, numpy, keras; print(random.random(), numpy.random.rand(),"
    draw += " float(keras.random.normal(())))"
    tell = "from helpers import facts; facts.tell = lambda **fact: print(fact)"
    start = "import helpers; helpers.start()"
    return [run(f"{tell}; {start}; {draw}") for _ in range(2)]


@pytest.mark.slow
def test_start_prints_one_line_and_no_log(started):
    stamp, _, _ = started[0].stdout.splitlines()
    assert stamp.startswith("Python 3.")
    assert " · TensorFlow 2." in stamp
    assert "seed 42" in stamp
    assert started[0].stderr == ""


@pytest.mark.slow
def test_start_tells_the_book_the_versions_it_prints(started):
    stamp, fact, _ = started[0].stdout.splitlines()
    fact = ast.literal_eval(fact)
    assert fact["kind"] == "versions"
    names = [name for name, _ in fact["versions"]]
    assert names == ["Python", "TensorFlow", "Keras", "NumPy"]
    versions = " · ".join(f"{name} {version}" for name, version in fact["versions"])
    assert stamp.startswith(f"{versions} · seed {fact['seed']} · data: ")


@pytest.mark.slow
def test_start_seeds_every_generator(started):
    first, second = (process.stdout.splitlines()[2] for process in started)
    assert first == second


@pytest.mark.parametrize(
    ("mode", "folder", "said"),
    [
        ("sample", "anywhere", "data: built-in samples"),
        ("", "anywhere", "data: the EMBEDDINGS_DATA folder"),
        ("", "", "data: cache or download"),
    ],
)
def test_start_says_where_data_will_come_from(mode, folder, said):
    code = "import helpers; print(helpers._where_data_comes_from())"
    shown = run(code, EMBEDDINGS_DATA_MODE=mode, EMBEDDINGS_DATA=folder).stdout
    assert shown.strip() == said


def test_what_is_written_after_the_imports_is_seen():
    code = "import helpers, os\nwith helpers._no_log(): os.write(2, b'log')\n"
    assert run(f"{code}os.write(2, b'error')").stderr == "error"
