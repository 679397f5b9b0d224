"""Submissions: which notebook is whose, and what can be read of it."""

import hashlib
import inspect
import json
import os
import random
import subprocess
import sys
import unicodedata
import warnings

import nbformat
import pytest

from helpers.checks.catalogue import named
from helpers.grading import submissions
from helpers.grading.errors import GradingError
from helpers.grading.submissions import (
    NoSubmissionsError,
    Submission,
    UnreadableError,
    find,
    read,
)

WINDOWS = named("03-word-windows")
VECTORS = named("04-word-vectors")
MOODLE = "_12345_assignsubmission_file_"
BLACKBOARD = "_attempt_2026-11-20-10-30-00_"
RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    device + digit for device in ("COM", "LPT") for digit in "0123456789¹²³"
}


def code(source):
    return {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}


def notebook(*cells, **more):
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, **more}
    return {**whole, "cells": list(cells)}


def put(folder, name, content=None):
    """Write a file, a notebook of one cell if nothing else is said."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    content = notebook(code("x = 1")) if content is None else content
    if not isinstance(content, bytes):
        content = json.dumps(content).encode()
    path.write_bytes(content)
    return path


def students(folder, *exercises):
    return [s.student for s in find(folder, exercises or [WINDOWS])]


def assert_safe(name):
    assert name and len(name) <= 80
    assert len(f"{name}.html".encode()) <= 255
    assert name == unicodedata.normalize("NFC", name)
    assert not set(name) & set('<>:"/\\|?*%')
    assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Cf") for sign in name)
    assert ".." not in name
    assert name[0] not in " .-=+@" and name[-1] not in " ."
    assert name.split(".")[0].strip().upper() not in RESERVED


# Names


@pytest.mark.parametrize(
    ("file", "student"),
    [
        (f"Ada Lovelace{MOODLE}03-word-windows.ipynb", "Ada Lovelace"),
        (f"Ada Lovelace{MOODLE}/03-word-windows.ipynb", "Ada Lovelace"),
        ("Ada_12345_assignsubmission_file/my/own/work.ipynb", "Ada"),
        (f"CS 101-Exercise 3-77/Ada{MOODLE}/x.ipynb", "Ada"),
        (f"Participant 77{MOODLE}x.ipynb", "Participant 77"),
        (f"Ada{MOODLE}Bob_99_assignsubmission_file_x.ipynb", "Ada"),
        (f"Ada{MOODLE}/Bob_1_assignsubmission_file_x.ipynb", "Ada"),
        ("lovelaceada_1234_567890_03-word-windows-2.ipynb", "lovelaceada"),
        ("lovelaceada_LATE_1234_567890_work.ipynb", "lovelaceada"),
        (f"ada_12_34_Bob{MOODLE}x.ipynb", "ada"),
        (f"Ada{MOODLE}bob_12_34_x.ipynb", "Ada"),
        ("submissions/lovelaceada_1234_567890_work.ipynb", "lovelaceada"),
        (f"Exercise 3_ada{BLACKBOARD}my_work.ipynb", "ada"),
        (f"gradebook/Exercise_3_ada{BLACKBOARD}03-word-windows.ipynb", "ada"),
        ("ada_attempt_2_work.ipynb", "ada_attempt_2_work"),
        ("ada.ipynb", "ada"),
        ("ADA.IPYNB", "ADA"),
        ("ada/03-word-windows/03-word-windows.ipynb", "ada"),
        ("submitted/ada/03-word-windows/03-word-windows.ipynb", "ada"),
        ("03-word-windows/ada.ipynb", "ada"),
        ("03-word-windows/Ada Lovelace/03-word-windows.ipynb", "Ada Lovelace"),
        ("ada/work.ipynb", "ada"),
        ("ada-03-word-windows.ipynb", "ada"),
        ("03_word_windows_ada.ipynb", "ada"),
        ("Ada Lovelace (03 Word Windows).ipynb", "Ada Lovelace"),
        ("ada_03-word-windows_final.ipynb", "ada final"),
        ("word-windows ada.ipynb", "ada"),
        ("ada_03.ipynb", "ada"),
        ("Exercise 3 - ada.ipynb", "ada"),
        ("3/ada.ipynb", "ada"),
        ("Group 03.ipynb", "Group 03"),
        ("s03x.ipynb", "s03x"),
        ("Alex 3.ipynb", "Alex 3"),
        ("2024-03-05 ada.ipynb", "2024-03-05 ada"),
        ("Copy of ada.ipynb", "ada"),
        ("ada (1).ipynb", "ada"),
        ("ada-03-word-windows-Copy1.ipynb", "ada"),
        ("03-word-windows.ipynb", "03-word-windows"),
        (f"Seán O'Brien{MOODLE}x.ipynb", "Seán O'Brien"),
        ("Jean-Luc d’Été.ipynb", "Jean-Luc d’Été"),
        ("Zoe\u0308 Mu\u0308ller.ipynb", "Zoë Müller"),
        (f"山田 太郎{MOODLE}03-word-windows.ipynb", "山田 太郎"),
        ("Ольга/03-word-windows.ipynb", "Ольга"),
        ("محمد علي.ipynb", "محمد علي"),
    ],
)
def test_student_is_named_by_folder_or_file(tmp_path, file, student):
    path = put(tmp_path, file)
    (submission,) = find(tmp_path, [WINDOWS])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert submission == Submission(student, WINDOWS, file, digest, ("x = 1",))
    assert_safe(submission.student)


@pytest.mark.parametrize(
    "file",
    [
        "..%2f..%2fetc/x.ipynb",
        "..\\..\\evil.ipynb",
        "..ipynb",
        "...ipynb",
        "a..b.ipynb",
        "C:\\Windows\\x.ipynb",
        f"..{MOODLE}x.ipynb",
        f"?{MOODLE}/x.ipynb",
        "con.ipynb",
        "NUL.txt.ipynb",
        "aux .x.ipynb",
        "COM1/work.ipynb",
        "lpt¹.ipynb",
        "conout$.ipynb",
        f"CON{MOODLE}x.ipynb",
        ":con.ipynb",
        "-rf.ipynb",
        "=HYPERLINK(1).ipynb",
        "@sum.ipynb",
        " .ipynb",
        "Ada . .ipynb",
        "a\nb\tc\x1b[31m.ipynb",
        "\u202eada\u200b.ipynb",
        "e\u200b\u0301.ipynb",
        "<script>.ipynb",
        "x" * 249 + ".ipynb",
        "字" * 83 + ".ipynb",
        "🙂" * 62 + ".ipynb",
        ("x" * 69 + " y" + "z" * 50) + ".ipynb",
        ("con." + "x" * 90) + ".ipynb",
    ],
)
def test_strange_names_become_safe(tmp_path, file):
    put(tmp_path, file)
    (submission,) = find(tmp_path, [WINDOWS])
    assert_safe(submission.student)
    assert submission.file == file


def test_any_name_becomes_safe():
    random.seed(0)
    signs = "aé\u0301. .-_=/\\:%\x00\n\u200b\u202e\ud800字🙂İßcon1" + "\u2028\u00a0"
    for _ in range(3000):
        name = submissions._safe(
            "".join(random.choices(signs, k=random.randint(0, 90)))
        )
        if name:
            assert_safe(name)


def test_names_that_are_not_utf8_can_be_written_down(tmp_path):
    name = os.fsdecode(b"ad\xe9\xff.ipynb")
    try:
        put(tmp_path, name)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (submission,) = find(tmp_path, [WINDOWS])
    assert_safe(submission.student)
    assert submission.file.encode().decode() == "ad\ufffd\ufffd.ipynb"
    assert submission.cells == ("x = 1",)


def test_none_is_lost_when_names_are_the_same(tmp_path):
    files = [
        f"Ada_1{MOODLE}x.ipynb",
        f"Ada_1{MOODLE}/x.ipynb",
        f"Ada_1{MOODLE}/y.ipynb",
        "Zoë.ipynb",
        "Zoe\u0308.ipynb",
        "bob.ipynb",
        "BOB/work.ipynb",
        "x" * 200 + "1.ipynb",
        "x" * 200 + "2.ipynb",
        "carl, 2.ipynb",
        "carl.ipynb",
        "carl (1).ipynb",
        "?.ipynb",
        "*.ipynb",
    ]
    for file in files:
        put(tmp_path, file)
    found = find(tmp_path, [WINDOWS])
    there = [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.ipynb")]
    assert sorted(s.file for s in found) == sorted(there)
    names = [unicodedata.normalize("NFC", s.student.casefold()) for s in found]
    assert len(set(names)) == len(found)
    assert {"Zoë", "Zoë, 2", "unnamed", "unnamed, 2"} <= {s.student for s in found}
    for submission in found:
        assert_safe(submission.student)


def test_many_long_names_stay_short(tmp_path):
    for number in range(120):
        put(tmp_path, f"{'🙂' * 62}/{number}.ipynb")
    found = find(tmp_path, [WINDOWS])
    assert len({s.student for s in found}) == 120
    for submission in found:
        assert_safe(submission.student)


def test_one_student_has_one_name_in_several_exercises(tmp_path):
    put(tmp_path, "ada/1/04-word-vectors.ipynb")
    put(tmp_path, "ada/2/03-word-windows.ipynb")
    found = find(tmp_path, [WINDOWS, VECTORS])
    assert [(s.student, s.exercise) for s in found] == [
        ("ada", WINDOWS),
        ("ada", VECTORS),
    ]


def test_order_is_of_students_whatever_the_case_and_the_disk(tmp_path, monkeypatch):
    for name in ("bob", "Ada", "carl", "Bea", "ada (2)", "ada/x"):
        put(tmp_path, f"{name}.ipynb")
    expected = find(tmp_path, [WINDOWS])
    names = [s.student for s in expected]
    assert names == ["Ada", "ada, 2", "ada, 3", "Bea", "bob", "carl"]
    there = submissions.Path.iterdir
    backwards = lambda path: reversed(sorted(there(path)))  # noqa: E731
    monkeypatch.setattr(submissions.Path, "iterdir", backwards)
    assert find(tmp_path, [WINDOWS]) == expected


# Which files


@pytest.mark.parametrize(
    "file",
    [
        ".hidden.ipynb",
        ".ipynb_checkpoints/ada-checkpoint.ipynb",
        "ada/.ipynb_checkpoints/work.ipynb",
        "__MACOSX/ada.ipynb",
        "ada/__MACOSX/._work.ipynb",
        "._ada.ipynb",
        "ada.py",
        "ada.ipynb.txt",
        "grades.csv",
        "ipynb",
    ],
)
def test_other_files_are_ignored(tmp_path, file):
    put(tmp_path, file)
    put(tmp_path, "bob.ipynb")
    assert students(tmp_path) == ["bob"]


def test_folders_are_searched_even_if_named_like_notebooks(tmp_path):
    put(tmp_path, "ada.ipynb/work.ipynb")
    assert students(tmp_path) == ["ada.ipynb"]


def test_folders_are_searched_deeper_than_python_can_recurse(tmp_path):
    put(tmp_path, "ada/" + "d/" * 300 + "work.ipynb")
    assert students(tmp_path) == ["ada"]  # compiles its patterns
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 150)
    try:
        assert students(tmp_path) == ["ada"]
    finally:
        sys.setrecursionlimit(limit)


def test_a_folder_that_cannot_be_opened_stops_none_but_is_told(tmp_path, monkeypatch):
    put(tmp_path, "ada/work.ipynb")
    put(tmp_path, "bob/work.ipynb")
    there = submissions.Path.iterdir

    def refuse(path):
        if path.name == "ada":
            raise PermissionError(13, "Permission denied", str(path))
        return there(path)

    monkeypatch.setattr(submissions.Path, "iterdir", refuse)
    with pytest.warns(UserWarning, match=r"left out.*Permission denied.*ada"):
        assert students(tmp_path) == ["bob"]


def test_links_are_reported_but_not_followed(tmp_path):
    folder, outside = tmp_path / "handed-in", tmp_path / "outside"
    put(outside, "secret.ipynb")
    path = put(folder, "ada.ipynb")
    links = {
        "bob": path,
        "carl": "/etc/passwd",
        "dora": "dora.ipynb",
        "eve": outside,
        "finn": outside / "secret.ipynb",
        "gus": "nowhere",
    }
    for name, target in links.items():
        (folder / f"{name}.ipynb").symlink_to(target)
    (folder / "hal").symlink_to(outside)
    (folder / "ivy").mkdir()
    (folder / "ivy" / "up").symlink_to(folder)
    found = find(folder, [WINDOWS])
    assert [s.student for s in found] == ["ada", *links]
    for submission in found[1:]:
        assert (submission.fault, submission.cells) == ("it is a link", ())
        assert submission.digest == ""


def test_the_folder_itself_may_be_a_link(tmp_path):
    put(tmp_path, "there/ada.ipynb")
    (tmp_path / "here").symlink_to(tmp_path / "there")
    assert students(tmp_path / "here") == ["ada"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([], "no notebook for 03-word-windows"),
        (["readme.txt"], "no notebook"),
        ([".hidden.ipynb"], "no notebook"),
        (["all.zip"], "unpack them first"),
        ([f"Ada{MOODLE}/Work.ZIP", "readme.txt"], "unpack them first"),
        (["all.zip", "04-word-vectors.ipynb"], "no notebook for 03-word-windows"),
    ],
)
@pytest.mark.filterwarnings("ignore:Left out")
def test_nothing_to_grade_is_told(tmp_path, files, message):
    for file in files:
        put(tmp_path, file)
    with pytest.raises(NoSubmissionsError, match=message) as raised:
        find(tmp_path, [WINDOWS])
    assert isinstance(raised.value, GradingError)
    assert str(tmp_path) in str(raised.value)


@pytest.mark.parametrize("name", ["nowhere", "file.zip"])
def test_no_folder_is_told(tmp_path, name):
    put(tmp_path, "file.zip")
    with pytest.raises(NoSubmissionsError, match="is not a folder"):
        find(tmp_path / name, [WINDOWS])


def test_zip_files_beside_notebooks_are_ignored(tmp_path):
    put(tmp_path, "all.zip")
    put(tmp_path, "ada.ipynb")
    assert students(tmp_path) == ["ada"]


# Which exercise

ASKS_3 = notebook(code('check("3.1")'), code("check( '3.2' )"), code('check("4.1")'))
ASKS_4 = notebook(code('check("4.1")\ncheck("4.2")'), code('check("3.1")'))
ASKS_4_ITS_WAY = notebook(code("from helpers import checks\nchecks.check( '4.2' )"))
ASKS_IN_TEXT = notebook({**code('check("4.1")'), "cell_type": "markdown"}, code("1"))


@pytest.mark.parametrize(
    ("file", "content", "exercise"),
    [
        ("ada/03-word-windows.ipynb", None, WINDOWS),
        ("ada/04-word-vectors.ipynb", None, VECTORS),
        ("ada/4 Word Vectors.ipynb", None, VECTORS),
        ("word_vectors/ada.ipynb", None, VECTORS),
        ("04-word-vectors/ada/work.ipynb", None, VECTORS),
        (f"Ada{MOODLE}04-word-vectors.ipynb", None, VECTORS),
        (f"Ada{MOODLE}/04-word-vectors.ipynb", None, VECTORS),
        (f"Exercise 4-77/Ada{MOODLE}/x.ipynb", None, VECTORS),
        ("ada_12_34_04-word-vectors-1.ipynb", None, VECTORS),
        (f"Exercise 4_ada{BLACKBOARD}my_work.ipynb", None, VECTORS),
        (f"Exercise 3_ada{BLACKBOARD}04-word-vectors.ipynb", None, VECTORS),
        ("ada_04.ipynb", None, VECTORS),
        ("ex4_ada.ipynb", None, VECTORS),
        ("4/ada.ipynb", None, VECTORS),
        ("03/ada/04-word-vectors.ipynb", None, VECTORS),
        ("03/ada/ex 4.ipynb", None, VECTORS),
        ("03-word-windows/ada/04-word-vectors.ipynb", None, VECTORS),
        ("03-word-windows/ada 04.ipynb", None, WINDOWS),
        ("03-word-windows.ipynb", ASKS_4, WINDOWS),
        ("ada.ipynb", ASKS_3, WINDOWS),
        ("ada.ipynb", ASKS_4, VECTORS),
        ("ada.ipynb", ASKS_4_ITS_WAY, VECTORS),
        (f"Ada 03{MOODLE}x.ipynb", ASKS_4, VECTORS),
        ("Group 03.ipynb", ASKS_4, VECTORS),
        ("2024-03 ada.ipynb", ASKS_4, VECTORS),
        ("03-05 ada.ipynb", ASKS_4, VECTORS),
        ("Ada 303.ipynb", ASKS_4, VECTORS),
        ("Exercise 30 ada.ipynb", ASKS_4, VECTORS),
        ("Alex 3.ipynb", ASKS_4, VECTORS),
        ("word windowsill ada.ipynb", ASKS_4, VECTORS),
        ("exercises 03 and 04/ada.ipynb", ASKS_4, VECTORS),
    ],
)
def test_exercise_is_named_or_asked_for(tmp_path, file, content, exercise):
    put(tmp_path, file, content)
    (submission,) = find(tmp_path, [WINDOWS, VECTORS])
    assert submission.exercise == exercise


@pytest.mark.parametrize(
    ("file", "content", "counts"),
    [
        ("ada.ipynb", None, True),
        ("ada.ipynb", b"no notebook", True),
        ("ada.ipynb", ASKS_IN_TEXT, True),
        ("ada_04.ipynb", ASKS_3, True),
        ("04-word-vectors.ipynb", ASKS_3, True),
        ("ada.ipynb", ASKS_4, False),
        ("ada/04-word-vectors.ipynb", ASKS_4, False),
        ("03-word-windows/ada.ipynb", ASKS_4, True),
    ],
)
def test_one_exercise_takes_all_but_those_of_others(tmp_path, file, content, counts):
    put(tmp_path, "zoe/03-word-windows.ipynb")
    put(tmp_path, file, content)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(find(tmp_path, [WINDOWS])) == 1 + counts


@pytest.mark.parametrize(
    ("file", "exercises"),
    [
        ("ada/04-word-vectors.ipynb", [WINDOWS]),
        ("Exercise 4/ada.ipynb", [WINDOWS]),
        ("ada.ipynb", [WINDOWS, VECTORS]),
    ],
)
@pytest.mark.parametrize("content", [None, b"broken"])
def test_a_notebook_left_out_without_proof_is_told(tmp_path, file, exercises, content):
    put(tmp_path, "zoe/03-word-windows.ipynb")
    put(tmp_path, file, content)
    with pytest.warns(UserWarning, match=r"Left out.*ada"):
        assert students(tmp_path, *exercises) == ["zoe"]


# What is read


def old(number, *inputs):
    cells = [{"cell_type": "code", "language": "python", "input": i} for i in inputs]
    cells = [{**cell, "outputs": [], "collapsed": False} for cell in cells]
    title = {"cell_type": "heading", "level": 1, "source": "Title"}
    whole = {"nbformat": number, "nbformat_minor": 0, "metadata": {"name": "x"}}
    return {**whole, "worksheets": [{"cells": [title, *cells], "metadata": {}}]}


COLAB = notebook(
    {"cell_type": "code", "source": ["a = 1\n", "b"], "metadata": {"id": "Xy"}},
    {"cell_type": "code", "source": "c", "execution_count": None},
    nbformat_minor=0,
    metadata={"colab": {"provenance": [], "toc_visible": True}, "accelerator": "GPU"},
)
INVALID = notebook(
    code("a"),
    None,
    "b",
    3,
    ["c"],
    {},
    {"cell_type": 4, "source": "d"},
    {"cell_type": "unheard of", "source": "e"},
    {"cell_type": "code", "source": "f", "metadata": 7, "outputs": "none", "id": 9},
    {"cell_type": "code", "source": ["g", 1, None, ["h"], "i"]},
    {"cell_type": "code", "source": 5},
    {"cell_type": "code", "source": {"j": 1}},
    {"cell_type": "code"},
    metadata="none",
)


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        (COLAB, ["a = 1\nb", "c"]),
        (INVALID, ["a", "f", "gi", "", "", ""]),
        (notebook(code(["a\n", "\n", "b"])), ["a\n\nb"]),
        (notebook(code("")), [""]),
        (notebook({"cell_type": "raw", "source": "r"}, code("a")), ["a"]),
        (ASKS_IN_TEXT, ["1"]),
        ({"cells": [code("a")]}, ["a"]),
        (notebook(code("a"), nbformat="four", nbformat_minor=None), ["a"]),
        (notebook(code("a"), nbformat=5, worksheets=[]), ["a"]),
        (old(3, ["a\n", "b"], "c"), ["a\nb", "c"]),
        (old(3, ["a", "b"]), ["a\nb"]),
        (old(2, ["a\n", "b"], ["c", "d"]), ["a\nb", "c\nd"]),
        ({"worksheets": [{"cells": [{"cell_type": "code"}, 1]}, 2]}, [""]),
        (notebook(code("é字🙂")), ["é字🙂"]),
        (notebook(code("\ud83d half")), ["\ufffd half"]),
        (notebook(code(["\ud83d", "\ude42"])), ["🙂"]),
    ],
)
def test_code_cells_are_read(tmp_path, content, cells, caplog, recwarn):
    path = put(tmp_path, "ada.ipynb", content)
    sources, digest = read(path)
    assert sources == cells
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert all(isinstance(source.encode(), bytes) for source in sources)
    assert not caplog.records and not recwarn.list


def test_old_notebooks_are_read_as_jupyter_reads_them(tmp_path):
    path = put(tmp_path, "ada.ipynb", old(3, ["a\n", "b\n"], ["c", "d"], "e\nf"))
    cells = nbformat.read(path, as_version=4).cells
    assert read(path)[0] == [c.source for c in cells if c.cell_type == "code"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_are_told_by_their_marks(tmp_path, encoding):
    text = json.dumps(notebook(code("é字🙂")), ensure_ascii=False) + "\n"
    path = put(tmp_path, "ada.ipynb", text.encode(encoding))
    assert read(path) == (["é字🙂"], hashlib.sha256(path.read_bytes()).hexdigest())


def test_big_endian_is_told_by_its_mark(tmp_path):
    data = b"\xfe\xff" + json.dumps(notebook(code("é"))).encode("utf-16-be")
    assert read(put(tmp_path, "ada.ipynb", data))[0] == ["é"]


TEXT = json.dumps(notebook(code("é")), ensure_ascii=False)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b" \n\t\n", "it is empty"),
        (b"import os", "it is not JSON"),
        (TEXT.encode()[:-9], "it is not JSON"),
        (b"PK\x03\x04" + b"zip" * 9, "it is not JSON"),
        (b'{"cells": ' + b"1" * 5000 + b"}", "it is not JSON"),
        (b"\x80\x04\x95cos\nsystem\n", "it is not text in UTF-8"),
        (TEXT.encode("latin-1"), "it is not text in UTF-8"),
        (TEXT.encode("utf-16")[:-1], "it is not text in UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"cells":' * 100_000, "nested too deeply"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        ([], "not a notebook"),
        (3, "not a notebook"),
        ("text", "not a notebook"),
        ([notebook(code("a"))], "not a notebook"),
        ({}, "not a notebook"),
        ({"nbformat": 4, "metadata": {}}, "not a notebook"),
        ({"cells": "none"}, "not a notebook"),
        ({"cells": code("a")}, "not a notebook"),
        ({"cells": None, "worksheets": 3}, "not a notebook"),
        ({"worksheets": 3}, "not a notebook"),
        ({"worksheets": [{"cells": 3}]}, "not a notebook"),
        (notebook(), "it has no code cells"),
        (notebook({"cell_type": "markdown", "source": "a"}), "it has no code cells"),
        (notebook(None, 1, []), "it has no code cells"),
        (old(3), "it has no code cells"),
    ],
    ids=range(27),
)
def test_what_is_no_notebook_is_refused(tmp_path, content, why):
    path = put(tmp_path, "ada.ipynb", content)
    with pytest.raises(UnreadableError, match=why) as refused:
        read(path)
    assert "\n" not in str(refused.value)
    (submission,) = find(tmp_path, [WINDOWS])
    assert (submission.student, submission.cells) == ("ada", ())
    assert (submission.digest, submission.fault) == ("", str(refused.value))


def test_a_memory_that_is_too_small_is_told(tmp_path, monkeypatch):
    def full(_):
        raise MemoryError

    monkeypatch.setattr(submissions.json, "loads", full)
    with pytest.raises(UnreadableError, match="too large"):
        read(put(tmp_path, "ada.ipynb"))


def test_large_files_are_refused_unread(tmp_path, monkeypatch):
    path = put(tmp_path, "ada.ipynb")
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(100_000_001)  # a hole: nothing is written
    monkeypatch.setattr("builtins.open", None)
    with pytest.raises(UnreadableError, match="larger than 100 MB"):
        read(path)
    monkeypatch.undo()
    os.truncate(path, size)
    monkeypatch.setattr(submissions, "LARGEST_FILE", size)
    assert read(path)[0] == ["x = 1"]
    monkeypatch.setattr(submissions, "LARGEST_FILE", size - 1)
    with pytest.raises(UnreadableError, match="larger than 100 MB"):
        read(path)


def shown(data):
    return {"output_type": "display_data", "metadata": {}, "data": data}


# What is thrown away: 300 KB of it, where 100 KB may be left.
UNREAD = {
    "a picture": [shown({"image/png": "iVBO" * 75_000})],
    "lines with all signs of JSON": [
        {"output_type": "stream", "text": ['[{ "loss": 0.1 }]\\ \\" ä\n'] * 10_000}
    ],
    "numbers in lists in objects": [
        shown({"plotly": {"x": [[0.25, 1]] * 20_000, "y": [{"a": [{"b": 1}]}] * 9_000}})
    ],
    "nothing of all that, twice": [shown({}), shown({"text/plain": "x" * 300_000})],
}
ANSWER = 'text = \'"outputs": [\'\nmore = "\\\\"  # {'


@pytest.mark.parametrize("outputs", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_is_thrown_away_makes_no_notebook_too_large(
    tmp_path, monkeypatch, outputs, encoding
):
    monkeypatch.setattr(submissions, "LARGEST", 100_000)
    picture = "![it](data:image/png;base64," + "iVBO" * 75_000 + ")"
    sound = "<audio src='data:audio/wav;base64," + "UklG" * 75_000 + "'>"
    attached = {"a.png": {"image/png": "iVBO" * 75_000}}
    content = notebook(
        {"cell_type": "markdown", "source": ["See ", picture, sound], "metadata": {}},
        {"cell_type": "markdown", "source": "See", "attachments": attached},
        {**code([ANSWER]), "outputs": outputs},
        {"outputs": outputs, "cell_type": "code", "source": "y = 2", "metadata": {}},
        metadata={"widgets": {"state": ["x" * 300_000]}},
    )
    for indent in (None, 1):
        text = json.dumps(content, indent=indent, ensure_ascii=False)
        path = put(tmp_path, "ada.ipynb", text.encode(encoding))
        assert read(path)[0] == [ANSWER, "y = 2"]


def test_code_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(submissions, "LARGEST", 100_000)
    path = put(tmp_path, "ada.ipynb", notebook(code("#" * 100_000)))
    with pytest.raises(UnreadableError, match="20 MB, without its outputs"):
        read(path)


@pytest.mark.parametrize(
    "content",
    [
        b'{"cells": [{"outputs": [' + b"[" * 200_000,
        b'{"cells": [{"outputs": [' + b"[[0]]," * 50_000 + b"0]}]}",
        b'{"cells": [' + b'"outputs": [],' * 20_000 + b"0]}",
        b'{"cells": [{"outputs": ["' + b"\\" * 200_001,
        b'{"cells": [' + b"[]," * 100_000 + b"0]}",
    ],
    ids=range(5),
)
def test_what_would_take_memory_is_refused_before_it_is_parsed(
    tmp_path, monkeypatch, content
):
    monkeypatch.setattr(submissions, "LARGEST", 100_000)
    monkeypatch.setattr(submissions, "MOST_BRACKETS", 10_000)
    monkeypatch.setattr(submissions.json, "loads", None)
    with pytest.raises(UnreadableError, match=r"too large|larger than"):
        read(put(tmp_path, "ada.ipynb", content))


def test_what_is_no_file_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "ada.ipynb")
    (submission,) = find(tmp_path, [WINDOWS])  # would wait forever if it were opened
    folder = tmp_path / "bob.ipynb"
    folder.mkdir()
    assert submission.fault == "it is not a regular file"
    for path in (tmp_path / "ada.ipynb", folder, submissions.Path(os.devnull)):
        with pytest.raises(UnreadableError, match="it is not a regular file"):
            read(path)


def test_a_file_exchanged_for_a_link_or_fifo_is_refused(tmp_path, monkeypatch):
    honest = os.lstat(put(tmp_path, "ada.ipynb"))
    (tmp_path / "link.ipynb").symlink_to("ada.ipynb")
    os.mkfifo(tmp_path / "fifo.ipynb")
    monkeypatch.setattr(submissions.os, "lstat", lambda _: honest)
    with pytest.raises(UnreadableError, match="it cannot be opened"):
        read(tmp_path / "link.ipynb")
    with pytest.raises(UnreadableError):
        read(tmp_path / "fifo.ipynb")


def test_a_file_that_is_gone_or_forbidden_is_refused(tmp_path, monkeypatch):
    with pytest.raises(UnreadableError, match=r"cannot be opened \(No such file"):
        read(tmp_path / "ada.ipynb")
    path = put(tmp_path, "ada.ipynb")

    def forbid(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(submissions.os, "open", forbid)
    with pytest.raises(UnreadableError, match=r"cannot be opened \(Permission denied"):
        read(path)


def test_importing_brings_in_nothing_slow():
    script = (
        "import sys, helpers.grading.submissions\n"
        "slow = {'nbformat', 'numpy', 'pandas', 'tensorflow', 'IPython'}\n"
        "print(*slow & set(sys.modules))"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
