"""The judge: values as bytes, comparisons with hints, questions, `check`."""

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from nbclient import NotebookClient

from helpers.checks import codec
from helpers.checks.answers import Answers
from helpers.checks.catalogue import named, numbered
from helpers.checks.compare import Hint, expect_array, expect_between, expect_same
from helpers.checks.judge import judge, question, questions
from helpers.checks.proof import prove, prove_blank
from helpers.checks.student import Student

PROJECT = Path(__file__).parents[2]
EXERCISES = sorted((PROJECT / "exercises").glob("*.ipynb"))


def there_and_back(value):
    return codec.decode(codec.encode(value))


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -3,
        10**30,
        2.5,
        "žluťoučký kůň",
        [1, [2, (3, "x")]],
        (),
        {"a": 1, 2: None, (3, 4): [5]},
        {1, 2},
        np.float32(1.5),
        np.arange(6).reshape(2, 3)[:, ::-1],
        np.array(3.0),
        np.zeros((0, 4), "float32"),
        np.array(["ab", "c"]),
        np.array([True, False]),
        np.array(["a", None, 3], dtype=object),
        np.arange(3, dtype=">i4"),
    ],
    ids=repr,
)
def test_plain_values_arrive_as_they_left(value):
    arrived = there_and_back(value)
    assert type(arrived) is type(value)
    if isinstance(value, np.ndarray):
        assert arrived.shape == value.shape
        assert arrived.dtype == value.dtype.newbyteorder("=")
        assert arrived.flags.writeable
        assert (arrived == value).all()
    else:
        assert arrived == value


def test_nan_and_tables_arrive():
    assert np.isnan(there_and_back(float("nan")))
    table = pd.DataFrame({"word": ["a", "b"], "count": [1, 2]}, index=["x", "y"])
    pd.testing.assert_frame_equal(there_and_back(table), table)
    series = pd.Series([1.5, 2.5], index=[3, 4], name="loss")
    pd.testing.assert_series_equal(there_and_back(series), series, check_names=False)


def test_what_is_not_plain_arrives_as_its_type_alone():
    class Int(int):
        def __eq__(self, other):
            return True

        __hash__ = int.__hash__

    class Array(np.ndarray):
        def __eq__(self, other):
            return True

    endless = iter(int, 1)
    for value, name in [
        (Int(3), "Int"),
        (endless, "callable_iterator"),
        (object(), "object"),
    ]:
        assert there_and_back(value) == codec.Other(name)
    assert there_and_back(np.array([None]).astype("O").view(Array)).tolist() == [None]
    assert type(there_and_back(np.ones(2).view(Array))) is np.ndarray
    stamp = np.array(["2026-01-01"], "datetime64[D]")
    assert there_and_back(stamp) == codec.Other("array of datetime64[D]")


def test_functions_are_kept_where_they_are():
    kept = []

    def keep(function):
        kept.append(function)
        return len(kept) - 1

    assert codec.decode(codec.encode([len, max], keep)) == [
        codec.Function(0),
        codec.Function(1),
    ]
    assert kept == [len, max]


def test_a_sequential_model_arrives_in_parts():
    from keras import Sequential, layers

    model = Sequential([layers.Input((3,)), layers.Dense(2, "relu"), layers.Dense(1)])
    model.compile("adam", "mse")
    arrived = there_and_back(model)
    assert [name for name, _ in arrived.layers] == ["Dense", "Dense"]
    assert arrived.layers[0][1]["units"] == 2
    assert arrived.input_shape == (None, 3)
    assert (arrived.compiled, arrived.loss) == (True, "mse")
    for there, here in zip(arrived.weights, model.get_weights(), strict=True):
        assert (there == here).all()
    assert there_and_back(Sequential([layers.Dense(2)])) == codec.Other(
        "Sequential without an input shape"
    )


@pytest.mark.parametrize("value", [np.zeros(9_000_000), ["x" * 9_000_000]])
def test_too_large_a_value_is_refused(value):
    with pytest.raises(codec.CodecError, match="too large"):
        codec.encode(value)


def test_a_list_within_itself_is_refused():
    value = []
    value.append(value)
    with pytest.raises(codec.CodecError, match="nested more than 20 deep"):
        codec.encode(value)


def message(plain, buffers=b"") -> bytes:
    text = json.dumps(plain).encode()
    return len(text).to_bytes(8, "big") + text + buffers


ARRAY = {"kind": "array", "dtype": "<f8", "shape": [2]}


@pytest.mark.parametrize(
    "forged",
    [
        b"",
        b"\xff" * 8,
        b"\x00" * 7 + b"\x05" + b"{....",
        message([1], b"more"),
        message(ARRAY, b"\0" * 15),
        message({**ARRAY, "shape": [-2]}),
        message({**ARRAY, "shape": [2**62]}),
        message({**ARRAY, "shape": "ab"}),
        message({**ARRAY, "dtype": "O"}, b"\0" * 16),
        message({**ARRAY, "dtype": "V8"}, b"\0" * 16),
        message({**ARRAY, "dtype": "no such"}),
        message({"kind": "array"}),
        message({"kind": "buffers"}),
        message({"kind": "_init__"}),
        message({"kind": ["tuple"]}),
        message({"kind": "tuple", "items": 3}),
        message({"kind": "dict", "items": [[[], 1]]}),
        message({"kind": "model", "facts": {"kind": "dict", "items": []}}),
        message({"kind": "function", "handle": "__import__"}),
        b"\x00" * 6 + b"\xff\xff" + b"[" * 65_535,
    ],
)
def test_forged_bytes_are_refused(forged):
    with pytest.raises(codec.CodecError):
        codec.decode(forged)


@pytest.mark.parametrize(
    ("found", "expected", "hint"),
    [
        (np.ones((4, 7)), np.ones((7, 4)), r"shape \(4, 7\); one row an id .*\(7, 4\)"),
        ([1.0], np.ones(1), "is a list; a NumPy array was asked"),
        (
            np.ones(2, int),
            np.ones(2),
            "whole numbers; floating-point numbers were asked",
        ),
        (np.array([1, np.nan]), np.ones(2), "NaN or infinity"),
        (
            np.array([1.0, 2.0]),
            np.ones(2),
            r"1 of 2 values .* the first is 2, at \[1\]",
        ),
        (np.array(["a"]), np.array(["b"]), "first is 'a'"),
        (np.array(["a"]), np.ones(1), "holds texts"),
        (None, 3, "is None; a whole number was asked"),
        (3.0, 3, "is a number; a whole number was asked"),
        (True, 1, "is True or False; a whole number"),
        (4, 3, "is 4, not what was asked"),
        ("3", 3.0, "is a text; a number was asked"),
        (3.1, 3.0, "is 3.1, not the number asked"),
        (float("nan"), 3.0, "is nan"),
        ([1, 2], (1, 2), "a list; a tuple was asked"),
        ([1], [1, 2], "has 1 items; 2 were asked"),
        ([1, 3], [1, 2], "Item 1 of your answer is 3"),
        ({"a": 1}, {"a": 1, "b": 2}, "lacks the key 'b'"),
        ({"a": 1, "c": 2}, {"a": 1}, "should not have the key 'c'"),
        ({"a": 2}, {"a": 1}, "at 'a' is 2"),
        ({1}, {1, 2}, "lacks 1 of the items"),
        (codec.Other("EagerTensor"), np.ones(1), "is an EagerTensor; a NumPy array"),
        (pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]}), "has the columns"),
        (pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [2]}), "column 'a'"),
        (pd.Series([1], ["x"]), pd.Series([1], ["y"]), "other names"),
    ],
)
def test_a_hint_says_what_is_wrong(found, expected, hint):
    with pytest.raises(Hint, match=hint):
        expect_same(found, expected, "your answer", means="one row an id was asked")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (np.int64(3), 3),
        (3, 3.0),
        (np.float32(0.1), 0.1),
        (np.bool_(True), True),
        (np.ones(2, "float32"), np.ones(2)),
        (np.ones(2, "int32"), np.ones(2, int)),
    ],
)
def test_equal_values_of_kindred_types_pass(found, expected):
    expect_same(found, expected, "your answer")


def test_dtype_is_compared_where_it_is_asked():
    with pytest.raises(Hint, match="dtype float64; float32 was asked"):
        expect_same(np.ones(2), np.ones(2, "float32"), "it", dtype="float32")


def test_a_known_mistake_gets_its_own_hint_unless_it_is_right_by_chance():
    square = np.array([[1.0, 2.0], [3.0, 4.0]])
    mistakes = {"It is transposed.": square.T}
    with pytest.raises(Hint, match="It is transposed"):
        expect_same(square.T, square, "your matrix", mistakes=mistakes)
    even = np.ones((2, 2))
    expect_same(even, even, "your matrix", mistakes={"It is transposed.": even.T})


def test_other_expectations():
    expect_array(np.ones((3, 2)), "it", shape=(None, 2))
    with pytest.raises(Hint, match=r"has shape \(3, 2\); \(any, 4\) was asked"):
        expect_array(np.ones((3, 2)), "it", shape=(None, 4))
    with pytest.raises(Hint, match=r"0\.5\. Train longer"):
        expect_between(0.5, 0.8, 1, "the accuracy", "Train longer.")


@question("9.1", points=2)
def double(student, rng):
    """Twice a number.

    More words."""
    number = int(rng.integers(100, 200))
    mistakes = {"You added two.": number + 2}
    expect_same(student.double(number), 2 * number, "the double", mistakes=mistakes)


def verdict(code: str, asked=double):
    namespace: dict[str, object] = {}
    exec(compile(code, "<cell>", "exec"), namespace)
    return judge(asked, Student(Answers(namespace).reply), np.random.default_rng(0))


@pytest.mark.parametrize(
    ("code", "status", "hint"),
    [
        ("def double(x): return 2 * x", "passed", ""),
        ("double = 2..__mul__", "failed", "is a number; a whole number"),
        ("def double(x): return x + 2", "failed", "You added two"),
        ("", "not attempted", "`double` waits for you"),
        ("double = ...", "not attempted", "`double` waits"),
        ("def double(x):\n    ...", "not attempted", "`double` waits"),
        ("def double(x):\n    'Twice x.'\n    ...", "not attempted", "`double` waits"),
        ("def double(x):\n    return ...", "not attempted", "`double` waits"),
        ("def double(x): print(x)", "failed", "is None"),
        ("def double(x): return 5", "failed", "is 5"),
        ("double = 7", "failed", "`double` is a int; a function was asked"),
        ("def double(x): return x.size", "failed", "stopped with AttributeError"),
        ("def double(x): return double(x)", "failed", "stopped with RecursionError"),
        ("def double(): return 1", "failed", "stopped with TypeError"),
        ("def double(x): raise SystemExit(3)", "failed", "stopped with SystemExit"),
        (
            "import numpy as np\ndef double(x): return np.ones(9**8)",
            "failed",
            "too large",
        ),
    ],
)
def test_every_answer_gets_a_verdict(code, status, hint, capsys):
    found = verdict(code)
    assert found.status == status
    assert re.search(re.escape(hint), found.hint)
    assert found.points == (2 if status == "passed" else 0)
    assert capsys.readouterr() == ("", ""), "what a student prints is kept off the page"


def test_an_object_that_resists_is_no_broken_check():
    hostile = """
class Hostile:
    def __reduce__(self): raise ValueError
    __array__ = __iter__ = __len__ = __repr__ = __eq__ = __str__ = __reduce__

class Loud(Exception):
    def __str__(self): raise ValueError

def double(x): raise Loud
"""
    assert "stopped with Loud" in verdict(hostile).hint
    hostile += "def double(x): return Hostile()"
    assert "is a Hostile; a whole number was asked" in verdict(hostile).hint


def test_a_fault_of_the_check_is_told_from_one_of_the_student():
    @question("9.2")
    def bad(student, rng):
        """A check with a fault."""
        return student.double(1) + None

    found = verdict("def double(x): return 2 * x", bad)
    assert found.status == "broken"
    assert "TypeError" in found.hint


def test_functions_that_return_functions_and_variables_can_be_questioned():
    @question("9.3")
    def adder(student, rng):
        """A function that adds."""
        expect_same(student.call(student.adder(3), 4), 7, "adder(3)(4)")
        expect_same(student["names"], ["a"], "names")

    code = "def adder(n): return lambda x: x + n\nnames = ['a']"
    assert verdict(code, adder).status == "passed"
    assert "is 12" in verdict(code.replace("x + n", "x * n"), adder).hint


def test_an_argument_is_a_copy():
    @question("9.4")
    def sorts(student, rng):
        """Sorting."""
        values = rng.permutation(9)
        expect_same(student.sort(values), np.sort(values), "it")
        assert (values != np.sort(values)).any()

    assert verdict("def sort(x): x.sort(); return x", sorts).status == "passed"


def test_unknown_exercise():
    with pytest.raises(LookupError, match="there is no exercise 99"):
        questions(numbered(99))


WORDS = {"Long vectors win": "def similar(words, *rest): return words"}


def test_a_proof_can_fail():
    right = {"similar": lambda *a: [], "windows": 0, "perplexity": 0, "parameters": 0}
    wrong = {id: WORDS for id in questions(numbered(3))}
    with pytest.raises(AssertionError) as fault:
        prove(right | {"model": 0}, 3, wrong)
    said = str(fault.value)
    assert "3.1: the reference is failed" in said
    assert "3.4: it has fewer than two wrong answers" in said
    assert "3.4 'Long vectors win': it is failed. Your list has 30 items" in said
    with pytest.raises(AssertionError, match=r"3\.4: the blank exercise is failed"):
        prove_blank({"similar": lambda *a: []}, 3)


# In notebooks

EXERCISE_3 = """\
def parameters(words, width, context, hidden):
    return words * width
"""


def outputs(*cells: str, folder: Path) -> list[list]:
    notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, cells)])
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, kernel_name="python3", resources=resources).execute()
    return [
        [output.get("data", output) for output in cell.outputs]
        for cell in notebook.cells
    ]


def test_check_in_a_notebook(tmp_path):
    _, _, one, absent, none, junk, together = outputs(
        "from helpers.checks import check",
        EXERCISE_3,
        "check('3.3')",
        "check('3.1')",
        "check('3.9'); check('99.1')",
        "check(None if 0 else 'x'); check(3.3)",
        "check()",
        folder=tmp_path,
    )
    assert len(one) == 1
    assert one[0]["text/plain"].startswith("✗ 3.3 not yet. ")
    assert "<code>parameters(" in one[0]["text/html"]
    assert absent[0]["text/plain"].startswith("○ 3.1 not attempted")
    assert "There is no question 3.9, but 3.1, 3.2" in none[0]["text/plain"]
    assert "there is no exercise 99" in none[1]["text/plain"]
    assert 'by its number: check("3.1")' in junk[0]["text/plain"]
    assert junk[1]["text/plain"].startswith("✗ 3.3"), "a number will do"
    assert "0 of 8" in together[0]["text/plain"]
    assert together[0]["text/html"].count("<tr>") == 7


def test_check_before_any_question(tmp_path):
    _, early = outputs("from helpers.checks import check", "check()", folder=tmp_path)
    assert "Check a question first" in early[0]["text/plain"]


def test_a_hint_cannot_put_html_on_the_page(tmp_path):
    _, _, shown = outputs(
        "from helpers.checks import check",
        "def perplexity(p, a): raise ValueError('<script>alert(1)</script>')",
        "check('3.2')",
        folder=tmp_path,
    )
    assert "<script>" not in shown[0]["text/html"]
    assert "&lt;script&gt;" in shown[0]["text/html"]


def test_check_in_plain_ipython():
    code = f"{EXERCISE_3}\nfrom helpers.checks import check\ncheck('3.3')\n"
    shown = subprocess.run(
        [sys.executable, "-m", "IPython", "--quick", "--simple-prompt", "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={"IPYTHONDIR": "/nonexistent", "PATH": "", "PYTHONIOENCODING": "utf-8"},
    )
    assert "✗ 3.3 not yet." in shown.stdout


def test_check_outside_a_notebook_says_where_it_works(capsys):
    from helpers.checks import check

    check("3.3")
    assert "works in a notebook" in capsys.readouterr().out


# The files


def test_exercises_are_what_their_solutions_make(tmp_path):
    subprocess.run(
        [sys.executable, PROJECT / "tools" / "exercises.py", tmp_path], check=True
    )
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in EXERCISES}


def test_marks_in_a_solution(tmp_path):
    from exercises import blank

    source = "def f():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n\nf()"
    assert blank(source, "here") == "def f():\n    ...\n\nf()"
    source = "# BEGIN SOLUTION model\nmodel = 1\n# END SOLUTION"
    assert blank(source, "here") == "model = ..."
    with pytest.raises(SystemExit, match="here: '# BEGIN SOLUTION' stands alone"):
        blank("# BEGIN SOLUTION\n1", "here")


@pytest.mark.parametrize("path", EXERCISES, ids=[path.stem for path in EXERCISES])
def test_an_exercise_asks_and_checks_every_question(path):
    cells = nbformat.read(path, as_version=4).cells
    known = questions(named(path.stem))
    assert len(known) >= 3
    titles = re.findall(r"^## (\d+\.\d+) ", "\n".join(c.source for c in cells), re.M)
    checks = [c.source for c in cells if c.source.startswith("check(")]
    assert titles == list(known)
    assert checks == [*(f'check("{id}")' for id in known), "check()"]
    assert (PROJECT / "chapters" / path.name).exists()
    assert not any("SOLUTION" in cell.source for cell in cells)
