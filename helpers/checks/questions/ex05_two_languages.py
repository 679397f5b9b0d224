"""Exercise 05: two languages."""

from functools import cache

import numpy as np
from scipy.linalg import orthogonal_procrustes

from helpers import vectors as reference
from helpers.checks.compare import (
    expect,
    expect_array,
    expect_between,
    expect_same,
    expect_type,
)
from helpers.checks.judge import question
from helpers.checks.student import Student


@question("5.1")
def is_orthogonal(student: Student, rng: np.random.Generator) -> None:
    """Is it a turn?"""
    turn = _turn(rng, 4)
    mirror = turn.copy()
    mirror[:, 0] *= -1
    shear = np.eye(4)
    shear[0, 1:] = rng.uniform(0.5, 2, size=3)
    swaps = np.eye(4)[[1, 2, 0, 3]]
    columns = _turn(rng, 4) * [1, 1, 1, 2]
    for w, expected, hint in (
        (swaps, True, "it moves each axis onto another one, and that is a turn"),
        (
            turn,
            True,
            "a turn is orthogonal; computers round, so compare with a tolerance",
        ),
        (mirror, True, "a mirror is orthogonal, too, though its determinant is −1"),
        (shear, False, "its determinant is 1, but it is a shear and changes angles"),
        (3 * turn, False, "it is three times a turn and changes lengths"),
        (columns, False, "its columns stand at right angles, but one has length 2"),
        (np.zeros((4, 4)), False, "it makes zeros of everything"),
    ):
        expect_same(
            student.is_orthogonal(w),
            expected,
            "your answer",
            mistakes={f"You say {not expected} of a matrix: {hint}.": not expected},
        )


@question("5.2")
def precision(student: Student, rng: np.random.Generator) -> None:
    """Precision at k."""
    for k in rng.permutation([1, 2, 4]).tolist():
        right = rng.random((400, 12)) < 0.15
        right[np.arange(400), rng.integers(12, size=400)] = True
        similarity = rng.normal(size=right.shape) + 0.7 * right
        order = np.argsort(-similarity, axis=1)
        hits = np.take_along_axis(right, order, axis=1)
        count = hits[:, :k].sum(axis=1)
        backwards = np.take_along_axis(right, np.argsort(-similarity, axis=0), axis=0)
        expect_same(
            student.precision(similarity, right, k),
            float((count > 0).mean()),
            f"your P@{k}",
            mistakes={
                "You count all right answers among the k. One of them is enough, and "
                "more than one is no better.": count.mean(),
                "You take the share of right answers among the k. Asked is the share "
                "of source words that have at least one.": count.mean() / k,
                "You ask for all listed translations. One of them is enough.": (
                    (count == right.sum(axis=1)).mean()
                ),
                "You look at the most similar target word only. There are k of them.": (
                    hits[:, 0].mean()
                ),
                "Your list is one answer too long.": hits[:, : k + 1].any(1).mean(),
                "Your list ends with the least similar ones, or begins with them: the "
                "largest values are asked.": hits[:, -k:].any(axis=1).mean(),
                "You rank source words for each target word. A row is a question.": (
                    backwards[:k].any(axis=0).mean()
                ),
                "That is a number of words. A share is asked.": int((count > 0).sum()),
            },
        )


@question("5.3")
def k_occurrence(student: Student, rng: np.random.Generator) -> None:
    """How often a word is a neighbour."""
    k = int(rng.integers(2, 5))
    # The last target word is nobody's neighbour, the first one everybody's.
    similarity = rng.normal(size=(25, 14)) + np.linspace(1, -1, 14)
    similarity[:, -1] = -9
    order = np.argsort(-similarity, axis=1)

    def counted(rows: np.ndarray, words: int = 14) -> np.ndarray:
        return np.bincount(rows.ravel(), minlength=words)

    expected = counted(order[:, :k])
    by_target = np.argsort(-similarity, axis=0)[:k]
    expect_same(
        student.k_occurrence(similarity, k),
        expected,
        "your array",
        means="one number a target word",
        mistakes={
            "You count how often a source word is a neighbour of target words. It is "
            "the other way round.": counted(by_target, 25),
            "You count first answers only. The k most similar words are asked.": (
                counted(order[:, :1])
            ),
            "You count one neighbour too many a word.": counted(order[:, : k + 1]),
            "You count the words farthest away. The most similar ones are asked.": (
                counted(order[:, -k:])
            ),
            "The last words are missing. A word that is nobody's neighbour has a 0.": (
                np.trim_zeros(expected, "b")
            ),
            "Those are shares. A number of source words is asked.": expected / 25,
        },
    )


@question("5.4", points=2)
def csls(student: Student, rng: np.random.Generator) -> None:
    """Scores less crowding."""
    k = int(rng.integers(2, 5))
    cosines = np.tanh(rng.normal(size=(9, 7)) + rng.normal(size=(9, 1)))

    def crowding(axis: int, count: int = k) -> np.ndarray:
        largest = np.sort(cosines, axis=axis).take(range(-count, 0), axis=axis)
        return largest.mean(axis=axis, keepdims=True)

    rows, columns = crowding(1), crowding(0)
    expected = 2 * cosines - rows - columns
    few = np.sort(cosines, axis=1)[:, :k].mean(axis=1, keepdims=True)
    low = np.sort(cosines, axis=0)[:k].mean(axis=0)
    everybody = cosines.mean(axis=1, keepdims=True) + cosines.mean(axis=0)
    expect_same(
        student.csls(cosines, k),
        expected,
        "your scores",
        means="the same as of the cosines",
        mistakes={
            "The cosine counts twice, once for each of the two means that are "
            "subtracted.": expected - cosines,
            "The crowding of the target words is missing.": 2 * cosines - rows,
            "The crowding of the source words is missing.": 2 * cosines - columns,
            "Those are half the scores asked.": expected / 2,
            "Crowding lowers a score. You add it.": 2 * cosines + rows + columns,
            "You subtract the sums of the k cosines. Their means are asked.": (
                2 * cosines - k * rows - k * columns
            ),
            "Your means go over k + 1 cosines.": (
                2 * cosines - crowding(1, k + 1) - crowding(0, k + 1)
            ),
            "Your means go over the smallest cosines. The k largest are asked.": (
                2 * cosines - few - low
            ),
            "Your means go over all cosines. Only the k largest of a word count.": (
                2 * cosines - everybody
            ),
        },
    )


@question("5.5", points=2)
def weighted_turn(student: Student, rng: np.random.Generator) -> None:
    """A turn from weighted pairs."""
    d = int(rng.integers(3, 6))
    x = rng.normal(size=(40, d))
    y = x @ _turn(rng, d) + rng.normal(scale=0.7, size=(40, d))
    weights = rng.exponential(size=40)
    weights[:15] = 0
    y[:15] = rng.normal(size=(15, d))

    def fitted(power: float) -> np.ndarray:
        return orthogonal_procrustes(x, y * weights[:, None] ** power)[0]

    u, values, v = np.linalg.svd(x.T @ (y * weights[:, None]))
    root = np.sqrt(weights)[:, None]
    expected = fitted(1)
    expect_same(
        student.weighted_turn(x, y, weights),
        expected,
        "your matrix",
        means="a row and a column for each dimension",
        mistakes={
            "The weights do not count in your answer: all pairs have the same.": (
                orthogonal_procrustes(x, y)[0]
            ),
            "Your weights count twice. In the sum over the pairs, each one is to stand "
            "once.": fitted(2),
            "Your weights count by half: the square root of each stands in the sum "
            "once.": fitted(0.5),
            "Pairs of weight 0 are left out, and all others count the same.": fitted(0),
            "Your matrix is transposed: it turns the target into the source.": (
                expected.T
            ),
            "Your matrix still has the singular values in it, so it stretches.": (
                u * values @ v
            ),
            "That is weighted least squares, which may stretch and skew. Only a turn, "
            "or a mirror, is asked.": np.linalg.lstsq(x * root, y * root, rcond=None)[
                0
            ],
            "NumPy's `svd` returns the last factor transposed already.": u @ v.T,
        },
    )


@question("5.6", points=3)
def learn(student: Student, rng: np.random.Generator) -> None:
    """A map from 300 pairs."""
    source, target, pairs, translations = _languages()
    rows = pairs[rng.choice(len(pairs), 300, replace=False)]
    x, y = source[rows[:, 0]], target[rows[:, 1]]
    matrices = expect_type(student.learn(x, y), tuple, "what `learn` returns")
    expect(
        len(matrices) == 2,
        f"`learn` returns {len(matrices)} things; two matrices were asked.",
    )
    means = "one row a dimension of its language"
    a = expect_array(matrices[0], "A", shape=(x.shape[1], None), means=means)
    b = expect_array(matrices[1], "B", shape=(y.shape[1], None), means=means)
    expect(
        a.shape[1] == b.shape[1] > 0,
        f"A has {a.shape[1]} columns and B has {b.shape[1]}. Both lead into the same "
        "space.",
    )
    expect(a.shape[1] <= 400, f"A has {a.shape[1]} columns; at most 400 were asked.")
    u, _, v = np.linalg.svd(x.T @ y, full_matrices=False)
    words = rng.permutation(list(translations))[:1_000]
    right = [translations[word] for word in words.tolist()]
    theirs = _precision(source[words] @ (u @ v), target, right)
    yours = _precision(source[words] @ a.astype(float), target @ b.astype(float), right)
    expect(
        yours >= 0.02,
        f"Your P@1 is {yours:.3f}: hardly a word is right. Does A belong to the "
        "source, B to the target, and are the small variances under control?",
    )
    hint = (
        f"That is your P@1, {yours:.3f}, divided by that of Procrustes, {theirs:.3f}. "
        "At least 1.15 is asked."
    )
    expect_between(yours / theirs, 1.15, np.inf, "your gain on Procrustes", hint)


def _turn(rng: np.random.Generator, d: int) -> np.ndarray:
    """Return a random orthogonal matrix of determinant 1."""
    turn = np.linalg.qr(rng.normal(size=(d, d)))[0]
    turn[:, 0] *= np.sign(np.linalg.det(turn))
    return turn


def _precision(x: np.ndarray, y: np.ndarray, right: list[set[int]]) -> float:
    """Return P@1: the share of rows of x whose nearest row of y is right."""
    x, y = (reference.unit(part).astype("float32") for part in (x, y))
    nearest = (x @ y.T).argmax(axis=1).tolist()
    return float(
        np.mean([row in rows for row, rows in zip(nearest, right, strict=True)])
    )


@cache
def _languages() -> tuple[np.ndarray, np.ndarray, np.ndarray, dict[int, set[int]]]:
    """Return both spaces, training pairs of rows, and test rows with translations."""
    from helpers.data import load_translation

    pair = load_translation()
    spaces, rows = [], []
    for side, table in (
        ("source", pair.source_vectors),
        ("target", pair.target_vectors),
    ):
        units = reference.unit(table)
        spaces.append(reference.unit(units - units.mean(axis=0)))
        words = pair.source_words if side == "source" else pair.target_words
        row_of = {word: row for row, word in enumerate(words)}
        rows.append([row_of.get(word, -1) for word in pair.dictionary[side]])
    pairs = np.array(rows).T
    known = (pairs >= 0).all(axis=1)
    train = (pair.dictionary["split"] == "train").to_numpy()
    translations: dict[int, set[int]] = {}
    for here, there in pairs[known & ~train].tolist():
        translations.setdefault(here, set()).add(there)
    return *spaces, pairs[known & train], translations
