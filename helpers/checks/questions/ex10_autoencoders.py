"""Exercise 10: autoencoders."""

from collections.abc import Callable

import numpy as np

from helpers.checks.compare import expect_same
from helpers.checks.judge import question
from helpers.checks.student import Student


@question("10.1")
def walk(student: Student, rng: np.random.Generator) -> None:
    """From one code to another."""
    for count in (5, 2, int(rng.integers(6, 12))):
        first, last = rng.normal(size=(2, 4))
        parts = np.arange(count) / (count - 1)
        expected = first + parts[:, None] * (last - first)
        open_end = first + (np.arange(count) / count)[:, None] * (last - first)
        inner = np.arange(1, count + 1) / (count + 1)
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
                "You walk from `last` to `first`.": expected[::-1],
                "Your array is transposed: a row is to be a code.": expected.T,
            },
        )


@question("10.2")
def decibels(student: Student, rng: np.random.Generator) -> None:
    """Decibels."""
    output, picture = rng.integers(256, size=(2, 7, 5)).astype("uint8")
    errors = output.astype(float) - picture
    squared = float(np.mean(errors**2))
    wrapped = float(np.mean((output - picture).astype(float) ** 2))
    wrapped_twice = float(np.mean((output - picture) ** 2))
    expect_same(
        student.decibels(output, picture),
        float(10 * np.log10(255**2 / squared)),
        "your ratio",
        mistakes={
            "The peak is the largest value a pixel can have. Here it is not 1.": (
                10 * np.log10(1 / squared)
            ),
            "The error under the fraction is the squared one, not its root.": (
                10 * np.log10(255**2 / np.sqrt(squared))
            ),
            "The peak has to be squared, like the error.": 10 * np.log10(255 / squared),
            "Decibels are counted with the logarithm to base 10.": (
                10 * np.log(255**2 / squared)
            ),
            "Mind the sign: a smaller error gives a higher ratio.": (
                10 * np.log10(squared / 255**2)
            ),
            "`uint8` has no negative numbers: turn the pictures into floats before "
            "you subtract.": 10 * np.log10(255**2 / wrapped),
            "`uint8` has no room for differences, and less for their squares: turn "
            "the pictures into floats first.": (10 * np.log10(255**2 / wrapped_twice)),
        },
    )


@question("10.3")
def parameters(student: Student, rng: np.random.Generator) -> None:
    """Parameters of a stack of convolutions."""
    for length in (1, 2, int(rng.integers(3, 6))):
        channels = int(rng.integers(2, 5))
        filters = [int(n) for n in rng.integers(5, 20, size=length)]
        kernel = int(rng.choice([2, 3, 5]))
        before = np.array([channels, *filters[:-1]])
        after = np.array(filters)
        weights = kernel**2 * before * after
        biases = after.sum()
        expect_same(
            student.parameters(channels, list(filters), kernel),
            int(weights.sum() + biases),
            f"`parameters({channels}, {filters}, {kernel})`",
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
            },
        )


def _sides(side: int, steps: list[str], **other: Callable[[int], int]) -> list[int]:
    """Return the sides after each step; `other` replaces the rule of a step."""
    rules: dict[str, Callable[[int], int]] = {
        "same": lambda n: n,
        "valid": lambda n: n - 2,
        "pool": lambda n: (n + 1) // 2,
        "up": lambda n: 2 * n,
    } | other
    sides: list[int] = []
    for step in steps:
        side = rules[step](side)
        sides.append(side)
    return sides


@question("10.4", points=2)
def sides(student: Student, rng: np.random.Generator) -> None:
    """Sides of a picture on its way."""
    start = ["valid", "pool", "same", "up", "pool"]
    for steps in (start, ["pool"] * 3, [str(s) for s in rng.permutation(start)]):
        side = 2 * int(rng.integers(10, 30)) + 1
        expected = _sides(side, steps)
        expect_same(
            student.sides(side, list(steps)),
            expected,
            f"what `sides` gives for {side} and {steps}",
            means="one a step",
            mistakes={
                "Pooling an odd side keeps the row that is left over: it becomes a row "
                "of its own.": _sides(side, steps, pool=lambda n: n // 2),
                "Without padding the middle of the window cannot stand at an edge, and "
                "there are two edges.": _sides(side, steps, valid=lambda n: n - 1),
                "The window is 3 wide, but its first place costs nothing: how many "
                "places are there for it?": _sides(side, steps, valid=lambda n: n - 3),
                "The side before the first step was not asked: one number a step.": [
                    side,
                    *expected,
                ],
                "That is the last side. Give the side after each step.": (expected[-1]),
            },
        )
