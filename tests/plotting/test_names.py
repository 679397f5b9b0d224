"""Names are drawn as they are, in everything that draws."""

import io
from types import SimpleNamespace

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.legend import Legend
from matplotlib.text import Text

from helpers import plotting

HOSTILE = [
    "Ba$$in", "$9.99", "A$$ et $1", r"$\foo$", "$x_1^2$", r"5\$ or \$6", "_hidden",
    "__", "_nolegend_", "_child3", "<b>bold</b>", "a&amp;b%{y}", "{x}", "%d %s", "x^2",
]  # fmt: skip
COUNT = len(HOSTILE)
RNG = np.random.default_rng(0)
PLANE = RNG.normal(size=(COUNT, 2)) * 50
SPACE = RNG.normal(size=(COUNT, 3))
SQUARE = RNG.normal(size=(COUNT, COUNT))
GREY = [np.zeros((4, 4))] * COUNT
FITTED = SimpleNamespace(history={"$loss$": [2.0, 1.0], "val_$loss$": [3.0, 2.0]})
TABLE = pd.DataFrame(
    RNG.random((COUNT, 2)), index=HOSTILE, columns=["_first", "$second$"]
)
GROUPS = [*HOSTILE[:3], *HOSTILE[6:10]] * 2 + HOSTILE[:1]  # as many as have a colour


def part(draw):
    """Draw into a part of a larger picture."""
    figure, axes = plt.subplots()
    draw(axes)
    plt.close(figure)
    return figure


# A picture, and the names that have to be in it.
PICTURES = {
    "curves": (
        lambda: plotting.curves(
            {name: [1.0, 2.0] for name in HOSTILE},
            xlabel="$x$",
            ylabel="_y$$",
            reference=(1.5, r"$\foo$"),
        ),
        [*(f" {name}" for name in HOSTILE), "$x$", "_y$$", r"$\foo$"],
    ),
    "curves on logarithmic axes": (
        lambda: plotting.curves({"$a$": [1.0, 9]}, [1, 100], log=True),
        [" $a$"],
    ),
    "history": (
        lambda: plotting.history(FITTED, "$loss$"),
        [" training", " validation", "$loss$"],
    ),
    "matrix": (
        lambda: plotting.matrix(SQUARE, HOSTILE, HOSTILE, title="$\\t$"),
        [*HOSTILE, *HOSTILE, "$\\t$"],
    ),
    "draw_matrix": (
        lambda: part(lambda axes: plotting.draw_matrix(axes, SQUARE, HOSTILE, HOSTILE)),
        [*HOSTILE, *HOSTILE],
    ),
    "product": (
        lambda: plotting.product(np.eye(COUNT)[0], SQUARE, HOSTILE),
        [*HOSTILE, *HOSTILE],
    ),
    "dumbbells": (
        lambda: plotting.dumbbells(TABLE, xlabel="$\\x$"),
        [*HOSTILE, "_first", "$second$", "$\\x$"],
    ),
    "confusion": (
        lambda: plotting.confusion(range(COUNT), range(COUNT), HOSTILE),
        [*HOSTILE, *HOSTILE],
    ),
    "embedding_map": (
        lambda: plotting.embedding_map(
            PLANE, HOSTILE, GROUPS, title="$\\t$", size=(14, 14)
        ),
        [*HOSTILE, *GROUPS[:7], "$\\t$"],
    ),
    "embedding_map of three dimensions": (
        lambda: plotting.embedding_map(SPACE, HOSTILE, GROUPS, title="_$$"),
        [*HOSTILE, *GROUPS[:7], "_$$"],
    ),
    "images": (lambda: plotting.images(GREY, HOSTILE), HOSTILE),
    "picture_map": (
        lambda: plotting.picture_map(PLANE, GREY, HOSTILE, title="$$$"),
        [*HOSTILE, "$$$"],
    ),
}
OTHERS = {"described", "description", "use_style"}  # they draw nothing


def test_everything_that_draws_is_tried():
    drawing = {name for name in plotting.__all__ if name.islower()} - OTHERS
    assert drawing == {name.split()[0] for name in PICTURES}


def texts(figure) -> list[Text]:
    """What is to be read in a figure."""
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip()
    ]


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.filterwarnings("error:.*label:UserWarning")
def test_names_are_drawn_as_they_are(name):
    draw, names = PICTURES[name]
    figure = draw()
    figure.savefig(io.BytesIO(), format="png")
    read = {text.get_text(): text for text in texts(figure)}
    assert set(names) <= set(read)
    for each in names:
        # What is drawn: the text, and whether as a formula.
        assert read[each]._preprocess_math(each) == (each, False)
    shown = [text for text in texts(figure) if text.get_text() in names]
    assert not any(text.get_parse_math() for text in shown)


def test_a_legend_shows_names_that_matplotlib_would_hide():
    for draw, _ in (PICTURES["dumbbells"], PICTURES["picture_map"]):
        (legend,) = draw().findobj(Legend)
        assert all(text.get_text() for text in legend.get_texts())
    (legend,) = PICTURES["dumbbells"][0]().findobj(Legend)
    assert [text.get_text() for text in legend.get_texts()] == ["_first", "$second$"]


def test_a_logarithmic_axis_keeps_its_powers():
    figure = PICTURES["curves on logarithmic axes"][0]()
    figure.draw_without_rendering()
    (axes,) = figure.axes
    labels = [label for label in axes.get_xticklabels() if "10^{2}" in label.get_text()]
    assert labels and all(label.get_parse_math() for label in labels)


@pytest.mark.filterwarnings("error")
def test_groups_without_a_name_have_no_legend():
    figure = plotting.embedding_map(PLANE, HOSTILE, [""] * COUNT, size=(14, 14))
    assert figure.axes[0].get_legend() is None


def test_the_style_leaves_formulas_to_others():
    assert mpl.rcParams["text.parse_math"]


def test_names_of_groups_need_not_be_text():
    figure = plotting.picture_map(
        PLANE[:4], GREY[:4], pd.Series([5, 5, 7, 7], [*"dcba"])
    )
    (legend,) = figure.findobj(Legend)
    assert [text.get_text() for text in legend.get_texts()] == ["5", "7"]
    assert "Framed by group: 5, 7." in plotting.description(figure)


SMALL = {
    "embedding_map": lambda dtype, n: plotting.embedding_map(
        (PLANE[:n] * 2).astype(dtype), HOSTILE[:n]
    ),
    "embedding_map of three dimensions": lambda dtype, n: plotting.embedding_map(
        (SPACE[:n] * 9).astype(dtype), HOSTILE[:n], HOSTILE[:n]
    ),
    "matrix": lambda dtype, n: plotting.matrix(
        (SQUARE[:n, :n] * 9).astype(dtype), HOSTILE[:n], HOSTILE[:n]
    ),
    "images": lambda dtype, n: plotting.images(
        [grey.astype(dtype) for grey in GREY[:n]], HOSTILE[:n]
    ),
    "picture_map": lambda dtype, n: plotting.picture_map(
        (PLANE[:n] * 2).astype(dtype), GREY[:n], HOSTILE[:n]
    ),
}


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("dtype", ["float16", "int8", "bool", "float64"])
@pytest.mark.parametrize("count", [0, 1, 2])
@pytest.mark.filterwarnings("ignore:Attempting to set identical")
def test_few_rows_and_narrow_numbers_are_drawn(name, dtype, count):
    figure = SMALL[name](dtype, count)
    figure.savefig(io.BytesIO(), format="png")
    read = {text.get_text() for text in texts(figure)}
    assert set(HOSTILE[:count]) <= read
