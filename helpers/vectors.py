"""Compare vectors: neighbours, analogies, and the rotation between two spaces.

Everywhere below, `vectors` is a float array of shape (n, d), one row an item, and
`words` holds the n names of its rows, in the same order.
"""

from collections.abc import Sequence

import numpy as np


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
    (found,) = np.nonzero(np.asarray(words) == word)
    if not len(found):
        raise KeyError(f"{word!r} is not among the {len(words):,} words")
    return int(found[0])


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
    found = zip(rows[0], cosines[0], strict=True)
    return [(str(words[i]), float(c)) for i, c in found if i != own][:count]


def analogy(
    words: Sequence[str],
    vectors: np.ndarray,
    asked: tuple[str, str, str],
    count: int = 1,
) -> list[tuple[str, float]]:
    """Answer "a is to b as c is to …" by the vector b - a + c.

    The three rows are scaled to length 1 first, and are no answers (Mikolov,
    Yih and Zweig, 2013, "Linguistic regularities in continuous space word
    representations").

    Args:
        words: n names.
        vectors: shape (n, d).
        asked: the words a, b and c.
        count: how many answers.

    Returns:
        `count` pairs of word and cosine, best first.

    Raises:
        KeyError: one of the three words has no row.
    """
    known = [row(words, word) for word in asked]
    a, b, c = unit(vectors[known])
    rows, cosines = nearest(vectors, (b - a + c)[None], count + 3)
    found = zip(rows[0], cosines[0], strict=True)
    return [(str(words[i]), float(s)) for i, s in found if i not in known][:count]


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
