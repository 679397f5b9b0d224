"""Labelled documents as word numbers: making, keeping and checking them."""

import json
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from helpers.data._shelf.files import check_equal, reading

_SEPARATORS = b'!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t'
_TO_SPACES = bytes.maketrans(_SEPARATORS, b" " * len(_SEPARATORS))


@dataclass(frozen=True, repr=False, eq=False)
class Texts:
    """Labelled documents, as word numbers.

    `texts[i]` is document `i`, an int32 array; `len(texts)` counts the documents.

    Attributes:
        tokens: int32 (tokens,), all documents in a row. A token is the rank of a word
            by frequency, from 1; 0 never occurs.
        offsets: int64 (documents + 1,), where each document starts, and the end.
        labels: uint8 (documents,).
    """

    tokens: np.ndarray
    offsets: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, i: int) -> np.ndarray:
        i = range(len(self))[i]
        return self.tokens[self.offsets[i] : self.offsets[i + 1]]

    def reordered(self, order: np.ndarray) -> "Texts":
        """Return the documents of these numbers, in their order."""
        parts = np.split(self.tokens, self.offsets[1:-1])
        lengths = np.diff(self.offsets)[order]
        return Texts(
            tokens=np.concatenate([parts[i] for i in order]),
            offsets=np.concatenate([[0], np.cumsum(lengths)]),
            labels=self.labels[order],
        )

    def padded(self, length: int, vocabulary: int) -> np.ndarray:
        """Return the end of each document as a row of ids, for a Keras model.

        Rarer words are left out first, as `keras.datasets` does without an
        `oov_char`; a document that is too short gets zeros in front.

        Args:
            length: ids a document.
            vocabulary: ids there may be, 0 among them: tokens from here on are left
                out.

        Returns:
            int32 (documents, length).
        """
        frequent = self.tokens < vocabulary
        ends = np.concatenate([[0], np.cumsum(frequent)])[self.offsets]
        places = ends[1:, None] - np.arange(length, 0, -1)
        ids = self.tokens[frequent][np.maximum(places, 0)]
        return np.where(places >= ends[:-1, None], ids, 0).astype(np.int32)

    def __repr__(self) -> str:
        return f"Texts({len(self):,} documents, {len(self.tokens):,} tokens)"


def check_texts(texts: Texts, documents: int, words: int, labels: int) -> None:
    """Raise ValueError unless the arrays fit each other and the counts.

    Args:
        texts: the documents.
        documents: how many there should be.
        words: size of the list of words, the one for 0 included.
        labels: how many different labels there are.
    """
    check_equal(len(texts.labels), documents, "the number of labels is")
    check_equal(texts.offsets.shape, (documents + 1,), "the shape of the offsets is")
    check_equal(texts.tokens.dtype, np.dtype(np.int32), "the type of the tokens is")
    check_equal(texts.offsets.dtype, np.dtype(np.int64), "the type of the offsets is")
    check_equal(texts.labels.dtype, np.dtype(np.uint8), "the type of the labels is")
    check_equal(int(texts.offsets[0]), 0, "the first offset is")
    check_equal(int(texts.offsets[-1]), len(texts.tokens), "the last offset is")
    if (np.diff(texts.offsets) < 0).any():
        raise ValueError("the offsets are not in order")
    if texts.tokens.min() < 1 or texts.tokens.max() >= words:
        raise ValueError("tokens lie outside the list of words")
    if texts.labels.max() >= labels:
        raise ValueError(f"labels lie outside 0 to {labels - 1}")


def convert_words(index: Path, path: Path) -> None:
    """Write the words of a word → rank index (JSON), a line each, by rank.

    Raises:
        ValueError: the ranks are not 1, 2, 3, …
    """
    ranks = json.loads(index.read_text("utf-8"))
    if sorted(ranks.values()) != list(range(1, len(ranks) + 1)):
        raise ValueError(f"{index.name} does not number its words 1, 2, 3, …")
    words = sorted(ranks, key=ranks.__getitem__)
    path.write_text("".join(f"{word}\n" for word in words), "utf-8", newline="\n")


def read_words(path: Path, count: int) -> np.ndarray:
    """Read the words that `convert_words` wrote.

    Returns:
        object (count + 1,), the word (str) of each rank, after an empty one for 0.

    Raises:
        DamagedFileError: there are more or fewer.
    """
    with reading(path):
        words = path.read_text("utf-8").removesuffix("\n").split("\n")
        check_equal(len(words), count, "the number of words is")
    return np.array(["", *words], dtype=object)


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


def pack(words: list[str]) -> np.ndarray:
    """Turn words into an array of bytes, far smaller than one of strings."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def unpack(packed: np.ndarray, *, first: str | None = None) -> np.ndarray:
    """Return the words of `pack` as an array of objects, after `first` if given."""
    words = packed.tobytes().decode().split("\n")
    return np.array(words if first is None else [first, *words], dtype=object)
