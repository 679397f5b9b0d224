"""Compare vectors: neighbours, analogies, and the rotation between two spaces.

Everywhere below, `vectors` is an array of numbers of shape (n, d), one row an item, and
`words` holds the n names of its rows, in the same order. Floats of 16 bits and integers
are computed with as `floats` makes them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def floats(array: np.ndarray) -> np.ndarray:
    """Return numbers as floats in which their squares can be added.

    Args:
        array: numbers of any dtype, in any shape.

    Returns:
        The same array if it is float32 or wider; otherwise a copy in float32 or, for
        integers of 32 bits and more, in float64.
    """
    array = np.asarray(array)
    return array.astype(np.result_type(array, np.float32), copy=False)


def unit(vectors: np.ndarray) -> np.ndarray:
    """Scale every row to length 1; a row of zeros stays as it is.

    After this, the cosine of two rows is their dot product. The dtype is that of
    `floats`: halves and integers cannot hold what is between 0 and 1.
    """
    vectors = floats(vectors)
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)


def row(words: Sequence[str], word: str) -> int:
    """Find the row of a word, the first of them if it has several.

    Raises:
        KeyError: the word has no row.
    """
    return int(_rows(words, word)[0])


def _rows(words: Sequence[str], word: str) -> np.ndarray:
    """Find all rows of a word.

    Raises:
        KeyError: the word has no row.
    """
    (rows,) = np.nonzero(np.asarray(words) == word)
    if not len(rows):
        raise KeyError(f"{word!r} is not among the {len(words):,} words")
    return rows


def nearest(
    vectors: np.ndarray, queries: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Find the rows with the largest cosine to each query.

    Args:
        vectors: shape (n, d).
        queries: shape (q, d).
        count: how many rows a query; all n where there are fewer.

    Returns:
        Row numbers and cosines, both of shape (q, min(count, n)), nearest first.
    """
    from sklearn.neighbors import NearestNeighbors

    vectors, queries = floats(vectors), floats(queries)
    shape = len(queries), min(count, len(vectors))
    if 0 in shape:
        return np.empty(shape, int), np.empty(shape)
    index = NearestNeighbors(metric="cosine", algorithm="brute").fit(vectors)
    distances, rows = index.kneighbors(queries, shape[1])
    return rows, 1 - distances


def neighbours(
    words: Sequence[str], vectors: np.ndarray, word: str, count: int = 5
) -> list[tuple[str, float]]:
    """Find the words whose vectors have the largest cosine to a word's own.

    Returns:
        `count` pairs of word and cosine, nearest first, without the word itself; fewer
        where there are no more.

    Raises:
        KeyError: the word has no row.
    """
    own = _rows(words, word)
    return _others(words, vectors, np.asarray(vectors)[own[0]], own, count)


def _others(
    words: Sequence[str],
    vectors: np.ndarray,
    query: np.ndarray,
    apart: np.ndarray,
    count: int,
) -> list[tuple[str, float]]:
    """Find the words nearest to a query, shape (d,), but for some rows."""
    rows, cosines = nearest(vectors, query[None], count + len(apart))
    pairs = zip(rows[0], cosines[0], strict=True)
    return [(str(words[i]), float(c)) for i, c in pairs if i not in apart][:count]


def neighbour_table(
    words: Sequence[str], vectors: np.ndarray, queries: Sequence[str], count: int = 5
) -> "pd.DataFrame":
    """Tabulate the nearest words by cosine, a row a word.

    Args:
        words: n names.
        vectors: shape (n, d).
        queries: the words to look up.
        count: neighbours a word.

    Returns:
        `queries` by 1 … `count`, nearest first, each "name cosine"; fewer columns where
        there are no more neighbours.

    Raises:
        KeyError: a word has no row in `vectors`.
    """
    import pandas as pd

    table = {
        query: [f"{w} {c:.2f}" for w, c in neighbours(words, vectors, query, count)]
        for query in queries
    }
    columns = range(1, max(map(len, table.values()), default=0) + 1)
    return pd.DataFrame.from_dict(table, orient="index", columns=columns)


def analogy(
    words: Sequence[str],
    vectors: np.ndarray,
    question: tuple[str, str, str],
    count: int = 1,
) -> list[tuple[str, float]]:
    """Answer "a is to b as c is to …" by the vector b - a + c.

    The three rows are scaled to length 1 first, and their words are no answers
    (Mikolov, Yih and Zweig, 2013, "Linguistic regularities in continuous space word
    representations").

    Args:
        words: n names.
        vectors: shape (n, d).
        question: the words a, b and c.
        count: how many answers.

    Returns:
        `count` pairs of word and cosine, best first; fewer where there are no more.

    Raises:
        KeyError: one of the three words has no row.
    """
    own = [_rows(words, word) for word in question]
    a, b, c = unit(np.asarray(vectors)[[rows[0] for rows in own]])
    return _others(words, vectors, b - a + c, np.concatenate(own), count)


def rotation(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Find the orthogonal matrix W that brings `source @ W` closest to `target`.

    Args:
        source: shape (n, d); row i belongs to row i of `target`.
        target: shape (n, d).

    Returns:
        W, shape (d, d): the solution of the orthogonal Procrustes problem
        (Schönemann, 1966).
    """
    from scipy.linalg import orthogonal_procrustes

    return orthogonal_procrustes(floats(source), floats(target))[0]
