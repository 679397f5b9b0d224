"""Word vectors of two languages; the sample is two independent spaces of English."""

import csv
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from helpers.data._corpora import film_reviews
from helpers.data._corpora.review_vectors import review_vectors
from helpers.data._shelf import store
from helpers.data._shelf.dataset import Data, Downloaded, Source
from helpers.data._shelf.files import check_equal, read_arrays, reading, save_arrays
from helpers.data.glove import read_glove

if TYPE_CHECKING:
    import pandas as pd

_ENGLISH = "vectors-en.npz"
_FRENCH = "vectors-fr.npz"
_DICTIONARY = "dictionary-en-fr.tsv"

_GLOVE = "glove-wiki-gigaword-100.gz"
_FASTTEXT = "wiki.fr.vec"
_PAIRS = {"train": "en-fr.0-5000.txt", "test": "en-fr.5000-6500.txt"}
_FACEBOOK = "https://dl.fbaipublicfiles.com/"

# Of the sample.
_TRAIN_PAIRS = 4_000
_SPLIT_SEED = 7  # Any number will do, if it is always the same: it splits the pairs.


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Translation(Data):
    """Word vectors of two languages and pairs of translations.

    Attributes:
        source_words: object (m,), the words (str), the most frequent first.
        source_vectors: float32 (m, source dimensions).
        target_words: object (n,).
        target_vectors: float32 (n, target dimensions).
        dictionary: one row a pair, with `source`, `target` (str) and `split`
            ("train" or "test"). A word may have several translations, and some
            words have no vector.
        languages: names of the source and the target language.
    """

    source_words: np.ndarray
    source_vectors: np.ndarray
    target_words: np.ndarray
    target_vectors: np.ndarray
    dictionary: "pd.DataFrame"
    languages: tuple[str, str]

    @property
    def contents(self) -> str:
        """The number of words of each language and of pairs."""
        return (
            f"{len(self.source_words):,} words of {self.languages[0]}, "
            f"{len(self.target_words):,} of {self.languages[1]}, "
            f"{len(self.dictionary):,} pairs"
        )


def load_translation() -> Translation:
    """Load word vectors of English and French and a dictionary.

    The sample stands in with two spaces of English that were made independently,
    GloVe and one from film reviews: each word translates to itself.
    """
    return store.load(TRANSLATION)


def _convert(raw: Path, out: Path) -> None:
    """Keep the most frequent words of two languages, and the dictionary as it is."""
    # English words only: no numbers, punctuation or single letters.
    pattern = re.compile(r"[a-z]+(-[a-z]+)*")
    with (raw / _GLOVE).open("rb") as file:
        english = _word_vectors(
            _gunzipped_lines(file),
            TRANSLATION.counts["source"],
            lambda word: len(word) > 1 and pattern.fullmatch(word) is not None,
        )
    save_arrays(out / _ENGLISH, english)
    with (raw / _FASTTEXT).open("rb") as file:
        whole_lines = (line for line in file if line.endswith(b"\n"))
        french = _word_vectors(
            whole_lines, TRANSLATION.counts["target"], lambda word: True
        )
    save_arrays(out / _FRENCH, french)

    rows = ["english\tfrench\tsplit"]
    for split, name in _PAIRS.items():
        for line in (raw / name).read_text("utf-8").splitlines():
            source, target = line.split()
            rows.append(f"{source}\t{target}\t{split}")
    text = "\n".join(rows) + "\n"
    (out / _DICTIONARY).write_text(text, "utf-8", newline="\n")


def _gunzipped_lines(file: io.BufferedReader) -> Iterator[bytes]:
    """Yield the lines of the start of a gzip file, as far as it goes."""
    unzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    rest = b""
    while chunk := file.read(1 << 20):
        *lines, rest = (rest + unzip.decompress(chunk)).split(b"\n")
        yield from lines


def _word_vectors(
    lines: Iterator[bytes], count: int, is_wanted: Callable[[str], bool]
) -> dict[str, np.ndarray]:
    """Read the first `count` wanted words of a word2vec text.

    Returns:
        `words` (str) and their `vectors`, float16, one row a word.
    """
    size = int(next(iter(lines)).split()[1])
    pairs = ((word.decode("utf-8"), row) for word, row in _split(lines, size))
    first = list(islice((pair for pair in pairs if is_wanted(pair[0])), count))
    if len(first) < count:
        raise ValueError(f"{len(first):,} words where {count:,} are expected")
    words, rows = zip(*first, strict=True)
    vectors = np.array([np.array(row, np.float32) for row in rows])
    return {"words": np.array(words), "vectors": vectors.astype(np.float16)}


def _split(lines: Iterator[bytes], size: int) -> Iterator[tuple[bytes, list[bytes]]]:
    for line in lines:
        # The numbers are counted from the end: some "words" are a kind of space.
        word, *numbers = line.rstrip(b" \r\n").rsplit(b" ", size)
        yield word, numbers


def _read(folder: Path) -> Translation:
    import pandas as pd

    counts = TRANSLATION.counts
    source_words, source_vectors = _read_vectors(
        folder / _ENGLISH, (counts["source"], 100)
    )
    target_words, target_vectors = _read_vectors(
        folder / _FRENCH, (counts["target"], 300)
    )
    path = folder / _DICTIONARY
    with reading(path):
        # "null" and "nan" are words here; quotes are part of words.
        table = pd.read_csv(
            path, sep="\t", dtype=str, keep_default_na=False, quoting=csv.QUOTE_NONE
        )
        columns = ["english", "french", "split"]
        check_equal(list(table.columns), columns, "the columns are")
        check_equal(len(table), counts["pairs"], "the number of pairs is")
        check_equal(set(table["split"]), set(_PAIRS), "the splits are")
    return Translation(
        source_words=source_words,
        source_vectors=source_vectors,
        target_words=target_words,
        target_vectors=target_vectors,
        dictionary=table.rename(columns={"english": "source", "french": "target"}),
        languages=("English", "French"),
        **TRANSLATION.provenance,
    )


def _read_vectors(path: Path, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    with reading(path):
        arrays = read_arrays(path, "words", "vectors")
        words, vectors = arrays["words"], arrays["vectors"]
        check_equal(vectors.shape, shape, "the shape of the vectors is")
        check_equal(words.shape, shape[:1], "the shape of the words is")
        if not np.issubdtype(words.dtype, np.str_):
            raise ValueError(f"the words are {words.dtype} where text is expected")
        check_equal(vectors.dtype, np.dtype(np.float16), "the type of the vectors is")
        if not np.isfinite(vectors).all():
            raise ValueError("some vectors are not finite")
    return words.astype(object), vectors.astype(np.float32)


def _sample() -> Translation:
    import pandas as pd

    glove = read_glove()
    row = {word: i for i, word in enumerate(glove.words)}
    words, vectors = review_vectors()
    shared = np.array([word in row for word in words])
    target_words, target_vectors = words[shared], vectors[shared]
    rows = sorted(row[word] for word in target_words)
    splits = np.repeat(["train", "test"], [_TRAIN_PAIRS, shared.sum() - _TRAIN_PAIRS])
    splits = np.random.default_rng(_SPLIT_SEED).permutation(splits)
    pairs = {"source": target_words, "target": target_words, "split": splits}
    return Translation(
        source_words=np.array([glove.words[i] for i in rows], dtype=object),
        source_vectors=np.array(glove.vectors[rows]),
        target_words=target_words,
        target_vectors=target_vectors,
        dictionary=pd.DataFrame(pairs),
        languages=("English of GloVe", "English of film reviews"),
        source="sample",
        citation=f"{glove.citation} {film_reviews.CITATION}",
        licence=f"{glove.licence}; {film_reviews.LICENCE}",
    )


TRANSLATION = Downloaded(
    name="translation",
    what="English (source) and French (target) word vectors, translations",
    megabytes=17.3,
    licence="PDDL 1.0 (English), CC BY-SA 3.0 (French), CC BY-NC 4.0 (pairs)",
    citation=(
        "GloVe, J. Pennington et al., 2014, "
        "https://nlp.stanford.edu/projects/glove/; fastText, P. Bojanowski et al., "
        "2017, https://fasttext.cc; MUSE, A. Conneau et al., 2018, "
        "https://github.com/facebookresearch/MUSE."
    ),
    counts={"source": 30_000, "target": 20_000, "pairs": 13_815},
    files=(_ENGLISH, _FRENCH, _DICTIONARY),
    # The ranges hold the words wanted, with room to spare: a line takes at most 350
    # bytes compressed in the first file and 3,200 bytes in the second.
    sources=(
        Source(
            "https://github.com/RaRe-Technologies/gensim-data/releases/download/"
            "glove-wiki-gigaword-100/glove-wiki-gigaword-100.gz",
            _GLOVE,
            first_bytes=16_000_000,
        ),
        Source(
            _FACEBOOK + "fasttext/vectors-wiki/wiki.fr.vec",
            _FASTTEXT,
            first_bytes=64_000_000,
        ),
        *(
            Source(_FACEBOOK + f"arrival/dictionaries/{name}", name)
            for name in _PAIRS.values()
        ),
    ),
    convert=_convert,
    read=_read,
    sample=_sample,
)
