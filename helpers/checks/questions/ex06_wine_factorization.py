"""Exercise 06: wine factorization."""

from collections.abc import Iterable
from functools import cache
from itertools import combinations, permutations

import numpy as np
from numpy.typing import ArrayLike

from helpers.checks.compare import (
    Hint,
    expect,
    expect_array,
    expect_same,
    expect_type,
)
from helpers.checks.judge import question
from helpers.checks.steps import attempt, reached
from helpers.checks.student import Student
from helpers.data import load_wine


@question("6.1")
def lazy(student: Student, rng: np.random.Generator) -> None:
    """Three lazy answers."""
    for points in _skewed_points(rng):
        ordered, half = np.sort(points), len(points) // 2
        median, mean = float(ordered[half]), float(points.mean())
        low, high = float(ordered[0]), float(ordered[-1])
        middle = (low + high) / 2
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
                "The first one stands in the middle of the array, which is in no "
                "order: sort the points before you take the one in the middle.": (
                    float(points[half]),
                    mean,
                    middle,
                ),
                "The first one is the middle of the different points. A point that "
                "many wines have counts many times.": (
                    float(np.median(np.unique(points))),
                    mean,
                    middle,
                ),
                "The last one is not right: ask which wines have the largest errors, "
                "whatever the constant.": (median, mean, (median + mean) / 2),
                "The last one is a constant, not an error.": (
                    median,
                    mean,
                    (high - low) / 2,
                ),
            },
        )


def _skewed_points(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw points, and whole points, many of them alike; the best one in the middle."""
    half, half_of_whole = rng.permutation(np.arange(2, 11))[:2]
    points = 80 + 12 * rng.beta(0.6, 2, size=2 * half)
    worst = np.full(half_of_whole + 1, rng.integers(80, 84))
    others = rng.choice(np.arange(84, 94), size=half_of_whole - 1, replace=False)
    whole = rng.permutation(np.append(worst, others))
    best = rng.integers(95, 101)
    return np.insert(points, half, best - 0.3), np.insert(whole, half_of_whole, best)


@question("6.2")
def numbered(student: Student, rng: np.random.Generator) -> None:
    """Ids that last."""
    syllables = "ba bi bo da di do ka ki ko la li lo ma mi mo".split()
    lengths = rng.integers(2, 5, size=rng.integers(40, 60))
    everyone = {"".join(rng.choice(syllables, n)).title() for n in lengths}
    everyone = rng.permutation(sorted(everyone)).tolist()
    unknown = int(rng.integers(3, 7))
    new, old = everyone[:unknown], everyone[unknown:]
    old[0] = f"de {old[0]}"  # a small letter sorts behind all capital ones
    old[:6] = sorted(old[:6], reverse=True)  # never in order by chance
    # Nobody of that name is known, but somebody whose name begins so.
    new.append(max(old[1:], key=len)[:-1])
    known = old + rng.choice(old, rng.integers(15, 25)).tolist()
    queries = new + rng.choice(old, rng.integers(10, 20)).tolist()
    queries = rng.permutation(queries).tolist()
    names = ["(unknown)", *sorted(set(known))]

    def ids_in(table: list[str], missing: int = 0) -> np.ndarray:
        places = [table.index(name) if name in table else missing for name in queries]
        return np.array(places)

    arrival = ["(unknown)", *dict.fromkeys(known)]
    with_repeats = ["(unknown)", *sorted(known)]
    any_case = ["(unknown)", *sorted(set(known), key=str.lower)]
    by_length = ["(unknown)", *sorted(set(known), key=lambda name: (len(name), name))]
    with_asked = ["(unknown)", *sorted({*known, *queries})]
    last_id_of = {name: place for place, name in enumerate(with_repeats)}
    last_ids = np.array([last_id_of.get(name, 0) for name in queries])
    neighbours = np.searchsorted(names[1:], queries) + 1
    expect_same(
        student.numbered(known, queries),
        (ids_in(names), names),
        "your tuple",
        mistakes={
            "You number the names in the order of their first appearance; the alphabet "
            "was asked.": (ids_in(arrival), arrival),
            "The short names come first in your list; the alphabet was asked.": (
                ids_in(by_length),
                by_length,
            ),
            "Capital and small letters are the same in your alphabet. For `sorted`, "
            "all capital letters come before the small ones.": (
                ids_in(any_case),
                any_case,
            ),
            "You number the names from the end of the alphabet.": (
                ids_in(["(unknown)", *names[:0:-1]]),
                ["(unknown)", *names[:0:-1]],
            ),
            "A name that occurs twice gets two places in your list.": (
                ids_in(with_repeats),
                with_repeats,
            ),
            "A name that occurs twice gets two places in your list, and the id of the "
            "later one.": (last_ids, with_repeats),
            "You count from 0, but 0 is taken: the first known name has id 1.": (
                ids_in(names[1:]),
                names[1:],
            ),
            "The list has a place for the unknown, and the ids do not fit it: they are "
            "one too small.": (ids_in(names[1:]), names),
            "Whoever is not known has id 0, and gets -1 in your answer.": (
                ids_in(names, missing=-1),
                names,
            ),
            "Whoever is not known has id 0, and gets the last id in your answer.": (
                ids_in(names, missing=len(names)),
                names,
            ),
            "Whoever is not known has id 0, and gets that of the next name in your "
            "answer.": (neighbours, names),
            "The ids come first, and then the list that leads back.": (
                names,
                ids_in(names),
            ),
            'The ids are right, and the list has no place 0 for "(unknown)".': (
                ids_in(names),
                names[1:],
            ),
            'The ids are right, and "(unknown)" belongs at place 0 of the list.': (
                ids_in(names),
                [*names[1:], "(unknown)"],
            ),
            "Whoever is asked for counts as known in your answer: number the names in "
            "`known` only.": (ids_in(with_asked), with_asked),
        },
    )


_CHAPTERS_COLUMNS = "three columns, as in the chapter"
_ANY_COLUMNS = "any number of columns"


@question("6.3", steps={_CHAPTERS_COLUMNS: 1, _ANY_COLUMNS: 1})
def predicted(student: Student, rng: np.random.Generator) -> None:
    """All pairs."""
    with attempt(_CHAPTERS_COLUMNS):
        _expect_pairs(student, rng, 3)
    with attempt(_ANY_COLUMNS):
        _expect_pairs(student, rng, int(rng.integers(4, 8)))
        _expect_pairs(student, rng, 2)


def _expect_pairs(student: Student, rng: np.random.Generator, columns: int) -> None:
    """Ask for the predictions of a model with so many columns."""
    reviews, width = int(rng.integers(15, 40)), int(rng.integers(2, 7))
    sizes = rng.permutation(np.arange(4, 14))[:columns]
    ids = np.stack([rng.integers(size, size=reviews) for size in sizes], axis=1)
    vectors = [rng.normal(size=(size, width)) for size in sizes]
    biases = [rng.normal(size=size) for size in sizes]
    x = [vectors[i][ids[:, i]] for i in range(columns)]
    bias = sum(biases[i][ids[:, i]] for i in range(columns))

    def dots(pairs: Iterable[tuple[int, int]]) -> np.ndarray:
        return np.sum([(x[i] * x[j]).sum(axis=1) for i, j in pairs], axis=0)

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
            "A dot product is a sum over the width of the vectors, not a mean.": (
                88 + bias + right / width
            ),
            "You multiply vectors with themselves, too: a pair is of two different "
            "columns.": 88 + bias + right + alone,
            "The products of vectors with themselves are still in your sum.": (
                88 + bias + (alone + twice) / 2
            ),
            "That is the squared length of the whole sum. It holds more than the "
            "pairs.": 88 + bias + alone + twice,
            f"Some pairs are missing for {columns} columns: each column meets every "
            "other, not only the next.": (
                88 + bias + dots((i, i + 1) for i in range(columns - 1))
            ),
            f"Some pairs are missing for {columns} columns: each column meets every "
            "other, not only the first.": (
                88 + bias + dots((0, i) for i in range(1, columns))
            ),
            "Round the ring is right for three columns only: two columns make one "
            "pair, five make ten.": (
                88 + bias + dots((i, (i + 1) % columns) for i in range(columns))
            ),
        },
    )


@question("6.4", points=2, rounds=1)
def honest(student: Student, rng: np.random.Generator) -> None:
    """A floor that does not peek."""
    own, others, count, points, nameless = _other_reviews()
    alone = count == 1
    error = np.abs(points - np.where(alone, 88, others))

    def mean_error(guesses: np.ndarray) -> float:
        return float(np.abs(points - guesses).mean())

    answer = expect_type(student["honest"], float, "your `honest`")
    # On the sample it is so near that three digits do not tell it.
    mean_of_all = mean_error(np.where(alone, points.mean(), others))
    expect(
        not np.isclose(answer, mean_of_all, 1e-7, 1e-7),
        "Where a review is alone, 88 was asked, not the mean of all.",
    )
    expect_same(
        answer,
        float(error.mean()),
        "your `honest`",
        tolerance=2e-4,  # whoever rounds to three digits is right
        mistakes={
            "Your means include the review itself. Take it out of the sum, and out of "
            "the count.": mean_error(own),
            "Where a review is alone you use its own points. 88 was asked there.": (
                mean_error(np.where(alone, points, others))
            ),
            "You leave out the reviews that are alone. They count, with a guess of "
            "88.": float(error[~alone].mean()),
            "Where a review is alone, 88 was asked, not 0.": (
                mean_error(np.where(alone, 0, others))
            ),
            "The review is out of your sums, but still in your counts.": (
                mean_error(np.where(alone, 88, (own * count - points) / count))
            ),
            "You leave out the reviews in which a name is missing. `groups` has a "
            "number for them, too.": float(error[~nameless].mean()),
            "You guess 88 where a name is missing. `groups` has a number for those "
            "reviews, too.": mean_error(np.where(alone | nameless, 88, others)),
            "That is the mean over the combinations of their mean errors. Every review "
            "was to count the same.": float((error / count).sum() / (1 / count).sum()),
            "That is the root of the mean squared error; the mean absolute error was "
            "asked.": float(np.sqrt((error**2).mean())),
        },
    )


@cache
def _other_reviews() -> tuple[np.ndarray, ...]:
    """Return what a review's group says of it, by review.

    Returns:
        Mean, mean without the review, size, the review's points, and whether a name is
        missing from it.
    """
    reviews = load_wine().reviews
    names = ["taster", "variety", "country"]
    columns = [reviews[name] for name in names]
    groups = reviews["points"].astype(float).groupby(columns, dropna=False)
    own, count = groups.transform("mean"), groups.transform("size")
    points = reviews["points"].astype(float)
    others = (own * count - points) / (count - 1).clip(lower=1)
    nameless = reviews[names].isna().any(axis=1)
    return tuple(part.to_numpy() for part in (own, others, count, points, nameless))


_DIFFERENCES = "the differences between the tasters"
_MEAN = "a mean of 0 over the tasters"


@question("6.5", steps={_DIFFERENCES: 1, _MEAN: 1})
def generosity(student: Student, rng: np.random.Generator) -> None:
    """Generous, or sent good bottles?"""
    tasters, wines, points = _tastings(rng)
    count = int(tasters.max()) + 1
    one_hot = np.hstack([np.eye(count)[tasters], np.eye(wines.max() + 1)[wines]])
    fitted = (np.linalg.pinv(one_hot) @ points)[:count]
    expected = fitted - fitted.mean()

    def means(ids: np.ndarray, values: np.ndarray) -> np.ndarray:
        mean = np.bincount(ids, values) / np.bincount(ids)
        return mean - mean.mean()

    def to_and_fro(rounds: int) -> np.ndarray:
        generous = np.zeros(count)
        for _ in range(rounds):
            quality = means(wines, points - generous[tasters])
            generous = means(tasters, points - quality[wines])
        return generous

    stopped_early = {
        f"That is {rounds} rounds, and the numbers still move. Go on until nothing "
        "does.": to_and_fro(rounds)
        for rounds in range(2, 11)
    }
    answer = student.generosity(tasters, wines, points)
    each = "one number a taster"
    array = expect_array(answer, "your array", shape=(count,), means=each)
    expect_same(
        array - array.mean(),
        expected,
        "your array, moved to mean 0,",
        tolerance=2e-3,
        mistakes={
            "Those are the tasters' own means. Whoever is sent good bottles looks "
            "generous in them.": means(tasters, points),
            "That is one round: the means of the wines hold the generosity of those "
            "who tasted them. Go on until nothing moves.": to_and_fro(1),
            "Mind the sign: a generous taster has a positive number.": -expected,
            **stopped_early,
        },
    )
    reached(_DIFFERENCES)
    expect_same(
        array,
        expected,
        "your array",
        tolerance=2e-3,
        mistakes={
            "The mean over the reviews is 0 in your answer. Each taster is to count "
            "the same, busy or not.": expected - expected[tasters].mean(),
            "All the differences are right. Now move the numbers until their mean is "
            "0.": expected + array.mean(),
        },
    )
    reached(_MEAN)


def _tastings(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw reviews in which strict tasters have the better wines, some are busy."""
    count = int(rng.integers(5, 10))
    usual_wines = count + int(rng.integers(1, 3))
    steps = np.arange(count)
    busy = rng.choice(rng.choice(count, 3, replace=False), 10)
    tasters = np.concatenate([np.repeat(steps, usual_wines), busy])
    # Neighbours share wines, and those far apart none: so differences can be told, and
    # to and fro it takes more than ten rounds.
    usual = (2 * steps[:, None] + np.arange(usual_wines)).ravel()
    names = int(usual.max()) + 1
    again = 2 * busy + rng.integers(usual_wines, size=len(busy))
    wines = np.concatenate([usual, again])
    noise = rng.normal(0, 0.7, size=len(tasters))
    points = 88 + 1.5 * tasters - 0.7 * wines + noise
    order = rng.permutation(len(tasters))
    tasters, wines = rng.permutation(count)[tasters], rng.permutation(names)[wines]
    return tasters[order], wines[order], points[order]


_MOVED = "vectors that are moved to mean 0"
_GIVEN_BACK = "biases that give back what the products lose"
_CLOSE = 1e-4  # what float32 loses in such sums is less


@question("6.6", steps={_MOVED: 1, _GIVEN_BACK: 2})
def tidy(student: Student, rng: np.random.Generator) -> None:
    """What belongs to the biases."""
    n, m, width = rng.permutation(np.arange(2, 10))[:3].tolist()
    tasters, varieties = rng.normal(0.8, 1, (n, width)), rng.normal(-0.6, 1, (m, width))
    biases = rng.normal(size=n), rng.normal(size=m)
    answer = student.tidy(tasters, varieties, *biases)
    items = expect_type(answer, tuple, "your answer")
    expect(len(items) == 4, f"Your tuple has {len(items)} items; four were asked.")
    names = "taster vectors", "variety vectors", "taster biases", "variety biases"
    means = "a row a taster", "a row a variety", "one a taster", "one a variety"
    given = tasters, varieties, *biases
    arrays = [
        expect_array(item, f"your array of {name}", shape=array.shape, means=each)
        for item, name, each, array in zip(items, names, means, given, strict=True)
    ]
    for name, array in zip(names[:2], arrays[:2], strict=True):
        off = np.abs(array.mean(axis=0)).max()
        expect(off < _CLOSE, f"The columns of your {name} do not have mean 0.")
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    products = (tasters - t) @ (varieties - v).T
    expect(
        np.allclose(arrays[0] @ arrays[1].T, products, atol=_CLOSE),
        "Your vectors have mean 0, but their products show that more has happened to "
        "them. Take one and the same vector away from all tasters, and one from all "
        "varieties, and leave them as long as they are.",
    )
    reached(_MOVED)
    was = _points(*given)
    left = _points(tasters - t, varieties - v, *biases) - was
    _expect_no_error(
        _points(*arrays) - was,
        {
            "The vectors are moved, and the biases are as they were. They have to give "
            "back what the products have lost.": left,
            "The two means have changed places: what a taster loses depends on the "
            "mean of the varieties.": left + (tasters @ t)[:, None] + varieties @ v,
            "Your biases move the wrong way: they are to give back what the products "
            "have lost.": left - (tasters @ v)[:, None] - varieties @ t,
            "All your predictions are off by one and the same number. The product of "
            "the two means belongs into the biases exactly once.": t @ v,
            "All your predictions are off by one and the same number. The product of "
            "the two means belongs into the biases, and is missing.": -t @ v,
            "The 88 is in your biases, too. It stays outside of them.": 88.0,
        },
    )
    reached(_GIVEN_BACK)


def _expect_no_error(error: np.ndarray, mistakes: dict[str, ArrayLike]) -> None:
    """Require errors of predictions to be 0; hint at the mistakes that make others."""
    if np.allclose(error, 0, atol=_CLOSE):
        return
    for hint, wrong in mistakes.items():
        expect(not np.allclose(error, wrong, atol=_CLOSE), hint)
    expect(
        not np.allclose(error, error.mean(), atol=_CLOSE),
        "All your predictions are off by one and the same number: something is missing "
        "from all biases of one kind, or is in them twice.",
    )
    wrongs = int((np.abs(error) > _CLOSE).sum())
    raise Hint(f"{wrongs} of {error.size} predictions are not what they were.")


def _points(
    tasters: np.ndarray,
    varieties: np.ndarray,
    taster_bias: np.ndarray,
    variety_bias: np.ndarray,
) -> np.ndarray:
    """Return the points of every pair of taster and variety."""
    return 88 + taster_bias[:, None] + variety_bias + tasters @ varieties.T
