"""The exercises, a record each: all that is known of one outside its questions.

A student's process sees this module, and never the modules of questions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from helpers.checks import heldout


@dataclass(frozen=True)
class HeldOutLabels:
    """Labels in an `.npz` file that students' code must not find.

    Attributes:
        file: name of the prepared file.
        array: name of the labels in it.
        first: only so many of the first are split; all if None.
    """

    file: str
    array: str
    first: int | None = None


@dataclass(frozen=True)
class HeldOutPictures:
    """Pictures in a zip file whose classes students' code must not find.

    Attributes:
        file: name of the prepared file.
        share: of the pictures, how many are held out.
    """

    file: str
    share: float


@dataclass(frozen=True)
class HeldOutSentences:
    """Lines in a `.txt.gz` file whose order of words students' code must not find.

    Attributes:
        file: name of the prepared file.
        first: so many of the first are split.
    """

    file: str
    first: int


@dataclass(frozen=True)
class HeldOutTranslations:
    """Pairs in a `.tsv` file that students' code must not find.

    Attributes:
        file: name of the prepared file. Its columns are source, target and split; the
            pairs of the split "test" are held out.
    """

    file: str


HeldOutPart = HeldOutLabels | HeldOutPictures | HeldOutSentences | HeldOutTranslations


@dataclass(frozen=True)
class Exercise:
    """An exercise.

    Attributes:
        number: the number of its chapter.
        slug: the rest of its name: "word-windows".
        title: the title of its notebook, less ": exercises".
        trains_on: loads what notebooks train on, once for all of their processes,
            which are forked later; what is held out of it must tell them nothing.
        holds_out: what lies among the prepared data and must tell students nothing.
        prepares: whether its module of questions has a function `prepare`, to be
            called once for all submissions.
    """

    number: int
    slug: str
    title: str
    trains_on: Callable[[], object] | None = None
    holds_out: HeldOutPart | None = None
    prepares: bool = False

    @property
    def name(self) -> str:
        """The name of its notebook: "03-word-windows"."""
        return f"{self.number:02d}-{self.slug}"

    @property
    def module(self) -> str:
        """The name of the module of its questions."""
        slug = self.slug.replace("-", "_")
        return f"helpers.checks.questions.ex{self.number:02d}_{slug}"


_ALL = (
    Exercise(1, "one-hot-vs-embeddings", "One-hot vectors and embeddings"),
    Exercise(2, "sequences-of-ids", "Sequences of ids"),
    Exercise(
        3,
        "word-windows",
        "Word windows",
        trains_on=heldout.show_sentences,
        holds_out=HeldOutSentences("sentences.txt.gz", heldout.SENTENCES),
        prepares=True,
    ),
    Exercise(4, "word-vectors", "Word vectors", prepares=True),
    Exercise(
        5,
        "two-languages",
        "Two languages",
        holds_out=HeldOutTranslations("dictionary-en-fr.tsv"),
    ),
    Exercise(6, "wine-factorization", "Wine factorization"),
    Exercise(7, "recommenders", "Recommenders"),
    Exercise(8, "composite-embeddings", "Composite embeddings"),
    Exercise(9, "pca", "Principal components"),
    Exercise(10, "autoencoders", "Autoencoders"),
    Exercise(
        11,
        "imdb-reviews",
        "IMDB reviews",
        trains_on=heldout.show_reviews,
        holds_out=HeldOutLabels("imdb.npz", "train_labels", heldout.REVIEWS),
        prepares=True,
    ),
    Exercise(
        12,
        "reuters-topics",
        "Reuters topics",
        trains_on=heldout.show_newswires,
        holds_out=HeldOutLabels("reuters.npz", "labels"),
        prepares=True,
    ),
    Exercise(
        13,
        "mobilenet-transfer",
        "A borrowed eye",
        trains_on=heldout.show_photos,
        holds_out=HeldOutPictures("photos.zip", heldout.PHOTOS),
        prepares=True,
    ),
)
EXERCISES: Mapping[str, Exercise] = MappingProxyType({e.name: e for e in _ALL})


def numbered(number: int) -> Exercise:
    """Return the exercise of a chapter.

    Raises:
        LookupError: there is none.
    """
    for exercise in EXERCISES.values():
        if exercise.number == number:
            return exercise
    raise LookupError(f"there is no exercise {number}")


def named(name: str) -> Exercise:
    """Return the exercise of a name, "03-word-windows", or of a number, "03".

    Raises:
        LookupError: there is none; the message lists those there are.
    """
    for exercise in EXERCISES.values():
        if name in (exercise.name, f"{exercise.number:02d}", str(exercise.number)):
            return exercise
    raise LookupError(f"there is no exercise {name!r}, but {', '.join(EXERCISES)}")
