"""Pages: what they say, and what they may show of what students write."""

import re
from dataclasses import replace

import pytest

from helpers.grading.ending import Ending
from helpers.grading.results.grades import CellError, Grade
from helpers.grading.results.pages import feedback, summary
from tests.grading.results.made import Page, answer, grade

SCRIPT = "<script>alert(1)</script>"
HOSTILE = (
    SCRIPT,
    "\"'><img src=x onerror=alert(1)>",
    "</title></style><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- `<b>code</b>` -->",
)


def both(one: Grade) -> list[str]:
    return [feedback(one), summary([one])]


@pytest.mark.parametrize("bad", HOSTILE)
def test_what_students_write_is_text_and_never_markup(bad):
    hints = answer(1, "failed", bad), answer(2, "broken", bad)
    strange = {
        "reason": bad,
        "ended": Ending.CRASHED,
        "errors": (CellError(1, bad, bad),),
    }
    plain = {
        "reason": "x",
        "ended": Ending.CRASHED,
        "errors": (CellError(1, "x", "x"),),
    }
    harmless = answer(1, "failed", "x `y`"), answer(2, "broken", "x `y`")
    pairs = zip(
        both(grade(bad, *hints, exercise=bad, **strange)),
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
    for html in both(
        grade(ended=Ending.TIMED_OUT, reason="It took longer than 9 seconds.")
    ):
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
    for ended in set(Ending) - {Ending.GRADED}:
        page = Page(feedback(grade("Ada", ended=ended, reason="this is why")))
        note = page.text.split(f"How it ended: {ended} This is why.")[1]
        explained.add(note.split("Questions ✓")[0])
        assert "Well done" not in page.text
    assert len(explained) == len(Ending) - 1
    assert all(len(note) > 100 for note in explained)


def test_a_grade_without_answers_has_pages():
    empty = grade("Ada", ended=Ending.CRASHED, reason="Gone.")
    for html in both(replace(empty, answers=())):
        assert "crashed" in html


def test_summary_counts():
    passed, failed = answer(1), answer(1, "failed", "Hint.")
    blank = answer(1, "not attempted", "`f` waits for you.")
    grades = [grade(f"p{i}", passed) for i in range(3)]
    grades += [
        grade("f", failed, ended=Ending.TIMED_OUT, reason="Slow."),
        grade("b", blank),
    ]
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
