import gc
import io
import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from nbclient import NotebookClient

from helpers import plotting
from helpers.facts import MIME
from helpers.plotting.describe import fact, sentences

RNG = np.random.default_rng(0)
FIGURES = {
    "curves": lambda: plotting.curves({"a": [3, 2, 1]}, reference=(2, "goal")),
    "matrix": lambda: plotting.matrix(RNG.normal(size=(2, 3)), "ab", "cde"),
    "product": lambda: plotting.product(np.eye(3)[1], RNG.normal(size=(3, 2)), "abc"),
    "product with zeros": lambda: plotting.product(
        np.zeros(3), RNG.normal(size=(3, 2)), "abc"
    ),
    "map": lambda: plotting.embedding_map(RNG.normal(size=(3, 2)), ["a", "b", "c"]),
    "3-D map": lambda: plotting.embedding_map(
        RNG.normal(size=(3, 3)), list("abc"), list("xxy"), title="A room"
    ),
    "dumbbells": lambda: plotting.dumbbells(
        pd.DataFrame({"own": [1.0, 2.0], "same": [2.0, 1.5]}, ["a", "b"]), xlabel="mean"
    ),
    "images": lambda: plotting.images(list(RNG.random((3, 8, 8))), ["a", "b", "c"]),
    "images without captions": lambda: plotting.images(list(RNG.random((3, 8, 8)))),
    "picture map": lambda: plotting.picture_map(
        RNG.normal(size=(3, 2)), list(RNG.random((3, 8, 8))), list("xxy")
    ),
    "picture map without groups": lambda: plotting.picture_map(
        RNG.normal(size=(3, 2)), list(RNG.random((3, 8, 8))), title="Digits."
    ),
    "confusion": lambda: plotting.confusion([0, 1, 1], [0, 1, 0], ["no", "yes"]),
}


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_every_figure_is_drawn_described_and_left_to_the_cell(draw):
    figure = draw()
    assert isinstance(figure, Figure)
    assert not mpl.pyplot.get_fignums()  # an open figure would be shown twice
    figure.savefig(io.BytesIO(), format="png")
    assert fact(figure)["picture"] == "drawing"


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_every_description_is_made_of_whole_sentences(draw):
    text = plotting.description(draw())
    assert re.fullmatch(r"[A-Z0-9].*[^\s.]\.", text)
    assert not re.search(r"\.\s*\.|\s\.|\s\s|: *\.", text)


def test_the_parts_of_a_description_are_closed_once_and_empty_ones_left_out():
    assert sentences("A map", "", "Why?", "Its names: a, b.") == (
        "A map. Why? Its names: a, b."
    )


def test_a_description_is_nothing_of_matplotlibs():
    figure = plotting.described(plt.figure(), "A line from 3 to 1.")
    plain = figure.get_gid(), figure.get_label()
    assert plain == (None, "")
    drawing = io.StringIO()
    figure.savefig(drawing, format="svg")
    assert "A line" not in drawing.getvalue()


def test_a_figure_that_nobody_described_says_what_it_is():
    figure = Figure()
    assert plotting.description(figure) == repr(figure)
    assert fact(figure) is None


def test_photos_are_said_to_be_photos_whatever_the_description_says():
    figure = plotting.described(Figure(), "Two cats.", photos=True)
    assert fact(figure) == {
        "kind": "figure", "picture": "photo", "description": "Two cats.",
    }  # fmt: skip
    figure = plotting.described(Figure(), "Photo or not?")
    assert fact(figure)["picture"] == "drawing"


def test_a_description_does_not_keep_its_figure():
    from helpers.plotting.describe import _DESCRIPTIONS

    figure = plotting.described(Figure(), "Gone.")
    count = len(_DESCRIPTIONS)
    del figure
    gc.collect()
    assert len(_DESCRIPTIONS) < count


@pytest.mark.slow
def test_a_notebook_shows_a_figure_once_with_its_words_and_the_books_fact():
    cells = [
        "from helpers import plotting\nimport matplotlib.pyplot as plt, numpy as np",
        "plotting.use_style()",
        "plotting.curves({'a': [2, 1]})",
        "plotting.images([np.eye(3)], what='cat', photos=True)",
        "_ = plt.plot([1, 2])",
    ]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells]
    )
    NotebookClient(notebook, kernel_name="python3").execute()
    assert [len(cell.outputs) for cell in notebook.cells] == [0, 0, 1, 1, 1]
    curves, photo, other = (cell.outputs[0].data for cell in notebook.cells[2:])
    text = "Line chart of loss by epoch: a from 2 to 1."
    assert curves["text/plain"] == text
    assert curves["image/png"]
    assert curves[MIME] == {"kind": "figure", "picture": "drawing", "description": text}
    assert photo["image/png"]
    assert photo[MIME]["picture"] == "photo"
    assert other["image/png"]
    assert other["text/plain"].startswith("<Figure")
    assert MIME not in other
