"""Word vectors made from the film reviews, by counting."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from helpers.data._corpora.film_reviews import edition, reviews
from helpers.data._shelf.derived import derived
from helpers.data._shelf.files import read_arrays, save_arrays
from helpers.data._shelf.texts import number_words, pack, unpack

if TYPE_CHECKING:
    from scipy import sparse

_EDITION = 2  # Part of the name of the file made here: change it with what it holds.
_SEED = 2  # Any number will do, if it is always the same: of the randomised SVD.

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
    name = f"translation-sample-{_EDITION}-{edition()}.npz"
    arrays = derived(name, _write_vectors, read_arrays)
    return unpack(arrays["words"]), arrays["vectors"].astype(np.float32)


def _write_vectors(path: Path) -> None:
    from sklearn.utils.extmath import randomized_svd

    tokens, offsets, words = number_words(reviews()[0])
    information = _mutual_information(_pair_counts(tokens, offsets))
    left, values, _ = randomized_svd(information, _DIMENSIONS, random_state=_SEED)
    # The square root keeps the first dimensions from outweighing the others.
    vectors = left * np.sqrt(values)
    arrays = {"words": pack(words[:_WORDS]), "vectors": vectors.astype(np.float16)}
    save_arrays(path, arrays)


def _pair_counts(tokens: np.ndarray, offsets: np.ndarray) -> "sparse.csr_array":
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


def _mutual_information(counts: "sparse.csr_array") -> "sparse.csr_array":
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
