"""What people say of words: how similar two are, and which analogies hold."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.data import samples_words, store
from helpers.data.catalogue import CATALOGUE
from helpers.data.files import expect, reading

if TYPE_CHECKING:
    import pandas as pd

HAND_MADE = "Listed by hand for this course."


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Similarity(store.Data):
    """Pairs of words and how similar they are.

    Attributes:
        pairs: one row a pair, with `first` and `second` (str, lower case) and
            `similarity` (float64, 0 to 10).
    """

    pairs: "pd.DataFrame"

    @property
    def contents(self) -> str:
        """The size in words."""
        if self.source == "full":
            return f"{len(self.pairs):,} pairs judged by people"
        return f"{len(self.pairs):,} pairs that share a category or do not"


def load_similarity() -> Similarity:
    """Load pairs of words with the mean similarity that people gave them.

    The sample is made of words in categories, listed by hand: a pair has 10 if both
    words are in one category, and 0 if they are not.
    """
    return store.load("similarity", read_similarity, _sample_similarity)


def read_similarity(folder: Path) -> Similarity:
    """Read `wordsim353.tsv`."""
    import pandas as pd

    path = folder / "wordsim353.tsv"
    with reading(path):
        columns = ["first", "second", "similarity"]
        # "null" would be a word like any other.
        pairs = pd.read_csv(
            path, sep="\t", comment="#", names=columns, keep_default_na=False
        ).astype({"similarity": "float64"})
        expected = CATALOGUE["similarity"].counts["pairs"]
        expect(len(pairs), expected, "the number of pairs is")
        if not pairs["similarity"].between(0, 10).all():
            raise ValueError("similarities lie outside 0 to 10")
    pairs = pairs.apply(lambda c: c.str.lower() if c.dtype == object else c)
    return Similarity(pairs=pairs, **store.about("similarity"))


def _sample_similarity() -> Similarity:
    return Similarity(
        pairs=samples_words.similarity(),
        source="sample",
        citation=HAND_MADE,
        licence="that of this course",
    )


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Analogies(store.Data):
    """Questions of the form "a is to b as c is to d".

    Attributes:
        questions: one row a question, with `section`, `a`, `b`, `c` and the answer
            `d` (str, lower case).
    """

    questions: "pd.DataFrame"

    @property
    def contents(self) -> str:
        """The size in words."""
        sections = self.questions["section"].nunique()
        return f"{len(self.questions):,} questions in {sections} sections"


def load_analogies() -> Analogies:
    """Load word analogies in sections.

    The sample combines pairs of words that are listed by hand.
    """
    return store.load("analogies", read_analogies, _sample_analogies)


def read_analogies(folder: Path) -> Analogies:
    """Read `questions-words.txt`."""
    import pandas as pd

    path = folder / "questions-words.txt"
    rows, section = [], ""
    with reading(path):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if line.startswith(":"):
                section = line[1:].strip()
                continue
            words = line.lower().split()
            if len(words) != 4 or not section:
                raise ValueError(f"line {number} is not four words below a section")
            rows.append((section, *words))
        expected = CATALOGUE["analogies"].counts["questions"]
        expect(len(rows), expected, "the number of questions is")
    questions = pd.DataFrame(rows, columns=["section", "a", "b", "c", "d"])
    return Analogies(questions=questions, **store.about("analogies"))


def _sample_analogies() -> Analogies:
    return Analogies(
        questions=samples_words.analogies(),
        source="sample",
        citation=HAND_MADE,
        licence="that of this course",
    )
