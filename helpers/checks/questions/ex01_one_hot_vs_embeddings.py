"""Exercise 01: one-hot vectors and embeddings."""

from functools import cache

import numpy as np

from helpers.checks.compare import expect, expect_array, expect_between, expect_same
from helpers.checks.judge import question
from helpers.checks.models import (
    expect_layers,
    expect_probabilities,
    layers_of,
    predict,
)
from helpers.checks.steps import attempt, reached
from helpers.checks.student import Student


@question("1.1")
def to_ids(student: Student, rng: np.random.Generator) -> None:
    """From one-hot vectors back to ids."""
    for words in rng.choice(np.arange(6, 16), 2, replace=False).tolist():
        others = rng.integers(words, size=int(rng.integers(3, 20)))
        ids = rng.permutation([0, 2, 2, words - 1, *others])
        one_hot = np.eye(words, dtype="float32")[ids]
        expect_same(
            student.to_ids(one_hot),
            ids,
            "your array of ids",
            means="one id a row",
            mistakes={
                "You found the place of a 1 in each column. Look along each row, one "
                "row is one item.": one_hot.argmax(axis=0),
                "Your ids are one too large: the first column is that of id 0.": (
                    ids + 1
                ),
                "You counted the ones of each row. It is the place of the 1 that tells "
                "the id.": one_hot.sum(axis=1),
                "You left out repeated ids. Each row is an item, and has its id.": (
                    np.unique(ids)
                ),
                "Those are the numbers of the rows. The column of the 1 is the id.": (
                    np.arange(len(ids))
                ),
                "You count the columns from the right. The first one is that of id "
                "0.": words - 1 - ids,
            },
        )


@question("1.2")
def one_hot_without_padding(student: Student, rng: np.random.Generator) -> None:
    """One-hot vectors in which nothing is zero."""
    # Ids with zeros among them and without; the largest of all, and only smaller ones.
    spares = rng.permutation([0, int(rng.integers(1, 4))]).tolist()
    for zeros, spare in zip(rng.permutation([0, 3]).tolist(), spares, strict=True):
        used = int(rng.integers(5, 12))
        size = used + spare
        others = rng.integers(1, used, size=int(rng.integers(3, 9)))
        ids = rng.permutation([*[0] * zeros, 1, used - 1, used - 1, *others])
        vectors = np.eye(size, dtype="float32")
        with_zero = vectors[ids]
        expected = np.where(ids[:, None] > 0, with_zero, np.float32(0))
        shifted = np.vstack([np.zeros(size, "float32"), vectors])[ids]
        expect_same(
            student.one_hot_without_padding(ids, size),
            expected,
            "your matrix",
            means="one row an id, one column for each of the ids 0 to size − 1",
            dtype="float32",
            mistakes={
                "The rows of id 0 still have a 1. No word here means no 1.": with_zero,
                "Your ones stand a column too far to the left: column 0 is kept for id "
                "0, also if it stays empty.": shifted,
                "Your columns begin with id 1. Keep one for id 0, too, so that the "
                "column is the id.": shifted[:, :-1],
                "Your columns end with the largest of these ids. There are to be "
                "`size`, whatever ids occur.": expected[:, : ids.max() + 1],
                "Your matrix is transposed: a row is to be an id of the list.": (
                    expected.T
                ),
                "You left out the items with id 0. They are to be rows of zeros.": (
                    expected[ids > 0]
                ),
                "The smallest of these ids has no 1. Only id 0 is to have none.": (
                    np.where(ids[:, None] > ids.min(), with_zero, np.float32(0))
                ),
            },
        )


@question("1.3")
def bytes_needed(student: Student, rng: np.random.Generator) -> None:
    """The memory of ids, one-hot rows and a table."""
    # A batch smaller than the vocabulary, a larger one, and more than 32 bits hold.
    lowest = [[900, 20, 50], [90, 20, 200], [900_000, 200, 1_000]]
    highest = [[9_000, 40, 99], [150, 40, 400], [990_000, 300, 2_000]]
    for row in rng.permutation(rng.integers(lowest, highest)):
        words, factors, batch = row.tolist()
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
                "That is bits. A byte has eight of them.": (
                    tuple(32 * n for n in counts)
                ),
                "Eight bytes are a number of 64 bits; here all have 32.": (
                    tuple(8 * n for n in counts)
                ),
                "Your ids are numbers of 64 bits; here all have 32.": (
                    (2 * ids, one_hot, table)
                ),
                "A one-hot row is as long as the vocabulary, not as an embedding.": (
                    (ids, batch * factors * 4, table)
                ),
                "Your one-hot matrix has a row for each word. It needs one for each id "
                "of the batch.": (ids, words * words * 4, table),
                "Your table has a row for each id of the batch. It holds all words, "
                "whatever is looked up.": (ids, one_hot, batch * factors * 4),
                "There is one id for each item of the batch, not one for each word.": (
                    (words * 4, one_hot, table)
                ),
                "Mind the order: ids, one-hot matrix, table.": (ids, table, one_hot),
            },
        )


_ONCE = "ids that occur once"
_OFTEN = "ids that occur several times"


@question("1.4", steps={_ONCE: 1, _OFTEN: 1})
def table_gradient(student: Student, rng: np.random.Generator) -> None:
    """The gradient of an embedding table."""
    largest = int(rng.integers(7, 12))
    smaller = rng.permutation(largest)[: int(rng.integers(2, 6))]
    once = rng.permutation([*smaller, largest])
    _expect_gradient(student, rng, once)
    reached(_ONCE)
    with attempt(_OFTEN):
        again = rng.integers(largest, size=int(rng.integers(1, 6)))
        _expect_gradient(student, rng, rng.permutation([1, 1, 1, 6, 6, *once, *again]))


def _expect_gradient(
    student: Student, rng: np.random.Generator, ids: np.ndarray
) -> None:
    size, factors = int(ids.max() + rng.integers(2, 6)), int(rng.integers(2, 7))
    received = rng.normal(0, 2, size=(len(ids), factors))
    of_id = np.eye(size)[ids].T
    expected = of_id @ received
    first, last = np.zeros((2, size, factors))
    first[ids[::-1]] = received[::-1]
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
            "Only the first gradient of an id that occurs three times is in your "
            "answer. All of them count.": first,
            "You took the mean over the times an id occurs. The loss changes through "
            "each of them, so they add up.": expected / often,
            "Those are the gradients of the vectors that were looked up. Each belongs "
            "in the row of its id.": received,
            "The last rows are missing: the table has `size`, whether they were looked "
            "up or not.": expected[: ids.max() + 1],
            "Rows that were not looked up are missing. They get zeros.": (
                expected[np.unique(ids)]
            ),
            "Your gradient is transposed: it has the table's shape.": expected.T,
            "Mind the sign: the gradient itself is asked, not the step against it.": (
                -expected
            ),
            "Your table holds whole numbers, so what is added to it is cut off.": (
                of_id @ np.trunc(received)
            ),
        },
    )


_KERNEL = "an Embedding with the kernel"
_BIAS = "the bias, too"


@question("1.5", steps={_KERNEL: 1, _BIAS: 1})
def as_embedding(student: Student, rng: np.random.Generator) -> None:
    """An embedding for a dense layer with bias."""
    words, factors = (int(n) for n in rng.integers([20, 4], [40, 9]))
    weights = rng.normal(size=(words, factors)).astype("float32")
    bias = rng.normal(2, 1, size=factors).astype("float32")
    ids = rng.integers(words, size=(int(rng.integers(30, 60)), 4))
    ids[0, :2] = 0, words - 1
    answer = student.as_embedding(weights, bias)
    embedding = expect_layers(answer, "your model", ["Embedding"])
    names = [layer.class_name for layer in layers_of(embedding)]
    expect(
        names == ["Embedding"],
        f"Your model has the layers {', '.join(names)}. A single Embedding can do it.",
    )
    vectors = expect_array(
        predict(embedding, ids),
        f"what your model gives for {len(ids)} rows of four ids",
        shape=(len(ids), 4, factors),
        means="a row of factors for each id",
    )
    expect(
        bool(np.abs(vectors).max() > 0.1),
        "The vectors of your model are all close to zero, like those of a new layer. "
        "It was to be given the dense layer's numbers.",
    )
    if np.allclose(vectors, weights[ids], rtol=1e-4, atol=1e-4):
        reached(_KERNEL)
    expect_same(
        vectors,
        weights[ids] + bias,
        "what your model gives",
        tolerance=1e-4,
        mistakes={
            "The bias is missing. The dense layer adds it whatever the id is, so where "
            "in a table could it go?": weights[ids],
            "Mind the sign: the dense layer adds its bias.": weights[ids] - bias,
            "The vector of id 0 has no bias. The dense layer adds it whatever the id "
            "is.": weights[ids] + bias * (ids > 0)[..., None],
        },
    )
    reached(_KERNEL)
    reached(_BIAS)


_BETTER = "at least 70 % right answers"
_WELL = "at least 90 % right answers"


@question("1.6", steps={_BETTER: 1, _WELL: 2}, rounds=1)
def model(student: Student, rng: np.random.Generator) -> None:
    """Heights from comparisons."""
    answer = expect_layers(student["model"], "your model", ["Embedding"])
    pairs, first_higher = _new_pairs()
    outputs = predict(answer, pairs)
    chances = expect_array(
        outputs[:, None] if outputs.ndim == 1 else outputs,
        f"what your model gives for {len(pairs):,} pairs",
        shape=(len(pairs), 1),
        means="one number a pair",
    )
    expect_probabilities(chances)
    share = float(((chances[:, 0] > 0.5) == first_higher).mean())
    swapped = predict(answer, pairs[:100, ::-1]).reshape(-1)
    expect(
        bool(np.abs(chances[:100, 0] - swapped).max() > 1e-3),
        "Your model gives the same answer when the two mountains change places. It has "
        "to know which one is the first.",
    )
    expect(
        share > 0.2,
        f"The share of right answers is {share:.4g}: most answers are the wrong way "
        "round. Is 1 for the first mountain or for the second?",
    )
    what = "the share of right answers on new pairs"
    hint = "At least 0.9 is asked. Was it trained, on all the pairs, and long enough?"
    expect_between(share, 0.7, 1, what, hint)
    reached(_BETTER)
    expect_between(share, 0.9, 1, what, hint)
    reached(_WELL)


@cache
def _new_pairs() -> tuple[np.ndarray, np.ndarray]:
    """Return all pairs that the exercise does not compare, and which is higher.

    All of them: no verdict is drawn by luck.
    """
    rng = np.random.default_rng(1)
    heights = rng.normal(2_000, 500, size=200)
    compared = np.eye(200, dtype=bool)
    compared[tuple(rng.integers(200, size=(6_000, 2)).T)] = True
    pairs = np.argwhere(~(compared | compared.T))
    return pairs, heights[pairs[:, 0]] > heights[pairs[:, 1]]
