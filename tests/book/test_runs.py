"""The book's build: what fails it, what it runs again, what it says of each run."""

import re
import sqlite3
from datetime import UTC, datetime

import pytest

from tests.book.small_book import RUN_NUMBER, Book, picture, tell

pytestmark = pytest.mark.slow

VERSIONS = [("Python", "3.11.7"), ("NumPy", "2.1.3")]


def test_a_failing_cell_fails_the_build_and_is_named(book):
    book.write("print('before')", "1 / 0")
    built = book.build()
    assert built.exit_code != 0
    assert "ZeroDivisionError" in built.output
    assert "page.ipynb" in built.output


def test_a_warning_fails_the_build_however_often_it_is_tried(book):
    book.write(picture(), name="figure")
    book.write(picture(picture="photo", description=" "), name="no-words")
    book.write("import sys; print('deprecated', file=sys.stderr)", name="message")
    book.write(
        "import plotly.express as px; px.scatter_3d(x=[1], y=[2], z=[3])", name="plotly"
    )
    for _ in range(2):
        built = book.build()
        assert built.exit_code != 0
        for warning in (
            "figure without description in chapters/figure",
            "figure without description in chapters/no-words",
            "standard error in chapters/message: deprecated",
            "Plotly figure without a title",
        ):
            assert warning in built.output


def test_a_page_runs_again_exactly_when_what_it_depends_on_changes(book):
    book.write(RUN_NUMBER)
    first = book.run_number()
    book.write(RUN_NUMBER, prose="Other words.")
    assert book.run_number() == first, "new prose needs no new run"
    assert "Other words." in book.page()

    book.write_helpers("VALUE = 2\n")
    second = book.run_number()
    assert second != first, "the helpers have changed"
    caches = book.folder / "_build" / ".jupyter_cache"
    assert len(list(caches.iterdir())) == 1, "the outdated outputs are deleted"

    sample = book.run_number(EMBEDDINGS_DATA_MODE="sample")
    assert sample != second, "another source of data"
    assert book.run_number() == second, "outputs on other data stay"


def test_data_downloaded_by_the_build_itself_is_no_reason_to_run_again(book):
    path = book.data / "wine-reviews.parquet"
    book.write(RUN_NUMBER, f"open({str(path)!r}, 'wb').write(b'data')")
    assert book.run_number() == book.run_number()


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """Return a book that the command has built, and the day it did."""
    book = Book(tmp_path_factory.mktemp("example"))
    book.write(
        tell(kind="versions", versions=VERSIONS, seed=42),
        tell(kind="data", dataset="wine", source="full"),
        "import sys; print(f'wine:  {40 + 5}%|████▌     |', file=sys.stderr)",
    )
    book.write(
        tell(kind="data", dataset="wine", source="full"),
        "print('one')\n" + tell(kind="data", dataset="imdb", source="sample")
        + "\nprint('two')",
        name="sample",
    )  # fmt: skip
    built = book.command()
    assert built.returncode == 0, built.stdout + built.stderr
    assert "WARNING" not in built.stderr, built.stderr  # nor does a kernel warn
    return book, datetime.now(UTC)


DATA = "on the full data (wine)"
WITH = "with Python 3.11.7, NumPy 2.1.3, seed 42."


def test_the_stamp_tells_when_on_what_and_with_what_a_page_ran(example):
    book, day = example
    stamp = rf"This page ran on {day.day} {day:%B %Y} in \d+ seconds?, "
    assert re.search(stamp + re.escape(f"{DATA}, {WITH}<"), book.page())
    assert "run-stamp-sample" not in book.page()


def test_a_progress_bar_is_for_those_who_wait(example):
    book, _ = example
    assert "45%" not in book.page()


def test_a_page_on_sample_data_says_so(example):
    book, _ = example
    page = book.page("sample")
    assert "run-stamp-sample" in page
    assert "This page ran on a built-in sample (imdb), not on the full data." in page
    assert "on the full data (wine) and a built-in sample (imdb)." in page


def test_a_fact_shows_nothing_where_it_was_told(example):
    book, _ = example
    assert "cell_output" not in book.page()
    page = book.page("sample")
    assert page.count('"cell_output') == 1
    assert "one\ntwo\n" in page, "a fact does not part what is printed around it"
    for text in (book.page(), page):
        assert "embeddings-explained.fact" not in text


def test_the_stamp_tells_the_run_and_not_the_build(example):
    book, _ = example
    [database] = book.folder.glob("_build/.jupyter_cache/*/*/global.db")
    records = sqlite3.connect(database)
    with records:
        records.execute(
            "UPDATE nbcache SET created = '2020-01-02 23:30:00.000000', data = ?",
            ['{"execution_seconds": 75.4}'],
        )
    records.close()
    with (book.folder / "_ext" / "run_stamp.py").open("a") as extension:
        extension.write("# edited\n")
    built = book.command(TZ="Asia/Tokyo")
    assert built.returncode == 0, built.stderr
    expected = f"This page ran on 2 January 2020 in 75 seconds, {DATA}, {WITH}<"
    assert expected in book.page(), re.findall("This page ran.*", book.page())
