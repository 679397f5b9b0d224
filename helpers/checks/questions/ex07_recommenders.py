"""Exercise 07: recommenders."""

from functools import cache

import numpy as np
import pandas as pd
from sklearn.metrics import ndcg_score

from helpers.checks.compare import expect, expect_array, expect_same, expect_type
from helpers.checks.judge import question
from helpers.checks.steps import attempt, reached
from helpers.checks.student import Student
from helpers.data import load_ratings


@question("7.1")
def stars(student: Student, rng: np.random.Generator) -> None:
    """Stars that exist."""
    exist = np.arange(1, 11) / 2
    beside = rng.choice([-0.24, -0.1, 0, 0.1, 0.24], size=rng.integers(20, 60))
    near = rng.choice(np.arange(-2, 13) / 2, size=beside.size) + beside
    always = [-7.3, -0.6, 0.1, 0.3, 1.26, 1.74, 3, 4.24, 5.2, 5.4, 12.9]
    guesses = rng.permutation(np.append(near, always))
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
            "Nobody can give more than five stars.": (
                np.maximum(np.round(2 * guesses) / 2, 0.5)
            ),
            "No stars at all cannot be given: the least is a half.": (
                np.clip(np.round(2 * guesses) / 2, 0, 5)
            ),
            "Half a star can be given: the least is a half, not one.": (
                np.clip(np.round(2 * guesses) / 2, 1, 5)
            ),
            "There are half stars, too.": np.clip(np.round(guesses), 0.5, 5),
            "There are half stars, too, and the least is one of them.": (
                np.clip(np.round(guesses), 1, 5)
            ),
            "Half stars exist, and yours are in between: cutting off at both ends is "
            "not enough.": np.clip(guesses, 0.5, 5),
            "You round down; the nearest number was asked.": (
                np.clip(np.floor(2 * guesses) / 2, 0.5, 5)
            ),
            "You round up; the nearest number was asked.": (
                np.clip(np.ceil(2 * guesses) / 2, 0.5, 5)
            ),
            "Your numbers are twice the stars.": np.clip(np.round(2 * guesses), 1, 10),
        },
    )


@question("7.2", points=2, rounds=1)
def best(student: Student, rng: np.random.Generator) -> None:
    """The best films."""
    ratings = _ratings_of_films()
    sums, counts = ratings["sum"], ratings["count"]
    mean = sums.sum() / counts.sum()
    surprises = sums - counts * mean

    def first(scores: pd.Series) -> list[int]:
        return scores.nlargest(10).index.tolist()

    def with_penalty(strength: float) -> pd.Series:
        return surprises / (counts + strength)

    biases = with_penalty(10).sort_values(ascending=False)
    expected = first(biases)
    films = expect_type(student["best"], list, "your list")
    mean_of = (sums / counts).round(6).to_dict()
    means_of_best = [mean_of.get(i) for i in films if isinstance(i, int | np.integer)]
    largest = sorted(mean_of.values(), reverse=True)[: len(means_of_best)]
    expect(
        not means_of_best or means_of_best != largest,
        "Those are films that a few people loved, by their plain means. Ten is to be "
        "added to the number of ratings.",
    )
    mean_of_means = float((sums / counts).mean())
    often = counts[counts >= 10].index
    expect_same(
        films,
        expected,
        "your list",
        means="the numbers of ten films",
        mistakes={
            "You divide the sum of the ratings, not of the surprises. So your ten more "
            "people have all given no stars.": first(sums / (counts + 10)),
            "That is the order from the other end: the largest comes first.": (
                expected[::-1]
            ),
            "The films are right, the order is not: the largest bias comes first.": (
                sorted(expected)
            ),
            "Those are the worst films: the smallest biases.": first(-biases),
            "Those are the films with the most ratings.": first(counts),
            "That looks like a sum of surprises. Divide it by the number of ratings, "
            "plus ten.": first(surprises),
            "Your mean is that of the films' means. The mean of all ratings was asked: "
            "a film that many have rated counts for more in it.": (
                first((sums - counts * mean_of_means) / (counts + 10))
            ),
            "Add ten to the number of ratings, not eleven.": first(with_penalty(11)),
            "Add ten to the number of ratings, not nine.": first(with_penalty(9)),
            "You leave out films with fewer than ten ratings. All take part: ten is to "
            "be added to the number of ratings.": first((surprises / counts)[often]),
            "Those are the biases. The films' numbers were asked, from the column "
            "`film`.": biases[:10].tolist(),
            "Those are places in a table. The films' numbers were asked, from the "
            "column `film`.": [counts.index.get_loc(film) for film in expected],
        },
    )


@cache
def _ratings_of_films() -> pd.DataFrame:
    """Return sum and number of ratings of each film, by its number."""
    ratings = load_ratings().ratings
    of_film = ratings["rating"].astype("float64").groupby(ratings["film"])
    return of_film.agg(["sum", "count"])


_LAST = "the last rating of each user"
_SINGLE = "a user with a single rating keeps it"


@question("7.3", steps={_LAST: 1, _SINGLE: 1})
def held_back(student: Student, rng: np.random.Generator) -> None:
    """Tomorrow's ratings."""
    with attempt(_LAST):
        _expect_last(student, rng, singles=0)
    with attempt(_SINGLE):
        _expect_last(student, rng, singles=int(rng.integers(2, 6)))


def _expect_last(student: Student, rng: np.random.Generator, singles: int) -> None:
    """Ask for the last ratings of users, of whom so many have a single one."""
    user, time = _ratings_of_users(rng, singles)
    own = [time[user == one] for one in user]
    single = np.array([len(times) == 1 for times in own])
    last = time == [times.max() for times in own]
    first = time == [times.min() for times in own]
    expected = last & ~single
    latest = np.zeros(len(user), bool)
    latest[np.argsort(time, kind="stable")[-expected.sum() :]] = True
    last_entry = ~pd.Series(user).duplicated(keep="last").to_numpy()
    expect_same(
        student.held_back(user, time),
        expected,
        "your array",
        means="one entry a rating",
        mistakes={
            "A user with a single rating needs it for training: hold back none.": last,
            "Users share times: compare a rating's time with those of its own user "
            "only.": np.isin(time, time[expected]),
            "You hold back the first ratings; the last ones were asked.": (
                first & ~single
            ),
            "It is the other way round: True marks what is held back.": ~expected,
            "You take the last entry of each user, but the ratings are in no order: "
            "look at the times.": last_entry & ~single,
            "Those are the latest ratings of all. Each user was to lose one.": latest,
            "Nothing is held back in your answer.": np.zeros(len(user), bool),
        },
    )


def _ratings_of_users(
    rng: np.random.Generator, singles: int
) -> tuple[np.ndarray, np.ndarray]:
    """Draw users and times of ratings.

    All users share one clock, and one of them has rated at its every tick: what is the
    last time of the others is not the last of that one.
    """
    ticks = np.sort(rng.choice(np.arange(1, 1000), 12, replace=False))
    counts = [12, 2, *rng.integers(2, 8, size=rng.integers(4, 9)), *[1] * singles]
    names = rng.choice(np.arange(200, 300), len(counts), replace=False)
    times = [rng.choice(ticks[:-1], n, replace=False) for n in counts[1:]]
    user, time = np.repeat(names, counts), np.concatenate([ticks, *times])
    order = rng.permutation(len(user))
    return user[order], time[order]


_UNSEEN = "the films with the largest scores"
_TIES = "of two with the same score the lower number first"


@question("7.4", steps={_UNSEEN: 1, _TIES: 1})
def recommended(student: Student, rng: np.random.Generator) -> None:
    """Something new."""
    small, large = rng.integers([1, 4], [4, 9])
    counts = rng.permutation([small, large]).tolist()
    pairs = [_expect_unseen(student, rng, count) for count in counts]
    reached(_UNSEEN)
    for films, expected in pairs:
        hint = "Some films share a score. Of those the lower number comes first."
        expect(bool((films == expected).all()), hint)
    reached(_TIES)


def _expect_unseen(
    student: Student, rng: np.random.Generator, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Ask for so many films that each user has not seen; their scores have to be right.

    Returns:
        The films that came, and those that were asked.
    """
    scores, seen, low = _scores(rng, count)
    users, films = scores.shape

    def first(scores: np.ndarray, count: int = count) -> np.ndarray:
        return np.argsort(-scores, axis=1, kind="stable")[:, :count]

    by_user = np.arange(users)[:, None]
    expected = first(np.where(seen, -np.inf, scores))
    what, each = f"your array for {count} of {films} films", "a row a user"
    answer = student.recommended(scores, seen, count)
    shape = users, count
    array = expect_array(answer, what, shape=shape, means=each, kind="iu")
    from_one = bool((array == expected + 1).all())
    expect(not from_one, "The films are numbered from 0, and in your array from 1.")
    inside = bool((array >= 0).all() and (array < films).all())
    expect(inside, "There are numbers in your array that are not those of a film.")
    mistakes = {
        "You recommend films that the user has seen.": first(scores),
        "A score of 0 does not send a film to the end of the list: the films that are "
        "left may have scores below 0.": first(np.where(seen, 0, scores)),
        "Those are the films that the user has seen.": first(
            np.where(seen, scores, -np.inf)
        ),
        "Those are the films with the smallest scores.": first(
            np.where(seen, -np.inf, -scores)
        ),
        "The films are right, the order is not: the best comes first.": (
            np.sort(expected, axis=1)
        ),
        "The films are right, the order is the wrong way round.": expected[:, ::-1],
        "Those are places among the films that are left, not numbers of films.": (
            np.cumsum(~seen, axis=1)[by_user, expected] - 1
        ),
        "The first film of each list is missing.": first(
            np.where(seen, -np.inf, scores), count + 1
        )[:, 1:],
    }
    old = seen[by_user, array].any(axis=1)
    twice = any(len(set(row)) < count for row in array.tolist())
    if old[low] and old.sum() == 1:
        mistakes[
            "You recommend films that the user has seen where only films with scores "
            f"around {scores[low].min():,.0f} are left. What stands in place of the "
            "scores of films that were seen has to be lower than any."
        ] = array
    elif old.any():
        mistakes["There are films in your array that the user has seen."] = array
    elif twice:
        mistakes["There is a film in your array twice for the same user."] = array
    equally_good = (scores[by_user, array] == scores[by_user, expected]).all()
    if old.any() or twice or not equally_good:
        expect_same(array, expected, what, means=each, mistakes=mistakes)
    return array, expected


def _scores(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Draw scores, and what was seen; return also who has only bad films left.

    Among the users are one to whom exactly `count` films are left, with scores far
    below all others, one with scores below 0, and one who finds all films alike.
    """
    users, films = int(rng.integers(4, 12)), int(rng.integers(40, 90))
    scores = np.round(rng.normal(0.3, 1, size=(users, films)), 1)
    seen = rng.random((users, films)) < 0.4
    low, below_zero, alike = rng.permutation(users)[:3].tolist()
    left = 1 + rng.permutation(films - 1)[:count]  # film 0 was seen
    seen[low] = True
    seen[low, left] = False
    scores[low, left] = -20_000 - rng.permutation(count)
    scores[below_zero] = -0.1 - np.abs(scores[below_zero])
    scores[alike] = scores[alike, 0]
    return scores, seen, low


_RANKED = "lists of a user who liked something"
_NOTHING = "0 if nothing was liked"


@question("7.5", steps={_RANKED: 1, _NOTHING: 1})
def ndcg(student: Student, rng: np.random.Generator) -> None:
    """The higher the better."""
    length, short = int(rng.integers(11, 15)), int(rng.integers(4, 7))
    likes = int(rng.integers(4, 7))

    def places(count: int) -> list[int]:
        """Draw places between the first and the last of the longer list."""
        return (1 + rng.choice(length - 2, count, replace=False)).tolist()

    with attempt(_RANKED):
        # First the list by which most mistakes can be told from one another.
        _expect_ndcg(student, rng, length, places(3), likes)
        _expect_ndcg(student, rng, length, [0, *places(2)], likes)
        _expect_ndcg(student, rng, length, [1, length - 1], length + 7)
        _expect_ndcg(student, rng, short + 1, [*range(short)], likes=short)
        _expect_ndcg(student, rng, short, [*range(short)], likes=short + 3)
        _expect_ndcg(student, rng, short, [], likes)
    with attempt(_NOTHING):
        _expect_ndcg(student, rng, length, [0, *places(1), length - 1], likes)
        _expect_ndcg(student, rng, short, [], likes=0)


def _expect_ndcg(
    student: Student,
    rng: np.random.Generator,
    length: int,
    places: list[int],
    likes: int,
) -> None:
    """Ask for the NDCG of a list of films.

    Args:
        length: of the list.
        places: of the films in it that were liked, from 0.
        likes: how many films were liked, with those that are not in the list.
    """
    films = rng.permutation(500)
    ranked, others = films[:length], films[length:]
    hits = len(places)
    liked = {*ranked[places].tolist(), *others[: likes - hits].tolist()}
    scores = np.zeros(500)
    scores[ranked] = np.arange(length, 0, -1)
    truth = np.isin(np.arange(500), list(liked))

    def gain(places: list[int] | range, first: int = 1) -> float:
        return float((1 / np.log2(np.array(places) + first + 1)).sum())

    own, room = gain(places), range(min(likes, length))
    best = max(gain(room), 1)
    what = f"your NDCG, with {length} films in the list and {likes} that were liked,"
    answer = expect_type(student.ndcg(ranked, liked), float, what)
    expect(not np.isnan(answer), f"Y{what[1:]} is NaN: you divide 0 by 0.")
    expect(likes > 0 or answer == 0, "If nothing was liked, the NDCG is 0.")
    expect(
        hits == 0 or answer != 0,
        f"Your NDCG is 0, though {hits} of the films in the list were liked. Do you "
        "look for them with `np.isin`? It takes a list, and does not look into a set.",
    )
    expect_same(
        answer,
        ndcg_score([truth], [scores], k=length, ignore_ties=True),
        what,
        mistakes={
            "That is the DCG. Divide it by that of the best list.": own,
            "The best list is as long as yours: not all of the liked films may have "
            "room in it.": own / max(gain(range(likes)), 1),
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
                gain(places, 2) / best
            ),
            "The first place has number 1, so a film there earns 1, in the best list, "
            "too.": gain(places, 2) / max(gain(room, 2), 0.1),
            "A liked film at the first place earns 1, and nothing in your answer.": (
                gain([place for place in places if place]) / best
            ),
            "A liked film at the last place earns something, and nothing in your "
            "answer.": gain([place for place in places if place < length - 1]) / best,
        },
    )


_BOTH = "the bias and the vector that make the sum smallest"
_NO_RATINGS = "0 without any ratings"


@question("7.6", steps={_BOTH: 2, _NO_RATINGS: 1})
def newcomer(student: Student, rng: np.random.Generator) -> None:
    """Bias and taste at once."""
    widths = rng.permutation(np.arange(2, 7)).tolist()
    with attempt(_BOTH):
        _expect_newcomer(student, rng, int(rng.integers(6, 10)), widths[0])
        _expect_newcomer(student, rng, int(rng.integers(1, 3)), widths[1])
    with attempt(_NO_RATINGS):
        _expect_newcomer(student, rng, int(rng.integers(3, 6)), widths[2])
        _expect_newcomer(student, rng, 0, widths[3])


def _expect_newcomer(
    student: Student, rng: np.random.Generator, count: int, width: int
) -> None:
    """Ask for the bias and the vector of somebody with so many ratings."""
    vectors = rng.normal(0.7, 0.5, size=(count, width))
    surprise = rng.normal(1.2, 1, size=count)
    own, other = rng.uniform(2, 4), rng.uniform(0.3, 0.9)

    def fitted(bias_penalty: float, penalty: float) -> tuple[float, np.ndarray]:
        table = np.insert(vectors, 0, 1, axis=1)
        weights = _ridge(table, surprise, bias_penalty, penalty)
        return float(weights[0]), weights[1:]

    bias = surprise.sum() / (count + own)
    taste = _ridge(vectors, surprise, other, other)
    rest = _ridge(vectors, surprise - bias, other, other)
    expect_same(
        student.newcomer(vectors, surprise, own, other),
        fitted(own, other),
        f"your tuple for {count} {'rating' if count == 1 else 'ratings'}",
        tolerance=6e-4,  # whoever rounds to three digits is right
        mistakes={
            "Those are two steps: your bias is fitted before there is a vector.": (
                bias,
                rest,
            ),
            "Your bias and your vector do not know of each other: both explain the "
            "whole surprise.": (bias, taste),
            "The two penalties have changed places.": fitted(other, own),
            "The bias has a penalty of its own.": fitted(other, other),
            "The vector has a penalty of its own.": fitted(own, own),
            "Your bias has no penalty.": fitted(0, other),
            "Your vector has no penalty.": fitted(own, 0),
            "There are no penalties in your answer.": fitted(0, 0),
            "The penalties stand beside the sum over the ratings, not beside its "
            "mean.": fitted(own * count, other * count),
            "The penalties are squared in your answer.": fitted(own**2, other**2),
        },
    )


def _ridge(
    table: np.ndarray, target: np.ndarray, first: float, others: float
) -> np.ndarray:
    """Return the ridge regression: a penalty is a row that wants an entry to be 0."""
    penalties = np.append(first, np.full(table.shape[1] - 1, others))
    rows = np.vstack([table, np.diag(np.sqrt(penalties))])
    return np.linalg.lstsq(rows, np.append(target, 0 * penalties))[0]
