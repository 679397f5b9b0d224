"""Exercise 06: wine factorization."""

from collections.abc import Iterable
from functools import cache
from itertools import combinations, permutations

import numpy as np
import pandas as pd

from helpers.checks.compare import (
    Hint,
    expect,
    expect_array,
    expect_same,
    expect_type,
)
from helpers.checks.judge import question
from helpers.checks.student import Student
from helpers.data import load_wine


@question("6.1")
def lazy(student: Student, rng: np.random.Generator) -> None:
    """Three lazy answers."""
    for count in (7, 31):
        points = 80 + 20 * rng.beta(0.6, 2, size=count)
        ordered = np.sort(points)
        median, mean = float(ordered[count // 2]), float(points.sum() / count)
        middle = float(ordered[0] + (ordered[-1] - ordered[0]) / 2)
        expect_same(
            student.lazy(points),
            (median, mean, middle),
            "your tuple",
            means="one number for each way to count errors",
            mistakes={
                "Two answers have changed places. One wine with 0 points would change "
                "the squared errors a lot, and the absolute ones little.": (
                    mean,
                    median,
                    middle,
                ),
                "The last one is not right: ask which wines have the largest errors, "
                "whatever the constant.": (median, mean, (median + mean) / 2),
                "The last one is a constant, not an error.": (
                    median,
                    mean,
                    (ordered[-1] - ordered[0]) / 2,
                ),
            },
        )


@question("6.2")
def numbered(student: Student, rng: np.random.Generator) -> None:
    """Ids that last."""
    syllables = "ba bi bo da di do ka ki ko la li lo ma mi mo".split()
    everyone = {"".join(rng.choice(syllables, 3)).title() for _ in range(60)}
    everyone = rng.permutation(sorted(everyone)).tolist()
    new, old = everyone[:5], everyone[5:]
    old[:6] = sorted(old[:6], reverse=True)  # never in order by chance
    known = old + rng.choice(old, 20).tolist()
    queries = rng.permutation(new + rng.choice(old, 15).tolist()).tolist()
    names = ["(unknown)", *np.unique(known).tolist()]

    def ids_in(table: list[str], shift: int = 0) -> np.ndarray:
        places = [table.index(name) + shift if name in table else 0 for name in queries]
        return np.array(places)

    arrival = ["(unknown)", *pd.unique(np.array(known)).tolist()]
    with_repeats = ["(unknown)", *sorted(known)]
    expect_same(
        student.numbered(known, queries),
        (ids_in(names), names),
        "your tuple",
        mistakes={
            "You number the names in the order of their first appearance; the alphabet "
            "was asked.": (ids_in(arrival), arrival),
            "A name that occurs twice gets two places in your list.": (
                ids_in(with_repeats),
                with_repeats,
            ),
            "You count from 0, but 0 is taken: the first known name has id 1.": (
                ids_in(names[1:]),
                names[1:],
            ),
            "The list has a place for the unknown, and the ids do not fit it: they are "
            "one too small.": (ids_in(names[1:]), names),
            "Whoever is asked for counts as known in your answer: number the names in "
            "`known` only.": (
                ids_in(["(unknown)", *sorted(everyone)]),
                ["(unknown)", *sorted(everyone)],
            ),
        },
    )


@question("6.3", points=2)
def predicted(student: Student, rng: np.random.Generator) -> None:
    """All pairs."""
    for columns in (3, 5, 2):
        sizes = rng.integers(4, 12, size=columns)
        ids = np.stack([rng.integers(size, size=30) for size in sizes], axis=1)
        vectors = [rng.normal(size=(size, 4)) for size in sizes]
        biases = [rng.normal(size=size) for size in sizes]
        x = [vectors[i][ids[:, i]] for i in range(columns)]
        bias = sum(biases[i][ids[:, i]] for i in range(columns))

        def dots(
            pairs: Iterable[tuple[int, int]], x: list[np.ndarray] = x
        ) -> np.ndarray:
            return sum(np.einsum("rw,rw->r", x[i], x[j]) for i, j in pairs)

        right = dots(combinations(range(columns), 2))
        twice = dots(permutations(range(columns), 2))
        alone = dots((i, i) for i in range(columns))
        expect_same(
            student.predicted(ids, vectors, biases),
            88 + bias + right,
            f"your array for {columns} columns",
            means="one number a review",
            mistakes={
                "The 88 is missing.": bias + right,
                "The biases are missing.": 88 + right,
                "You count every pair twice, once from each side.": 88 + bias + twice,
                "You multiply vectors with themselves, too: a pair is of two different "
                "columns.": 88 + bias + right + alone,
                "The products of vectors with themselves are still in your sum.": (
                    88 + bias + (alone + twice) / 2
                ),
                "That is the squared length of the whole sum. It holds more than the "
                "pairs.": 88 + bias + alone + twice,
                f"Some pairs are missing for {columns} columns: each column meets "
                "every other, not only the next.": (
                    88 + bias + dots((i, i + 1) for i in range(columns - 1))
                ),
                "Round the ring is right for three columns only: two columns make one "
                "pair, five make ten.": (
                    88 + bias + dots((i, (i + 1) % columns) for i in range(columns))
                ),
            },
        )


@question("6.4", points=2)
def honest(student: Student, rng: np.random.Generator) -> None:
    """A floor that does not peek."""
    own, others, count, points = _other_reviews()
    alone = count == 1
    floor = np.abs(points - own)
    error = np.abs(points - np.where(alone, 88, others))
    mean = np.where(alone, points.mean(), others)
    zero = np.where(alone, 0, others)
    short = np.where(alone, 88, (own * count - points) / count)
    expect_same(
        student["honest"],
        float(error.mean()),
        "your `honest`",
        tolerance=1e-6,
        mistakes={
            "Your means include the review itself. Take it out of the sum, and out of "
            "the count.": float(floor.mean()),
            "Where a review is alone you use its own points. 88 was asked there.": (
                float(np.where(alone, 0, error).mean())
            ),
            "You leave out the reviews that are alone. They count, with a guess of "
            "88.": float(error[~alone].mean()),
            "Where a review is alone, 88 was asked, not the mean of all.": (
                float(np.abs(points - mean).mean())
            ),
            "Where a review is alone, 88 was asked, not 0.": (
                float(np.abs(points - zero).mean())
            ),
            "The review is out of your sums, but still in your counts.": (
                float(np.abs(points - short).mean())
            ),
            "That is the root of the mean squared error; the mean absolute error was "
            "asked.": float(np.sqrt((error**2).mean())),
        },
    )


@cache
def _other_reviews() -> tuple[np.ndarray, ...]:
    """Return mean and mean without itself, size of group, and points, by review."""
    reviews = load_wine().reviews
    columns = [reviews[name] for name in ("taster", "variety", "country")]
    groups = reviews["points"].astype(float).groupby(columns, dropna=False)
    own, count = groups.transform("mean"), groups.transform("size")
    points = reviews["points"].astype(float)
    others = (own * count - points) / (count - 1).clip(lower=1)
    return tuple(column.to_numpy() for column in (own, others, count, points))


@question("6.5", points=2)
def generosity(student: Student, rng: np.random.Generator) -> None:
    """Generous, or sent good bottles?"""
    tasters, wines, points = _tastings(rng)
    one_hot = np.hstack([np.eye(6)[tasters], np.eye(14)[wines]])
    fitted = np.linalg.pinv(one_hot) @ points
    expected = fitted[:6] - fitted[:6].mean()

    def means(ids: np.ndarray, values: np.ndarray) -> np.ndarray:
        mean = np.bincount(ids, values) / np.bincount(ids)
        return mean - mean.mean()

    once = means(tasters, points - means(wines, points)[wines])
    what, each = "your array", "one number a taster"
    answer = student.generosity(tasters, wines, points)
    array = expect_array(answer, what, shape=(6,), means=each)
    expect_same(
        array,
        expected,
        what,
        tolerance=2e-3,
        mistakes={
            "Those are the tasters' own means. Whoever is sent good bottles looks "
            "generous in them.": means(tasters, points),
            "That is one round: the means of the wines hold the generosity of those "
            "who tasted them. Go on until nothing moves.": once,
            "Mind the sign: a generous taster has a positive number.": -expected,
            "The mean over the reviews is 0 in your answer. Each taster is to count "
            "the same, busy or not.": expected - expected[tasters].mean(),
            "All the differences are right. Now move the numbers until their mean is "
            "0.": expected + array.mean(),
        },
    )


def _tastings(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw reviews in which strict tasters have the better wines, some are busy."""
    steps = np.arange(6)
    tasters = np.concatenate([np.repeat(steps, 4), rng.choice([0, 1, 4], 30)])
    usual = (2 * steps[:, None] + np.arange(4)).ravel()
    wines = np.concatenate([usual, rng.integers(14, size=30)])
    noise = rng.normal(0, 0.7, size=len(tasters))
    points = 88 + 1.5 * tasters - 0.7 * wines + noise
    order = rng.permutation(len(tasters))
    return rng.permutation(6)[tasters][order], wines[order], points[order]


@question("6.6", points=3)
def tidy(student: Student, rng: np.random.Generator) -> None:
    """What belongs to the biases."""
    tasters, varieties = rng.normal(0.8, 1, (5, 3)), rng.normal(-0.6, 1, (8, 3))
    biases = rng.normal(size=5), rng.normal(size=8)
    answer = student.tidy(tasters, varieties, *biases)
    arrays = expect_type(answer, tuple, "your answer")
    expect(len(arrays) == 4, f"Your tuple has {len(arrays)} items; four were asked.")
    names = "taster vectors", "variety vectors", "taster biases", "variety biases"
    for name, array, shape in zip(
        names, arrays, ((5, 3), (8, 3), (5,), (8,)), strict=True
    ):
        expect_array(array, f"your array of {name}", shape=shape, means=name)
    for name, array in zip(names[:2], arrays[:2], strict=True):
        off = np.abs(array.mean(axis=0)).max()
        expect(off < 1e-5, f"The columns of your {name} do not have mean 0.")
    was = _points(tasters, varieties, *biases)
    error = _points(*arrays) - was
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    left = _points(tasters - t, varieties - v, *biases) - was
    if np.allclose(error, 0, atol=1e-5):
        return
    for hint, wrong in {
        "The vectors are moved, and the biases are as they were. They have to give "
        "back what the products have lost.": left,
        "All your predictions are off by one and the same number. The product of the "
        "two means belongs into the biases exactly once.": error.mean(),
        "The two means have changed places: what a taster loses depends on the mean of "
        "the varieties.": left + (tasters @ t)[:, None] + varieties @ v,
        "Your biases move the wrong way: they are to give back what the products have "
        "lost.": left - (tasters @ v)[:, None] - varieties @ t,
    }.items():
        expect(not np.allclose(error, wrong, atol=1e-5), hint)
    wrong = int((np.abs(error) > 1e-5).sum())
    raise Hint(f"{wrong} of {error.size} predictions are not what they were.")


def _points(
    tasters: np.ndarray,
    varieties: np.ndarray,
    taster_bias: np.ndarray,
    variety_bias: np.ndarray,
) -> np.ndarray:
    """Return the points of every pair of taster and variety."""
    return 88 + taster_bias[:, None] + variety_bias + tasters @ varieties.T
