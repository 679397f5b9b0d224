"""Exercise 09: principal components."""

import numpy as np
from sklearn.decomposition import PCA

from helpers.checks.compare import expect_same
from helpers.checks.judge import question
from helpers.checks.student import Student


def _cloud(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    """Return a table with a mean far from zero, and columns of different widths."""
    widths = rng.permutation(np.arange(1, columns + 1)) * rng.uniform(0.9, 1.1)
    mixed = np.linalg.qr(rng.normal(size=(columns, columns)))[0]
    cloud = rng.normal(size=(rows, columns)) * widths @ mixed
    return cloud + rng.uniform(3, 9, size=columns)


@question("9.1")
def shares(student: Student, rng: np.random.Generator) -> None:
    """Shares of the variance."""
    singular = np.sort(rng.uniform(0.5, 9, size=6))[::-1].copy()
    variances = singular**2
    expected = variances / variances.sum()
    expect_same(
        student.shares(singular),
        expected,
        "what `shares` gives",
        means="one number a component",
        mistakes={
            "A singular value is a length. Variance goes with its square.": (
                singular / singular.sum()
            ),
            "Those do not sum to 1: a share is a part of the whole.": variances,
            "You divided by the largest. A share is a part of the sum.": (
                variances / variances.max()
            ),
            "Those are running sums. Give each component's own share.": (
                expected.cumsum()
            ),
        },
    )


@question("9.2")
def place(student: Student, rng: np.random.Generator) -> None:
    """A newcomer on the map."""
    table = _cloud(rng, 30, 5)
    axes = PCA(2).fit(table).components_
    for count in (7, 1):
        new = _cloud(rng, count, 5)
        expected = (new - table.mean(axis=0)) @ axes.T
        expect_same(
            student.place(table, axes, new),
            expected,
            f"what `place` gives for {count} of them",
            means="one row a new item, one column a component",
            mistakes={
                "You centred the new items with their own mean. The map has its zero "
                "at the mean of the items it was drawn from.": (
                    (new - new.mean(axis=0)) @ axes.T
                ),
                "The mean is missing: the map was drawn after it was subtracted.": (
                    new @ axes.T
                ),
                "Subtract a mean for each column, not one for the whole table.": (
                    (new - table.mean()) @ axes.T
                ),
                "The newcomers must not move the zero of a map that is there: they do "
                "not belong in its mean.": (
                    (new - np.vstack([table, new]).mean(axis=0)) @ axes.T
                ),
                "Your array is transposed: a row is to be an item.": expected.T,
            },
        )


@question("9.3")
def enough(student: Student, rng: np.random.Generator) -> None:
    """How many components are enough."""
    # Multiples of 1/64: sums without rounding, so that "exactly" means something.
    parts = np.sort(rng.multinomial(56, np.full(8, 1 / 8)) + 1)[::-1]
    shares = parts / 64
    together = shares.cumsum()
    middle = int(rng.integers(2, 6))
    exactly = [float(together[middle]), 1.0, float(together[0])]
    between = [float(together[middle]) - 1 / 128, float(together[0]) / 2]
    for wanted in between + exactly:
        expected = int((together < wanted).sum()) + 1
        mistakes = {
            "One too few: a position counts from 0, a number of components from 1.": (
                expected - 1
            )
        }
        if wanted in exactly:
            hint = "One too many: components that keep exactly that share are enough."
            mistakes[hint] = expected + 1
        lone = int((shares < wanted).sum()) + 1
        if lone not in (expected - 1, expected + 1):
            mistakes["Add the shares up: the components keep it together."] = lone
        expect_same(
            student.enough(shares.copy(), wanted),
            expected,
            f"the number of components for a share of {wanted:.4g}",
            mistakes=mistakes,
        )


@question("9.4", points=2)
def rebuild(student: Student, rng: np.random.Generator) -> None:
    """There and back."""
    for count in (2, 1, 5):
        table = _cloud(rng, 25, 5)
        mean = table.mean(axis=0)
        pca = PCA(count).fit(table)
        expected = pca.inverse_transform(pca.transform(table))
        uncentred = np.linalg.svd(table, full_matrices=False)[2][:count]
        last = np.linalg.svd(table - mean)[2][-count:]
        columns = np.linalg.svd(table - mean)[2][:, :count]
        expect_same(
            student.rebuild(table.copy(), count),
            expected,
            f"what `rebuild` gives for {count} of 5 components",
            means="one row an item, one column a measure, as in the table",
            mistakes={
                "You have not come all the way back: the mean that was subtracted is "
                "still missing.": expected - mean,
                "You decomposed the table as it is. Components are directions seen "
                "from the mean.": table @ uncentred.T @ uncentred,
                "The mean was added, but never subtracted before the table was "
                "projected.": (table @ pca.components_.T @ pca.components_ + mean),
                "Those are the narrowest directions. The widest come first in what "
                "`svd` gives.": (table - mean) @ last.T @ last + mean,
                "A component is a row of what `svd` gives third, not a column.": (
                    (table - mean) @ columns @ columns.T + mean
                ),
            },
        )
