"""Word analogies in sections; the sample is listed by hand."""

import shutil
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.data._corpora.lists import CITATION, LICENCE, read_rows
from helpers.data._shelf import store
from helpers.data._shelf.dataset import Data, Downloaded, Source
from helpers.data._shelf.files import check_equal, reading

if TYPE_CHECKING:
    import pandas as pd

_FILE = "questions-words.txt"
_COLUMNS = ["section", "a", "b", "c", "d"]


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Analogies(Data):
    """Questions of the form "a is to b as c is to d".

    Attributes:
        questions: one row a question, with `section`, `a`, `b`, `c` and the answer
            `d` (str, lower case).
    """

    questions: "pd.DataFrame"

    @property
    def contents(self) -> str:
        """The number of questions and of sections."""
        sections = self.questions["section"].nunique()
        return f"{len(self.questions):,} questions in {sections} sections"


def load_analogies() -> Analogies:
    """Load word analogies in sections.

    The sample combines pairs of words that are listed by hand.
    """
    return store.load(ANALOGIES)


def _convert(raw: Path, out: Path) -> None:
    """Keep the list as it is."""
    shutil.move(raw / _FILE, out)


def _read(folder: Path) -> Analogies:
    import pandas as pd

    path = folder / _FILE
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
        expected = ANALOGIES.counts["questions"]
        check_equal(len(rows), expected, "the number of questions is")
    questions = pd.DataFrame(rows, columns=_COLUMNS)
    return Analogies(questions=questions, **ANALOGIES.provenance)


def _sample() -> Analogies:
    """Return every "a is to b as c is to d" that two pairs of a section make."""
    import pandas as pd

    sections: dict[str, list[tuple[str, str]]] = {}
    for section, first, second in read_rows("word-pairs.csv"):
        sections.setdefault(section, []).append((first, second))
    rows = [
        (section, *one, *other)
        for section, pairs in sections.items()
        for one, other in permutations(pairs, 2)
    ]
    return Analogies(
        questions=pd.DataFrame(rows, columns=_COLUMNS),
        source="sample",
        citation=CITATION,
        licence=LICENCE,
    )


ANALOGIES = Downloaded(
    name="analogies",
    what="word analogies in 14 sections",
    megabytes=0.6,
    licence="Apache-2.0",
    citation=(
        "Efficient Estimation of Word Representations in Vector Space, T. Mikolov "
        "et al., 2013, https://github.com/tmikolov/word2vec."
    ),
    counts={"questions": 19_544},
    files=(_FILE,),
    sources=(
        Source(
            "https://raw.githubusercontent.com/tmikolov/word2vec/master/"
            "questions-words.txt",
            _FILE,
            "sha256:8c29b3332afc46f3fb8be04cb5297bf96f39aa7131272dff57869b4485b22a36",
        ),
    ),
    convert=_convert,
    read=_read,
    sample=_sample,
)
