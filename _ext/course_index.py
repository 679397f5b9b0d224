"""Sphinx extension: the chapters' cards and the map of the course, on the first page.

Which chapters there are and in which order stands in `_toc.yml`. All else stands in the
chapter's own notebook: its first heading is its title, and its metadata hold

    "course": {
      "card": "One or two sentences.",
      "map": {
        "label": ["its name", "line by line"],
        "column": 2, "row": 3,
        "needs": ["01-one-hot-vs-embeddings"],
        "helps": []
      }
    }

`needs` and `helps` name other chapters: a solid line comes from those that this one
needs, a dotted one leads to those that it helps. A card whose title is not the heading
has a "title" beside "card". The directives `chapter-cards` and `chapter-map` show it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import extension
import nbformat
from docutils import nodes
from jinja2 import Environment, FileSystemLoader
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata
from sphinx_external_toc.parsing import parse_toc_yaml

LOGGER = logging.getLogger(__name__)

FOLDER = "chapters"
CARD = """
:::{grid-item-card} %(number)d · %(title)s
:link: /%(page)s
:link-type: doc
%(card)s
:::
"""
# Pixels of the map: the first circle's centre, the way to the next column and row.
LEFT, TOP, ACROSS, DOWN = 58, 34, 112, 104
# From a circle's centre: above it, below its label of two lines, the edge of the map.
ABOVE, BELOW, EDGE = 22, 52, 64
# From a circle's centre to where a line leaves its side: across and down.
ASIDE, LOWER = 22, 8


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to Sphinx."""
    app.add_directive("chapter-cards", ChapterCards)
    app.add_directive("chapter-map", ChapterMap)
    return extension.metadata(__file__)


@dataclass(frozen=True)
class Chapter:
    """What a chapter's notebook says of itself.

    Attributes:
        page: the page's name, such as `chapters/03-word-windows`.
        number: the one in its file's name.
        title: on its card.
        card: what it is about.
        label: its name on the map, line by line.
        x: the centre of its circle on the map, in pixels from the left.
        y: the same, from the top.
        needs: names of chapters that come first.
        helps: names of chapters that it helps with.
    """

    page: str
    number: int
    title: str
    card: str
    label: list[str]
    x: int
    y: int
    needs: list[str]
    helps: list[str]


def read_chapter(project: Path, page: str) -> Chapter:
    """Read what a chapter's notebook says of itself.

    Raises:
        KeyError: its metadata lack something.
        ValueError: its file's name does not begin with a number.
    """
    notebook = nbformat.read(project / f"{page}.ipynb", as_version=4)
    heading = notebook.cells[0].source.splitlines()[0].removeprefix("# ")
    course = notebook.metadata["course"]
    place = course["map"]
    return Chapter(
        page=page,
        number=int(Path(page).name.partition("-")[0]),
        title=course.get("title", heading),
        card=course["card"],
        label=place["label"],
        x=round(LEFT + ACROSS * (place["column"] - 1)),
        y=TOP + DOWN * (place["row"] - 1),
        needs=place["needs"],
        helps=place["helps"],
    )


def path(first: Chapter, last: Chapter) -> str:
    """Return the SVG path of a line from one chapter to another on the map.

    To a neighbouring column it goes from the side of a circle to the side of the other;
    else from below a label to above a circle.
    """
    if abs(last.x - first.x) != ACROSS:
        return f"M{first.x} {first.y + BELOW} L{last.x} {last.y - ABOVE}"
    aside = ASIDE if last.x > first.x else -ASIDE
    lower = LOWER if last.y > first.y else -LOWER
    start = f"M{first.x + aside} {first.y + lower}"
    return f"{start} L{last.x - aside} {last.y - lower}"


class ChapterDirective(SphinxDirective):
    """A directive that shows all chapters."""

    def chapters(self) -> dict[str, Chapter]:
        """Return the chapters by their names, in the order of `_toc.yml`.

        The page is read again when a chapter has changed; the extension that reads
        `_toc.yml` sees to it when that has.
        """
        project = Path(self.env.srcdir)
        chapters = {}
        for page in parse_toc_yaml(project / "_toc.yml"):
            if not page.startswith(f"{FOLDER}/"):
                continue
            self.env.note_dependency(f"{page}.ipynb")
            try:
                chapters[Path(page).name] = read_chapter(project, page)
            except (KeyError, ValueError) as error:
                self.warn("%s.ipynb: no card and place on the map: %s", page, error)
        return chapters

    def warn(self, message: str, *parts: object) -> None:
        """Warn, which fails a build with `-W`."""
        LOGGER.warning(message, *parts, location=self.get_location())


class ChapterCards(ChapterDirective):
    """A card for each chapter, which leads to it."""

    def run(self) -> list[nodes.Node]:
        """Build the cards as index.md would write them."""
        cards = [CARD % vars(chapter) for chapter in self.chapters().values()]
        text = "\n".join(["::::{grid} 1 1 3 3", ":gutter: 3", *cards, "::::"])
        return self.parse_text_to_nodes(text)


class ChapterMap(ChapterDirective):
    """A drawing of which chapter needs which, and which helps which."""

    def run(self) -> list[nodes.Node]:
        """Draw the map."""
        chapters = self.chapters()
        builder = self.env.app.builder
        template = Environment(
            autoescape=True,
            loader=FileSystemLoader(Path(__file__).parent),
            lstrip_blocks=True,
            trim_blocks=True,
        ).get_template("course-map.svg.html")
        svg = template.render(
            chapters=chapters.values(),
            lines=list(self.lines(chapters)),
            width=max(chapter.x for chapter in chapters.values()) + LEFT,
            height=max(chapter.y for chapter in chapters.values()) + EDGE,
            link=lambda page: builder.get_relative_uri(self.env.docname, page),
        )
        return [nodes.raw("", svg, format="html")]

    def lines(self, chapters: dict[str, Chapter]) -> Iterator[tuple[str, str]]:
        """Yield each line's kind, "needs" or "helps", and its path."""
        for name, chapter in chapters.items():
            ends = [("needs", other, name) for other in chapter.needs]
            ends += [("helps", name, other) for other in chapter.helps]
            for kind, first, last in ends:
                if {first, last} <= chapters.keys():
                    yield kind, path(chapters[first], chapters[last])
                else:
                    other = first if kind == "needs" else last
                    self.warn("%s.ipynb %s %s: no chapter", chapter.page, kind, other)
