"""Exercise 10: autoencoders."""

from collections.abc import Callable

import numpy as np

from helpers.checks.compare import expect, expect_same, expect_type
from helpers.checks.judge import question
from helpers.checks.steps import attempt, reached
from helpers.checks.student import Student


@question("10.1")
def walk(student: Student, rng: np.random.Generator) -> None:
    """From one code to another."""
    width = int(rng.integers(3, 8))
    # Steps of 1/6 and 1/9, added up, end behind the 1: a walk that ends "before 1 and a
    # bit" then has a code too many.
    for count in (7, 10, 2, int(rng.integers(11, 20))):
        first, last = rng.normal(size=(2, width + count % 2))
        parts = np.arange(count) / (count - 1)
        expected = first + parts[:, None] * (last - first)
        open_end = first + (np.arange(count) / count)[:, None] * (last - first)
        inner = np.arange(1, count + 1) / (count + 1)
        steps = np.arange(count + 1) / count
        expect_same(
            student.walk(first, last, count),
            expected,
            f"your walk of {count} codes",
            means="one row a code",
            mistakes={
                "Your walk stops one step before the end: `last` belongs to it.": (
                    open_end
                ),
                "Both ends belong to the walk, and count among its codes.": (
                    first + inner[:, None] * (last - first)
                ),
                "That is a walk of so many steps, with one code more: `count` is the "
                "number of codes.": first + steps[:, None] * (last - first),
                "You walk from `last` to `first`.": expected[::-1],
                "Those are the ways from `first`. Add them to it.": expected - first,
                "Your array is transposed: a row is to be a code.": expected.T,
            },
        )


@question("10.2")
def decibels(student: Student, rng: np.random.Generator) -> None:
    """Decibels."""
    for _ in range(2):
        # No pixel is at the peak: what occurs is not what can occur.
        shape = int(rng.integers(4, 9)), int(rng.integers(4, 9))
        output, picture = rng.integers(251, size=(2, *shape)).astype("uint8")
        # Differences that neither `uint8` can hold nor, squared, `int16`.
        output[0, :2], picture[0, :2] = (1, 250), (249, 0)
        errors = output.astype(float) - picture
        squared = np.mean(errors**2)
        short = errors.astype("int16")
        expected = _ratio(squared)
        expect_same(
            student.decibels(output, picture),
            expected,
            "your ratio",
            mistakes={
                "The peak is the largest value a pixel can have. Here it is not 1.": (
                    _ratio(squared, peak=1)
                ),
                "The peak is the largest value a pixel can have, not the largest in "
                "the picture.": _ratio(squared, peak=picture.max()),
                "The peak is the largest value a pixel can have, not the largest in "
                "the output.": _ratio(squared, peak=output.max()),
                "A pixel has 256 values, and the largest of them is the peak.": (
                    _ratio(squared, peak=256)
                ),
                "The error under the fraction is the squared one, not its root.": (
                    _ratio(np.sqrt(squared))
                ),
                "The error is squared. Yours has the absolute differences.": (
                    _ratio(np.mean(np.abs(errors)))
                ),
                "The error is the mean of the squares, not their sum.": (
                    _ratio(np.sum(errors**2))
                ),
                "The peak has to be squared, like the error.": (
                    _ratio(squared, peak=255**0.5)
                ),
                "Decibels are counted with the logarithm to base 10, not with the "
                "natural one.": expected * np.log(10),
                "Decibels are counted with the logarithm to base 10, not to base 2.": (
                    expected * np.log2(10)
                ),
                "Those are bels: a decibel is a tenth of one.": expected / 10,
                "Mind the sign: a smaller error gives a higher ratio.": -expected,
                "`uint8` has no negative numbers: turn the pictures into floats before "
                "you subtract.": _ratio(np.mean((output - picture).astype(float) ** 2)),
                "`uint8` has no room for differences, and less for their squares: turn "
                "the pictures into floats first.": (
                    _ratio(np.mean((output - picture) ** 2))
                ),
                "`int16` has room for differences, and none for their squares: turn "
                "the pictures into floats first.": _ratio(np.mean(short * short)),
            },
        )


def _ratio(error: float, peak: float = 255) -> float:
    """Return the peak signal-to-noise ratio, NaN for an error below 0."""
    with np.errstate(invalid="ignore"):
        return float(10 * np.log10(float(peak) ** 2 / error))


@question("10.3")
def parameters(student: Student, rng: np.random.Generator) -> None:
    """Parameters of a stack of convolutions."""
    kernels = rng.permutation([2, 3, 5]).tolist()
    lengths = int(rng.integers(3, 6)), 2, 1
    for length, kernel in zip(lengths, kernels, strict=True):
        channels = int(rng.integers(2, 5))
        filters = rng.choice(np.arange(5, 20), length, replace=False).tolist()
        before = np.array([channels, *filters[:-1]])
        after = np.array(filters)
        weights = kernel**2 * before * after
        biases = after.sum()
        call = f"`parameters({channels}, {filters}, {kernel})`"
        number = student.parameters(channels, filters, kernel)
        expect_same(
            number,
            int(weights.sum() + biases),
            call,
            mistakes={
                "The biases are missing: one for each filter.": int(weights.sum()),
                "A filter looks at all channels of the layer before, with weights of "
                "its own for each.": int((kernel**2 * after).sum() + biases),
                "Every layer in your count has the channels of the picture. The second "
                "sees what the first has made.": int(
                    (kernel**2 * channels * after).sum() + biases
                ),
                "A window has kernel × kernel places, not kernel.": int(
                    (kernel * before * after).sum() + biases
                ),
                "A filter has one bias in all, not one for each channel it sees.": int(
                    weights.sum() + (before * after).sum()
                ),
                "A filter has one bias, not a layer.": int(weights.sum() + length),
                "That is the last layer alone. Count those of all layers.": int(
                    weights[-1] + after[-1]
                ),
                "That is a number for each layer. Add them up.": (
                    (weights + after).tolist()
                ),
            },
        )
        _expect_int(number, call)


def _expect_int(number: object, what: str) -> None:
    """Require a whole number that is an `int`, as the question says.

    Layers are built with such numbers: Keras takes no 28.0 for a side.
    """
    if isinstance(number, np.ndarray | np.generic):
        number = number.item()
    expect(
        not isinstance(number, float),
        f"{what} is the float {number}: the right number, but an `int` was asked.",
    )


_EVEN = "pooling of even sides"
_ODD = "pooling of odd sides"


@question("10.4", steps={_EVEN: 1, _ODD: 1})
def sides(student: Student, rng: np.random.Generator) -> None:
    """Sides of a picture on its way."""
    for length in (int(rng.integers(8, 13)), int(rng.integers(1, 6))):
        _expect_sides(student, *_way(rng, length, {0}))
    reached(_EVEN)
    with attempt(_ODD):
        # Halves go up, to an even number or to an odd one. `round` fails with 1 only.
        for remainders in ({3}, {1}, {0, 1, 3}):
            length = int(rng.integers(6, 10))
            _expect_sides(student, *_way(rng, length, remainders))


def _way(
    rng: np.random.Generator, length: int, remainders: set[int]
) -> tuple[int, list[str]]:
    """Return a side and steps to go.

    Args:
        rng: draws them.
        length: number of steps.
        remainders: what the odd sides that are pooled leave when divided by 4, and 0
            for even ones. Each occurs, and no other.
    """
    words = sorted(_RULES)
    while True:
        side = int(rng.integers(20, 60))
        steps = [*rng.choice(words, max(length - 4, 0)).tolist(), *words][:length]
        steps = rng.permutation(steps).tolist()
        before = [side, *_sides(side, steps)]
        pooled = {
            before[i] % 4 * (before[i] % 2) for i, s in enumerate(steps) if s == "pool"
        }
        if pooled == remainders and min(before) > 4:
            return side, steps


_RULES: dict[str, Callable[[int], int]] = {
    "same": lambda side: side,
    "valid": lambda side: side - 2,
    "pool": lambda side: (side + 1) // 2,
    "up": lambda side: 2 * side,
}


def _sides(side: int, steps: list[str], **other: Callable[[int], int]) -> list[int]:
    """Return the sides after each step; `other` replaces the rule of a step."""
    rules = _RULES | other
    sides: list[int] = []
    for step in steps:
        side = rules[step](side)
        sides.append(side)
    return sides


def _expect_sides(student: Student, side: int, steps: list[str]) -> None:
    """Require the sides of a picture on a way."""
    expected = _sides(side, steps)
    what = f"what `sides` gives for {side} and {steps}"
    answer = student.sides(side, steps)
    expect_same(
        answer,
        expected,
        what,
        means="one a step",
        mistakes={
            "A row that is left over is kept whatever the side: `round` takes 2.5 "
            "down to 2.": _sides(side, steps, pool=lambda n: round(n / 2)),
            "Pooling an odd side keeps the row that is left over: it becomes a row of "
            "its own.": _sides(side, steps, pool=lambda n: n // 2),
            "Pooling an even side leaves no row over: it is halved.": (
                _sides(side, steps, pool=lambda n: n // 2 + 1)
            ),
            "Without padding the middle of the window cannot stand at an edge, and "
            "there are two edges.": _sides(side, steps, valid=lambda n: n - 1),
            "The window is 3 wide, but its first place costs nothing: how many places "
            "are there for it?": _sides(side, steps, valid=lambda n: n - 3),
            "`up` makes two pixels of each, along both sides: the side doubles.": (
                _sides(side, steps, up=lambda n: 4 * n)
            ),
            "The side before the first step was not asked: one number a step.": [
                side,
                *expected,
            ],
            "Those are the sides before the steps. Give the side after each step.": [
                side,
                *expected[:-1],
            ],
            "That is the last side. Give the side after each step.": expected[-1],
            "Each step goes on from the side that the step before has made.": [
                _RULES[step](side) for step in steps
            ],
        },
    )
    for number in expect_type(answer, list, what):
        _expect_int(number, "One of your sides")
