"""Exercise 05: two languages."""

from collections.abc import Callable
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
from helpers.checks.steps import reached
from helpers.checks.student import Student


@question("5.1")
def is_orthogonal(student: Student, rng: np.random.Generator) -> None:
    """Is it a turn?"""
    sides = rng.permutation([2, 3, 4, 5, 6])
    cases = [
        *_orthogonal(rng, *rng.permutation(sides)[:3]),
        *_not_orthogonal(rng, *rng.choice(sides, 8)),
    ]
    for i in rng.permutation(len(cases)):
        w, expected, hint = cases[i]
        expect_same(
            student.is_orthogonal(w),
            expected,
            "your answer",
            mistakes={f"You say {not expected} of a matrix: {hint}.": not expected},
        )


Case = tuple[np.ndarray, bool, str]  # a matrix, whether it is orthogonal, and why


def _orthogonal(rng: np.random.Generator, *sides: int) -> list[Case]:
    mirror = _turn(rng, sides[0])
    mirror[:, 0] *= -1
    swaps = np.eye(max(sides[1], 3))
    return [
        (mirror, True, "a mirror is orthogonal, too, though its determinant is −1"),
        (
            swaps[[1, 2, 0, *range(3, len(swaps))]],
            True,
            "it moves each axis onto another one, and that is a turn",
        ),
        (
            _turn(rng, sides[2]),
            True,
            "a turn is orthogonal; computers round, so compare with a tolerance",
        ),
    ]


def _not_orthogonal(rng: np.random.Generator, *sides: int) -> list[Case]:
    shear = np.eye(sides[0])
    shear[0, 1:] = rng.uniform(0.5, 2, size=sides[0] - 1)
    columns, flat, near, leaning = (_turn(rng, side) for side in sides[1:5])
    columns[:, -1] *= 2
    flat[:, 0] *= 2
    flat[:, 1] /= 2
    near *= 1.01
    # The last two: those before may be fine.
    leaning[:, -1] = reference.unit(leaning[:, -2] + leaning[:, -1])
    even = _turn(rng, sides[5])
    even[:, 0] *= np.sqrt(1.5)
    even[:, 1] *= np.sqrt(0.5)
    even_squares = _turn(rng, sides[5])
    even_squares[:, 0] *= 1.5**0.25
    even_squares[:, 1] *= 0.5**0.25
    # Rows and columns have length 1, and two of either lean towards each other.
    angle = rng.uniform(0.3, 0.6)
    scissors = np.eye(sides[7])
    scissors[:2, :2] = [
        [np.cos(angle), np.sin(angle)],
        [np.sin(angle), np.cos(angle)],
    ]
    return [
        (shear, False, "its determinant is 1, but it is a shear and changes angles"),
        (columns, False, "its columns stand at right angles, but one has length 2"),
        (
            flat,
            False,
            "its determinant is 1 and its columns stand at right angles, but one has "
            "length 2 and one 1/2",
        ),
        (near, False, "it is near a turn and is none: lengths change by 1 %"),
        (
            leaning,
            False,
            "its columns have length 1, but two of them do not stand at right angles",
        ),
        (
            leaning.T,
            False,
            "its rows have length 1, but two of them do not stand at right angles",
        ),
        (
            even,
            False,
            "its squares sum to its number of columns, but not all have length 1",
        ),
        (
            even_squares,
            False,
            "its columns stand at right angles, but not all have length 1",
        ),
        (
            scissors,
            False,
            "its rows and its columns have length 1, but two of them do not stand at "
            "right angles",
        ),
        (3 * _turn(rng, sides[6]), False, "it is three times a turn: lengths change"),
        (np.zeros((sides[6],) * 2), False, "it makes zeros of everything"),
    ]


@question("5.2")
def precision(student: Student, rng: np.random.Generator) -> None:
    """Precision at k."""
    words, targets = int(rng.integers(300, 500)), int(rng.integers(10, 16))
    several = rng.integers(2, 7, size=2).tolist()
    ks = rng.permutation([1, several[0], max(several[1], several[0] + 1)]).tolist()
    right = rng.random((words, targets)) < 0.15
    right[np.arange(words), rng.integers(targets, size=words)] = True
    similarity = rng.normal(size=right.shape) + 0.7 * right
    order = np.argsort(-similarity, axis=1)
    hits = np.take_along_axis(right, order, axis=1)
    first = np.take_along_axis(np.cumsum(right, axis=1) == 1, order, axis=1) & hits
    backwards = np.take_along_axis(right, np.argsort(-similarity, axis=0), axis=0)

    def shares(share: Callable[[int], float]) -> list[float]:
        return [float(share(k)) for k in ks]

    def count(k: int) -> np.ndarray:
        return hits[:, :k].sum(axis=1)

    # Shares of a few hundred words are alike by accident; those of three k are not.
    answers = [
        expect_type(student.precision(similarity, right, k), float, f"your P@{k}")
        for k in ks
    ]
    expect_same(
        answers,
        shares(lambda k: (count(k) > 0).mean()),
        f"your P@k for k = {', '.join(map(str, ks))}",
        mistakes={
            "You count all right answers among the k. One of them is enough, and "
            "more than one is no better.": shares(lambda k: count(k).mean()),
            "You take the share of right answers among the k. Asked is the share of "
            "source words that have at least one.": shares(
                lambda k: count(k).mean() / k
            ),
            "You take the share of the listed translations that are found. Asked is "
            "the share of source words that have at least one.": shares(
                lambda k: (count(k) / right.sum(axis=1)).mean()
            ),
            "You ask for all listed translations. One of them is enough.": shares(
                lambda k: (count(k) == right.sum(axis=1)).mean()
            ),
            "Only one listed translation of a word counts in your answer. Each of them "
            "is right.": shares(lambda k: first[:, :k].any(axis=1).mean()),
            "You look at the most similar target word only. There are k of them.": (
                shares(lambda k: hits[:, 0].mean())
            ),
            "Your list is one answer too long.": shares(
                lambda k: (count(k + 1) > 0).mean()
            ),
            "Your list is one answer too short.": (
                shares(lambda k: (count(k - 1) > 0).mean())
            ),
            "Your list ends with the least similar ones, or begins with them: the "
            "largest values are asked.": shares(
                lambda k: hits[:, -k:].any(axis=1).mean()
            ),
            "You rank source words for each target word. A row is a question.": shares(
                lambda k: backwards[:k].any(axis=0).mean()
            ),
            "That is a number of words. A share is asked.": shares(
                lambda k: (count(k) > 0).sum()
            ),
            "That is a percentage. A share is asked, a number from 0 to 1.": shares(
                lambda k: (count(k) > 0).mean() * 100
            ),
        },
    )


@question("5.3")
def k_occurrence(student: Student, rng: np.random.Generator) -> None:
    """How often a word is a neighbour."""
    for k in rng.choice([2, 3, 4], 2, replace=False).tolist():
        _k_occurrence(student, rng, k)


def _k_occurrence(student: Student, rng: np.random.Generator, k: int) -> None:
    sources, targets = int(rng.integers(18, 30)), int(rng.integers(10, 16))
    # The first target word is everybody's neighbour; the second and the last one are
    # nobody's.
    similarity = rng.normal(size=(sources, targets)) + np.linspace(1, -1, targets)
    similarity[:, [1, -1]] = -9 + rng.normal(size=(sources, 2))
    similarity[:, 0] += 9
    order = np.argsort(-similarity, axis=1)

    def counted(rows: np.ndarray, words: int = targets) -> np.ndarray:
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
            "the other way round.": counted(by_target, sources),
            "You count first answers only. The k most similar words are asked.": (
                counted(order[:, :1])
            ),
            "You count one neighbour too many a word.": counted(order[:, : k + 1]),
            "You count one neighbour too few a word.": counted(order[:, : k - 1]),
            "You leave the most similar word out. It is a neighbour as others are: "
            "source and target words are not the same.": counted(order[:, 1 : k + 1]),
            "You count the words farthest away. The most similar ones are asked.": (
                counted(order[:, -k:])
            ),
            "`counts[rows] += 1` with an array of rows adds to each once, however "
            "often it is among them.": np.minimum(expected, 1),
            "The last words are missing. A word that is nobody's neighbour has a 0.": (
                np.trim_zeros(expected, "b")
            ),
            "Words are missing. One that is nobody's neighbour has a 0.": (
                expected[expected > 0]
            ),
            "Your array has a place for each source word. One for each target word is "
            "asked.": np.pad(expected, (0, sources - targets)),
            "Those are shares. A number of source words is asked.": expected / sources,
        },
    )


@question("5.4", points=2)
def csls(student: Student, rng: np.random.Generator) -> None:
    """Scores less crowding."""
    for k in rng.choice([2, 3, 4], 2, replace=False).tolist():
        rows, columns = rng.choice(np.arange(6, 12), 2, replace=False)
        crowds = rng.normal(size=(rows, 1))
        _csls(student, np.tanh(rng.normal(size=(rows, columns)) + crowds), k)


def _csls(student: Student, cosines: np.ndarray, k: int) -> None:

    def crowding(axis: int, count: int = k) -> np.ndarray:
        largest = np.sort(cosines, axis=axis).take(range(-count, 0), axis=axis)
        return largest.mean(axis=axis, keepdims=True)

    rows, columns = crowding(1), crowding(0)
    expected = 2 * cosines - rows - columns
    few = np.sort(cosines, axis=1)[:, :k].mean(axis=1, keepdims=True)
    low = np.sort(cosines, axis=0)[:k].mean(axis=0)
    everybody = cosines.mean(axis=1, keepdims=True) + cosines.mean(axis=0)
    without = [
        ((k + 1) * crowding(axis, k + 1) - crowding(axis, 1)) / k for axis in (1, 0)
    ]
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
            "Your means leave out the largest cosine. No word is compared with itself "
            "here: source and target words are not the same.": (
                2 * cosines - without[0] - without[1]
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
    for is_mirror in rng.permutation([True, False]).tolist():
        d, pairs = int(rng.integers(3, 7)), int(rng.integers(30, 50))
        turn = _turn(rng, d)
        if is_mirror:
            turn[:, 0] *= -1
        x = rng.normal(size=(pairs, d)) + rng.normal(size=d)
        y = x @ turn + rng.normal(scale=0.7, size=(pairs, d))
        weights = rng.exponential(size=pairs)
        guesses = rng.choice(pairs, 12, replace=False)
        weights[guesses] = 0
        y[guesses] = rng.normal(size=(12, d))
        _weighted_turn(student, x, y, weights)


def _weighted_turn(
    student: Student, x: np.ndarray, y: np.ndarray, weights: np.ndarray
) -> None:
    def fitted(power: float) -> np.ndarray:
        return orthogonal_procrustes(x, y * weights[:, None] ** power)[0]

    u, values, v = np.linalg.svd(x.T @ (y * weights[:, None]))
    root = np.sqrt(weights)[:, None]
    expected = fitted(1)
    signs = np.ones(len(u))
    signs[-1] = np.sign(np.linalg.det(u @ v))
    centred = [part - np.average(part, axis=0, weights=weights) for part in (x, y)]
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
            "That is the best turn. A mirror fits better here, and it is orthogonal, "
            "too.": u * signs @ v,
            "You moved both sides so that their means are zero. Asked is the error of "
            "x and y as they are.": (
                orthogonal_procrustes(centred[0], centred[1] * weights[:, None])[0]
            ),
        },
    )


_BETTER = "it is better than Procrustes"
_ENOUGH = "its gain is large enough"


@question("5.6", steps={_BETTER: 1, _ENOUGH: 2}, rounds=1)
def learn(student: Student, rng: np.random.Generator) -> None:
    """A map from 300 pairs."""
    source, target, _, translations = _languages()
    rows, right = np.array(list(translations)), list(translations.values())
    shares = []
    for x, y in _lots():
        # What has been learned of the spaces as they stand in the notebook, and not
        # from these pairs, is of no use in a space that has been turned.
        here, there = (_turn(rng, part.shape[1]).astype("float32") for part in (x, y))
        a, b = _maps(student, x @ here, y @ there)
        shares.append(
            _precision(source[rows] @ (here @ a), target @ (there @ b), right)
        )
    share, base = float(np.mean(shares)), _procrustes()
    expect(
        share >= 0.02,
        f"Your P@1 is {share:.3f}: hardly a word is right. Does A belong to the "
        "source, B to the target, do they come from the pairs that `learn` gets, and "
        "are the small variances under control?",
    )
    what = "your gain on Procrustes"
    hint = (
        f"That is your P@1, {share:.3f}, divided by that of Procrustes, {base:.3f}. "
        "At least 1.15 is asked."
    )
    expect_between(share / base, 1.02, np.inf, what, hint)
    reached(_BETTER)
    expect_between(share / base, 1.15, np.inf, what, hint)
    reached(_ENOUGH)


def _maps(
    student: Student, x: np.ndarray, y: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the two matrices that the student's `learn` makes of pairs."""
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
    return a.astype("float32"), b.astype("float32")


def _lots() -> list[tuple[np.ndarray, np.ndarray]]:
    """Return vectors of 300 pairs, twice: the same ones for everybody."""
    source, target, pairs, _ = _languages()
    rng = np.random.default_rng(0)
    lots = rng.permutation(len(pairs))[:600].reshape(2, 300)
    return [(source[pairs[lot, 0]], target[pairs[lot, 1]]) for lot in lots]


@cache
def _procrustes() -> float:
    """Return the mean P@1 of Procrustes with the same pairs."""
    source, target, _, translations = _languages()
    rows, right = np.array(list(translations)), list(translations.values())
    shares = []
    for x, y in _lots():
        u, _, v = np.linalg.svd(x.T @ y, full_matrices=False)
        shares.append(_precision(source[rows] @ (u @ v), target, right))
    return float(np.mean(shares))


def _turn(rng: np.random.Generator, d: int) -> np.ndarray:
    """Return a random orthogonal matrix of determinant 1."""
    turn = np.linalg.qr(rng.normal(size=(d, d)))[0]
    turn[:, 0] *= np.sign(np.linalg.det(turn))
    return turn


def _precision(x: np.ndarray, y: np.ndarray, right: list[set[int]]) -> float:
    """Return P@1: the share of rows of x whose nearest row of y is right."""
    x, y = reference.unit(x), reference.unit(y)
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
