"""Draw what the chapters show, each picture with a description in words.

Every function returns a Matplotlib figure that a notebook shows once, when it is
the last expression of a cell. Its description is the figure's plain-text form:
Jupyter stores it beside the picture, and the book makes it the `alt` text.
Colours are those of Okabe and Ito (2008), told apart by colour-blind readers.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from helpers import vectors as _vectors

if TYPE_CHECKING:
    import pandas as pd

BLUE, ORANGE, GREEN, RED, PURPLE, SKY, YELLOW, GREY = COLOURS = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#c4302b",
    "#a8518a",
    "#3a9bd9",
    "#c79500",
    "#6b6b6b",
)
SEQUENTIAL = "Blues"
DIVERGING = "RdBu_r"


def use_style() -> None:
    """Set Matplotlib's defaults for the course and register descriptions."""
    mpl.rcParams.update(
        {
            "figure.figsize": (7.0, 4.0),
            "figure.dpi": 110,
            "figure.constrained_layout.use": True,
            "savefig.dpi": 160,
            "font.size": 11,
            "axes.prop_cycle": mpl.cycler(color=COLOURS),
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlelocation": "left",
            "axes.titlesize": 11.5,
            "axes.edgecolor": GREY,
            "axes.labelcolor": "#333333",
            "xtick.color": "#333333",
            "ytick.color": "#333333",
            "legend.frameon": False,
            "lines.linewidth": 2,
            "image.cmap": SEQUENTIAL,
        }
    )
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:  # a script, not a notebook
        return
    # Choosing a backend or a format forgets every formatter of figures: ours last.
    shell.run_line_magic("matplotlib", "inline")
    shell.run_line_magic("config", "InlineBackend.figure_formats = ['retina']")
    plain = shell.display_formatter.formatters["text/plain"]
    plain.for_type(Figure, lambda figure, p, cycle: p.text(description(figure)))


def described(figure: Figure, alt: str) -> Figure:
    """Give a figure its description, and hand it over to the cell to be shown.

    Args:
        figure: any Matplotlib figure.
        alt: what the picture shows, for readers who cannot see it.
    """
    figure.set_gid(alt)
    plt.close(figure)  # otherwise the notebook would show it a second time
    return figure


def description(figure: Figure) -> str:
    """Return the words given to `described`, or Matplotlib's own `repr`."""
    return figure.get_gid() or repr(figure)


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
        axes.annotate(
            f" {name}", (xs[-1], values[-1]), color=line.get_color(), va="center"
        )
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
        )
    axes.margins(x=0.02)
    if log:
        axes.set(xscale="log", yscale="log")
    axes.set(xlabel=xlabel, ylabel=ylabel)
    ends = "; ".join(f"{n} from {v[0]:.4g} to {v[-1]:.4g}" for n, v in series.items())
    return described(figure, f"Line chart of {ylabel} by {xlabel}: {ends}.")


def history(fitted, metric: str = "loss", **options) -> Figure:
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
    axes.set_title(title)
    what = title or "a matrix"
    return described(figure, f"Heat map of {what}: {height} rows by {width} columns.")


def draw_matrix(
    axes: plt.Axes,
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
    limit = limit or float(np.abs(values).max()) or 1.0
    axes.imshow(
        values,
        cmap=DIVERGING if signed else SEQUENTIAL,
        vmin=-limit if signed else 0,
        vmax=limit,
        aspect="auto",
    )
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(rows)), rows)
    axes.set_xticks(np.arange(values.shape[1] + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(values.shape[0] + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="white", linewidth=1.5)
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)
    if numbers is None:
        return
    for (i, j), value in np.ndenumerate(values):
        colour = "white" if abs(value) > 0.6 * limit else "#222222"
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
        frame.set(linewidth=3, edgecolor=ORANGE, zorder=9)
        middle.add_patch(frame)
    counted = ", ".join(str(names[row]) for row in np.flatnonzero(vector))
    alt = (
        f"A vector of {rows} places times a table of {rows} rows and {columns} columns"
    )
    return described(figure, f"{alt} gives {columns} numbers. Framed: {counted}.")


def dumbbells(table: "pd.DataFrame", *, xlabel: str) -> Figure:
    """Draw two values a row as two marks on a line, in the table's order.

    Args:
        table: two columns of numbers; its index names the rows, the first one lowest.
        xlabel: what the numbers are.
    """
    figure, axes = plt.subplots(figsize=(7.0, 0.8 + 0.26 * len(table)))
    heights = range(len(table))
    axes.hlines(heights, table.min(axis=1), table.max(axis=1), color=GREY, linewidth=1)
    for column, marker in zip(table, "os", strict=True):
        axes.plot(table[column], heights, marker, label=column)
    axes.set_yticks(heights, table.index)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set(xlabel=xlabel)
    axes.legend()
    first, second = table
    rows = "; ".join(f"{n} {a:.1f} and {b:.1f}" for n, a, b in table.itertuples())
    return described(figure, f"{xlabel}, {first} and {second}: {rows}.")


def embedding_map(
    points: np.ndarray,
    labels: Sequence[str],
    groups: Sequence[str] | None = None,
    *,
    title: str = "",
    size: tuple[float, float] = (7.0, 7.0),
) -> Figure:
    """Draw embeddings as a map: a name at each point.

    Args:
        points: shape (n, 2) or (n, 3), for example from t-SNE or PCA.
        labels: n names.
        groups: n group names; the largest seven get a colour and a place in the
            legend, the others and those named "" are grey. All names are blue if None.
        title: what the map shows.
        size: width and height in inches.
    """
    dimensions = points.shape[1]
    projection = "3d" if dimensions == 3 else None
    figure, axes = plt.subplots(figsize=size, subplot_kw={"projection": projection})
    colours = [BLUE] * len(points)
    if groups is not None:
        named = Counter(name for name in groups if name)
        largest = [name for name, _ in named.most_common(len(COLOURS) - 1)]
        palette = dict(zip(largest, COLOURS, strict=False))
        colours = [palette.get(name, GREY) for name in groups]
        for name, colour in palette.items():
            axes.scatter([], [], color=colour, label=name)
        axes.legend(fontsize=9, loc="best")
    axes.scatter(*points.T, s=0)  # sets the limits; the names are the marks
    for point, label, colour in zip(points, labels, colours, strict=True):
        axes.text(*point, label, color=colour, fontsize=9, ha="center", va="center")
    axes.set_title(title)
    if dimensions == 2:
        axes.set(xticks=[], yticks=[])
        axes.margins(0.06)
        axes.spines[:].set_visible(False)
    some = ", ".join(map(str, labels[:12]))
    alt = f"Map of {len(points)} embeddings in {dimensions} dimensions. {title}"
    return described(figure, f"{alt}. Some of its names: {some}.")


def images(
    pictures: Sequence[np.ndarray],
    captions: Sequence[str] = (),
    *,
    columns: int = 8,
    what: str = "pictures",
) -> Figure:
    """Draw pictures in a grid.

    Args:
        pictures: arrays of shape (h, w), grey, or (h, w, 3), colour.
        captions: one a picture, or none at all.
        columns: pictures in a row.
        what: what they are, for the description.
    """
    columns = min(columns, len(pictures))
    rows = -(-len(pictures) // columns)
    figure, grid = plt.subplots(
        rows, columns, figsize=(0.95 * columns, 1.15 * rows), squeeze=False
    )
    for axes in grid.flat:
        axes.axis("off")
    for axes, picture in zip(grid.flat, pictures, strict=False):
        axes.imshow(picture, cmap="gray")
    for axes, caption in zip(grid.flat, captions, strict=False):
        axes.set_title(caption, fontsize=9, loc="center")
    alt = f"Photos: {len(pictures)} {what}, {rows} rows of {columns}"
    return described(figure, f"{alt}. {', '.join(map(str, captions[:12]))}".strip())


def picture_map(
    points: np.ndarray,
    pictures: Sequence[np.ndarray],
    groups: Sequence[str] | None = None,
    *,
    title: str = "",
    what: str = "pictures",
    zoom: float = 1.0,
) -> Figure:
    """Draw embeddings of pictures as a map: each picture, small, at its point.

    Args:
        points: shape (n, 2).
        pictures: n arrays of shape (h, w), grey, or (h, w, 3), colour.
        groups: n group names; each gets a colour, as the frame of its pictures.
        title: what the map shows.
        what: what the pictures are, for the description.
        zoom: size of a pixel in points.
    """
    from matplotlib.offsetbox import AnnotationBbox, OffsetImage

    figure, axes = plt.subplots(figsize=(8.0, 8.0))
    names = sorted(set(groups)) if groups is not None else []
    palette = dict(zip(names, COLOURS * (1 + len(names) // len(COLOURS)), strict=False))
    for name, colour in palette.items():
        axes.scatter([], [], color=colour, marker="s", label=name)
    axes.scatter(*points.T, s=0)  # sets the limits; the pictures are the marks
    for i, (point, picture) in enumerate(zip(points, pictures, strict=True)):
        image = OffsetImage(picture, zoom=zoom, cmap="gray_r")
        frame = {"linewidth": 1.5} if names else {"linewidth": 0}
        frame["edgecolor"] = palette[groups[i]] if names else "none"
        box = AnnotationBbox(image, point, pad=0.05, bboxprops=frame)
        axes.add_artist(box)
    if names:
        axes.legend(loc="best")
    axes.set(xticks=[], yticks=[], title=title)
    axes.margins(0.06)
    axes.spines[:].set_visible(False)
    grouped = f" Framed by group: {', '.join(names)}." if names else ""
    return described(figure, f"Photos: map of {len(points)} {what}. {title}.{grouped}")


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
    return described(figure, f"Confusion matrix. Right of each class: {right}.")


def neighbour_table(
    words: Sequence[str], vectors: np.ndarray, asked: Sequence[str], count: int = 5
) -> "pd.DataFrame":
    """Tabulate the nearest words by cosine, a row a word.

    Args:
        words: n names.
        vectors: shape (n, d).
        asked: the words to look up.
        count: neighbours a word.

    Raises:
        KeyError: a word has no row in `vectors`.
    """
    import pandas as pd

    table = {
        word: [
            f"{name} {cosine:.2f}"
            for name, cosine in _vectors.neighbours(words, vectors, word, count)
        ]
        for word in asked
    }
    columns = range(1, count + 1)
    return pd.DataFrame.from_dict(table, orient="index", columns=columns)
