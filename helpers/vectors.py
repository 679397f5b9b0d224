"""Compare vectors: neighbours, analogies, and the rotation between two spaces.

Everywhere below, `vectors` is a float array of shape (n, d), one row an item, and
`words` holds the n names of its rows, in the same order.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def unit(vectors: np.ndarray) -> np.ndarray:
    """Scale every row to length 1; a row of zeros stays as it is.

    After this, the cosine of two rows is their dot product.
    """
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)


def row(words: Sequence[str], word: str) -> int:
    """Find the row of a word.

    Raises:
        KeyError: the word has no row.
    """
    (rows,) = np.nonzero(np.asarray(words) == word)
    if not len(rows):
        raise KeyError(f"{word!r} is not among the {len(words):,} words")
    return int(rows[0])


def nearest(
    vectors: np.ndarray, queries: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Find the rows with the largest cosine to each query.

    Args:
        vectors: shape (n, d).
        queries: shape (q, d).
        count: how many rows a query.

    Returns:
        Row numbers and cosines, both of shape (q, count), nearest first.
    """
    from sklearn.neighbors import NearestNeighbors

    index = NearestNeighbors(metric="cosine", algorithm="brute").fit(vectors)
    distances, rows = index.kneighbors(queries, min(count, len(vectors)))
    return rows, 1 - distances


def neighbours(
    words: Sequence[str], vectors: np.ndarray, word: str, count: int = 5
) -> list[tuple[str, float]]:
    """Find the words whose vectors have the largest cosine to a word's own.

    Returns:
        `count` pairs of word and cosine, nearest first, without the word itself.

    Raises:
        KeyError: the word has no row.
    """
    own = row(words, word)
    rows, cosines = nearest(vectors, vectors[[own]], count + 1)
    pairs = zip(rows[0], cosines[0], strict=True)
    return [(str(words[i]), float(c)) for i, c in pairs if i != own][:count]


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
        `queries` by 1 … `count`, nearest first, each "name cosine".

    Raises:
        KeyError: a word has no row in `vectors`.
    """
    import pandas as pd

    table = {
        query: [f"{w} {c:.2f}" for w, c in neighbours(words, vectors, query, count)]
        for query in queries
    }
    columns = range(1, count + 1)
    return pd.DataFrame.from_dict(table, orient="index", columns=columns)


def analogy(
    words: Sequence[str],
    vectors: np.ndarray,
    question: tuple[str, str, str],
    count: int = 1,
) -> list[tuple[str, float]]:
    """Answer "a is to b as c is to …" by the vector b - a + c.

    The three rows are scaled to length 1 first, and are no answers (Mikolov,
    Yih and Zweig, 2013, "Linguistic regularities in continuous space word
    representations").

    Args:
        words: n names.
        vectors: shape (n, d).
        question: the words a, b and c.
        count: how many answers.

    Returns:
        `count` pairs of word and cosine, best first.

    Raises:
        KeyError: one of the three words has no row.
    """
    own = [row(words, word) for word in question]
    a, b, c = unit(vectors[own])
    rows, cosines = nearest(vectors, (b - a + c)[None], count + 3)
    pairs = zip(rows[0], cosines[0], strict=True)
    return [(str(words[i]), float(s)) for i, s in pairs if i not in own][:count]


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

    return orthogonal_procrustes(source, target)[0]
