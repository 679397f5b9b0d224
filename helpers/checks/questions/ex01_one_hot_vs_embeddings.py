"""Exercise 01: one-hot vectors and embeddings."""

import numpy as np

from helpers.checks.compare import expect, expect_array, expect_between, expect_same
from helpers.checks.judge import question
from helpers.checks.models import (
    expect_layers,
    expect_probabilities,
    layers_of,
    predict,
)
from helpers.checks.student import Student


@question("1.1")
def to_ids(student: Student, rng: np.random.Generator) -> None:
    """From one-hot vectors back to ids."""
    ids = rng.integers(12, size=int(rng.integers(15, 25)))
    one_hot = np.eye(12, dtype="float32")[ids]
    expect_same(
        student.to_ids(one_hot),
        ids,
        "your array of ids",
        means="one id a row",
        mistakes={
            "You found the place of a 1 in each column. Look along each row, one row "
            "is one item.": one_hot.argmax(axis=0),
            "Your ids are one too large: the first column is that of id 0.": ids + 1,
            "You counted the ones of each row. It is the place of the 1 that tells "
            "the id.": one_hot.sum(axis=1),
        },
    )


@question("1.2")
def one_hot_without_padding(student: Student, rng: np.random.Generator) -> None:
    """One-hot vectors in which nothing is zero."""
    size = int(rng.integers(8, 15))
    ids = rng.integers(1, size, size=10)
    ids[rng.choice(10, 3, replace=False)] = 0
    vectors = np.eye(size, dtype="float32")
    with_zero = vectors[ids]
    expected = np.where(ids[:, None] > 0, with_zero, np.float32(0))
    shifted = np.vstack([np.zeros(size, "float32"), vectors])[ids]
    means = "one row an id, one column for each of the ids 0 to size − 1"
    expect_same(
        student.one_hot_without_padding(ids, size),
        expected,
        "your matrix",
        means=means,
        dtype="float32",
        mistakes={
            "The rows of id 0 still have a 1. No word here means no 1.": with_zero,
            "Your ones stand a column too far to the left: column 0 is kept for id 0, "
            "also if it stays empty.": shifted,
            "Your columns begin with id 1. Keep one for id 0, too, so that the column "
            "is the id.": shifted[:, :-1],
            "Your matrix is transposed: a row is to be an id of the list.": expected.T,
            "You left out the items with id 0. They are to be rows of zeros.": (
                expected[ids > 0]
            ),
        },
    )


@question("1.3")
def bytes_needed(student: Student, rng: np.random.Generator) -> None:
    """The memory of ids, one-hot rows and a table."""
    words, factors, batch = (
        int(n) for n in rng.integers([900, 20, 50], [9_000, 40, 99])
    )
    counts = batch, batch * words, words * factors
    expected = tuple(count * 4 for count in counts)
    ids, one_hot, table = expected
    expect_same(
        student.bytes_needed(words, factors, batch),
        expected,
        f"`bytes_needed({words}, {factors}, {batch})`",
        means="ids, one-hot matrix and table",
        mistakes={
            "You counted numbers. How many bytes has a number of 32 bits?": counts,
            "That is bits. A byte has eight of them.": tuple(32 * n for n in counts),
            "Eight bytes are a number of 64 bits; here all have 32.": (
                tuple(8 * n for n in counts)
            ),
            "A one-hot row is as long as the vocabulary, not as an embedding.": (
                ids,
                batch * factors * 4,
                table,
            ),
            "Your one-hot matrix has a row for each word. It needs one for each id of "
            "the batch.": (ids, words * words * 4, table),
            "Your table has a row for each id of the batch. It holds all words, "
            "whatever is looked up.": (ids, one_hot, batch * factors * 4),
            "Mind the order: ids, one-hot matrix, table.": (ids, table, one_hot),
        },
    )


@question("1.4", points=2)
def table_gradient(student: Student, rng: np.random.Generator) -> None:
    """The gradient of an embedding table."""
    size, factors = 9, int(rng.integers(3, 6))
    ids = rng.permutation([1, 1, 1, 4, 6, 6, 8])
    received = rng.normal(size=(len(ids), factors))
    expected = np.eye(size)[ids].T @ received
    last = np.zeros((size, factors))
    last[ids] = received
    often = np.maximum(np.bincount(ids, minlength=size), 1)[:, None]
    expect_same(
        student.table_gradient(ids, received, size),
        expected,
        "your gradient",
        means="one row a row of the table, one column a factor",
        mistakes={
            "An id that occurs three times keeps only one of its gradients in your "
            "answer. NumPy's `table[ids] += …` writes to each row once; all of them "
            "count.": last,
            "You took the mean over the times an id occurs. The loss changes through "
            "each of them, so they add up.": expected / often,
            "Those are the gradients of the vectors that were looked up. Each belongs "
            "in the row of its id.": received,
            "Your gradient is transposed: it has the table's shape.": expected.T,
            "Mind the sign: the gradient itself is asked, not the step against it.": (
                -expected
            ),
        },
    )


@question("1.5", points=2)
def as_embedding(student: Student, rng: np.random.Generator) -> None:
    """An embedding for a dense layer with bias."""
    words, factors = (int(n) for n in rng.integers([20, 4], [40, 9]))
    weights = rng.normal(size=(words, factors)).astype("float32")
    bias = rng.normal(2, 1, size=factors).astype("float32")
    ids = rng.integers(words, size=(50, 4))
    answer = student.as_embedding(weights, bias)
    embedding = expect_layers(answer, "your model", ["Embedding"])
    names = [layer.class_name for layer in layers_of(embedding)]
    expect(
        names == ["Embedding"],
        f"Your model has the layers {', '.join(names)}. A single Embedding can do it.",
    )
    vectors = expect_array(
        predict(embedding, ids),
        "what your model gives for 50 rows of four ids",
        shape=(50, 4, factors),
        means="a row of factors for each id",
    )
    expect(
        bool(np.abs(vectors).max() > 0.1),
        "The vectors of your model are all close to zero, like those of a new layer. "
        "It was to be given the dense layer's numbers.",
    )
    expect_same(
        vectors,
        weights[ids] + bias,
        "what your model gives",
        tolerance=1e-4,
        mistakes={
            "The bias is missing. The dense layer adds it whatever the id is, so where "
            "in a table could it go?": weights[ids],
            "Mind the sign: the dense layer adds its bias.": weights[ids] - bias,
        },
    )


@question("1.6", points=3)
def model(student: Student, rng: np.random.Generator) -> None:
    """Heights from comparisons."""
    answer = expect_layers(student["model"], "your model", ["Embedding"])
    heights, compared = _mountains()
    pairs = rng.integers(len(heights), size=(6_000, 2))
    pairs = pairs[(pairs[:, 0] != pairs[:, 1]) & ~compared[tuple(pairs.T)]]
    chances = expect_array(
        predict(answer, pairs),
        f"what your model gives for {len(pairs):,} pairs",
        shape=(len(pairs), 1),
        means="one number a pair",
    )
    expect_probabilities(chances)
    swapped = predict(answer, pairs[:, ::-1])
    expect(
        bool(np.abs(chances - swapped).max() > 1e-3),
        "Your model gives the same answer when the two mountains change places. It has "
        "to know which one is the first.",
    )
    right = (chances[:, 0] > 0.5) == (heights[pairs[:, 0]] > heights[pairs[:, 1]])
    share = float(right.mean())
    expect(
        share > 0.2,
        f"The share of right answers is {share:.4g}: most answers are the wrong way "
        "round. Is 1 for the first mountain or for the second?",
    )
    hint = "At least 0.9 is asked. Was it trained, on all the pairs, and long enough?"
    expect_between(share, 0.9, 1, "the share of right answers on new pairs", hint)


def _mountains() -> tuple[np.ndarray, np.ndarray]:
    """Return the heights, and which pairs the exercise's comparisons hold."""
    rng = np.random.default_rng(1)
    heights = rng.normal(2_000, 500, size=200)
    pairs = rng.integers(200, size=(6_000, 2))
    compared = np.zeros((200, 200), dtype=bool)
    compared[tuple(pairs.T)] = compared[tuple(pairs[:, ::-1].T)] = True
    return heights, compared
