"""Newswires of unbalanced topics; the sample is made of docstrings."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers.data._corpora.docstrings import docstrings
from helpers.data._corpora.lists import read_lines
from helpers.data._shelf import store
from helpers.data._shelf.dataset import Data, Downloaded, Source
from helpers.data._shelf.files import read_arrays, reading, save_arrays
from helpers.data._shelf.list_arrays import read_labels, read_lists
from helpers.data._shelf.texts import Texts, check_texts, convert_words, read_words

_FILE = "reuters.npz"
_WORDS_FILE = "reuters-words.txt"
_WORD_INDEX = "reuters_word_index.json"


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Reuters(Data):
    """Short documents of unbalanced topics.

    Attributes:
        texts: the documents; label `k` stands for `topics[k]`.
        words: object (words + 1,), the word (str) of each token; `words[0]` is "".
        topics: names of the topics.
    """

    texts: Texts
    words: np.ndarray
    topics: tuple[str, ...]

    @property
    def contents(self) -> str:
        """The number of documents and of topics."""
        kind = "newswires" if self.source == "full" else "docstrings"
        return f"{len(self.texts):,} {kind} in {len(self.topics)} topics"


def load_reuters() -> Reuters:
    """Load newswires labelled with one of 46 topics.

    The sample is made of docstrings of the installed scientific libraries, labelled
    with the module they come from.
    """
    return store.load(REUTERS)


def _convert(raw: Path, out: Path) -> None:
    """Turn lists of ranks into flat arrays, in upstream order."""
    tokens, offsets = read_lists(raw / _FILE, "x")
    labels = read_labels(raw / _FILE, "y", len(offsets) - 1)
    arrays = {"tokens": tokens, "offsets": offsets, "labels": labels}
    save_arrays(out / _FILE, arrays)
    convert_words(raw / _WORD_INDEX, out / _WORDS_FILE)


def _read(folder: Path) -> Reuters:
    topics = read_lines("reuters-topics.txt")
    words = read_words(folder / _WORDS_FILE, REUTERS.counts["words"])
    path = folder / _FILE
    with reading(path):
        arrays = read_arrays(path, "tokens", "offsets", "labels")
        texts = Texts(arrays["tokens"], arrays["offsets"], arrays["labels"])
        check_texts(texts, REUTERS.counts["texts"], len(words), len(topics))
    return Reuters(texts=texts, words=words, topics=topics, **REUTERS.provenance)


def _sample() -> Reuters:
    texts, words, topics = docstrings()
    return Reuters(
        texts=texts,
        words=words,
        topics=topics,
        source="sample",
        citation="Docstrings of the installed scientific libraries, by their authors.",
        licence="BSD-3-Clause and compatible licences of the libraries",
    )


REUTERS = Downloaded(
    name="reuters",
    what="newswires in 46 topics",
    megabytes=2.6,
    licence="Reuters-21578 terms: research use",
    citation=(
        "Reuters-21578, D. D. Lewis, Reuters and Carnegie Group, 1987-1997, "
        "http://www.daviddlewis.com/resources/testcollections/reuters21578/."
    ),
    counts={"texts": 11_228, "words": 30_979},
    files=(_FILE, _WORDS_FILE),
    sources=(
        Source(
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/reuters.npz",
            _FILE,
            "sha256:d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916",
        ),
        Source(
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
            "reuters_word_index.json",
            _WORD_INDEX,
            "md5:4d44cc38712099c9e383dc6e5f11a921",
        ),
    ),
    convert=_convert,
    read=_read,
    sample=_sample,
)
