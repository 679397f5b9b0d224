"""The folder of grades: what is kept, what is written, and what pages may show."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest

from helpers.grading.grades import (
    ENDINGS,
    Answer,
    CellError,
    Grade,
    as_json,
    from_json,
    key,
)
from helpers.grading.pages import feedback, summary
from helpers.grading.store import Store, StoreError, current

SCRIPT = "<script>alert(1)</script>"
HOSTILE = (
    SCRIPT,
    "\"'><img src=x onerror=alert(1)>",
    "</title></style><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- `<b>code</b>` -->",
)


def answer(number: int, status: str = "passed", hint: str = "", points: int = 2):
    earned = points if status == "passed" else 0
    return Answer(f"3.{number}", f"Title {number}", status, hint, earned, points)


def grade(student: str = "Ada", *answers: Answer, **other) -> Grade:
    answers = answers or (answer(1), answer(2, "failed", "Try `again`."))
    plain = Grade(
        student, "03-word-windows", "a.ipynb", "d", "graded", "", answers, (), 1.5
    )
    return replace(plain, **other)


class Page(HTMLParser):
    """The tags of a page, its text, and its text by tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.inside, self.open = [], [], [], []
        self.feed(html)
        self.text = " ".join(" ".join(text for _, text in self.inside).split())

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, text):
        if self.open and self.open[-1] != "style":
            self.inside.append((self.open[-1], text))

    def all(self, tag: str) -> list[str]:
        return [text for inside, text in self.inside if inside == tag]

    def links(self) -> list[str]:
        return [value for _, name, value in self.attributes if name == "href"]


def both(one: Grade) -> list[str]:
    return [feedback(one), summary([one])]


# ---- Pages


@pytest.mark.parametrize("bad", HOSTILE)
def test_what_students_write_is_text_and_never_markup(bad):
    hints = answer(1, "failed", bad), answer(2, "broken", bad)
    told = {"reason": bad, "ended": "crashed", "errors": (CellError(1, bad, bad),)}
    plain = {"reason": "x", "ended": "crashed", "errors": (CellError(1, "x", "x"),)}
    harmless = answer(1, "failed", "x `y`"), answer(2, "broken", "x `y`")
    pairs = zip(
        both(grade(bad, *hints, exercise=bad, **told)),
        both(grade("x", *harmless, exercise="x", **plain)),
        strict=True,
    )
    for hostile, usual in pairs:
        found, known = Page(hostile), Page(usual)
        tags = [tag for tag in found.tags if tag != "code"]
        assert tags == [tag for tag in known.tags if tag != "code"]
        names = {(tag, name) for tag, name, _ in found.attributes}
        assert names == {(tag, name) for tag, name, _ in known.attributes}
        assert " ".join(bad.replace("`", " ").split()) in found.text.replace("  ", " ")


def test_titles_are_text():
    asked = replace(answer(1), title=SCRIPT)
    for html in both(grade("Ada", asked)):
        assert SCRIPT not in html
        assert SCRIPT in Page(html).text


def test_pages_run_nothing_and_ask_nobody():
    for html in both(grade(ended="timed out", reason="It took longer than 9 seconds.")):
        page = Page(html)
        assert not {"script", "link", "img", "iframe", "base", "form"} & set(page.tags)
        policy = "default-src 'none'; style-src 'unsafe-inline'"
        assert ("meta", "content", policy) in page.attributes
        assert not any(name.startswith("on") for _, name, _ in page.attributes)
        assert not re.search(r"url\(|@import|https?:|//", html)
        assert page.open == []


def test_code_marks_become_code():
    asked = answer(1, "failed", "Divide `a<b>` by `n`, not by a lone ` mark.")
    for html in both(grade("Ada", asked)):
        page = Page(html)
        assert {"a<b>", "n"} <= set(page.all("code"))
        assert "a lone ` mark" in page.text


def test_feedback_says_what_came_of_each_question():
    answers = (
        answer(1),
        answer(2, "failed", "Mind the sign."),
        answer(3, "not attempted", "`f` waits for you.", 1),
        answer(4, "broken", "The check itself failed (KeyError: 'secret')."),
    )
    errors = (CellError(7, "NameError: name 'x' is not defined", "y = x + 1"),)
    page = Page(feedback(grade("Ada Lovelace", *answers, errors=errors)))
    assert "Ada Lovelace" in page.all("bdi")
    assert "2 of 7 points" in page.text
    assert [text.split()[0] for text in page.all("h3")] == ["3.1", "3.2", "3.3", "3.4"]
    signs = [text.rstrip("\ufe0e") for text in page.all("span")][::2]
    assert signs == ["✓", "✗", "○", "⚠"]
    words = page.all("span")[1::2]
    assert words[:3] == ["passed", "not right yet", "not attempted"]
    assert "Mind the sign." in page.text
    assert "secret" not in page.text  # it may tell what is expected
    assert "Code cell 7" in page.text
    assert "y = x + 1" in page.text
    assert 'check("3.2")' in page.all("code")


def test_the_first_sentence_depends_on_the_result():
    passed, failed = answer(1), answer(2, "failed", "Hint.")
    blank = answer(3, "not attempted", "`f` waits for you.")
    cases = [(passed,), (passed, failed), (passed, failed, blank), (failed,), (blank,)]
    leads = [Page(feedback(grade("Ada", *case))).all("p")[1] for case in cases]
    assert len(set(leads)) == len(leads)
    assert "every question passed" in leads[0]
    assert "1 of 2 questions" in leads[1]
    broken = Page(feedback(grade("Ada", passed, answer(2, "broken", "x")))).text
    assert "every question that could be checked passed" in broken


def test_every_ending_is_explained():
    explained = set()
    for ended in ENDINGS[1:]:
        page = Page(feedback(grade("Ada", ended=ended, reason="this is why")))
        note = page.text.split(f"How it ended: {ended} This is why.")[1]
        explained.add(note.split("Questions ✓")[0])
        assert "Well done" not in page.text
    assert len(explained) == len(ENDINGS) - 1
    assert all(len(note) > 100 for note in explained)


def test_a_grade_without_answers_has_pages():
    empty = grade("Ada", ended="crashed", reason="Gone.")
    for html in both(replace(empty, answers=())):
        assert "crashed" in html


# ---- Summary


def test_summary_counts():
    passed, failed = answer(1), answer(1, "failed", "Hint.")
    blank = answer(1, "not attempted", "`f` waits for you.")
    grades = [grade(f"p{i}", passed) for i in range(3)]
    grades += [grade("f", failed, ended="timed out", reason="Slow."), grade("b", blank)]
    page = Page(summary(grades))
    assert "5 submissions" in page.text
    assert [text.strip() for text in page.all("dd")][:3] == ["5", "1.2", "2"]
    for counted in (
        "3 passed",
        "1 failed",
        "1 not attempted",
        "4 graded",
        "1 timed out",
    ):
        assert counted in page.text
    bars = [value for _, name, value in page.attributes if name == "style"]
    assert bars == ["--part: 0.667", "--part: 0.0", "--part: 1.0"] + [
        f"flex: {count}" for count in (3, 1, 1)
    ]


def test_hints_that_differ_in_numbers_are_one_wrong_answer():
    hints = ["3 of 40 values, first -0.5", "12 of 40 values, first 1e-3", "Other."]
    hints += ["7 of 40 values, first 1,000", "9 of 40 values, first 8"]
    grades = [grade(f"s{i}", answer(1, "failed", hint)) for i, hint in enumerate(hints)]
    page = Page(summary(grades))
    wrong = [text for text in page.all("p") if "values" in text or "Other" in text]
    assert [text.strip() for text in wrong] == ["… of 40 values, first …", "Other."]
    assert [text.strip() for text in page.all("b") if "×" in text] == ["4 ×", "1 ×"]
    assert "and 1 more" in page.text
    assert page.links()[:3] == [f"feedback/s{i}.html" for i in (0, 1, 3)]


def test_an_ellipsis_in_a_hint_is_no_number():
    hints = ("… and 3", "5 and 3", "5 and …")
    text = Page(summary([grade(h, answer(1, "failed", h)) for h in hints])).text
    assert text.count("1 ×") == 3


def test_only_the_five_commonest_wrong_answers_are_shown():
    hints = [word * 3 for word in "abcdefg"]
    grades = [grade(h, answer(1, "failed", h + ".")) for h in hints]
    grades.append(grade("z", answer(1, "failed", "ggg.")))
    page = Page(summary(grades))
    shown = [text.strip() for text in page.all("p") if text.strip().endswith(".")]
    assert shown == ["ggg.", "aaa.", "bbb.", "ccc.", "ddd."]


def test_broken_checks_stand_first():
    asked = answer(1, "broken", "The check itself failed (KeyError: 'k').")
    page = Page(summary([grade("a"), grade("b", asked)]))
    headings = [text for text in page.all("h2") if text.strip()]
    assert "The check of 3.1" in headings[0]
    assert "KeyError: 'k'" in page.text.split("handed in")[0]
    assert "failed itself" not in Page(summary([grade("a")])).text


def test_students_are_sorted_by_name_and_questions_by_number():
    names = ["Zoë", "Élodie", "ada", "Eve", "Fritz"]
    asked = (answer(10), answer(9), answer(2))
    page = Page(summary([grade(name, *asked) for name in names]))
    assert page.all("bdi")[-5:] == ["ada", "Eve", "Élodie", "Fritz", "Zoë"]
    titles = [text.split()[0] for text in page.all("h3") if text.strip()]
    assert titles == ["3.2", "3.9", "3.10"]


# ---- The folder


def files(folder: Path) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def table(folder: Path) -> list[dict[str, str]]:
    text = (folder / "grades.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def test_grades_survive_json():
    one = grade("Zoë \udcff", errors=(CellError(1, "E", "x"),), seconds=3)
    assert from_json(json.loads(json.dumps(as_json(one)))) == one


@pytest.mark.parametrize(
    "change",
    [
        {"student": 5},
        {"ended": "eaten by a dog"},
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
    with Store(tmp_path) as store, pytest.raises(StoreError, match="line 2 of") as told:
        store.load()
    assert "\n" not in str(told.value)
    assert (tmp_path / "progress.jsonl").read_text() == text


@pytest.mark.parametrize("line", ["[]", "7", "null", "{}", "{", "", "\0\0"])
def test_a_line_that_is_no_grade_is_named(tmp_path, line):
    (tmp_path / "progress.jsonl").write_text(line + "\n")
    with Store(tmp_path) as store, pytest.raises(StoreError, match="line 1 of"):
        store.load()


def test_a_killed_grader_goes_on_wherever_it_was(tmp_path):
    first, second, third = grade("a"), grade("Zoë\n"), grade("c")
    with Store(tmp_path) as store:
        store.keep(first)
        size = (tmp_path / "progress.jsonl").stat().st_size
        store.keep(second)
    whole = (tmp_path / "progress.jsonl").read_bytes()
    for end in range(len(whole) + 1):
        (tmp_path / "progress.jsonl").write_bytes(whole[:end])
        expected = [first] * (end >= size) + [second] * (end == len(whole))
        with Store(tmp_path) as store:
            assert list(store.load().values()) == expected
            if end % 25 == 0:
                store.keep(third)
                assert list(store.load().values()) == [*expected, third]


def test_the_latest_grade_counts(tmp_path):
    old, new = grade("a", digest="1"), grade("a", digest="2")
    with Store(tmp_path) as store:
        for one in (old, grade("b"), new):
            store.keep(one)
        assert store.load() == {key(new): new, key(grade("b")): grade("b")}


def test_a_changed_notebook_is_graded_again():
    assert current(grade(digest="1"), "1")
    assert not current(grade(digest="1"), "2")
    assert not current(grade(digest=""), "")
    assert not current(None, "1")


def test_grades_are_on_the_disk_at_once(tmp_path):
    program = """
import os, pathlib, sys
from tests_grade import one
from helpers.grading.store import Store
Store(pathlib.Path(sys.argv[1])).keep(one)
os._exit(9)
"""
    made = f"from helpers.grading.grades import *\none = {grade('a')!r}\n"
    (tmp_path / "tests_grade.py").write_text(made)
    root = Path(__file__).parents[2]
    paths = os.pathsep.join([str(tmp_path), str(root)])
    command = [sys.executable, "-c", program, str(tmp_path / "out")]
    ended = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": paths}, check=False
    )
    assert ended.returncode == 9
    with Store(tmp_path / "out") as store:  # and its lock went with it
        assert list(store.load().values()) == [grade("a")]


@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()])
def test_a_line_that_cannot_be_written_leaves_no_half(tmp_path, monkeypatch, error):
    def fail(descriptor):
        os.truncate(tmp_path / "progress.jsonl", size + 20)
        raise error

    with Store(tmp_path) as store:
        store.keep(grade("a"))
        size = (tmp_path / "progress.jsonl").stat().st_size
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fail)
            with pytest.raises(type(error)):
                store.keep(grade("b"))
        store.keep(grade("c"))
        assert list(store.load().values()) == [grade("a"), grade("c")]


def test_a_second_grader_is_refused(tmp_path):
    with Store(tmp_path) as store:
        store.keep(grade("a"))
        with pytest.raises(StoreError, match="another grader") as told:
            Store(tmp_path)
        assert "\n" not in str(told.value)
    Store(tmp_path).close()


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(StoreError, match="cannot hold grades"):
        Store(tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_equal_grades_give_equal_files_whatever_the_time_and_order(tmp_path):
    names = ["b", "Zoë", "a"]
    with Store(tmp_path / "one") as one, Store(tmp_path / "two") as two:
        one.finish([grade(name, seconds=1.0) for name in names])
        two.finish([grade(name, seconds=2.0) for name in reversed(names)])
    first, second = files(tmp_path / "one"), files(tmp_path / "two")
    assert first.pop("grades.json") != second.pop("grades.json")
    assert first == second
    assert len(first) == 7  # table, summary, three pages; progress and lock are empty
    assert [row["student"] for row in table(tmp_path / "one")] == ["Zoë", "a", "b"]


def test_the_table(tmp_path):
    grades = [
        grade("Zoë", answer(10), answer(2, "failed", "Hint.", 3)),
        grade("ada", exercise="02-b", ended="crashed", reason='Gone; really, "so"\nx'),
    ]
    with Store(tmp_path) as store:
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
    assert [from_json(each) for each in kept] == sorted(grades, key=key)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"])
def test_a_spreadsheet_runs_nothing(tmp_path, start):
    bad = f'{start}HYPERLINK("x")'
    with Store(tmp_path) as store:
        store.finish([grade("a", reason=bad, file=bad, exercise="e")])
    (row,) = table(tmp_path)
    assert row["reason"] == row["file"] == "'" + bad
    assert row["student"] == "a"
    with Store(tmp_path) as store:
        store.finish([grade("=1+1")])
    assert table(tmp_path)[0]["student"] == "'=1+1"


def test_every_link_of_the_summary_leads_to_a_page(tmp_path):
    names = ["100% #1? & co", "Zoë Müller", "<b>'\"", "x" * 250, "bytes \udcff", ".."]
    grades = [grade(name) for name in names]
    with Store(tmp_path) as store:
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
    with Store(tmp_path) as store:
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
    with Store(tmp_path) as store:
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
