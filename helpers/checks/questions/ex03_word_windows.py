"""Exercise 03: word windows."""

from functools import partial

import numpy as np

from helpers import vectors as reference
from helpers.checks import heldout
from helpers.checks.compare import expect_array, expect_between, expect_same
from helpers.checks.judge import question
from helpers.checks.models import expect_layers, expect_probabilities, predict
from helpers.checks.steps import reached
from helpers.checks.student import Student


@question("3.1", rounds=2)
def windows(student: Student, rng: np.random.Generator) -> None:
    """Windows of a text."""
    # Texts too short by two and by one, of one window, and with room for more.
    counts = rng.permutation([-1, 0, 1, *rng.integers(10, 30, size=2)])
    lengths = rng.permutation(np.arange(3, 8))
    for room, length in zip(counts.tolist(), lengths.tolist(), strict=True):
        size, count = length - 1 + room, max(0, room)
        ids = rng.integers(1, 100, size=size)
        if count > 1:
            ids[0] = 0
            ids[size // 2 :] = ids[: size - size // 2]  # it repeats itself
        expected = np.array([ids[i : i + length] for i in range(count)], ids.dtype)
        expected = expected.reshape(count, length)
        mistakes: dict[str, object] = {
            "The last window is missing: one starts wherever there is room for it, "
            "also at the very end."
            if count > 1
            else "The last window is missing: a text as long as a window has one, the "
            "text itself.": expected[:-1],
            "Your array is transposed: a row is to be a window.": expected.T,
            "Your windows do not overlap: the next one starts one place further, not "
            "one window further.": ids[: size // length * length].reshape(-1, length),
            "Some windows are missing: those that occur twice in a text count twice.": (
                np.array([*dict.fromkeys(map(tuple, expected.tolist()))])
            ),
            "Some windows are missing: id 0 is a word like any other.": (
                expected[(expected != 0).all(axis=1)]
            ),
        }
        expect_same(
            student.windows(ids, length),
            expected,
            f"what `windows` gives for {size} ids and length {length}",
            means="one row a window, one column a place in it",
            mistakes=mistakes if count else None,  # an empty list is several of them
        )


@question("3.2")
def perplexity(student: Student, rng: np.random.Generator) -> None:
    """Perplexity."""
    examples, words = int(rng.integers(20, 60)), int(rng.integers(6, 13))
    probabilities = rng.dirichlet(np.full(words, 0.5), size=examples) + 0.01
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    answers = rng.integers(words, size=examples)
    right = probabilities[np.arange(examples), answers]
    losses = -np.log(right)
    loss = losses.mean()
    expect_same(
        student.perplexity(probabilities, answers),
        float(np.exp(loss)),
        "your perplexity",
        mistakes={
            "That is the cross-entropy. The perplexity is e to the power of it.": loss,
            "That is the mean of the perplexities of single examples. Take the mean of "
            "the losses first.": np.exp(losses).mean(),
            "That is one divided by the mean of the probabilities. Take the mean of "
            "the losses, the logarithms.": 1 / right.mean(),
            "The logarithm and the power must have the same base: natural logarithms "
            "go with e, not with 2.": 2**loss,
            "The logarithm and the power must have the same base: e goes with natural "
            "logarithms, not with those to base 2.": np.exp(loss / np.log(2)),
            "The logarithm and the power must have the same base: e goes with natural "
            "logarithms, not with those to base 10.": np.exp(loss / np.log(10)),
            "Mind the sign: the loss is minus the logarithm of the probability.": (
                np.exp(-loss)
            ),
            "That is e to the power of the sum of the losses. Take their mean.": (
                np.exp(losses.sum())
            ),
            "You divide the sum of the losses by the number of words. Take the mean "
            "over the examples.": np.exp(losses.sum() / words),
            "You look up each answer in every row. Row i belongs to answer i alone.": (
                np.exp(-np.log(probabilities[:, answers]).mean())
            ),
            "You took the largest probability of each row. That of the word that "
            "really came counts.": np.exp(-np.log(probabilities.max(axis=1)).mean()),
            "That is how unsure the model is in its own eyes. Only the probability of "
            "the word that really came counts.": (
                np.exp(-(probabilities * np.log(probabilities)).sum(axis=1).mean())
            ),
        },
    )


@question("3.3", rounds=2)
def parameters(student: Student, rng: np.random.Generator) -> None:
    """How many parameters a model has."""
    for hidden in rng.permutation([0, *rng.integers([10, 50], [50, 90])]).tolist():
        words, width, context = (int(n) for n in rng.integers([50, 3, 2], [90, 9, 6]))
        inputs, table = context * width, words * width
        last = hidden or inputs
        layer = (inputs + 1) * hidden
        expected = table + layer + (last + 1) * words
        one_word = table + (width + 1) * hidden + ((hidden or width) + 1) * words
        expect_same(
            student.parameters(words, width, context, hidden),
            expected,
            f"`parameters({words}, {width}, {context}, {hidden})`",
            mistakes={
                "Without a hidden layer, the words side by side go straight to the "
                "last layer: it has context × width inputs.": table + words,
                "The biases are missing: a dense layer has one for each unit.": (
                    table + inputs * hidden + last * words
                ),
                "The biases of the last layer are missing: it has one for each word.": (
                    expected - words
                ),
                "The biases of the hidden layer are missing: it has one for each "
                "unit.": expected - hidden,
                "A dense layer has one bias for each of its units, not one for all.": (
                    table + inputs * hidden + bool(hidden) + last * words + 1
                ),
                "The words stand side by side, so what follows the table has context × "
                "width inputs.": one_word,
                "All places share one table: it is counted once.": (
                    expected + (context - 1) * table
                ),
                "The table is missing: it has one row a word.": expected - table,
                "A table has no biases; only dense layers have.": expected + width,
            },
        )


@question("3.4", points=2, rounds=2)
def similar(student: Student, rng: np.random.Generator) -> None:
    """Words that are used alike."""
    for count in rng.choice(np.arange(3, 9), 2, replace=False).tolist():
        size, width = int(rng.integers(12, 40)), int(rng.integers(3, 9))
        words = [f"word{i}" for i in rng.permutation(size)]
        vectors = rng.normal(size=(size, width)) * rng.uniform(0.3, 3, size=width)
        vectors *= rng.uniform(0.2, 5, size=(size, 1))
        own, near, opposite = (int(i) for i in rng.choice(size, 3, replace=False))
        word = words[own]
        vectors[near] = vectors[own] * rng.uniform(0.5, 1.5, size=width)
        vectors[opposite] = -rng.uniform(1, 2) * vectors[own]
        cosines = reference.unit(vectors) @ reference.unit(vectors)[own]
        by_column = vectors / np.linalg.norm(vectors, axis=0)
        centred = reference.unit(vectors - vectors.mean(axis=1, keepdims=True))
        expected = _first(words, cosines, own, count)
        orders = {
            "Long vectors win in your list. Divide each vector by its length before "
            "you multiply.": vectors @ vectors[own],
            "That is the order from the other end: the largest cosine comes first.": (
                -cosines
            ),
            "Those are the nearest by distance. Compare directions: use the cosine.": (
                -np.linalg.norm(vectors - vectors[own], axis=1)
            ),
            "Vectors that point the other way are in your list. The cosine counts as "
            "it is, with its sign.": abs(cosines),
            "You divide the columns by their lengths. Each row is a word's vector: "
            "divide each row by its own length.": by_column @ by_column[own],
            "Those are the largest correlations. The cosine takes vectors as they are, "
            "without taking their mean away.": centred @ centred[own],
        }
        mistakes: dict[str, object] = {
            hint: _first(words, scores, own, count) for hint, scores in orders.items()
        }
        mistakes["A word is always most similar to itself: leave it out."] = [
            word,
            *expected[:-1],
        ]
        mistakes["The right words, but not nearest first."] = expected[::-1]
        expect_same(
            student.similar(words, vectors, word, count),
            expected,
            "your list",
            mistakes=mistakes,
        )


def _first(words: list[str], scores: np.ndarray, own: int, count: int) -> list[str]:
    """Return the words of the largest scores, without the word itself."""
    return [words[i] for i in np.argsort(-scores) if i != own][:count]


_held_out = heldout.HeldOut(partial(heldout.sentences, held_out=True))

_ROWS = 5_000
_LEARNED = "it has learned from the words before"
_WELL = "a cross-entropy of at most 3.8"


@question("3.5", steps={_LEARNED: 1, _WELL: 2}, rounds=1)
def model(student: Student, rng: np.random.Generator) -> None:
    """A model of your own."""
    answer = expect_layers(student["model"], "your model", ["Embedding"])
    contexts, answers, size = _held_out()
    # Always the same ones, as many as tell: no verdict is drawn by luck.
    contexts, answers = contexts[:_ROWS], answers[:_ROWS]
    rows = np.arange(len(answers))
    probabilities = expect_array(
        predict(answer, contexts),
        f"what your model gives for {len(rows):,} rows of three ids",
        shape=(len(rows), size),
        means="a probability for each word",
    )
    expect_probabilities(probabilities)
    loss = float(-np.log(np.maximum(probabilities[rows, answers], 1e-9)).mean())
    often = np.bincount(answers)[answers] / len(rows)
    what = "the loss on the held-out sentences"
    hint = "At most 3.8 is asked. "
    expect_between(
        loss,
        0,
        float(-np.log(often).mean()),
        what,
        hint + "A model that knows nothing but how often each word occurs does better. "
        "Was yours trained, on all the examples?",
    )
    reached(_LEARNED)
    hint += "Was it trained on all the examples, long enough, and not too long?"
    expect_between(loss, 0, 3.8, what, hint)
    reached(_WELL)


prepare = _held_out
