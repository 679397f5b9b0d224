"""The embedding explorer: a map in which every name can be asked for its neighbours.

Beside the neighbours in the full space it shows those in the picture, and how many
are the same: what a map of two dimensions keeps, and what it loses. It is one piece
of HTML with its data and its script inside, so it works in the book, JupyterLab and
Colab, with the keyboard alone, without a kernel and without a network. Nothing in it
has an `id`: it may stand several times in one page.
"""

from collections.abc import Sequence

import numpy as np

from helpers import palette
from helpers.shown import Shown
from helpers.vectors import floats, nearest

WIDTH, HEIGHT, MARGIN = 640, 560, 34  # pixels of the drawing


def explore(
    names: Sequence[str],
    vectors: np.ndarray,
    points: np.ndarray,
    *,
    first: str,
    ask: str = "Type a word:",
    count: int = 8,
) -> Shown:
    """Make a map whose names can be asked for their neighbours.

    Args:
        names: n different names; what is no text is shown as `str` makes it.
        vectors: shape (n, d), the full space; neighbours are those by cosine.
        points: shape (n, 2), the picture; neighbours are those by distance.
        first: the name that is shown first.
        ask: what stands before the field.
        count: how many neighbours, 1 or more; all others where there are fewer.

    Returns:
        The explorer, and where only text can be shown what the picture keeps.

    Raises:
        ValueError: `first` is none of the names, a name occurs twice, or `count` is
            less than 1.
    """
    from jinja2 import Environment, PackageLoader
    from sklearn.neighbors import NearestNeighbors

    names, first = [str(name) for name in names], str(first)
    if first not in names:
        raise ValueError(f"first is {first!r}, which is none of the {len(names)} names")
    if len(set(names)) < len(names):
        raise ValueError("a name occurs twice: each has to lead to one point")
    if count < 1:
        raise ValueError(f"count is {count}: it has to be 1 or more")
    count = min(count, len(names) - 1)
    vectors, points = floats(vectors), floats(points)
    rows, cosines = nearest(vectors, vectors, count + 1)
    near, cosines = _without_self(rows, cosines)
    index = NearestNeighbors(n_neighbors=count + 1).fit(points)
    distances, rows = index.kneighbors(points)
    seen, _ = _without_self(rows, distances)

    shared = [len(set(a) & set(b)) for a, b in zip(near, seen, strict=True)]
    dimensions = vectors.shape[1]
    description = f"Map of {len(names)} names."
    if count:
        description += (
            f" Of the {count} nearest in {dimensions} dimensions it keeps "
            f"{np.mean(shared):.1f} on average."
        )
    data = {
        "size": [WIDTH, HEIGHT],
        "names": names,
        "places": _places(points).round(1).astype(float).tolist(),
        "near": near.tolist(),
        "cosines": cosines.round(3).tolist(),
        "seen": seen.tolist(),
        "first": names.index(first),
    }
    environment = Environment(
        loader=PackageLoader("helpers.explorer", "."), autoescape=True
    )
    named = np.array(names, dtype=object)
    html = environment.get_template("explorer.html").render(
        near=palette.VERMILLION,
        seen=palette.BLUE,
        width=WIDTH,
        height=HEIGHT,
        ask=ask,
        names=names,
        dimensions=dimensions,
        description=description,
        rows=[
            {"name": name, "near": named[a], "seen": named[b], "both": k}
            for name, a, b, k in zip(names, near, seen, shared, strict=True)
        ],
        data=data,
    )
    return Shown(html, description)


def _without_self(
    rows: np.ndarray, values: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Drop from row i the item i; where twins have pushed it out, the last one."""
    n, width = rows.shape
    keep = rows != np.arange(n)[:, None]
    keep[keep.all(axis=1), -1] = False
    return rows[keep].reshape(n, width - 1), values[keep].reshape(n, width - 1)


def _places(points: np.ndarray) -> np.ndarray:
    """Scale points to the drawing, upside up."""
    low, high = points.min(axis=0), points.max(axis=0)
    unit = (points - low) / np.where(high > low, high - low, 1)
    unit[:, 1] = 1 - unit[:, 1]
    return MARGIN + unit * (np.array([WIDTH, HEIGHT]) - 2 * MARGIN)
