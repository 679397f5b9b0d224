"""Pairs of words and how similar people find them; the sample is listed by hand."""

import shutil
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from helpers.data._corpora.lists import CITATION, LICENCE, read_groups
from helpers.data._shelf import store
from helpers.data._shelf.dataset import Data, Downloaded, Source
from helpers.data._shelf.files import check_equal, reading

if TYPE_CHECKING:
    import pandas as pd

_FILE = "wordsim353.tsv"
_COLUMNS = ["first", "second", "similarity"]
_SEED = 0  # Any number will do, if it is always the same: it draws unlike pairs.


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Similarity(Data):
    """Pairs of words and how similar they are.

    Attributes:
        pairs: one row a pair, with `first` and `second` (str, lower case) and
            `similarity` (float64, 0 to 10).
    """

    pairs: "pd.DataFrame"

    @property
    def contents(self) -> str:
        """The number of pairs and who judged them."""
        if self.source == "full":
            return f"{len(self.pairs):,} pairs judged by people"
        return f"{len(self.pairs):,} pairs that share a category or do not"


def load_similarity() -> Similarity:
    """Load pairs of words with the mean similarity that people gave them.

    The sample is made of words in categories, listed by hand: a pair has 10 if both
    words are in one category, and 0 if they are not.
    """
    return store.load(SIMILARITY)


def _convert(raw: Path, out: Path) -> None:
    """Keep the table as it is."""
    shutil.move(raw / _FILE, out)


def _read(folder: Path) -> Similarity:
    import pandas as pd

    path = folder / _FILE
    with reading(path):
        # "null" would be a word like any other.
        pairs = pd.read_csv(
            path, sep="\t", comment="#", names=_COLUMNS, keep_default_na=False
        ).astype({"similarity": "float64"})
        expected = SIMILARITY.counts["pairs"]
        check_equal(len(pairs), expected, "the number of pairs is")
        if not pairs["similarity"].between(0, 10).all():
            raise ValueError("similarities lie outside 0 to 10")
        for column in ("first", "second"):
            pairs[column] = pairs[column].str.lower()
    return Similarity(pairs=pairs, **SIMILARITY.provenance)


def _sample() -> Similarity:
    """Return pairs of words: 10 if they share a category, else 0, as many of each."""
    import pandas as pd

    categories = list(read_groups("word-categories.csv").values())
    same = [pair for category in categories for pair in combinations(category, 2)]
    across = [
        (first, second)
        for one, other in combinations(categories, 2)
        for first in one
        for second in other
    ]
    rng = np.random.default_rng(_SEED)
    chosen = rng.choice(len(across), len(same), replace=False)
    rows = [(*pair, 10.0) for pair in same] + [(*across[i], 0.0) for i in chosen]
    return Similarity(
        pairs=pd.DataFrame(rows, columns=_COLUMNS),
        source="sample",
        citation=CITATION,
        licence=LICENCE,
    )


SIMILARITY = Downloaded(
    name="similarity",
    what="pairs of words with their similarity, judged by people",
    megabytes=0.0,
    licence="CC BY 4.0",
    citation=(
        "Placing Search in Context: The Concept Revisited, L. Finkelstein et al., "
        "2001 (WordSim-353), "
        "http://www.cs.technion.ac.il/~gabr/resources/data/wordsim353/."
    ),
    counts={"pairs": 353},
    files=(_FILE,),
    sources=(
        Source(
            "https://raw.githubusercontent.com/piskvorky/gensim/develop/gensim/"
            "test/test_data/wordsim353.tsv",
            _FILE,
            "sha256:f92a022fc2537793a15bc3a8c162ebcd74990e033a228bb6388cb71e4c0b1e1d",
        ),
    ),
    convert=_convert,
    read=_read,
    sample=_sample,
)
