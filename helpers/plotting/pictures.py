"""Draw pictures: in a grid, and as a map."""

import math
from collections.abc import Sequence
from itertools import cycle

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnnotationBbox, OffsetImage

from helpers.palette import BLACK, FOR_MARKS
from helpers.plotting.describe import described, sentences
from helpers.plotting.names import PLAIN, plain_legend

_FRAMES = [colour for colour in FOR_MARKS if colour != BLACK]  # pictures may be dark


def images(
    pictures: Sequence[np.ndarray],
    captions: Sequence[str] = (),
    *,
    columns: int = 8,
    what: str = "pictures",
    photos: bool = False,
) -> Figure:
    """Draw pictures in a grid.

    Args:
        pictures: arrays of shape (h, w), grey, or (h, w, 3), colour.
        captions: one a picture, or none at all.
        columns: pictures in a row.
        what: what they are, for the description.
        photos: whether they are photos, for which dark pages have to stay light.
    """
    columns = max(1, min(columns, len(pictures)))
    rows = max(1, math.ceil(len(pictures) / columns))
    figure, grid = plt.subplots(
        rows, columns, figsize=(0.95 * columns, 1.15 * rows), squeeze=False
    )
    for axes in grid.flat:
        axes.axis("off")
    for axes, picture in zip(grid.flat, pictures, strict=False):
        axes.imshow(picture, cmap="gray")
    for axes, caption in zip(grid.flat, captions, strict=False):
        axes.set_title(caption, fontsize=9, loc="center", **PLAIN)
    text = sentences(
        f"{len(pictures)} {what}, {columns} in a row",
        ", ".join(map(str, captions[:12])),
    )
    return described(figure, text, photos=photos)


def picture_map(
    points: np.ndarray,
    pictures: Sequence[np.ndarray],
    groups: Sequence[str] | None = None,
    *,
    title: str = "",
    what: str = "pictures",
    zoom: float = 1.0,
    photos: bool = False,
) -> Figure:
    """Draw embeddings of pictures as a map: each picture, small, at its point.

    Args:
        points: shape (n, 2).
        pictures: n arrays of shape (h, w), grey, or (h, w, 3), colour.
        groups: n group names; each gets a colour, as the frame of its pictures.
        title: what the map shows.
        what: what the pictures are, for the description.
        zoom: size of a pixel in points.
        photos: whether they are photos, for which dark pages have to stay light.
    """
    if groups is not None:
        groups = [str(name) for name in groups]  # by place, also where pandas has rows
    figure, axes = plt.subplots(figsize=(8.0, 8.0))
    names = sorted(set(groups)) if groups is not None else []
    colours = dict(zip(names, cycle(_FRAMES), strict=False))
    marks = [axes.scatter([], [], color=c, marker="s") for c in colours.values()]
    x, y = points.T
    axes.scatter(x, y, s=0)  # sets the limits; the pictures are the marks
    for i, (point, picture) in enumerate(zip(points, pictures, strict=True)):
        edge = "none" if groups is None else colours[groups[i]]
        frame = {"linewidth": 1.5 if names else 0, "edgecolor": edge}
        image = OffsetImage(picture, zoom=zoom, cmap="gray_r")
        axes.add_artist(AnnotationBbox(image, point, pad=0.05, bboxprops=frame))
    plain_legend(axes, marks, names, loc="best")
    axes.set(xticks=[], yticks=[])
    axes.set_title(title, **PLAIN)
    axes.margins(0.06)
    axes.spines[:].set_visible(False)
    text = sentences(
        f"Map of {len(pictures)} {what}",
        title,
        f"Framed by group: {', '.join(names)}" if names else "",
    )
    return described(figure, text, photos=photos)
