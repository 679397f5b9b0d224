"""Exercise 04: word vectors."""

from collections.abc import Callable
from functools import cache

import numpy as np
from scipy import stats

from helpers import data
from helpers import vectors as reference
from helpers.checks.compare import (
    Hint,
    expect,
    expect_array,
    expect_between,
    expect_same,
    expect_type,
)
from helpers.checks.judge import question
from helpers.checks.steps import reached
from helpers.checks.student import Student

Ranks = Callable[[np.ndarray], np.ndarray]


@question("4.1")
def rank_correlation(student: Student, rng: np.random.Generator) -> None:
    """Spearman's correlation."""
    for sign in rng.permutation([-1, 1]).tolist():
        n = int(rng.integers(20, 45))
        drawn = rng.normal(size=n)
        # Some are equal in either array, and not the same ones.
        cosines = np.round(drawn, 1)
        cosines[:2], cosines[2:4] = cosines[0], cosines[2]
        scores = np.round(2 * np.exp(sign * drawn + 0.7 * rng.normal(size=n)))
        scores[:4] = 1, 7, 3, 2
        order = rng.permutation(n)
        _rank_correlation(student, cosines[order], scores[order])


def _rank_correlation(
    student: Student, cosines: np.ndarray, scores: np.ndarray
) -> None:
    def apart(values: np.ndarray) -> np.ndarray:
        return values.argsort().argsort()

    def in_order(values: np.ndarray) -> np.ndarray:
        return values.argsort(kind="stable").argsort()

    def dense(values: np.ndarray) -> np.ndarray:
        return stats.rankdata(values, method="dense")

    def smallest(values: np.ndarray) -> np.ndarray:
        return stats.rankdata(values, method="min")

    def pearson(of_cosines: Ranks, of_scores: Ranks | None = None) -> float:
        ranks = of_cosines(cosines), (of_scores or of_cosines)(scores)
        return float(np.corrcoef(*ranks)[0, 1])

    n, ranks = len(scores), (stats.rankdata(cosines), stats.rankdata(scores))
    squares = float(((ranks[0] - ranks[1]) ** 2).sum())
    share = "They are to share the mean of their ranks."
    spearman = stats.spearmanr(cosines, scores)
    expected = float(spearman.statistic)
    expect_same(
        student.rank_correlation(cosines, scores),
        expected,
        "your correlation",
        mistakes={
            "That is Pearson's correlation of the values themselves. Put ranks in "
            "their place first.": pearson(np.asarray),
            f"Equal values have different ranks in your answer. {share}": (
                pearson(apart)
            ),
            "Equal values are ranked in the order in which they stand. They are to "
            "share the mean of their ranks.": pearson(in_order),
            f"Equal cosines have different ranks in your answer. {share}": (
                pearson(apart, stats.rankdata)
            ),
            f"Equal cosines are ranked in the order in which they stand. {share}": (
                pearson(in_order, stats.rankdata)
            ),
            f"Equal scores have different ranks in your answer. {share}": (
                pearson(stats.rankdata, apart)
            ),
            f"Equal scores are ranked in the order in which they stand. {share}": (
                pearson(stats.rankdata, in_order)
            ),
            "Equal values share the smallest of their ranks in your answer. Their "
            "mean is asked.": pearson(smallest),
            "Equal values share a rank in your answer, and the next value has the next "
            "one. Ranks are places: two in one place take up two.": pearson(dense),
            "Mind the sign: both ranks are counted from the smallest value, and where "
            "one falls as the other rises, the correlation is negative.": -expected,
            "`argsort` tells which value comes first, not which rank a value has.": (
                pearson(np.argsort)
            ),
            "The short formula with squared differences of ranks holds only where no "
            "values are equal.": 1 - 6 * squares / (n**3 - n),
            "That is the p-value. The correlation itself is asked.": (
                float(spearman.pvalue)
            ),
            "That is Kendall's correlation, which counts pairs in the same order.": (
                float(stats.kendalltau(cosines, scores).statistic)
            ),
        },
    )


@question("4.2", points=2)
def cooccurrence(student: Student, rng: np.random.Generator) -> None:
    """Co-occurrence, weighed by distance."""
    for window in rng.choice([3, 4, 5], 2, replace=False).tolist():
        _cooccurrence(student, rng, window)


def _cooccurrence(student: Student, rng: np.random.Generator, window: int) -> None:
    largest = int(rng.integers(5, 9))
    # The last ids of the vocabulary stand nowhere.
    size = largest + int(rng.integers(2, 5))
    # The same word stands next to itself, and beside a hole.
    ids = np.array(
        [
            *rng.integers(largest + 1, size=rng.integers(30, 50)),
            *(5, 5, 0, 5, 3, 0, 0, 3),
            *rng.integers(1, largest + 1, size=rng.integers(1, 6)),
        ]
    )

    def counted(
        window: int = window,
        weight: Callable[[float], float] = np.reciprocal,
        ids: np.ndarray = ids,
        holes: bool = True,
        once: bool = False,
    ) -> np.ndarray:
        counts = np.zeros((size, size))
        for distance in range(1, min(window, len(ids) - 1) + 1):
            pairs = ids[:-distance], ids[distance:]
            if once:
                counts[pairs] += weight(float(distance))
            else:
                np.add.at(counts, pairs, weight(float(distance)))
        if holes:
            counts[0] = counts[:, 0] = 0
        return counts

    def both(counts: np.ndarray) -> np.ndarray:
        return counts + counts.T

    forth = counted()
    expected = both(forth)
    round_the_end = np.zeros((size, size))
    for distance in range(1, window + 1):
        np.add.at(round_the_end, (ids, np.roll(ids, -distance)), 1 / distance)
    round_the_end[0] = round_the_end[:, 0] = 0
    used = int(ids.max()) + 1
    expect_same(
        student.cooccurrence(ids, size, window),
        expected,
        "your matrix",
        means="a row and a column for each id",
        mistakes={
            "All your pairs count 1. The weight is 1 divided by the distance.": (
                both(counted(weight=lambda _: 1.0))
            ),
            "Each pair is counted in one direction only. It belongs at [a, b] and at "
            "[b, a].": forth,
            "Each pair is counted in one direction only, backwards. It belongs "
            "at [a, b] and at [b, a].": forth.T,
            "Each pair counts twice at each of its two places.": 2 * expected,
            "Your windows reach one place less than asked: the last distance is "
            "`window` itself.": both(counted(window - 1)),
            "Your windows reach one place too far.": both(counted(window + 1)),
            "Id 0 takes part in your pairs. Its row and its column are to be zero.": (
                both(counted(holes=False))
            ),
            "You took the zeros out of the text, and other words moved together. An "
            "id 0 holds its place.": both(counted(ids=ids[ids > 0])),
            "A pair of equal words counts once in your matrix. It adds its weight in "
            "both directions.": expected - np.diag(np.diag(forth)),
            "Equal words are pairs, too: your diagonal is empty.": (
                expected - np.diag(np.diag(expected))
            ),
            "A pair of neighbours weighs 1, so the weight is 1 divided by the distance "
            "itself, not by one more.": both(counted(weight=lambda d: 1 / (d + 1))),
            "`counts[a, b] += …` with arrays of ids adds to each place once, however "
            "often the pair is among them.": both(counted(once=True)),
            "Your text has no end: its last words meet its first ones.": (
                both(round_the_end)
            ),
            "Only neighbours count in your matrix. Does it hold whole numbers? Then "
            "1/2 becomes 0.": both(counted(window=1)),
            "Your matrix ends with the largest id of the text. There are `size` ids.": (
                expected[:used, :used]
            ),
        },
    )


@question("4.3", points=2)
def ppmi(student: Student, rng: np.random.Generator) -> None:
    """Positive pointwise mutual information."""
    words, contexts = (int(n) for n in rng.permutation([*rng.choice(6, 2, False)]) + 5)
    means = rng.uniform(0.2, 4, size=(words, 1))
    counts = rng.poisson(means, size=(words, contexts)).astype(float)
    # A word and a context without any count, a single count, and a frequent pair.
    empty, rare, *_ = rng.permutation(words)
    unused, *others = rng.permutation(contexts)
    counts[rare], counts[rare, others[:3]] = 0, (1, 9, 2)
    counts[empty], counts[:, unused] = 0, 0
    _ppmi(student, counts)


def _ppmi(student: Student, counts: np.ndarray) -> None:
    rows, columns = counts.sum(axis=1, keepdims=True), counts.sum(axis=0)

    def logarithm(ratio: np.ndarray) -> np.ndarray:
        return np.log(ratio, out=np.zeros(ratio.shape), where=counts > 0)

    def information(counts: np.ndarray) -> np.ndarray:
        rows, columns = counts.sum(axis=1, keepdims=True), counts.sum(axis=0)
        return np.log(counts * counts.sum() / (rows * columns))

    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.nan_to_num(counts * counts.sum() / (rows * columns))
        pmi = logarithm(ratio)
        smooth = columns**0.75 / (columns**0.75).sum()
        smoothed = logarithm(counts / (rows * smooth))
        totalless = logarithm(counts / (rows * columns))
        by_row, by_column = logarithm(counts / rows), logarithm(counts / columns)
    joint = counts / counts.sum()
    negative = np.where(pmi < 0, 0, -pmi)
    expect_same(
        student.ppmi(counts),
        np.maximum(pmi, 0),
        "your matrix",
        means="the same as of the counts",
        mistakes={
            "Some of your values are negative. PPMI keeps the positive part only.": pmi,
            "Your values fit the logarithm with base 2. The natural one is asked.": (
                np.maximum(pmi, 0) / np.log(2)
            ),
            "Your values fit the logarithm with base 10. The natural one is asked.": (
                np.maximum(pmi, 0) / np.log(10)
            ),
            "You smoothed the contexts, as the chapter does. Here no power is asked.": (
                np.maximum(smoothed, 0)
            ),
            "You added 1 to the counts. They are asked as they are; where one is 0, so "
            "is the PPMI.": np.maximum(information(counts + 1), 0),
            "You added 1 before the logarithm. Where a pair is as frequent as by "
            "chance, the ratio is 1 and its logarithm 0.": np.log1p(ratio),
            "Almost nothing is left. Did you compare counts where shares of the total "
            "were asked?": np.maximum(totalless, 0),
            "Almost nothing is left. Did you leave out the share of the contexts?": (
                np.maximum(by_row, 0)
            ),
            "Almost nothing is left. Did you leave out the share of the words?": (
                np.maximum(by_column, 0)
            ),
            "Your values are weighed with p(w, c), as in the mean over all pairs. Here "
            "the single values are asked.": np.maximum(pmi, 0) * joint,
            "Mind the sign, or what stands above the line: a pair that is more "
            "frequent than by chance has a positive value.": negative,
            "Those are the ratios. Their logarithms are asked.": ratio,
        },
    )


@question("4.4", points=2)
def analogy(student: Student, rng: np.random.Generator) -> None:
    """Analogies."""
    words, size = int(rng.integers(40, 60)), int(rng.integers(6, 10))
    vectors = rng.normal(size=(words, size))
    names = [f"word{i}" for i in rng.permutation(words)]
    lengths = rng.uniform(0.3, 4, size=(words, 1))
    questions = [rng.choice(words, 3, replace=False) for _ in range(9)]
    _analogies(student, names, reference.unit(vectors) * lengths, questions)
    # Three words side by side, and all others on the other side of the sum.
    rows = rng.choice(words, 3, replace=False)
    vectors[rows] = rng.normal(size=size) + 0.2 * rng.normal(size=(3, size))
    unit = reference.unit(vectors)
    step = unit[rows[1]] - unit[rows[0]] + unit[rows[2]]
    others = np.setdiff1d(np.arange(words), rows)
    unit[others] *= -np.sign(unit[others] @ step)[:, None]
    _analogies(student, names, unit * lengths, [rows])
    # The sum of three is so long that the products with all others are less than −1.
    unit[rows[0]] *= -1
    step = unit[rows[1]] - unit[rows[0]] + unit[rows[2]]
    way = step / np.linalg.norm(step)
    aside = reference.unit(unit[others] - np.outer(unit[others] @ way, way))
    cosines = -rng.uniform(1.1, 1.9, size=(len(others), 1)) / np.linalg.norm(step)
    unit[others] = cosines * way + np.sqrt(1 - cosines**2) * aside
    _analogies(student, names, unit * lengths, [rows])


def _analogies(
    student: Student, words: list[str], vectors: np.ndarray, questions: list[np.ndarray]
) -> None:
    """Ask several: that all answers fit a mistake is no accident."""
    unit = reference.unit(vectors)
    answers = []
    for rows in questions:
        a, b, c = (words[row] for row in rows)
        answer = student.analogy(words, vectors, a, b, c)
        answer = expect_type(answer, str, "the answer to a is to b as c is to …")
        expect(
            answer not in (a, b, c),
            "One of the three words of the question is your answer. They are to be "
            "left out, also where the cosines of all others are negative.",
        )
        answers.append(answer)

    def best(vectors: np.ndarray, of: np.ndarray, signs: tuple = (-1, 1, 1)) -> list:
        """Return the words with the largest product to each sum."""
        chosen = []
        for rows in questions:
            scores = vectors @ (np.array(signs) @ of[rows])
            scores[rows] = -np.inf
            chosen.append(words[int(scores.argmax())])
        return chosen

    def product() -> list:
        chosen = []
        for rows in questions:
            a, b, c = (unit @ unit[rows].T + 1).T / 2
            scores = b * c / (a + 1e-3)
            scores[rows] = -np.inf
            chosen.append(words[int(scores.argmax())])
        return chosen

    mistakes = {
        "Your answers fit a − b + c. The step leads from a to b.": (
            best(unit, unit, (1, -1, 1))
        ),
        "Your answers fit a + b − c. The step from a to b starts at c.": (
            best(unit, unit, (1, 1, -1))
        ),
        "Long vectors win in your sums. Scale all rows to length 1 before you add "
        "them.": best(unit, vectors),
        "Long vectors win in your answers. Scale all rows to length 1, also those "
        "you compare with.": best(vectors, unit),
        "Long vectors win in your answers. Scale all rows to length 1 first.": (
            best(vectors, vectors)
        ),
        "Those are the words farthest away. The largest cosine is asked.": (
            best(-unit, unit)
        ),
        "You multiply and divide cosines. The cosine to the sum b − a + c is "
        "asked.": product(),
    }
    # One answer can fit a mistake by accident.
    expect_same(
        answers,
        best(unit, unit),
        "your answers",
        mistakes=mistakes if len(questions) > 1 else None,
    )


@question("4.5", points=2)
def association(student: Student, rng: np.random.Generator) -> None:
    """What a word leans to."""
    size = int(rng.integers(4, 7))

    def drawn(count: int) -> np.ndarray:
        shift = rng.normal(size=size)
        lengths = rng.uniform(0.3, 4, (count, 1))
        return (rng.normal(size=(count, size)) + shift) * lengths

    few, many = int(rng.integers(3, 6)), int(rng.integers(7, 10))
    words, *lists = map(drawn, (6, *rng.permutation([few, many]).tolist()))
    words = words[: rng.integers(2, 7)]
    _association(student, words, *lists)


def _association(
    student: Student, words: np.ndarray, first: np.ndarray, second: np.ndarray
) -> None:
    unit = reference.unit

    def leaning(
        words: np.ndarray,
        first: np.ndarray,
        second: np.ndarray,
        sizes: tuple[int, int] = (1, 1),
    ) -> np.ndarray:
        means = (words @ first.T).mean(axis=1), (words @ second.T).mean(axis=1)
        return means[0] * sizes[0] - means[1] * sizes[1]

    expected = leaning(unit(words), unit(first), unit(second))
    axis = unit(first).mean(axis=0) - unit(second).mean(axis=0)
    means = first.mean(axis=0), second.mean(axis=0)
    to_means = [unit(words) @ unit(mean) for mean in means]
    to_unit_means = [
        unit(words) @ unit(unit(part).mean(axis=0)) for part in (first, second)
    ]
    all_cosines = unit(words) @ unit(np.concatenate([first, second])).T
    expect_same(
        student.association(words, first, second),
        expected,
        "your array",
        means="one number a word that is asked about",
        mistakes={
            "Mind the sign: the first list minus the second.": -expected,
            "Those are dot products. For cosines, the lengths of both vectors have to "
            "go.": leaning(words, first, second),
            "The lengths of the words that are asked about are still in it.": (
                leaning(words, unit(first), unit(second))
            ),
            "The lengths of the words of the two lists are still in it.": (
                leaning(unit(words), first, second)
            ),
            "You added the cosines of each list. The lists differ in length: take the "
            "means.": leaning(
                unit(words), unit(first), unit(second), (len(first), len(second))
            ),
            "You divided by a length too many: that is the cosine to an axis between "
            "the lists.": unit(words) @ unit(axis),
            "That is the cosine to the mean vector of a list. Take the cosine to each "
            "word of it first, and then the mean.": to_means[0] - to_means[1],
            "That is the cosine to the mean of a list's vectors of length 1. The mean "
            "of cosines does not divide by that mean's length.": (
                to_unit_means[0] - to_unit_means[1]
            ),
            "That is the mean cosine to the first list. Subtract that to the second.": (
                (unit(words) @ unit(first).T).mean(axis=1)
            ),
            "You divided by the standard deviation of the cosines, which the paper "
            "does later. Here the difference itself is asked.": (
                expected / all_cosines.std(axis=1)
            ),
            "You divided by the standard deviation of the cosines, as the paper does "
            "later. Here the difference itself is asked.": (
                expected / all_cosines.std(axis=1, ddof=1)
            ),
            "That is one number for all the words. Each word has its own.": (
                float(expected.mean())
            ),
        },
    )


_NEIGHBOURS = "its neighbours are no chance"
_ENOUGH = "it shares enough neighbours with GloVe"


@question("4.6", steps={_NEIGHBOURS: 1, _ENOUGH: 2}, rounds=1)
def space(student: Student, rng: np.random.Generator) -> None:
    """A space of your own."""
    space = expect_type(student["space"], np.ndarray, "your space")
    glove, counted = _glove_neighbours(), _counted_neighbours()
    expect(
        space.ndim == 2 and space.shape[1] <= 50,
        f"Your space has shape {space.shape}; one row a word was asked, and at most 50 "
        "columns.",
    )
    means = "one row a word, at most 50 columns"
    space = expect_array(space, "your space", shape=(len(glove), None), means=means)
    if space.shape[1] == 0 or not space.any():
        raise Hint("Your space has nothing but zeros in it.")
    neighbours = _nearest(space.astype(float))
    share = _share(neighbours, glove)
    # Spaces made from counts share about as many neighbours with the counts as with
    # GloVe, or more; GloVe itself, less axes or plus noise, not half as many.
    expect(
        share < 0.05 or _share(neighbours, counted) > 0.65 * share,
        f"The share is {share:.2f}, and your space is like GloVe, or made of it. Make "
        "the vectors from `counts`.",
    )
    what, bar = "the share of neighbours in common", "At least 0.14 is asked. "
    row = "That is hardly more than chance: does row i belong to word i?"
    expect_between(share, 0.03, 1, what, bar + row)
    frequent = (
        "Frequent words are neighbours of everything as long as their large counts "
        "decide: how could those be weighed? And which 50 numbers tell most about a "
        "row?"
    )
    expect_between(share, 0.07, 1, what, bar + frequent)
    reached(_NEIGHBOURS)
    expect_between(share, 0.14, 1, what, bar + frequent)
    reached(_ENOUGH)


@cache
def _glove() -> tuple[list[str], np.ndarray]:
    """Return the words of the exercise, and their vectors in GloVe."""
    glove = data.load_glove()
    rows = [row for row, word in enumerate(glove.words[:1_000]) if word.isalpha()]
    return [glove.words[row] for row in rows], glove.vectors[rows].astype(float)


@cache
def _glove_neighbours() -> list[set[int]]:
    return _nearest(_glove()[1])


@cache
def _counted_neighbours() -> list[set[int]]:
    """Return neighbours by the PPMI of a part of the exercise's counts."""
    words, _ = _glove()
    row_of = {word: row for row, word in enumerate(words)}
    imdb, n = data.load_imdb(), len(words)
    texts = imdb.train
    ids = np.array([row_of.get(word, -1) for word in imdb.words])[texts.tokens]
    review = np.repeat(np.arange(len(texts)), np.diff(texts.offsets))
    counts = np.zeros(n * n)
    for distance in range(1, 5):
        left, right = ids[:-distance], ids[distance:]
        pairs = (left >= 0) & (right >= 0) & (review[:-distance] == review[distance:])
        counts += np.bincount(left[pairs] * n + right[pairs], minlength=n * n)
    table = counts.reshape(n, n) + counts.reshape(n, n).T
    chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return _nearest(np.log(np.maximum(table / np.maximum(chance, 1e-9), 1)))


def prepare() -> None:
    """Find what spaces are compared with, once for all submissions."""
    _glove_neighbours()
    _counted_neighbours()


def _nearest(vectors: np.ndarray, count: int = 10) -> list[set[int]]:
    """Return for each row the rows with the largest cosine, without itself."""
    vectors = reference.unit(vectors)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -np.inf)
    nearest = np.argpartition(-cosines, count, axis=1)[:, :count]
    return [set(row) for row in nearest.tolist()]


def _share(neighbours: list[set[int]], others: list[set[int]]) -> float:
    """Return which share of the neighbours two spaces have in common."""
    common = [len(a & b) / len(a) for a, b in zip(neighbours, others, strict=True)]
    return float(np.mean(common))
