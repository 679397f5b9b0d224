"""The book's build: what fails it, what it runs again, what it says of each run.

Every test builds a small book with the project's own settings and extension.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sysconfig
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PROJECT = Path(__file__).parents[2]
PAGE = "_build/html/chapters/page.html"
RUN_NUMBER = "import uuid\nprint('run', uuid.uuid4().hex)"
VERSIONS = "print('Python 3.11.7 · NumPy 2.1.3 · seed 42 · data: built-in samples')"


def picture(text: str) -> str:
    """Return code that shows one grey pixel with a plain-text form."""
    pixel = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAA"
        "AABJRU5ErkJggg=="
    )
    forms = {"image/png": pixel, "text/plain": text}
    return f"from IPython.display import display\ndisplay({forms!r}, raw=True)"


class Book:
    """A book of one notebook in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        for name in ("_ext", "_static"):
            shutil.copytree(PROJECT / name, folder / name)
        shutil.copy(PROJECT / "_config.yml", folder)
        (folder / "_toc.yml").write_text(
            "format: jb-book\nroot: index\nchapters: [{file: chapters/page}]\n"
        )
        (folder / "index.md").write_text("# Book\n")
        (folder / "requirements.txt").write_text("numpy==2.1.3\n")
        (folder / "helpers").mkdir()
        (folder / "helpers" / "__init__.py").write_text("VALUE = 1\n")
        (folder / "chapters").mkdir()
        self.data.mkdir()

    def write(self, *cells: str, prose: str = "Some words.") -> None:
        """Write the notebook: a heading, the prose and these code cells."""
        notebook = new_notebook(
            cells=[
                new_markdown_cell(f"# Page\n\n{prose}"),
                *map(new_code_cell, cells),
            ],
            metadata={
                "kernelspec": {"name": "python3", "display_name": "Python 3"},
                "language_info": {"name": "python"},
            },
        )
        nbformat.write(notebook, self.folder / "chapters" / "page.ipynb")

    def build(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """Build the book as `make book` does."""
        settings = {
            "EMBEDDINGS_DATA": "",
            "EMBEDDINGS_DATA_MODE": "",
            "EMBEDDINGS_CACHE": str(self.data),
            "IPYTHONDIR": str(self.folder / "ipython"),
        }
        command = [Path(sysconfig.get_path("scripts"), "jupyter-book"), "build", "."]
        return subprocess.run(
            [*command, "-W", "--keep-going"],
            cwd=self.folder,
            env={**os.environ, **settings, **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def page(self, **environment: str) -> str:
        """Build the book, which must succeed, and return the notebook's page."""
        built = self.build(**environment)
        assert built.returncode == 0, built.stdout + built.stderr
        assert "WARNING" not in built.stderr, built.stderr  # nor does a kernel warn
        return (self.folder / PAGE).read_text("utf-8")

    def run_number(self, **environment: str) -> str:
        """Build the book and return what RUN_NUMBER printed, new in every run."""
        return re.search(r"run (\w{32})", self.page(**environment))[1]


@pytest.fixture
def book(tmp_path):
    return Book(tmp_path)


def test_a_failing_cell_fails_the_build_and_is_named(book):
    book.write("print('before')", "1 / 0")
    built = book.build()
    assert built.returncode != 0
    assert "ZeroDivisionError" in built.stdout + built.stderr
    assert "page.ipynb" in built.stdout + built.stderr


@pytest.mark.parametrize(
    ("cell", "warning"),
    [
        (
            picture("<Figure size 640x480 with 1 Axes>"),
            "figure without description in chapters/page",
        ),
        (
            "import sys; print('deprecated', file=sys.stderr)",
            "standard error in chapters/page: deprecated",
        ),
        (
            "import plotly.express as px; px.scatter_3d(x=[1], y=[2], z=[3])",
            "Plotly figure without a title",
        ),
    ],
)
def test_a_warning_fails_the_build_however_often_it_is_tried(book, cell, warning):
    book.write(cell)
    for _ in range(2):
        built = book.build()
        assert built.returncode != 0
        assert warning in built.stdout + built.stderr


def test_a_plotly_figure_needs_nothing_but_the_book(book):
    book.write(
        "import plotly.express as px\n"
        "px.scatter_3d(x=[1], y=[2], z=[3], title='A </script> here')"
    )
    page = book.page()
    assert 'aria-label="Figure to turn by dragging: A &lt;/script&gt; here"' in page
    assert len(page) < 100_000, "Plotly itself is not in the page"
    [script] = re.findall(
        r'<script defer="defer" src="\.\./(_static/plotly[^"?]*)', page
    )
    assert (book.folder / "_build/html" / script).stat().st_size > 1_000_000
    assert "plotly" not in (book.folder / "_build/html/index.html").read_text("utf-8")


def test_a_page_runs_again_exactly_when_what_it_depends_on_changes(book):
    book.write(RUN_NUMBER)
    first = book.run_number()
    assert book.run_number() == first

    book.write(RUN_NUMBER, prose="Other words.")
    assert book.run_number() == first, "new prose needs no new run"

    (book.folder / "helpers" / "__init__.py").write_text("VALUE = 2\n")
    second = book.run_number()
    assert second != first, "the helpers have changed"
    caches = book.folder / "_build" / ".jupyter_cache"
    assert len(list(caches.iterdir())) == 1, "the outdated outputs are deleted"

    (book.data / "wine-reviews.parquet").write_bytes(b"other data")
    third = book.run_number()
    assert third != second, "the data have changed"

    sample = book.run_number(EMBEDDINGS_DATA_MODE="sample")
    assert sample != third, "another source of data"
    moved = book.folder / "elsewhere"
    book.data.rename(moved)
    assert book.run_number(EMBEDDINGS_CACHE=str(moved)) == third, "the same data"


def test_data_downloaded_by_the_build_itself_is_no_reason_to_run_again(book):
    path = book.data / "wine-reviews.parquet"
    book.write(RUN_NUMBER, f"open({str(path)!r}, 'wb').write(b'data')")
    assert book.run_number() == book.run_number()


def test_the_stamp_tells_the_run_and_not_the_build(book):
    book.write(
        VERSIONS,
        "print('Using the full dataset (wine: 129,971 reviews, from the cache).')",
        picture("One grey pixel."),
        "import sys; print(f'wine:  {40 + 5}%|████▌     |', file=sys.stderr)",
    )
    page = book.page()
    when = datetime.now(UTC)
    data = "on the full data (wine)"
    versions = "with Python 3.11.7, NumPy 2.1.3, seed 42."
    assert re.search(
        rf"This page ran on {when.day} {when:%B %Y} in \d+ seconds?, "
        + re.escape(f"{data}, {versions}<"),
        page,
    )
    assert 'alt="One grey pixel."' in page
    assert "run-stamp-sample" not in page
    assert "45%" not in page, "a progress bar is for those who wait"

    [database] = book.folder.glob("_build/.jupyter_cache/*/*/global.db")
    records = sqlite3.connect(database)
    with records:
        records.execute(
            "UPDATE nbcache SET created = '2020-01-02 23:30:00.000000', data = ?",
            ['{"execution_seconds": 75.4}'],
        )
    records.close()
    with (book.folder / "_ext" / "book_runs.py").open("a") as extension:
        extension.write("# edited\n")
    expected = f"This page ran on 2 January 2020 in 75 seconds, {data}, {versions}<"
    assert expected in book.page(TZ="Asia/Tokyo")


def test_a_page_on_sample_data_says_so(book):
    book.write(
        "print('Using the full dataset (wine: 129,971 reviews, from the cache).')",
        "print('Using the built-in sample (imdb: 25,000 reviews): the full dataset …')",
    )
    page = book.page()
    assert "run-stamp-sample" in page
    assert "This page ran on a built-in sample (imdb), not on the full data." in page
    assert "on the full data (wine) and a built-in sample (imdb)." in page
