"""Grades to make pages and folders of, and what reads a page."""

from dataclasses import replace
from html.parser import HTMLParser

from helpers.checks.status import Status
from helpers.grading.ending import Ending
from helpers.grading.results.grades import Answer, Grade


def answer(
    number: int, status: str = "passed", hint: str = "", points: int = 2
) -> Answer:
    earned = points if status == "passed" else 0
    return Answer(
        f"3.{number}", f"Title {number}", Status(status), hint, earned, points
    )


def grade(student: str = "Ada", *answers: Answer, **other) -> Grade:
    answers = answers or (answer(1), answer(2, "failed", "Try `again`."))
    plain = Grade(
        student=student,
        exercise="03-word-windows",
        file="a.ipynb",
        digest="d",
        ended=Ending.GRADED,
        reason="",
        answers=answers,
        errors=(),
        seconds=1.5,
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
