"""Figures on a page: described pictures, those that turn, and the page's colours."""

import re

import pytest

from helpers import palette
from tests.book.small_book import Book, picture

pytestmark = pytest.mark.slow

TWO = """import plotly.express as px
for title in ("A </script> here", "Another"):
    px.scatter_3d(x=[1], y=[2], z=[3], title=title).show()
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    book = Book(tmp_path_factory.mktemp("figures"))
    book.write(TWO, name="turned")
    book.write(
        picture(picture="drawing", description='A "line"\n of <loss>.'),
        picture(picture="photo", description="One cat."),
        name="pictures",
    )
    built = book.build()
    assert built.exit_code == 0, built.output
    return book


@pytest.fixture
def visit(book, browser):
    """Return what opens a page of the book in the dark, with the errors it throws."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))

    def go(name: str):
        page.goto((book.folder / f"_build/html/chapters/{name}.html").as_uri())
        page.wait_for_load_state("networkidle")
        return page

    yield go
    context.close()


def test_a_plotly_figure_needs_nothing_but_the_book(book):
    page = book.page("turned")
    assert 'aria-label="Figure to turn by dragging: A &lt;/script&gt; here"' in page
    assert len(page) < 100_000, "Plotly itself is not in the page"
    [script] = re.findall(
        r'<script defer="defer" src="\.\./(_static/plotly[^"?]*)', page
    )
    assert (book.folder / "_build/html" / script).stat().st_size > 1_000_000
    assert "plotly" not in (book.folder / "_build/html/index.html").read_text("utf-8")


def test_two_plotly_figures_of_one_cell_are_both_drawn(visit):
    page = visit("turned")
    titles = page.locator(".plotly-figure").filter(has=page.locator(".gtitle"))
    titles.nth(1).wait_for(timeout=10_000)
    assert titles.all_inner_texts() == ["A </script> here", "Another"]
    assert not page.errors


def test_a_picture_takes_its_words_and_its_class_from_its_fact(visit):
    page = visit("pictures")
    shown = page.locator(".cell_output img")
    facts = shown.evaluate_all("all => all.map(i => [i.alt, i.className])")
    assert facts == [['A "line" of <loss>.', "drawing"], ["One cat.", "photo"]]


def test_on_a_dark_page_drawings_are_turned_inside_out_and_photos_are_not(visit):
    shown = visit("pictures").locator(".cell_output img")
    filters = shown.evaluate_all("all => all.map(i => getComputedStyle(i).filter)")
    assert filters == ["invert(1) hue-rotate(180deg)", "none"]


def test_a_page_has_the_colours_of_the_palette(visit):
    page = visit("pictures")
    page.add_style_tag(content="* { transition: none !important }")
    for name, theme in (("dark", palette.DARK), ("light", palette.LIGHT)):
        page.evaluate("name => { document.documentElement.dataset.theme = name }", name)
        shown = page.evaluate(
            "() => { const s = getComputedStyle(document.body);"
            " return [s.color, s.backgroundColor] }"
        )
        assert shown == [rgb(theme["ink"]), rgb(theme["paper"])]


def rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[i : i + 2], 16) for i in (1, 3, 5)))
