"""Text: sentences, film reviews, newswires."""

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers.data import samples_docstrings, samples_reviews, store
from helpers.data.catalogue import CATALOGUE
from helpers.data.files import expect, reading


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Sentences(store.Data):
    """Short sentences over a small vocabulary.

    Attributes:
        sentences: lower-case tokens separated by single spaces; `.`, `,`, `?`, `'s`
            and `nt` (of "don't") are tokens.
    """

    sentences: list[str]

    @property
    def contents(self) -> str:
        """The size in words."""
        return f"{len(self.sentences):,} sentences"


def load_sentences() -> Sentences:
    """Load short sentences over a vocabulary of 250 words.

    The sample is cut from film reviews: runs of words that are all among the 250
    most frequent.
    """
    return store.load("sentences", read_sentences, _sample_sentences)


def read_sentences(folder: Path) -> Sentences:
    """Read `sentences.txt.gz`."""
    path = folder / "sentences.txt.gz"
    with reading(path):
        text = gzip.decompress(path.read_bytes()).decode("ascii").lower()
        sentences = [" ".join(line.split()) for line in text.splitlines()]
        expected = CATALOGUE["sentences"].counts["sentences"]
        expect(len(sentences), expected, "the number of sentences is")
    return Sentences(sentences=sentences, **store.about("sentences"))


def _sample_sentences() -> Sentences:
    return Sentences(
        sentences=samples_reviews.sentences(),
        source="sample",
        citation=samples_reviews.REVIEWS_CITATION,
        licence=samples_reviews.REVIEWS_LICENCE,
    )


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
        kept = self.tokens < vocabulary
        ends = np.concatenate([[0], np.cumsum(kept)])[self.offsets]
        places = ends[1:, None] - np.arange(length, 0, -1)
        found = self.tokens[kept][np.maximum(places, 0)]
        return np.where(places >= ends[:-1, None], found, 0).astype(np.int32)

    def __repr__(self) -> str:
        return f"Texts({len(self):,} documents, {len(self.tokens):,} tokens)"


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Imdb(store.Data):
    """Film reviews, label 1 for positive and 0 for negative.

    Attributes:
        train: half of the reviews, in random order, half of them positive.
        test: the other half, likewise.
        words: object (words + 1,), the word (str) of each token; `words[0]` is "".
    """

    train: Texts
    test: Texts
    words: np.ndarray

    @property
    def contents(self) -> str:
        """The size in words."""
        return f"{len(self.train) + len(self.test):,} reviews"


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Reuters(store.Data):
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
        """The size in words."""
        kind = "newswires" if self.source == "full" else "docstrings"
        return f"{len(self.texts):,} {kind} in {len(self.topics)} topics"


def load_imdb() -> Imdb:
    """Load film reviews labelled positive or negative.

    The sample is one half of the full data, cut into words here and split anew.
    """
    return store.load("imdb", read_imdb, _sample_imdb)


def load_reuters() -> Reuters:
    """Load newswires labelled with one of 46 topics.

    The sample is made of docstrings of the installed scientific libraries, labelled
    with the module they come from.
    """
    return store.load("reuters", read_reuters, _sample_reuters)


def read_imdb(folder: Path) -> Imdb:
    """Read `imdb.npz` and `imdb-words.txt`."""
    counts = CATALOGUE["imdb"].counts
    words = _read_words(folder / "imdb-words.txt", counts["words"])
    path = folder / "imdb.npz"
    splits = {}
    with reading(path), np.load(path, allow_pickle=False) as archive:
        for split in ("train", "test"):
            texts = Texts(
                archive[f"{split}_tokens"],
                archive[f"{split}_offsets"],
                archive[f"{split}_labels"],
            )
            _check_texts(texts, counts[split], len(words), 2)
            splits[split] = texts
    return Imdb(**splits, words=words, **store.about("imdb"))


def read_reuters(folder: Path) -> Reuters:
    """Read `reuters.npz` and `reuters-words.txt`."""
    counts = CATALOGUE["reuters"].counts
    words = _read_words(folder / "reuters-words.txt", counts["words"])
    path = folder / "reuters.npz"
    with reading(path), np.load(path, allow_pickle=False) as archive:
        texts = Texts(archive["tokens"], archive["offsets"], archive["labels"])
        _check_texts(texts, counts["texts"], len(words), len(REUTERS_TOPICS))
    return Reuters(
        texts=texts, words=words, topics=REUTERS_TOPICS, **store.about("reuters")
    )


def _read_words(path: Path, count: int) -> np.ndarray:
    with reading(path):
        words = path.read_text("utf-8").removesuffix("\n").split("\n")
        expect(len(words), count, "the number of words is")
    return np.array(["", *words], dtype=object)


def _check_texts(texts: Texts, documents: int, words: int, labels: int) -> None:
    """Raise ValueError unless the arrays fit each other and the counts."""
    expect(len(texts.labels), documents, "the number of labels is")
    expect(texts.offsets.shape, (documents + 1,), "the shape of the offsets is")
    kinds = "".join(a.dtype.kind for a in (texts.tokens, texts.offsets, texts.labels))
    expect(kinds, "iiu", "the kinds of the arrays are")
    expect(texts.offsets[0], 0, "the first offset is")
    expect(int(texts.offsets[-1]), len(texts.tokens), "the last offset is")
    if (np.diff(texts.offsets) < 0).any():
        raise ValueError("the offsets are not in order")
    if texts.tokens.min() < 1 or texts.tokens.max() >= words:
        raise ValueError("tokens lie outside the list of words")
    if texts.labels.max() >= labels:
        raise ValueError(f"labels lie outside 0 to {labels - 1}")


def _sample_imdb() -> Imdb:
    arrays, words = samples_reviews.imdb()
    return Imdb(
        train=Texts(*arrays[:3]),
        test=Texts(*arrays[3:]),
        words=words,
        source="sample",
        citation=samples_reviews.REVIEWS_CITATION,
        licence=samples_reviews.REVIEWS_LICENCE,
    )


def _sample_reuters() -> Reuters:
    arrays, words, topics = samples_docstrings.docstrings()
    return Reuters(
        texts=Texts(*arrays),
        words=words,
        topics=topics,
        source="sample",
        citation="Docstrings of the installed scientific libraries, by their authors.",
        licence="BSD-3-Clause and compatible licences of the libraries",
    )


REUTERS_TOPICS = tuple(
    (
        "cocoa grain veg-oil earn acq wheat copper housing money-supply coffee sugar "
        "trade reserves ship cotton carcass crude nat-gas cpi money-fx interest gnp "
        "meal-feed alum oilseed gold tin strategic-metal livestock retail ipi "
        "iron-steel rubber heat jobs lei bop zinc orange pet-chem dlr gas silver wpi "
        "hog lead"
    ).split()
)
