"""Exercise 09: principal components."""

import numpy as np
from sklearn.decomposition import PCA

from helpers.checks.compare import expect_same
from helpers.checks.judge import question
from helpers.checks.steps import attempt
from helpers.checks.student import Student


def _cloud(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    """Return a table with a mean far from zero, and spreads that are far from equal.

    No component is nearly as wide as another, or rounding could exchange them.
    """
    noise = rng.normal(size=(rows, columns))
    left, _, right = np.linalg.svd(noise - noise.mean(axis=0), full_matrices=False)
    spreads = np.arange(len(right), 0, -1) * rng.uniform(0.9, 1.1) * np.sqrt(rows)
    if rows <= columns:  # centred rows are one direction short
        spreads[-1] = 0
    return left * spreads @ right + rng.uniform(3, 9, size=columns)


@question("9.1")
def shares(student: Student, rng: np.random.Generator) -> None:
    """Shares of the variance."""
    for count in (int(rng.integers(4, 10)), 1):
        singular = np.sort(rng.uniform(0.5, 9, size=count))[::-1]
        variances = singular**2
        expected = variances / variances.sum()
        expect_same(
            student.shares(singular),
            expected,
            f"what `shares` gives for {count} singular "
            f"{'values' if count > 1 else 'value'}",
            means="one number a component",
            mistakes={
                "A singular value is a length. Variance goes with its square.": (
                    singular / singular.sum()
                ),
                "Those do not sum to 1: a share is a part of the whole.": variances,
                "You divided by the largest. A share is a part of the sum.": (
                    variances / variances.max()
                ),
                "You divided by how many there are. A share is a part of the sum.": (
                    variances / count
                ),
                "Those are running sums. Give each component's own share.": (
                    expected.cumsum()
                ),
                "That is in percent. Shares sum to 1.": 100 * expected,
                "That is the order from the other end: the first share belongs to the "
                "first singular value.": expected[::-1],
            },
        )


@question("9.2")
def place(student: Student, rng: np.random.Generator) -> None:
    """A newcomer on the map."""
    several = int(rng.integers(5, 10))
    for components, count in ((3, several), (2, 1), (4, several + 1)):
        columns = components + int(rng.integers(2, 4))
        table = _cloud(rng, int(rng.integers(20, 40)), columns)
        mean, spread = table.mean(axis=0), table.std(axis=0)
        drawn_anew = PCA(components).fit(table).components_
        # Turned within the map: whoever draws it anew gets other axes than these.
        turn = np.linalg.qr(rng.normal(size=(components, components)))[0]
        axes = turn @ drawn_anew
        new = _cloud(rng, 10, columns)[:count]
        expected = (new - mean) @ axes.T
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
                "You have drawn the map anew, and its axes point elsewhere. Use those "
                "in `axes`.": (new - mean) @ drawn_anew.T,
                "Subtract the mean, and no more: the map was drawn in the units of the "
                "table.": (new - mean) / spread @ axes.T,
                "Those are two coordinates. Give as many as `axes` has rows.": (
                    expected[:, :2]
                ),
                "You subtracted the newcomers from the mean: subtract the mean from "
                "them.": -expected,
                "Your array is transposed: a row is to be an item.": expected.T,
            },
        )


_FROM_ZERO = "One too few: a position counts from 0, a number from 1."
_STRICT = "One too many: components that keep exactly that share are enough."
_NEARLY = "One too few: they keep nearly that share, and it is to be all of it."
_ALONE = "Add the shares up: the components keep it together."


@question("9.3")
def enough(student: Student, rng: np.random.Generator) -> None:
    """How many components are enough."""
    for count in (int(rng.integers(4, 7)), int(rng.integers(12, 17))):
        # Multiples of 1/64: sums without rounding, so that "exactly" means something.
        parts = rng.multinomial(64 - count, np.full(count, 1 / count)) + 1
        shares = np.sort(parts)[::-1] / 64
        together = shares.cumsum()
        first, some = together[[0, rng.integers(1, count - 1)]].tolist()
        for wanted, step, hint in (
            (first / 2, -1, _FROM_ZERO),
            (some - 1 / 128, 0, ""),
            (some, 1, _STRICT),
            (first, 1, _STRICT),
            (1.0, 1, _STRICT),
            # So little more that neither the nearest sum nor a rounded one will do.
            (some + 1 / 1024, -1, _NEARLY),
            (first + 1 / 1024, -1, _NEARLY),
            (1 - 1 / 1024, -1, _NEARLY),
        ):
            expected = int((together < wanted).sum()) + 1
            alone = int((shares < wanted).sum()) + 1
            expect_same(
                student.enough(shares, wanted),
                expected,
                f"the number of components for a share of {wanted:.4g}",
                mistakes={
                    hint: expected + step,
                    # One more or less has another reason.
                    _ALONE: alone if abs(alone - expected) > 1 else expected,
                },
            )


_LONG = "tables with more rows than columns"
_WIDE = "tables with more columns than rows"


@question("9.4", steps={_LONG: 1, _WIDE: 1})
def rebuild(student: Student, rng: np.random.Generator) -> None:
    """There and back."""
    few, many = int(rng.integers(4, 7)), int(rng.integers(12, 25))
    with attempt(_LONG):
        for count in (int(rng.integers(2, few)), 1, few):
            _expect_rebuilt(student, _cloud(rng, many, few), count)
    with attempt(_WIDE):
        for count in (int(rng.integers(2, few)), 1):
            _expect_rebuilt(student, _cloud(rng, few, many), count)


def _expect_rebuilt(student: Student, table: np.ndarray, count: int) -> None:
    """Require what the first components keep of a table."""
    mean = table.mean(axis=0)
    pca = PCA(count).fit(table)
    expected = pca.inverse_transform(pca.transform(table))
    uncentred = np.linalg.svd(table, full_matrices=False)[2][:count]
    directions = np.linalg.svd(table - mean)[2]
    last, columns = directions[-count:], directions[:, :count]
    scaled = (table - mean) / table.std(axis=0)
    correlated = np.linalg.svd(scaled, full_matrices=False)[2][:count]
    rows, width = table.shape
    expect_same(
        student.rebuild(table, count),
        expected,
        f"what `rebuild` gives for {rows} × {width} numbers and count {count}",
        means="one row an item, one column a measure, as in the table",
        tolerance=1e-4,
        mistakes={
            "You have not come all the way back: the mean that was subtracted is still "
            "missing.": expected - mean,
            "You decomposed the table as it is. Components are directions seen from "
            "the mean.": table @ uncentred.T @ uncentred,
            "The mean was added, but never subtracted before the table was "
            "projected.": table @ pca.components_.T @ pca.components_ + mean,
            "Those are the narrowest directions. The widest come first in what `svd` "
            "gives.": (table - mean) @ last.T @ last + mean,
            "A component is a row of what `svd` gives third, not a column.": (
                (table - mean) @ columns @ columns.T + mean
            ),
            "Subtract the mean, and no more: scaled columns have other components.": (
                scaled @ correlated.T @ correlated * table.std(axis=0) + mean
            ),
            "That is one mean for the whole table. Each column has its own.": (
                _rebuilt_around(table.mean(), table, count)
            ),
            "Those are the coordinates. Go back to the columns of the table.": (
                pca.transform(table)
            ),
        },
    )


def _rebuilt_around(zero: float, table: np.ndarray, count: int) -> np.ndarray:
    axes = np.linalg.svd(table - zero, full_matrices=False)[2][:count]
    return (table - zero) @ axes.T @ axes + zero
