"""Exercise 13: a borrowed eye."""

from functools import partial

import numpy as np

from helpers import vectors as reference
from helpers.checks import heldout
from helpers.checks.compare import expect, expect_between, expect_same
from helpers.checks.judge import question
from helpers.checks.models import (
    expect_compiled,
    expect_layers,
    expect_probabilities,
    predict,
)
from helpers.checks.student import Student


@question("13.1")
def rescale(student: Student, rng: np.random.Generator) -> None:
    """What the network expects."""
    photos = rng.integers(256, size=(3, 6, 5, 3)).astype(np.uint8)
    photos[0, 0, 0] = [0, 127, 255]
    expected = np.interp(photos, [0, 255], [-1, 1]).astype(np.float32)
    expect_same(
        student.rescale(photos),
        expected,
        "your array",
        dtype="float32",
        mistakes={
            "Your values go from 0 to 1; dark should be −1.": (expected + 1) / 2,
            "Your values go from −0.5 to 0.5.": expected / 2,
            "Your values go from 0 to 2; dark should be −1.": expected + 1,
            "Dark has become 1 in your array, and bright −1.": -expected,
            "The values are still those of the bytes, 0 to 255.": photos.astype(float),
            "A byte cannot be larger than 255: it begins at 0 again. Make "
            "floating-point numbers of them before you multiply.": (
                (photos * np.uint8(2)) / 255 - 1
            ),
            "Whole division leaves three values only; the ones between are lost.": (
                photos // 127.5 - 1
            ),
        },
    )


@question("13.2")
def pool(student: Student, rng: np.random.Generator) -> None:
    """Global average pooling."""
    maps = np.maximum(rng.normal(size=(5, 4, 3, 6)), 0)
    expect_same(
        student.pool(maps),
        maps.reshape(5, 12, 6).mean(axis=1),
        "your array",
        means="one row a photo, one column a channel",
        mistakes={
            "You took the mean over the channels. They should stay; the places go.": (
                maps.mean(axis=(2, 3))
            ),
            "One of the axes of places is still there: take the mean over height and "
            "width.": maps.mean(axis=1),
            "One axis of places is still there: take the mean over height, too.": (
                maps.mean(axis=2)
            ),
            "You took the mean over the photos as well; each has its own row.": (
                maps.mean(axis=(0, 1, 2))
            ),
            "That is one number a photo. Each channel has a mean of its own.": (
                maps.mean(axis=(1, 2, 3))
            ),
            "That is the largest value of each channel, not the mean.": (
                maps.max(axis=(1, 2))
            ),
            "That is the sum over the places, not the mean.": maps.sum(axis=(1, 2)),
            "Your reshape mixes places and channels: the channels are the last "
            "axis.": maps.reshape(5, 6, 12).mean(axis=2),
            "Your array is transposed: a row is to be a photo.": (
                maps.mean(axis=(1, 2)).T
            ),
        },
    )


@question("13.3")
def with_mirrors(student: Student, rng: np.random.Generator) -> None:
    """Photos and their mirror images."""
    photos = rng.integers(256, size=(4, 5, 6, 3)).astype(np.uint8)
    labels = rng.permutation(4)
    twice = np.tile(labels, 2)

    def added(more: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.concatenate([photos, more]), twice

    mirrored = np.flip(photos, axis=2)
    both = np.concatenate([photos, mirrored])
    expect_same(
        student.with_mirrors(photos, labels),
        (both, twice),
        "your tuple",
        mistakes={
            "Your photos stand on their heads: exchange left and right.": (
                added(np.flip(photos, axis=1))
            ),
            "You turned them by half a turn: exchange left and right only.": (
                added(np.flip(photos, axis=(1, 2)))
            ),
            "You exchanged the colours: red has become blue.": (
                added(np.flip(photos, axis=3))
            ),
            "You reversed the order of the photos, and none of them is mirrored.": (
                added(np.flip(photos, axis=0))
            ),
            "Those are the mirror images only; the photos themselves come first.": (
                mirrored,
                labels,
            ),
            "A mirror image needs a label, too.": (both, labels),
            "The labels are not in the order of the photos: first all photos, then all "
            "mirror images.": (both, np.repeat(labels, 2)),
            "The mirror images stand first; the photos themselves should.": (
                np.concatenate([mirrored, photos]),
                twice,
            ),
        },
    )


@question("13.4", points=2)
def classify(student: Student, rng: np.random.Generator) -> None:
    """Prototypes."""
    labels = rng.permutation(np.repeat(np.arange(4), [3, 5, 8, 12]))
    lengths = rng.permutation([0.4, 1.0, 2.5, 6.0])
    centres = rng.normal(size=(4, 5))
    features = centres[labels] + 0.8 * rng.normal(size=(len(labels), 5))
    features *= lengths[labels, None] * rng.uniform(0.3, 3, size=(len(labels), 1))
    queries = 2 * rng.normal(size=(80, 5))

    def means(rows: np.ndarray) -> np.ndarray:
        sums = np.zeros((4, 5))
        np.add.at(sums, labels, rows)
        return sums / np.bincount(labels)[:, None]

    prototypes = means(features)
    apart = np.linalg.norm(queries[:, None] - prototypes, axis=2)
    cosines = reference.unit(queries) @ reference.unit(prototypes).T
    closest = reference.nearest(features, queries, 1)[0][:, 0]
    evened = reference.unit(queries) @ means(reference.unit(features)).T
    evened_unit = reference.unit(queries) @ (
        reference.unit(means(reference.unit(features))).T
    )
    expect_same(
        student.classify(features, labels, queries),
        reference.nearest(prototypes, queries, 1)[0][:, 0],
        "your array",
        means="one class a query",
        mistakes={
            "Long prototypes win in your answer. A cosine divides by their lengths.": (
                (queries @ prototypes.T).argmax(axis=1)
            ),
            "Those are the nearest by distance. Compare directions: use the cosine.": (
                apart.argmin(axis=1)
            ),
            "That is the class of the nearest photo. Compare with one mean a class.": (
                labels[closest]
            ),
            "That is the number of the nearest photo; a class was asked.": closest,
            "That is the class with the smallest cosine.": cosines.argmin(axis=1),
            "Take the means of the features as they are, not scaled to length 1.": (
                evened_unit.argmax(axis=1)
            ),
            "Scale the prototypes to length 1, and not the features.": (
                evened.argmax(axis=1)
            ),
            "Those are the cosines. Which class has the largest?": cosines,
        },
    )


_held_out = heldout.HeldOut(partial(heldout.photo_features, held_out=True))


@question("13.5", points=3)
def head(student: Student, rng: np.random.Generator) -> None:
    """A head of your own."""
    answer = expect_layers(student["head"], "your model", ["Dense"])
    expect_compiled(answer)
    features, labels, names = _held_out()
    probabilities = predict(answer, features)
    expect(
        probabilities.shape == (len(labels), len(names)),
        f"Your model gives an array of shape {probabilities.shape[1:]} for a photo; a "
        f"probability for each of the {len(names)} classes was asked.",
    )
    expect_probabilities(probabilities)
    mistakes = int((probabilities.argmax(axis=1) != labels).sum())
    lazy = len(labels) - int(np.bincount(labels).max())
    hint = f"At most {lazy * 2 // 3} of {len(labels)} are allowed, two thirds of the "
    hint += f"lazy rival's {lazy}. Was it trained, and long enough?"
    what = "the number of mistakes on held-out photos"
    expect_between(mistakes, 0, lazy * 2 // 3, what, hint)


prepare = _held_out.make_elsewhere
