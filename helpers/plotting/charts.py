"""Draw numbers: lines, matrices, pairs of values."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.palette import FOR_WORDS, GREY, INK, VERMILLION
from helpers.plotting.describe import described, sentences
from helpers.plotting.names import PLAIN, plain_legend

if TYPE_CHECKING:
    import pandas as pd
    from keras.callbacks import History


def curves(
    series: Mapping[str, Sequence[float]],
    x: Sequence[float] | None = None,
    *,
    xlabel: str = "epoch",
    ylabel: str = "loss",
    log: bool = False,
    reference: tuple[float, str] | None = None,
) -> Figure:
    """Draw one line a series, named at its right end: a training history, say.

    Args:
        series: values by name; all the same length.
        x: where the values stand; 1, 2, 3, … unless told.
        xlabel: name of the horizontal axis.
        ylabel: name of the vertical axis.
        log: whether both axes are logarithmic.
        reference: a value to compare with and what it is, drawn as a dashed line.
    """
    figure, axes = plt.subplots()
    for name, values in series.items():
        xs = range(1, len(values) + 1) if x is None else x
        (line,) = axes.plot(xs, values, marker="o", markersize=4)
        colour = line.get_color() if line.get_color() in FOR_WORDS else INK
        end = (xs[-1], values[-1])
        style = PLAIN | {"color": colour, "weight": "bold", "va": "center"}
        axes.annotate(f" {name}", end, **style)
    if reference is not None:
        axes.axhline(reference[0], color=GREY, linestyle="--", linewidth=1.2)
        axes.annotate(
            reference[1],
            (1, reference[0]),
            xycoords=("axes fraction", "data"),
            xytext=(0, 4),
            textcoords="offset points",
            ha="right",
            color=GREY,
            **PLAIN,
        )
    axes.margins(x=0.02)
    if log:
        axes.set(xscale="log", yscale="log")
    axes.set_xlabel(xlabel, **PLAIN)
    axes.set_ylabel(ylabel, **PLAIN)
    ends = "; ".join(f"{n} from {v[0]:.4g} to {v[-1]:.4g}" for n, v in series.items())
    return described(figure, sentences(f"Line chart of {ylabel} by {xlabel}: {ends}"))


def history(fitted: "History", metric: str = "loss", **options: Any) -> Figure:
    """Draw a metric of a Keras `History`, in training and in validation.

    Args:
        fitted: what `model.fit` returned.
        metric: a key of `fitted.history`.
        options: passed on to `curves`.
    """
    values = fitted.history
    series = {"training": values[metric]}
    if f"val_{metric}" in values:
        series["validation"] = values[f"val_{metric}"]
    return curves(series, **{"ylabel": metric.replace("_", " "), **options})


def matrix(
    values: np.ndarray,
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
    *,
    title: str = "",
    numbers: str | None = None,
) -> Figure:
    """Draw a matrix as a grid of coloured squares.

    Args:
        values: shape (r, c). Colours diverge from zero if any value is negative.
        rows: r names, top to bottom.
        columns: c names, left to right.
        title: what the matrix is.
        numbers: a format such as ".2f" to print every value; none printed if None.
    """
    height, width = values.shape
    figure, axes = plt.subplots(
        figsize=(min(7.0, 1.6 + 0.5 * width), 0.9 + 0.4 * height)
    )
    draw_matrix(axes, values, rows, columns, numbers=numbers)
    axes.set_title(title, **PLAIN)
    what = title or "a matrix"
    text = f"Heat map of {what}: {height} rows by {width} columns"
    return described(figure, sentences(text))


def draw_matrix(
    axes: Axes,
    values: np.ndarray,
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
    *,
    limit: float | None = None,
    numbers: str | None = None,
) -> None:
    """Draw a matrix into one part of a larger picture.

    Arguments are those of `matrix`; `limit` is the size of the value that gets the
    strongest colour, the largest one's unless told.
    """
    signed = bool((values < 0).any())
    limit = limit or float(np.abs(values).max(initial=0)) or 1.0
    axes.imshow(
        values,
        cmap="RdBu_r" if signed else "Blues",
        vmin=-limit if signed else 0,
        vmax=limit,
        aspect="auto",
    )
    axes.set_xticks(range(len(columns)), columns, **PLAIN)
    axes.set_yticks(range(len(rows)), rows, **PLAIN)
    axes.set_xticks(np.arange(values.shape[1] + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(values.shape[0] + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="white", linewidth=1.5)
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)
    if numbers is None:
        return
    for (i, j), value in np.ndenumerate(values):
        colour = "white" if abs(value) > 0.6 * limit else INK
        axes.text(j, i, format(value, numbers), ha="center", va="center", color=colour)


def product(vector: np.ndarray, matrix: np.ndarray, names: Sequence[str]) -> Figure:
    """Draw a row vector times a matrix, with the rows that count in a frame.

    Args:
        vector: shape (r,); a row of the matrix counts where this is not 0.
        matrix: shape (r, c).
        names: r names, of the vector's places and of the matrix's rows.
    """
    rows, columns = matrix.shape
    limit = float(np.abs(matrix).max())
    figure, (above, middle, below) = plt.subplots(
        3, 1, figsize=(6, 1.8 + 0.5 * rows), height_ratios=[1, rows, 1]
    )
    draw_matrix(above, vector[None], [""], names, numbers=".0f")
    draw_matrix(middle, matrix, names, limit=limit, numbers=".2f")
    draw_matrix(below, (vector @ matrix)[None], [""], limit=limit, numbers=".2f")
    for part, title in ((above, "vector"), (middle, "× table"), (below, "= product")):
        part.set_title(title)
    for row in np.flatnonzero(vector):
        frame = plt.Rectangle((-0.5, row - 0.5), columns, 1, fill=False, clip_on=False)
        frame.set(linewidth=3, edgecolor=VERMILLION, zorder=9)
        middle.add_patch(frame)
    framed = ", ".join(str(names[row]) for row in np.flatnonzero(vector))
    text = sentences(
        f"A vector of {rows} places times a table of {rows} rows and {columns} columns "
        f"gives {columns} numbers",
        f"Framed: {framed}" if framed else "",
    )
    return described(figure, text)


def dumbbells(table: "pd.DataFrame", *, xlabel: str) -> Figure:
    """Draw two values a row as two marks on a line, in the table's order.

    Args:
        table: two columns of numbers; its index names the rows, the first one lowest.
        xlabel: what the numbers are.
    """
    figure, axes = plt.subplots(figsize=(7.0, 0.8 + 0.26 * len(table)))
    heights = range(len(table))
    axes.hlines(heights, table.min(axis=1), table.max(axis=1), color=GREY, linewidth=1)
    marks = [
        axes.plot(table[column], heights, marker)[0]
        for column, marker in zip(table, "os", strict=True)
    ]
    axes.set_yticks(heights, table.index, **PLAIN)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(xlabel, **PLAIN)
    plain_legend(axes, marks, [*map(str, table)])
    first, second = table
    rows = "; ".join(f"{n} {a:.1f} and {b:.1f}" for n, a, b in table.itertuples())
    return described(
        figure, sentences(f"Two marks a row, {xlabel}, {first} and {second}: {rows}")
    )


def confusion(
    true: Sequence[int], predicted: Sequence[int], names: Sequence[str]
) -> Figure:
    """Draw a confusion matrix, each row the share of one true class.

    Args:
        true: n class numbers.
        predicted: n class numbers.
        names: one name a class, by number.
    """
    from sklearn.metrics import confusion_matrix

    classes = range(len(names))
    shares = confusion_matrix(true, predicted, labels=classes, normalize="true")
    few = len(names) <= 12
    side = 1.8 + (0.55 if few else 0.16) * len(names)
    figure, axes = plt.subplots(figsize=(min(side, 8.5), min(side, 8.5)))
    draw_matrix(axes, shares, names, names, numbers=".2f" if few else None)
    axes.tick_params(axis="x", rotation=45 if few else 90)
    axes.tick_params(labelsize=10 if few else 6)
    axes.set(xlabel="predicted", ylabel="true")
    right = ", ".join(f"{n} {shares[i, i]:.0%}" for i, n in enumerate(names[:12]))
    some = "each class" if len(names) <= 12 else "the first 12 classes"
    return described(figure, sentences("Confusion matrix", f"Right of {some}: {right}"))
