"""Texts as arrays of word numbers, and such arrays in one file."""

from collections import Counter
from itertools import chain
from pathlib import Path

import numpy as np

_SEPARATORS = b'!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t'
_TO_SPACES = bytes.maketrans(_SEPARATORS, b" " * len(_SEPARATORS))


def number_words(texts: list[str]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Cut lower-case texts into words and number these by frequency, from 1.

    As Keras's Tokenizer does: punctuation but the apostrophe separates words.

    Returns:
        Tokens (int32) in a row, offsets (int64) and the words by rank.
    """
    # The separators are ASCII, so the bytes of UTF-8 may be translated: far faster.
    text = "\n".join(texts).encode().translate(_TO_SPACES).decode()
    lines = [line.split() for line in text.split("\n")]
    counts = Counter(chain.from_iterable(lines))
    words = sorted(counts, key=lambda word: (-counts[word], word))
    ranks = {word: rank for rank, word in enumerate(words, 1)}
    lengths = np.fromiter(map(len, lines), np.int64, len(lines))
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    tokens = np.fromiter(
        map(ranks.__getitem__, chain.from_iterable(lines)), np.int32, offsets[-1]
    )
    return tokens, offsets, words


def read_arrays(path: Path) -> dict[str, np.ndarray]:
    """Read all arrays of an `.npz` file."""
    with np.load(path, allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def pack(words: list[str]) -> np.ndarray:
    """Turn words into an array of bytes, far smaller than one of strings."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def unpack(packed: np.ndarray, *, first: str | None = None) -> np.ndarray:
    """Return the words of `pack` as an array of objects, after `first` if given."""
    words = packed.tobytes().decode().split("\n")
    return np.array(words if first is None else [first, *words], dtype=object)
