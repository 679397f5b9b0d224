"""Exercise 07: recommenders."""

from functools import cache

import numpy as np
import pandas as pd
from sklearn.metrics import ndcg_score

from helpers.checks.compare import expect, expect_array, expect_same, expect_type
from helpers.checks.judge import question
from helpers.checks.student import Student
from helpers.data import load_ratings


@question("7.1")
def stars(student: Student, rng: np.random.Generator) -> None:
    """Stars that exist."""
    guesses = rng.permutation(np.linspace(-0.9, 6.1, 97) + rng.uniform(0, 0.01))
    exist = np.arange(1, 11) / 2
    expected = exist[np.abs(guesses[:, None] - exist).argmin(axis=1)]
    expect_same(
        student.stars(guesses),
        expected,
        "your array",
        means="one number a guess",
        mistakes={
            "Nobody can give more than five stars, or less than a half.": (
                np.round(2 * guesses) / 2
            ),
            "No stars at all cannot be given: the least is a half.": (
                np.clip(np.round(2 * guesses) / 2, 0, 5)
            ),
            "There are half stars, too.": np.clip(np.round(guesses), 0.5, 5),
            "Half stars exist, and yours are in between: cutting off at both ends is "
            "not enough.": np.clip(guesses, 0.5, 5),
            "You round down; the nearest number was asked.": (
                np.clip(np.floor(2 * guesses) / 2, 0.5, 5)
            ),
        },
    )


@question("7.2", points=2)
def best(student: Student, rng: np.random.Generator) -> None:
    """The best films."""
    surprises, sums, counts = _ratings_of_films()

    def first(scores: pd.Series) -> list[int]:
        return scores.sort_values(ascending=False).index[:10].tolist()

    expected = first(surprises / (counts + 10))
    best = expect_type(student["best"], list, "your list")
    means = (sums / counts).round(6)
    mean_of = means.to_dict()
    means_of_best = [mean_of.get(i) for i in best if isinstance(i, int | np.integer)]
    largest = means.nlargest(len(means_of_best)).to_list()
    expect(
        not means_of_best or means_of_best != largest,
        "Those are films that a few people loved, by their plain means. Ten is to be "
        "added to the number of ratings.",
    )
    expect_same(
        best,
        expected,
        "your list",
        means="the numbers of ten films",
        mistakes={
            "You divide the sum of the ratings, not of the surprises. So your ten more "
            "people have all given no stars.": first(sums / (counts + 10)),
            "That is the order from the other end: the largest comes first.": (
                expected[::-1]
            ),
            "Those are the worst films: the smallest biases.": first(
                -surprises / (counts + 10)
            ),
            "That looks like a sum of surprises. Divide it by the number of ratings, "
            "plus ten.": first(surprises),
        },
    )


@cache
def _ratings_of_films() -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return sum of surprises, sum and number of ratings of each film."""
    ratings = load_ratings().ratings
    of_film = ratings["rating"].astype("float64").groupby(ratings["film"])
    sums, counts = of_film.sum(), of_film.count()
    return sums - counts * sums.sum() / counts.sum(), sums, counts


@question("7.3", points=2)
def held_back(student: Student, rng: np.random.Generator) -> None:
    """Tomorrow's ratings."""
    user = rng.permutation(np.repeat(rng.choice(90, 9, replace=False), range(1, 10)))
    user = np.append(user, 100 + np.arange(3))
    order = rng.permutation(len(user))
    user, time = user[order], rng.permutation(1000)[: len(user)]
    own = [time[user == one] for one in user]
    single = np.array([len(times) == 1 for times in own])
    last = time == [times.max() for times in own]
    first = time == [times.min() for times in own]
    expected = last & ~single
    latest = np.zeros(len(user), bool)
    latest[np.argsort(time)[-expected.sum() :]] = True
    expect_same(
        student.held_back(user, time),
        expected,
        "your array",
        means="one entry a rating",
        mistakes={
            "A user with a single rating needs it for training: hold back none.": last,
            "You hold back the first ratings; the last ones were asked.": (
                first & ~single
            ),
            "It is the other way round: True marks what is held back.": ~expected,
            "You take the last entry of each user, but the ratings are in no order: "
            "look at the times.": ~pd.Series(user).duplicated(keep="last").to_numpy()
            & ~single,
            "Those are the latest ratings of all. Each user was to lose one.": latest,
        },
    )


@question("7.4", points=2)
def recommended(student: Student, rng: np.random.Generator) -> None:
    """Something new."""
    scores = np.round(rng.normal(0.3, 1, size=(12, 80)), 1)
    seen = rng.random((12, 80)) < 0.4
    seen[0] = rng.permutation(80) < 74  # one for whom only low scores are left
    scores[0, ~seen[0]] -= 5

    def first(scores: np.ndarray) -> np.ndarray:
        order = [np.lexsort((np.arange(80), -row)) for row in scores]
        return np.array(order)[:, :5]

    expected = first(np.where(seen, -99, scores))
    what, each = "your array", "a row a user, the best film first"
    answer = student.recommended(scores, seen, 5)
    films = expect_array(answer, what, shape=(12, 5), means=each, kind="iu")
    inside = bool((films >= 0).all() and (films < 80).all())
    expect(inside, "There are numbers in your array that are not those of a film.")
    mistakes = {
        "You recommend films that the user has seen.": first(scores),
        "A score of 0 does not send a film to the end of the list: the films that are "
        "left may have scores below 0.": first(np.where(seen, 0, scores)),
        "Those are the films that the user has seen.": first(
            np.where(seen, scores, -99)
        ),
        "Those are the films with the smallest scores.": first(
            np.where(seen, -99, -scores)
        ),
        "The films are right, the order is not: the best comes first.": (
            np.sort(expected, axis=1)
        ),
        "The films are right, the order is the wrong way round.": expected[:, ::-1],
    }
    by_user = np.arange(12)[:, None]
    if (scores[by_user, films] == scores[by_user, expected]).all():
        mistakes["Some films share a score. Of those the lower number comes first."] = (
            films
        )
    expect_same(films, expected, what, means=each, mistakes=mistakes)


@question("7.5", points=2)
def ndcg(student: Student, rng: np.random.Generator) -> None:
    """The higher the better."""

    def gain(places: np.ndarray | range) -> float:
        return float((1 / np.log2(np.array(places) + 2)).sum())

    for length, likes, hits in (
        (10, 4, 3),
        (6, 15, 4),
        (8, 3, 3),
        (5, 4, 0),
        (5, 0, 0),
    ):
        films = rng.permutation(500)
        ranked, others = films[:length], films[length:]
        places = rng.permutation(np.arange(1, length))[:hits]  # never the first
        liked = {*ranked[places].tolist(), *others[: likes - hits].tolist()}
        scores = np.zeros(500)
        scores[ranked] = np.arange(length, 0, -1)
        truth = np.isin(np.arange(500), list(liked))
        own, best = gain(places), gain(range(min(likes, length)))
        later = (1 / np.log2(places + 3)).sum()
        expect_same(
            student.ndcg(ranked, liked),
            ndcg_score([truth], [scores], k=length, ignore_ties=True),
            f"your NDCG, with {length} films in the list and {likes} that were liked,",
            mistakes={
                "That is the DCG. Divide it by that of the best list.": own,
                "The best list is as long as yours: not all of the liked films may "
                "have room in it.": own / max(gain(range(likes)), 1),
                "The best list would hold all the liked films that have room, not only "
                "those that yours has found.": own / max(gain(range(hits)), 1),
                "No list can hold more liked films than there are.": (
                    own / gain(range(length))
                ),
                "The place of a film counts: this is a share of films.": hits / length,
                "The place of a film counts: this is a share of the liked films.": (
                    hits / max(likes, 1)
                ),
                "The first place has number 1, so a film there earns 1.": (
                    later / max(best, 1)
                ),
            },
        )


@question("7.6", points=3)
def newcomer(student: Student, rng: np.random.Generator) -> None:
    """Bias and taste at once."""
    for count, width in ((6, 3), (2, 4), (0, 3)):
        vectors = rng.normal(0.7, 0.5, size=(count, width))
        surprise = rng.normal(1.2, 1, size=count)
        own, other = rng.uniform(2, 4), rng.uniform(0.3, 0.9)

        def fitted(
            bias_penalty: float,
            penalty: float,
            v: np.ndarray = vectors,
            s: np.ndarray = surprise,
        ) -> tuple[float, np.ndarray]:
            weights = _ridge(np.insert(v, 0, 1, axis=1), s, bias_penalty, penalty)
            return float(weights[0]), weights[1:]

        bias = surprise.sum() / (count + own)
        taste = _ridge(vectors, surprise, other, other)
        rest = _ridge(vectors, surprise - bias, other, other)
        expect_same(
            student.newcomer(vectors, surprise, own, other),
            fitted(own, other),
            f"your tuple for {count} ratings",
            mistakes={
                "Those are two steps: your bias is fitted before there is a vector.": (
                    bias,
                    rest,
                ),
                "Your bias and your vector do not know of each other: both explain the "
                "whole surprise.": (bias, taste),
                "The two penalties have changed places.": fitted(other, own),
                "The bias has a penalty of its own.": fitted(other, other),
                "Your bias has no penalty.": fitted(0, other),
                "Your vector has no penalty.": fitted(own, 0),
            },
        )


def _ridge(
    table: np.ndarray, target: np.ndarray, first: float, others: float
) -> np.ndarray:
    """Return the ridge regression: a penalty is a row that wants an entry to be 0."""
    penalties = np.append(first, np.full(table.shape[1] - 1, others))
    rows = np.vstack([table, np.diag(np.sqrt(penalties))])
    return np.linalg.lstsq(rows, np.append(target, 0 * penalties))[0]
