"""Exercise 11: IMDB reviews."""

from functools import partial

import numpy as np

from helpers.checks import heldout
from helpers.checks.compare import REAL, expect, expect_between, expect_same
from helpers.checks.judge import question
from helpers.checks.kinds import as_array
from helpers.checks.models import (
    expect_compiled,
    expect_layers,
    expect_probabilities,
    predict,
)
from helpers.checks.steps import reached
from helpers.checks.student import Student


@question("11.1")
def last_words(student: Student, rng: np.random.Generator) -> None:
    """The last words, padded."""
    longer, equal, shorter, *rest = (int(n) for n in rng.permutation(np.arange(4, 9)))
    sizes = [longer + rng.integers(2, 7), equal, rng.integers(2, shorter), 1, 0]
    cases = [*zip(sizes, (longer, equal, shorter, *rest), strict=True)]
    for size, length in rng.permutation(cases).tolist():
        ids = [int(n) for n in rng.permutation(np.arange(1, 90))[:size]]
        if size > 3:
            ids[-2] = ids[-4]  # near enough to be among the last words twice
        _expect_last(student.last_words(ids, length), ids, length)


def _expect_last(answer: object, ids: list[int], length: int) -> None:
    zeros = [0] * max(0, length - len(ids))
    given = f"{len(ids)} {'id' if len(ids) == 1 else 'ids'} and length {length}"
    array = as_array(answer)
    expect(
        array is None or array.shape != (length,) or array.dtype.kind != "f",
        f"The ids in your array for {given} are floats, and "
        "nothing can be looked up with those. `np.zeros(length)` and "
        "`np.array([])` make floats; give them the dtype int.",
    )
    distinct = list(dict.fromkeys(ids))[-length:]
    last_distinct = list(dict.fromkeys(ids[-length:]))
    expect_same(
        answer,
        np.array(zeros + ids[-length:]),
        f"what `last_words` gives for {given}",
        means="as many ids as `length` says",
        mistakes={
            "Those are the first words; the last ones were asked.": np.array(
                zeros + ids[:length]
            ),
            "The zeros belong in front of the words.": np.array(ids[-length:] + zeros),
            "Keep the order in which the words were written.": np.array(
                zeros + ids[-length:][::-1]
            ),
            "A word that is there twice counts twice.": np.array(
                [0] * (length - len(distinct)) + distinct
            ),
            "A word that is twice among the last words counts twice.": np.array(
                [0] * (length - len(last_distinct)) + last_distinct
            ),
        },
    )


@question("11.2")
def log_odds(student: Student, rng: np.random.Generator) -> None:
    """Log-odds."""
    low, high = 10 ** -rng.uniform(3.1, 3.6, size=2)
    drawn = rng.uniform(0.02, 0.98, size=rng.integers(2, 9))
    p = rng.permutation([low, 1 - high, 0.5, *drawn])
    odds = p / (1 - p)
    scores = np.log(odds)
    expect_same(
        student.log_odds(p),
        scores,
        "your array of scores",
        means="one a probability",
        tolerance=1e-4,
        mistakes={
            "Those are the odds. Take their logarithm.": odds,
            "That is the logarithm of p alone. A score of zero should stand for one "
            "half.": np.log(p),
            "The sign is turned: likely things have positive scores.": -scores,
            "The sigmoid is built on e: use the natural logarithm, not the one to "
            "base 10.": np.log10(odds),
            "The sigmoid is built on e: use the natural logarithm, not the one to "
            "base 2.": np.log2(odds),
            "That is the sigmoid itself. Go the other way.": 1 / (1 + np.exp(-p)),
            "That is the slope of the sigmoid. Its inverse was asked.": p * (1 - p),
        },
    )


@question(
    "11.3",
    steps={"the mean of the words": 1, "zeros for a review without words": 1},
)
def pooled(student: Student, rng: np.random.Generator) -> None:
    """A mean that skips the padding."""
    ids, vectors = _padded_reviews(rng)
    _expect_means(student.pooled(ids, vectors), ids, vectors)
    reached("the mean of the words")
    empty = int(rng.integers(len(ids)))
    ids[empty], vectors[empty] = 0, vectors[ids == 0][0]
    means = student.pooled(ids, vectors)
    array = as_array(means)
    if array is not None and array.shape == (len(ids), vectors.shape[2]):
        expect(
            array.dtype.kind not in REAL or not np.isnan(array[empty]).any(),
            "A review without words gives NaN: nothing was divided by nothing. It is "
            "to get zeros.",
        )
    _expect_means(means, ids, vectors)
    reached("zeros for a review without words")


def _padded_reviews(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return reviews with words in each, and the vector of each id.

    There is padding in front, in the middle and behind; a word that is there twice;
    and a word whose vector is zero.
    """
    length, dimensions = int(rng.integers(10, 20)), int(rng.integers(2, 5))
    ids = rng.integers(2, 50, size=(5 + int(rng.integers(3)), length))
    ids[0, : rng.integers(1, 4)] = 0
    ids[1, rng.integers(2, length - 2)] = 0
    ids[2, -int(rng.integers(1, 4)) :] = 0
    ids[3, : length - 1] = 0
    ids[4, :3] = [1, 7, 7]
    table = rng.normal(size=(50, dimensions))
    table[1] = 0
    rows = rng.permutation(len(ids))
    return ids[rows], table[ids[rows]]


def _expect_means(answer: object, ids: np.ndarray, vectors: np.ndarray) -> None:
    mask = (ids > 0)[..., None]
    sums, count = (vectors * mask).sum(1), np.maximum(mask.sum(1), 1)
    distinct = np.zeros_like(sums)
    for row, (review, rows) in enumerate(zip(ids, vectors, strict=True)):
        words, places = np.unique(review, return_index=True)
        distinct[row] = rows[places[words > 0]].sum(axis=0) / max(1, (words > 0).sum())
    expect_same(
        answer,
        sums / count,
        "your array",
        means="one row a review, one column a dimension",
        mistakes={
            "The padding counts in your mean: divide by the number of words, and leave "
            "out the vectors of zeros.": vectors.mean(axis=1),
            "You leave out the padding, and then divide by all places. Divide by the "
            "number of words.": sums / ids.shape[1],
            "That is the sum. Divide by the number of words.": sums,
            "The vectors of the padding are in the sum.": vectors.sum(1) / count,
            "A word that is said twice counts twice in the mean.": distinct,
        },
    )


@question("11.4", points=2)
def contributions(student: Student, rng: np.random.Generator) -> None:
    """The contribution of each word."""
    for length in rng.permutation([1, rng.integers(5, 9), rng.integers(9, 13)]):
        words, dimensions = int(rng.integers(15, 30)), int(rng.integers(2, 5))
        table = rng.normal(size=(words, dimensions))
        weights = rng.normal(size=dimensions)
        ids, bias = rng.integers(1, words, size=length), float(rng.normal())
        ids[-1] = ids[0]
        each = table[ids] @ weights
        distinct, times = np.unique(ids, return_counts=True)
        expect_same(
            student.contributions(ids, table, weights, bias),
            each / length,
            f"your array for {length} {'words' if length > 1 else 'word'}",
            means="one number a word of the review",
            mistakes={
                "Those add up to the score, without the bias, times the number of "
                "words: the model takes the mean.": each,
                "The bias belongs to no word, not even a share of it. It is added "
                "once, at the end.": (each + bias) / length,
                "The bias belongs to no word. It is added once, at the end.": (
                    each / length + bias
                ),
                "That is the score of the whole review. Share it out.": (
                    each.mean() + bias
                ),
                "You give every word the same. Each has a vector, and so a part, of "
                "its own.": np.full(length, each.mean() / length),
                "A word that is said twice counts twice: divide by the number of all "
                "words.": each / len(distinct),
                "That is one number for each different word; one for each id was "
                "asked.": times * (table[distinct] @ weights) / length,
                "Keep the order of `ids`.": table[np.sort(ids)] @ weights / length,
            },
        )


_held_out = heldout.HeldOut(partial(heldout.reviews, held_out=True))


@question(
    "11.5",
    steps={
        "probabilities that are right for 60 of 100 reviews": 1,
        "right for 78 of 100 reviews": 2,
    },
    rounds=1,
)
def model(student: Student, rng: np.random.Generator) -> None:
    """A critic of your own."""
    answer = expect_layers(student["model"], "your model", ["Embedding"])
    expect_compiled(answer)
    texts, kind = _held_out()
    chances = predict(answer, texts)
    expect(
        chances.shape == (len(kind), 1),
        f"Your model gives an array of shape {chances.shape[1:]} for a review; one "
        "probability was asked, (1,).",
    )
    expect(
        not np.isnan(chances).any(),
        "Your model answers with NaN. Its weights have grown beyond all bounds in "
        "training: try a smaller learning rate.",
    )
    expect_probabilities(chances)
    right = float(((chances[:, 0] > 0.5) == kind).mean())
    what = "the accuracy on the held-out reviews"
    hint = "At least 0.78 is asked. Was it trained, and long enough?"
    turned = "Is the probability that of a positive review? At least 0.78 is asked."
    expect_between(right, 0.60, 1, what, turned if right < 0.35 else hint)
    reached("probabilities that are right for 60 of 100 reviews")
    expect_between(right, 0.78, 1, what, hint)
    reached("right for 78 of 100 reviews")


prepare = _held_out
