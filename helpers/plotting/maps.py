"""Draw embeddings as a map of names."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import product
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from adjustText import adjust_text
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from helpers.palette import BLUE, FOR_MARKS, GREY, INK
from helpers.plotting.describe import described, sentences
from helpers.plotting.names import PLAIN, plain_legend

# A shape for each colour: colours alone would not be told apart by everyone.
_SHAPES = dict(zip(FOR_MARKS, "os^DvPX", strict=True))
_BAND = 20  # names that are moved at once
_REACH = 30  # pixels above and below them, in which they meet others
_MOVES = 9_000  # of names in all; a limit of time would not make one map twice
# Above, below, right, left, and between them.
_WAYS = np.array([[0, 1], [0, -1], [1, 0], [-1, 0], [1, 1], [-1, 1], [1, -1], [-1, -1]])
_HALF = 4  # pixels from the middle of a mark to its edge
_FAR = 10  # pixels from the middle, from which on a name has a line


def embedding_map(
    points: np.ndarray,
    labels: Sequence[str],
    groups: Sequence[str] | None = None,
    *,
    title: str = "",
    size: tuple[float, float] = (7.0, 7.0),
) -> Figure:
    """Draw embeddings as a map: a mark at each point, with its name.

    Names in a plane are moved so that none lies on another; a thin line leads from a
    name that is far from its mark. Where there is no room for all, those with a group
    and the first ones stay, and the map says how many.

    Args:
        points: shape (n, 2) or (n, 3), for example from t-SNE or PCA.
        labels: n names, the most important first.
        groups: n group names; the largest seven get a colour, a shape and a place in
            the legend, the others and those named "" are grey. All are blue if None.
        title: what the map shows.
        size: width and height in inches.
    """
    count, dimensions = points.shape
    if groups is not None:
        groups = [str(name) for name in groups]  # by place, also where pandas has rows
    projection = "3d" if dimensions == 3 else None
    axes: Any  # of a plane or of a space: they have the same methods
    figure, axes = plt.subplots(figsize=size, subplot_kw={"projection": projection})
    _draw_marks(axes, points, groups)
    style = {"color": INK, "fontsize": 8.5, "ha": "center", "va": "bottom", **PLAIN}
    halo = [withStroke(linewidth=2, foreground="white")]  # where a mark lies below
    names = [
        axes.text(*point, str(label), path_effects=halo, **style)
        for point, label in zip(points, labels, strict=True)
    ]
    axes.set_title(title, **PLAIN)
    if dimensions == 2:
        axes.set(xticks=[], yticks=[])
        axes.margins(0.06)
        axes.spines[:].set_visible(False)
        if names:
            _move_apart(figure, axes, names)
            _settle(axes, names, points, groups)
            _draw_lines(axes, names, points)
    shown = [name.get_text() for name in names if name.get_visible()]
    some = "" if len(shown) == count else f"{len(shown)} of {count} names are shown"
    axes.xaxis.label.set_text(some)
    text = sentences(
        f"Map of {count} embeddings in {dimensions} dimensions",
        title,
        some,
        f"Some of its names: {', '.join(shown[:12])}",
    )
    return described(figure, text)


def _draw_marks(axes: Any, points: np.ndarray, groups: Sequence[str] | None) -> None:
    if groups is None:
        axes.scatter(*points.T, s=16, color=BLUE)
        return
    largest = Counter(name for name in groups if name).most_common(len(_SHAPES))
    of_group = np.asarray(groups)
    marks = []
    for (name, _), (colour, shape) in zip(largest, _SHAPES.items(), strict=False):
        members = points[of_group == name]
        options = {"s": 28, "color": colour, "marker": shape, "label": name}
        marks.append(axes.scatter(*members.T, **options))
    others = points[~np.isin(of_group, [name for name, _ in largest])]
    axes.scatter(*others.T, s=10, color=GREY)
    names = [name for name, _ in largest]
    plain_legend(axes, marks, names, fontsize=9, loc="best")


def _move_apart(figure: Figure, axes: Axes, names: Sequence[Text]) -> None:
    """Move names away from each other, from the marks and from the legend.

    Band by band, from the top down: adjustText compares each name with each other one,
    several times a step, and 300 at once would take a minute.
    """
    for name in names:
        name.set_in_layout(False)
    axes.set_xlabel("room for what is said below", loc="left", color=GREY, fontsize=9)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # what is apart now has to stay apart
    points = np.array([name.get_position() for name in names], float)
    from_top = np.argsort(-points[:, 1], kind="stable")
    scale = np.diag(axes.transData.get_matrix())[:2]
    obstacles = [Bbox([p - _HALF / scale, p + _HALF / scale]) for p in points]
    legend = axes.get_legend()
    if legend is not None:
        obstacles.append(_box(axes, legend))
        legend.set_loc(_corner(axes, legend))
    for band in np.array_split(from_top, math.ceil(len(names) / _BAND)):
        some = [names[i] for i in band]
        high = points[band[0], 1] + _REACH / scale[1]
        low = points[band[-1], 1] - _REACH / scale[1]
        adjust_text(
            some,
            objects=[box for box in obstacles if low < box.y1 and box.y0 < high],
            avoid_self=False,  # its own marks are among the obstacles
            ax=axes,
            iter_lim=max(1, _MOVES // len(names)),
        )
        obstacles += [_box(axes, name) for name in some]


def _box(axes: Axes, artist: Artist) -> Bbox:
    """Return where an artist lies, in the units of the data."""
    return artist.get_window_extent().transformed(axes.transData.inverted())


def _corner(axes: Axes, legend: Legend) -> tuple[float, float]:
    """Return the lower left corner of a legend, as shares of its axes."""
    box = legend.get_window_extent().transformed(axes.transAxes.inverted())
    return box.x0, box.y0


def _settle(
    axes: Axes,
    names: Sequence[Text],
    points: np.ndarray,
    groups: Sequence[str] | None,
) -> None:
    """Where a name still lies on another, find it a free place or hide it.

    Names with a group come first, then those without.
    """
    legend = axes.get_legend()
    taken = [] if legend is None else [legend.get_window_extent()]
    marks = [Bbox([p - _HALF, p + _HALF]) for p in axes.transData.transform(points)]
    order = sorted(
        range(len(names)), key=lambda i: groups is not None and not groups[i]
    )
    for i in order:
        box = names[i].get_window_extent()
        if box.count_overlaps(taken):
            place = _free_place(axes, box, marks[i], taken + marks)
            if place is None:
                names[i].set_visible(False)
                continue
            x, y = axes.transData.inverted().transform(place.get_points().mean(axis=0))
            names[i].set(position=(x, y), va="center")
            box = place
        taken.append(box)


def _free_place(
    axes: Axes, name: Bbox, mark: Bbox, taken: Sequence[Bbox]
) -> Bbox | None:
    """Look all around a mark, in pixels, for a place for its name; nearest first."""
    middle, size = mark.get_points().mean(axis=0), np.array(name.size)
    around = Bbox([middle - size - 32, middle + size + 32])
    near = [box for box in taken if box.overlaps(around)]
    for gap, way in product((1, 8, 16, 24), _WAYS):
        place = middle + way * (_HALF + gap + size / 2)
        box = Bbox([place - size / 2, place + size / 2])
        inside = np.all(box.p0 >= axes.bbox.p0) and np.all(box.p1 <= axes.bbox.p1)
        if inside and not box.count_overlaps(near):
            return box
    return None


def _draw_lines(axes: Axes, names: Sequence[Text], points: np.ndarray) -> None:
    """Draw a thin line from each mark to its name, if that is far away."""
    to_pixels = axes.transData.transform
    lines = []
    for name, point in zip(names, points, strict=True):
        box = _box(axes, name)
        end = np.clip(point, box.min, box.max)
        far = np.linalg.norm(to_pixels(end) - to_pixels(point)) > _FAR
        if far and name.get_visible():
            lines.append([point, end])
    axes.add_collection(LineCollection(lines, colors=GREY, linewidths=0.6, zorder=0.5))
