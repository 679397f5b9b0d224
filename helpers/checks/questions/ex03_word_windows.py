"""Exercise 03: word windows."""

from functools import partial

import numpy as np

from helpers import vectors as reference
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


@question("3.1")
def windows(student: Student, rng: np.random.Generator) -> None:
    """Windows of a text."""
    for size, length in ((rng.integers(8, 30), 4), (7, 3), (5, 5), (2, 3)):
        ids = rng.integers(100, size=size)
        count = max(0, size - length + 1)
        expected = np.array([ids[i : i + length] for i in range(count)], ids.dtype)
        expected = expected.reshape(count, length)
        apart = ids[: size // length * length].reshape(-1, length)
        expect_same(
            student.windows(ids, length),
            expected,
            f"what `windows` gives for {size} ids and length {length}",
            means="one row a window, one column a place in it",
            mistakes={
                "The last window is missing: one starts wherever there is room for it, "
                "also at the very end.": expected[:-1],
                "Your array is transposed: a row is to be a window.": expected.T,
                "Your windows do not overlap: the next one starts one place further, "
                "not one window further.": apart,
            },
        )


@question("3.2")
def perplexity(student: Student, rng: np.random.Generator) -> None:
    """Perplexity."""
    probabilities = rng.dirichlet(np.full(9, 0.5), size=40)
    probabilities = (probabilities + 0.01) / (probabilities + 0.01).sum(
        1, keepdims=True
    )
    answers = rng.integers(9, size=40)
    right = probabilities[np.arange(40), answers]
    losses = -np.log(right)
    expect_same(
        student.perplexity(probabilities, answers),
        float(np.exp(losses.mean())),
        "your perplexity",
        mistakes={
            "That is the cross-entropy. The perplexity is e to the power of it.": (
                losses.mean()
            ),
            "That is the mean of the perplexities of single examples. Take the mean of "
            "the losses first.": np.exp(losses).mean(),
            "The logarithm and the power must have the same base: natural logarithms "
            "go with e, not with 2.": 2 ** losses.mean(),
            "Mind the sign: the loss is minus the logarithm of the probability.": (
                np.exp(-losses.mean())
            ),
        },
    )


@question("3.3")
def parameters(student: Student, rng: np.random.Generator) -> None:
    """How many parameters a model has."""
    for hidden in (0, int(rng.integers(10, 50)), int(rng.integers(50, 90))):
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
                "The biases are missing: a dense layer has one for each unit.": (
                    table + inputs * hidden + last * words
                ),
                "The words stand side by side, so what follows the table has context × "
                "width inputs.": one_word,
                "All places share one table: it is counted once.": (
                    expected + (context - 1) * table
                ),
                "The table is missing: it has one row a word.": expected - table,
            },
        )


@question("3.4", points=2)
def similar(student: Student, rng: np.random.Generator) -> None:
    """Words that are used alike."""
    words = [f"word{i}" for i in rng.permutation(30)]
    vectors = rng.normal(size=(30, 5)) * rng.uniform(0.2, 5, size=(30, 1))
    word = words[int(rng.integers(30))]
    own = words.index(word)
    expected = [name for name, _ in reference.neighbours(words, vectors, word, 6)]

    def first(scores: np.ndarray) -> list[str]:
        return [words[i] for i in np.argsort(-scores) if i != own][:6]

    cosines = reference.unit(vectors) @ reference.unit(vectors)[own]
    expect_same(
        student.similar(words, vectors, word, 6),
        expected,
        "your list",
        mistakes={
            "A word is always most similar to itself: leave it out.": [
                word,
                *expected[:5],
            ],
            "Long vectors win in your list. Divide each vector by its length before "
            "you multiply.": first(vectors @ vectors[own]),
            "That is the order from the other end: the largest cosine comes first.": (
                first(-cosines)
            ),
            "Those are the nearest by distance. Compare directions: use the cosine.": (
                first(-np.linalg.norm(vectors - vectors[own], axis=1))
            ),
        },
    )


_held_out = heldout.HeldOut(partial(heldout.sentences, held_out=True))


@question("3.5", points=3)
def model(student: Student, rng: np.random.Generator) -> None:
    """A model of your own."""
    answer = expect_layers(student["model"], "your model", ["Embedding", "Dense"])
    expect_compiled(answer)
    contexts, answers, size = _held_out()
    chosen = rng.choice(len(answers), 5_000, replace=False)
    probabilities = predict(answer, contexts[chosen])
    expect(
        probabilities.shape == (5_000, size),
        f"Your model gives {probabilities.shape[1:]} numbers for three ids; a "
        f"probability for each of the {size} words was asked.",
    )
    expect_probabilities(probabilities)
    right = probabilities[np.arange(5_000), answers[chosen]]
    loss = -np.log(np.maximum(right, 1e-9)).mean()
    hint = "At most 3.8 is asked. Was it trained, on all the examples, and long enough?"
    expect_between(float(loss), 0, 3.8, "the loss on the held-out sentences", hint)


prepare = _held_out
