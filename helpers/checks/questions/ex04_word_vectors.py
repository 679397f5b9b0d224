"""Exercise 04: word vectors."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy import stats

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
from helpers.checks.student import Student


@question("4.1")
def rank_correlation(student: Student, rng: np.random.Generator) -> None:
    """Spearman's correlation."""
    for _ in range(3):
        cosines = rng.normal(size=40)
        scores = np.round(2 * np.exp(cosines + rng.normal(size=40)))
        _rank_correlation(student, cosines, scores)


def _rank_correlation(
    student: Student, cosines: np.ndarray, scores: np.ndarray
) -> None:
    def pearson(ranks: Callable[[np.ndarray], np.ndarray]) -> float:
        return float(np.corrcoef(ranks(cosines), ranks(scores))[0, 1])

    n, ranks = len(scores), (stats.rankdata(cosines), stats.rankdata(scores))
    squares = float(((ranks[0] - ranks[1]) ** 2).sum())
    expect_same(
        student.rank_correlation(cosines, scores),
        float(stats.spearmanr(cosines, scores).statistic),
        "your correlation",
        mistakes={
            "That is Pearson's correlation of the values themselves. Put ranks in "
            "their place first.": pearson(np.asarray),
            "Equal values have different ranks in your answer. They are to share the "
            "mean of their ranks.": pearson(lambda values: values.argsort().argsort()),
            "Equal values are ranked in the order in which they stand. They are to "
            "share the mean of their ranks.": (
                pearson(lambda values: values.argsort(kind="stable").argsort())
            ),
            "`argsort` tells which value comes first, not which rank a value has.": (
                pearson(np.argsort)
            ),
            "The short formula with squared differences of ranks holds only where no "
            "values are equal.": 1 - 6 * squares / (n**3 - n),
            "That is Kendall's correlation, which counts pairs in the same order.": (
                float(stats.kendalltau(cosines, scores).statistic)
            ),
        },
    )


@question("4.2", points=2)
def cooccurrence(student: Student, rng: np.random.Generator) -> None:
    """Co-occurrence, weighed by distance."""
    size, window = 7, int(rng.integers(3, 5))
    # The same word stands next to itself, and beside a hole.
    ids = np.array([*rng.integers(size, size=40), 5, 5, 0, 5, 3, 0, 0, 3])

    def counted(
        window: int = window,
        weight: Callable[[float], float] = np.reciprocal,
        ids: np.ndarray = ids,
        holes: bool = True,
    ) -> np.ndarray:
        counts = np.zeros((size, size))
        for i, word in enumerate(ids):
            for place in range(i + 1, min(len(ids), i + 1 + window)):
                counts[word, ids[place]] += weight(float(place - i))
        if holes:
            counts[0] = counts[:, 0] = 0
        return counts

    def both(counts: np.ndarray) -> np.ndarray:
        return counts + counts.T

    once = counted()
    expected = both(once)
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
            "[b, a].": once,
            "Each pair is counted in one direction only, backwards. It belongs "
            "at [a, b] and at [b, a].": once.T,
            "Your windows reach one place less than asked: the last distance is "
            "`window` itself.": both(counted(window - 1)),
            "Your windows reach one place too far.": both(counted(window + 1)),
            "Id 0 takes part in your pairs. Its row and its column are to be zero.": (
                both(counted(holes=False))
            ),
            "You took the zeros out of the text, and other words moved together. An "
            "id 0 holds its place.": both(counted(ids=ids[ids > 0])),
            "A pair of equal words counts once in your matrix. It adds its weight in "
            "both directions.": expected - np.diag(np.diag(once)),
            "Equal words are pairs, too: your diagonal is empty.": (
                expected - np.diag(np.diag(expected))
            ),
            "A pair of neighbours weighs 1, so the weight is 1 divided by the distance "
            "itself, not by one more.": both(counted(weight=lambda d: 1 / (d + 1))),
        },
    )


@question("4.3", points=2)
def ppmi(student: Student, rng: np.random.Generator) -> None:
    """Positive pointwise mutual information."""
    counts = rng.poisson(rng.uniform(0.2, 4, size=(8, 1)), size=(8, 6)).astype(float)
    counts[2] = 0
    counts[:, 4] = 0
    counts[0, :4] = 1, 9, 2, 0
    rows, columns = counts.sum(axis=1, keepdims=True), counts.sum(axis=0)

    def logarithm(ratio: np.ndarray) -> np.ndarray:
        return np.log(ratio, out=np.zeros(ratio.shape), where=counts > 0)

    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = logarithm(counts * counts.sum() / (rows * columns))
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
        },
    )


@question("4.4", points=2)
def analogy(student: Student, rng: np.random.Generator) -> None:
    """Analogies."""
    words = [f"word{i}" for i in rng.permutation(60)]
    lengths = rng.uniform(0.3, 4, size=(60, 1))
    vectors = reference.unit(rng.normal(size=(60, 8))) * lengths
    unit = vectors / lengths
    for _ in range(12):
        rows = rng.choice(60, 3, replace=False)
        first, second, third = (words[row] for row in rows)

        def best(
            of: np.ndarray, step: np.ndarray, out: Sequence[int] = rows.tolist()
        ) -> str:
            scores = of @ step
            scores[out] = -np.inf
            return words[int(scores.argmax())]

        (a, b, c), raw = unit[rows], vectors[rows]
        raw_step = raw[1] - raw[0] + raw[2]
        expect_same(
            student.analogy(words, vectors, first, second, third),
            reference.analogy(words, vectors, (first, second, third))[0][0],
            "the answer to a is to b as c is to …",
            mistakes={
                "One of the three words of the question is your answer. They are to be "
                "left out.": best(unit, b - a + c, []),
                "Your answer fits a − b + c. The step leads from a to b.": (
                    best(unit, a - b + c)
                ),
                "Your answer fits a + b − c. The step from a to b starts at c.": (
                    best(unit, a + b - c)
                ),
                "Long vectors win in your sum. Scale all rows to length 1 before you "
                "add them.": best(unit, raw_step),
                "Long vectors win in your answers. Scale all rows to length 1, also "
                "those you compare with.": best(vectors, b - a + c),
                "Long vectors win in your answers. Scale all rows to length 1 first.": (
                    best(vectors, raw_step)
                ),
                "That is the word farthest away. The largest cosine is asked.": (
                    best(-unit, b - a + c)
                ),
            },
        )


@question("4.5", points=2)
def association(student: Student, rng: np.random.Generator) -> None:
    """What a word leans to."""

    def drawn(count: int) -> np.ndarray:
        shift = rng.normal(size=5)
        return (rng.normal(size=(count, 5)) + shift) * rng.uniform(0.3, 4, (count, 1))

    words, first, second = drawn(6), drawn(4), drawn(9)
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
            "means.": leaning(unit(words), unit(first), unit(second), (4, 9)),
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
            "That is one number for all the words. Each word has its own.": (
                float(expected.mean())
            ),
        },
    )


@question("4.6", points=3)
def space(student: Student, rng: np.random.Generator) -> None:
    """A space of your own."""
    from helpers.data import load_glove

    space = expect_type(student["space"], np.ndarray, "your space")
    glove = load_glove()
    rows = [row for row, word in enumerate(glove.words[:1_000]) if word.isalpha()]
    expect(
        space.ndim == 2 and space.shape[1] <= 50,
        f"Your space has shape {space.shape}; one row a word was asked, and at most 50 "
        "columns.",
    )
    means = "one row a word, at most 50 columns"
    expect_array(space, "your space", shape=(len(rows), None), means=means)
    if space.shape[1] == 0 or not space.any():
        raise Hint("Your space has nothing but zeros in it.")
    theirs = _nearest(np.array(glove.vectors[rows], dtype=float))
    yours = _nearest(space.astype(float))
    shared = [len(set(a) & set(b)) for a, b in zip(yours, theirs, strict=True)]
    share = float(np.mean(shared)) / 10
    expect(
        share < 0.6,
        f"The share is {share:.2f}: that is GloVe, or nearly. Make the vectors from "
        "`counts`.",
    )
    hint = "At least 0.14 is asked. "
    if share < 0.03:
        hint += "That is hardly more than chance: does row i belong to word i?"
    else:
        hint += (
            "Frequent words are neighbours of everything as long as their large counts "
            "decide: how could those be weighed? And which 50 numbers tell most about "
            "a row?"
        )
    expect_between(share, 0.14, 0.6, "the share of neighbours in common", hint)


def _nearest(vectors: np.ndarray, count: int = 10) -> list[list[int]]:
    """Return for each row the rows with the largest cosine, without itself."""
    vectors = reference.unit(vectors)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -np.inf)
    return np.argsort(-cosines, axis=1)[:, :count].tolist()
