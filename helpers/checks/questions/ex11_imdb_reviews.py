"""Exercise 11: IMDB reviews."""

from functools import partial

import numpy as np

from helpers.checks import heldout
from helpers.checks.compare import expect, expect_between, expect_same
from helpers.checks.judge import question
from helpers.checks.models import (
    expect_compiled,
    expect_layers,
    expect_probabilities,
    predict,
)
from helpers.checks.student import Student


@question("11.1")
def last_words(student: Student, rng: np.random.Generator) -> None:
    """The last words, padded."""
    for size, length in ((int(rng.integers(8, 15)), 5), (3, 6), (4, 4)):
        ids = [int(n) for n in rng.permutation(np.arange(1, 90))[:size]]
        zeros = [0] * max(0, length - size)
        expect_same(
            student.last_words(ids, length),
            np.array(zeros + ids[-length:]),
            f"what `last_words` gives for {size} ids and length {length}",
            mistakes={
                "Those are the first words; the last ones were asked.": np.array(
                    zeros + ids[:length]
                ),
                "The zeros belong in front of the words.": np.array(
                    ids[-length:] + zeros
                ),
                "Keep the order in which the words were written.": np.array(
                    zeros + ids[-length:][::-1]
                ),
            },
        )


@question("11.2")
def log_odds(student: Student, rng: np.random.Generator) -> None:
    """Log-odds."""
    p = rng.uniform(0.02, 0.98, size=7)
    odds = p / (1 - p)
    expect_same(
        student.log_odds(p),
        np.log(odds),
        "your scores",
        means="one a probability",
        mistakes={
            "Those are the odds. Take their logarithm.": odds,
            "That is the logarithm of p alone. A score of zero should stand for one "
            "half.": np.log(p),
            "The sign is turned: likely things have positive scores.": -np.log(odds),
            "The sigmoid is built on e: use the natural logarithm.": np.log10(odds),
            "That is the sigmoid itself. Go the other way.": 1 / (1 + np.exp(-p)),
        },
    )


@question("11.3", points=2)
def pooled(student: Student, rng: np.random.Generator) -> None:
    """A mean that skips the padding."""
    ids = rng.integers(1, 50, size=(4, 6))
    ids[0, :3] = ids[1, :5] = ids[2] = 0
    vectors = rng.normal(size=(4, 6, 3))
    mask = (ids > 0)[..., None]
    sums, count = (vectors * mask).sum(1), np.maximum(mask.sum(1), 1)
    means = student.pooled(ids, vectors)
    if isinstance(means, np.ndarray) and means.shape == (4, 3):
        expect(
            means.dtype.kind != "f" or not np.isnan(means[2]).any(),
            "A review without words gives NaN: nothing was divided by nothing. It is "
            "to get zeros.",
        )
    expect_same(
        means,
        sums / count,
        "your array",
        means="one row a review, one column a dimension",
        mistakes={
            "The padding counts in your mean: divide by the number of words, and leave "
            "out the vectors of zeros.": vectors.mean(axis=1),
            "You leave out the padding, and then divide by all places. Divide by the "
            "number of words.": sums / 6,
            "That is the sum. Divide by the number of words.": sums,
            "The vectors of the padding are in the sum.": vectors.sum(1) / count,
        },
    )


@question("11.4", points=2)
def contributions(student: Student, rng: np.random.Generator) -> None:
    """The contribution of each word."""
    table, weights = rng.normal(size=(20, 4)), rng.normal(size=4)
    ids, bias = rng.integers(1, 20, size=9), float(rng.normal())
    each = table[ids] @ weights
    expect_same(
        student.contributions(ids, table, weights, bias),
        each / 9,
        "your array",
        means="one number a word of the review",
        mistakes={
            "Those add up to nine times the score without the bias: the model takes "
            "the mean.": each,
            "The bias belongs to no word. It is added once, at the end.": each / 9
            + bias,
            "The bias belongs to no word, not even a share of it.": (each + bias) / 9,
            "That is the score of the whole review. Share it out.": each.mean() + bias,
        },
    )


_held_out = heldout.HeldOut(partial(heldout.reviews, held_out=True))


@question("11.5", points=3)
def model(student: Student, rng: np.random.Generator) -> None:
    """A critic of your own."""
    answer = expect_layers(student["model"], "your model", ["Embedding", "Dense"])
    expect_compiled(answer)
    texts, kind = _held_out()
    chances = predict(answer, texts)
    expect(
        chances.shape == (len(kind), 1),
        f"Your model gives {chances.shape[1:]} numbers for a review; one probability "
        "was asked, (1,).",
    )
    expect_probabilities(chances)
    right = float(((chances[:, 0] > 0.5) == kind).mean())
    hint = "At least 0.78 is asked. Was it trained, and long enough?"
    expect_between(right, 0.78, 1, "the accuracy on the held-out reviews", hint)


prepare = _held_out
