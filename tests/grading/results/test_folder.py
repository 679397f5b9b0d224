"""The folder of grades: what is kept in it, and what is written at the end."""

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest

from helpers.grading.ending import Ending
from helpers.grading.results.folder import GradesFolder, StoreError, is_current
from helpers.grading.results.grades import as_json, from_json, identity
from tests.grading.results.made import Page, answer, grade


def files(folder: Path) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def table(folder: Path) -> list[dict[str, str]]:
    text = (folder / "grades.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "change",
    [
        {"student": 5},
        {"ended": "eaten by a dog"},
        {"ended": None},
        {"answers": [as_json(grade())["answers"][0] | {"status": "solved"}]},
        {"answers": [{"id": "3.1"}]},
        {"answers": [as_json(grade())["answers"][0] | {"points": "2"}]},
        {"errors": None},
        {"more": 1},
    ],
)
def test_a_line_of_another_shape_is_named(tmp_path, change):
    lines = [as_json(grade("a")), as_json(grade("b")) | change, as_json(grade("c"))]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (tmp_path / "progress.jsonl").write_text(text)
    with (
        GradesFolder(tmp_path) as store,
        pytest.raises(StoreError, match="line 2 of") as refused,
    ):
        store.load()
    assert "\n" not in str(refused.value)
    assert (tmp_path / "progress.jsonl").read_text() == text


@pytest.mark.parametrize("line", ["[]", "7", "null", "{}", "{", "", "\0\0"])
def test_a_line_that_is_no_grade_is_named(tmp_path, line):
    (tmp_path / "progress.jsonl").write_text(line + "\n")
    with GradesFolder(tmp_path) as store, pytest.raises(StoreError, match="line 1 of"):
        store.load()


def test_a_killed_grader_goes_on_wherever_it_was(tmp_path):
    first, second, third = grade("a"), grade("Zoë\n"), grade("c")
    with GradesFolder(tmp_path) as store:
        store.append(first)
        size = (tmp_path / "progress.jsonl").stat().st_size
        store.append(second)
    whole = (tmp_path / "progress.jsonl").read_bytes()
    for end in range(len(whole) + 1):
        (tmp_path / "progress.jsonl").write_bytes(whole[:end])
        expected = [first] * (end >= size) + [second] * (end == len(whole))
        with GradesFolder(tmp_path) as store:
            assert list(store.load().values()) == expected
            if end % 25 == 0:
                store.append(third)
                assert list(store.load().values()) == [*expected, third]


def test_the_latest_grade_counts(tmp_path):
    old, new = grade("a", digest="1"), grade("a", digest="2")
    with GradesFolder(tmp_path) as store:
        for one in (old, grade("b"), new):
            store.append(one)
        assert store.load() == {identity(new): new, identity(grade("b")): grade("b")}


def test_a_changed_notebook_is_graded_again():
    assert is_current(grade(digest="1"), "1")
    assert not is_current(grade(digest="1"), "2")
    assert not is_current(grade(digest=""), "")
    assert not is_current(None, "1")


def test_grades_are_on_the_disk_at_once(tmp_path):
    program = """
import json, os, pathlib, sys
from helpers.grading.results.folder import GradesFolder
from helpers.grading.results.grades import from_json
one = from_json(json.loads(sys.argv[2]))
GradesFolder(pathlib.Path(sys.argv[1])).append(one)
os._exit(9)
"""
    one = json.dumps(as_json(grade("a")))
    command = [sys.executable, "-c", program, str(tmp_path / "out"), one]
    variables = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    ended = subprocess.run(command, env=variables, check=False)
    assert ended.returncode == 9
    with GradesFolder(tmp_path / "out") as store:  # and its lock went with it
        assert list(store.load().values()) == [grade("a")]


@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()])
def test_a_line_that_cannot_be_written_leaves_no_half(tmp_path, monkeypatch, error):
    def fail(descriptor):
        os.truncate(tmp_path / "progress.jsonl", size + 20)
        raise error

    with GradesFolder(tmp_path) as store:
        store.append(grade("a"))
        size = (tmp_path / "progress.jsonl").stat().st_size
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fail)
            with pytest.raises(type(error)):
                store.append(grade("b"))
        store.append(grade("c"))
        assert list(store.load().values()) == [grade("a"), grade("c")]


def test_a_second_grader_is_refused(tmp_path):
    with GradesFolder(tmp_path) as store:
        store.append(grade("a"))
        with pytest.raises(StoreError, match="another grader") as refused:
            GradesFolder(tmp_path)
        assert "\n" not in str(refused.value)
    GradesFolder(tmp_path).close()


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(StoreError, match="cannot hold grades"):
        GradesFolder(tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_equal_grades_give_equal_files_whatever_the_time_and_order(tmp_path):
    names = ["b", "Zoë", "a"]
    with GradesFolder(tmp_path / "one") as one, GradesFolder(tmp_path / "two") as two:
        one.finish([grade(name, seconds=1.0) for name in names])
        two.finish([grade(name, seconds=2.0) for name in reversed(names)])
    first, second = files(tmp_path / "one"), files(tmp_path / "two")
    assert first.pop("grades.json") != second.pop("grades.json")
    assert first == second
    lock = {"grades.lock"}  # some versions of filelock take theirs away
    assert len(first.keys() - lock) == 6  # table, summary, three pages; empty progress
    assert [row["student"] for row in table(tmp_path / "one")] == ["Zoë", "a", "b"]


def test_the_table(tmp_path):
    grades = [
        grade("Zoë", answer(10), answer(2, "failed", "Hint.", 3)),
        grade(
            "ada", exercise="02-b", ended=Ending.CRASHED, reason='Gone; really, "so"\nx'
        ),
    ]
    with GradesFolder(tmp_path) as store:
        store.finish(grades)
    text = (tmp_path / "grades.csv").read_text("utf-8-sig")
    columns = "exercise,student,points,possible,ended,reason,3.1,3.2,3.10,file"
    assert text.splitlines()[0] == columns
    first, second = table(tmp_path)
    assert first["exercise"] == "02-b"
    assert first["reason"] == 'Gone; really, "so"\nx'
    assert (first["3.1"], first["3.2"], first["3.10"]) == ("2", "0", "")
    assert (second["student"], second["points"], second["possible"]) == (
        "Zoë",
        "2",
        "5",
    )
    assert (second["3.2"], second["3.10"]) == ("0", "2")
    kept = json.loads((tmp_path / "grades.json").read_text("utf-8"))
    assert [from_json(each) for each in kept] == sorted(grades, key=identity)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"])
def test_a_spreadsheet_runs_nothing(tmp_path, start):
    bad = f'{start}HYPERLINK("x")'
    with GradesFolder(tmp_path) as store:
        store.finish([grade("a", reason=bad, file=bad, exercise="e")])
    (row,) = table(tmp_path)
    assert row["reason"] == row["file"] == "'" + bad
    assert row["student"] == "a"
    with GradesFolder(tmp_path) as store:
        store.finish([grade("=1+1")])
    assert table(tmp_path)[0]["student"] == "'=1+1"


def test_every_link_of_the_summary_leads_to_a_page(tmp_path):
    names = ["100% #1? & co", "Zoë Müller", "<b>'\"", "x" * 250, "bytes \udcff", ".."]
    grades = [grade(name) for name in names]
    with GradesFolder(tmp_path) as store:
        for several in (False, True):
            if several:
                grades += [replace(one, exercise="04 ü&") for one in grades]
            store.finish(grades)
            links = Page((tmp_path / "summary.html").read_text("utf-8")).links()
            led = {unquote_to_bytes(link) for link in links if link[0] != "#"}
            found = [*(tmp_path / "feedback").rglob("*.html")]
            assert led == {os.fsencode(path.relative_to(tmp_path)) for path in found}
            assert len(found) == len(grades)


def test_old_feedback_goes_and_other_files_stay(tmp_path):
    with GradesFolder(tmp_path) as store:
        store.finish([grade("a"), grade("b")])
        (tmp_path / "feedback" / "mine.html").write_text("<p>mine</p>")
        store.finish([grade("b")])
    assert sorted(os.listdir(tmp_path / "feedback")) == ["b.html", "mine.html"]


@pytest.mark.parametrize("name", ["grades.csv", "summary.html", "feedback/a.html"])
@pytest.mark.parametrize("step", ["write", "replace"])
def test_a_failing_write_leaves_the_old_file(tmp_path, monkeypatch, name, step):
    def fail_to_replace(source, target):
        if Path(target) == tmp_path / name:
            raise OSError("disk full")
        replacing(source, target)

    def fail_to_write(path, data):
        half = data[: len(data) // 2]
        writing(path, half)
        raise OSError("disk full")

    replacing, writing = os.replace, Path.write_bytes
    with GradesFolder(tmp_path) as store:
        store.finish([grade("a")])
        before = files(tmp_path)
        if step == "write":
            monkeypatch.setattr(Path, "write_bytes", fail_to_write)
        else:
            monkeypatch.setattr(os, "replace", fail_to_replace)
        with pytest.raises(OSError, match="disk full"):
            store.finish([grade("a", answer(1, "failed", "New."))])
        after = files(tmp_path)
    assert after[name] == before[name]
    assert set(after) == set(before)


def test_a_folder_keeps_its_seed_and_others_have_others(tmp_path):
    with GradesFolder(tmp_path / "one") as one, GradesFolder(tmp_path / "two") as two:
        seed = one.seed()
        assert 0 <= seed < 2**64
        assert two.seed() != seed
    with GradesFolder(tmp_path / "one") as again:
        assert again.seed() == seed


@pytest.mark.parametrize("text", ["", "seven", "1.5"])
def test_a_seed_that_is_no_number_is_told(tmp_path, text):
    (tmp_path / "seed.txt").write_text(text)
    with GradesFolder(tmp_path) as store, pytest.raises(StoreError) as refused:
        store.seed()
    assert str(refused.value) == f"{tmp_path / 'seed.txt'} holds no number: delete it"
