"""Short sentences; the sample is cut from film reviews."""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers.data._corpora import film_reviews
from helpers.data._shelf import store
from helpers.data._shelf.dataset import Data, Downloaded, Source
from helpers.data._shelf.derived import derived
from helpers.data._shelf.files import check_equal, reading

_FILE = "sentences.txt.gz"
_TEXT = "raw_sentences.txt"

_EDITION = 2  # Part of the name of the sample's file: change it with what it holds.
_SAMPLE_SIZE = 97_000


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Sentences(Data):
    """Short sentences over a small vocabulary.

    Attributes:
        sentences: lower-case tokens separated by single spaces; `.`, `,`, `?`, `'s`
            and `nt` (of "don't") are tokens.
    """

    sentences: list[str]

    @property
    def contents(self) -> str:
        """The number of sentences."""
        return f"{len(self.sentences):,} sentences"


def load_sentences() -> Sentences:
    """Load short sentences over a vocabulary of 250 words.

    The sample is cut from film reviews: runs of words that are all among the 250
    most frequent.
    """
    return store.load(SENTENCES)


def _convert(raw: Path, out: Path) -> None:
    """Compress the text."""
    text = (raw / _TEXT).read_bytes()
    (out / _FILE).write_bytes(gzip.compress(text, mtime=0))


def _read(folder: Path) -> Sentences:
    path = folder / _FILE
    with reading(path):
        text = gzip.decompress(path.read_bytes()).decode("ascii").lower()
        sentences = [" ".join(line.split()) for line in text.splitlines()]
        expected = SENTENCES.counts["sentences"]
        check_equal(len(sentences), expected, "the number of sentences is")
    return Sentences(sentences=sentences, **SENTENCES.provenance)


def _sample() -> Sentences:
    name = f"sentences-sample-{_EDITION}-{film_reviews.edition()}.txt.gz"
    return Sentences(
        sentences=derived(name, _write_runs, _read_runs),
        source="sample",
        citation=film_reviews.CITATION,
        licence=film_reviews.LICENCE,
    )


def _read_runs(path: Path) -> list[str]:
    return gzip.decompress(path.read_bytes()).decode().splitlines()


def _write_runs(path: Path) -> None:
    text = "\n".join(_frequent_runs(*_tokens()))
    path.write_bytes(gzip.compress(text.encode(), compresslevel=6, mtime=0))


def _tokens() -> tuple[np.ndarray, np.ndarray]:
    """Return the token ids of all reviews in a row, and the token of each id."""
    import pandas as pd

    texts, _ = film_reviews.reviews()
    # As in the full data, "nt" and "'s" are words; an ellipsis ends a sentence.
    tokens = re.findall(
        r"[a-z]+|'(?:s|re|ll|m|ve|d)\b|\.{2,}|[.,?]|\n|[^\sa-z]",
        "\n".join(texts).replace("n't", " nt"),
    )
    return pd.factorize(np.array(tokens, dtype=object))


def _frequent_runs(ids: np.ndarray, tokens: np.ndarray) -> list[str]:
    """Return runs of at least six tokens out of the 250 most frequent ones.

    A run also ends after a full stop or a question mark. Of the longer runs, an even
    spread of `_SAMPLE_SIZE` is kept: about as many 4-word windows as in the full data.
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
    long = long[np.linspace(0, len(long) - 1, _SAMPLE_SIZE).astype(int)]
    words = tokens[ids]
    return [" ".join(words[first[i] : last[i]]) for i in long]


SENTENCES = Downloaded(
    name="sentences",
    what="short sentences over 250 words",
    megabytes=0.8,
    licence="none stated",
    citation=(
        "Sentences of the course Neural Networks for Machine Learning, "
        "G. Hinton, University of Toronto, 2012, "
        "https://github.com/iam-peekay/neural-networks-exercises-coursera."
    ),
    counts={"sentences": 97_162},
    files=(_FILE,),
    sources=(
        Source(
            "https://raw.githubusercontent.com/iam-peekay/"
            "neural-networks-exercises-coursera/"
            "dbf6a26f4f4ddeffc03c32e12f4e1287f72a9dea/Assignment2/raw_sentences.txt",
            _TEXT,
            "sha256:68f938bf5e07dd2a93ba94b8fe6e885d0e9c47bdd9288e4240392b01a516252f",
        ),
    ),
    convert=_convert,
    read=_read,
    sample=_sample,
)
