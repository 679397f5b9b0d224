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
from helpers.checks.steps import reached
from helpers.checks.student import Student


@question("13.1")
def rescale(student: Student, rng: np.random.Generator) -> None:
    """What the network expects."""
    bright = rng.integers(256, size=(*rng.integers(2, 7, size=3), 3)).astype(np.uint8)
    bright[0, 0, 0] = [0, 127, 255]
    dull = rng.integers(20, 200, size=(*rng.integers(2, 7, size=3), 3)).astype(np.uint8)
    for photos in (bright, dull):
        _expect_rescaled(student.rescale(photos), photos)


def _expect_rescaled(answer: object, photos: np.ndarray) -> None:
    expected = np.interp(photos, [0, 255], [-1, 1]).astype(np.float32)
    low, high = photos.min(), photos.max()
    each = photos.astype(float)
    ends = [each.min(axis=(1, 2, 3), keepdims=True), each.max((1, 2, 3), keepdims=True)]
    stretched = (
        "You stretch these photos from their own smallest value to their own largest, "
        "so a dull photo becomes a glaring one. Dark is 0 and bright is 255, whatever "
        "is in the photos."
    )
    expect_same(
        answer,
        expected,
        "your array",
        means="as `photos`",
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
            "Bright is 255: half of that is 127.5, not 128.": each / 128 - 1,
            stretched: 2 * (each - low) / (float(high) - low) - 1,
            "You divide by the largest value of these photos, so a dull photo becomes "
            "a bright one. Bright is 255, whatever is in the photos.": (
                2 * each / high - 1
            ),
            stretched.replace("these photos", "each photo"): (
                2 * (each - ends[0]) / (ends[1] - ends[0]) - 1
            ),
            "You made the mean 0 and the standard deviation 1. Dark is to be −1, and "
            "bright 1.": (each - each.mean()) / each.std(),
        },
    )


@question("13.2")
def pool(student: Student, rng: np.random.Generator) -> None:
    """Global average pooling."""
    # No two sides alike: a mean over another axis has another shape.
    photos, height, width, channels = rng.permutation(np.arange(2, 8))[:4]
    maps = np.maximum(rng.normal(size=(photos, height, width, channels)), 0)
    expect_same(
        student.pool(maps),
        maps.mean(axis=(1, 2)),
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
            "That is the median of each channel, not the mean.": (
                np.median(maps, axis=(1, 2))
            ),
            "That is the sum over the places, not the mean.": maps.sum(axis=(1, 2)),
            "Places where a channel sees nothing are places, too: their 0 is part of "
            "the mean.": (
                maps.sum(axis=(1, 2)) / np.maximum((maps > 0).sum(axis=(1, 2)), 1)
            ),
            "Your reshape mixes places and channels: the channels are the last "
            "axis.": maps.reshape(photos, channels, -1).mean(axis=2),
            "Your array is transposed: a row is to be a photo.": (
                maps.mean(axis=(1, 2)).T
            ),
        },
    )


@question("13.3")
def with_mirrors(student: Student, rng: np.random.Generator) -> None:
    """Photos and their mirror images."""
    # No two sides alike, nor like the number of colours. In a narrower photo, to move
    # the columns by one or to exchange the outer ones would mirror it, too.
    count, height, width = rng.permutation([4, 5, 6, 7, 8])[:3]
    photos = rng.integers(256, size=(count, height, width, 3)).astype(np.uint8)
    labels = rng.permutation(count)
    # As floats, for the same numbers are the same photos whatever their dtype.
    own, kinds = photos.astype(float), labels.astype(float)
    twice = np.tile(kinds, 2)

    def added(more: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.concatenate([own, more]), twice

    mirrored = np.flip(own, axis=2)
    both = np.concatenate([own, mirrored])
    expect_same(
        student.with_mirrors(photos, labels),
        (both, twice),
        "your tuple",
        means="the photos, and the labels",
        mistakes={
            "Your photos stand on their heads: exchange left and right.": (
                added(np.flip(own, axis=1))
            ),
            "You turned them by half a turn: exchange left and right only.": (
                added(np.flip(own, axis=(1, 2)))
            ),
            "You reversed all axes, even that of the colours: exchange left and right "
            "only.": added(np.flip(own)),
            "You exchanged the colours: red has become blue.": (
                added(np.flip(own, axis=3))
            ),
            "You reversed the order of the photos, and none of them is mirrored.": (
                added(np.flip(own, axis=0))
            ),
            "The photos are there twice, and none of them is mirrored.": added(own),
            "Those are the mirror images only; the photos themselves come first.": (
                mirrored,
                kinds,
            ),
            "A mirror image needs a label, too.": (both, kinds),
            "`labels + labels` and `labels * 2` are other numbers: put the labels "
            "behind one another.": (both, 2 * kinds),
            "The labels are not in the order of the photos: first all photos, then all "
            "mirror images.": (both, np.repeat(kinds, 2)),
            "The mirror images stand first; the photos themselves should.": (
                np.concatenate([mirrored, own]),
                twice,
            ),
            "The mirror images are to come in the order of the photos.": (
                np.concatenate([own, mirrored[::-1]]),
                np.concatenate([kinds, kinds[::-1]]),
            ),
            "Each of your photos is followed by its mirror image. First all photos, "
            "then all mirror images, were asked.": (
                np.stack([own, mirrored], axis=1).reshape(both.shape),
                np.repeat(kinds, 2),
            ),
        },
    )


@question("13.4", points=2)
def classify(student: Student, rng: np.random.Generator) -> None:
    """Prototypes."""
    classes, width = int(rng.integers(3, 7)), int(rng.integers(4, 8))
    features, labels = _features(rng, classes, width)
    prototypes = _means(features, labels)
    queries = _clear(2 * rng.normal(size=(100, width)), prototypes)
    unit, unit_queries = reference.unit(features), reference.unit(queries)
    cosines = unit_queries @ reference.unit(prototypes).T
    closest = reference.nearest(features, queries, 1)[0][:, 0]
    evened = _means(unit, labels)
    medians = [np.median(features[labels == c], axis=0) for c in range(classes)]
    centre = features.mean(axis=0)
    centred = reference.unit(queries - centre) @ reference.unit(prototypes - centre).T
    first_seen = list(dict.fromkeys(labels.tolist()))
    expect_same(
        student.classify(features, labels, queries),
        cosines.argmax(axis=1),
        "your array",
        means="one class a query",
        mistakes={
            "Long prototypes win in your answer. A cosine divides by their lengths.": (
                (queries @ prototypes.T).argmax(axis=1)
            ),
            "Those are the nearest by distance. Compare directions: use the cosine.": (
                np.linalg.norm(queries[:, None] - prototypes, axis=2).argmin(axis=1)
            ),
            "That is the class of the nearest photo. Compare with one mean a class.": (
                labels[closest]
            ),
            "That is the number of the nearest photo; a class was asked.": closest,
            "That is the class with the smallest cosine.": cosines.argmin(axis=1),
            "Take the means of the features as they are, not scaled to length 1.": (
                (unit_queries @ reference.unit(evened).T).argmax(axis=1)
            ),
            "Scale the prototypes to length 1, and not the features.": (
                (unit_queries @ evened.T).argmax(axis=1)
            ),
            "Your classes are numbered in the order in which they first occur in "
            "`labels`. The prototype of class 0 is that of the photos with label 0.": (
                cosines[:, first_seen].argmax(axis=1)
            ),
            "A prototype is the mean of the features, not their median.": (
                (unit_queries @ reference.unit(np.array(medians)).T).argmax(axis=1)
            ),
            "You subtract the mean of all features first. Take the cosine of the "
            "features as they are.": centred.argmax(axis=1),
            "Those are the cosines. Which class has the largest?": cosines,
        },
    )


def _features(
    rng: np.random.Generator, classes: int, width: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return features and labels of classes that differ in size, and in length.

    One class has a single photo, and the first photo is of the last class.
    """
    counts = rng.choice(np.arange(2, 14), size=classes, replace=False)
    counts[rng.integers(classes - 1)] = 1
    rest = rng.permutation(np.repeat(np.arange(classes), counts))
    labels = np.append(classes - 1, rest)
    lengths = rng.permutation(np.geomspace(0.4, 6, classes))
    features = rng.normal(size=(classes, width))[labels]
    features += 0.8 * rng.normal(size=features.shape)
    features *= lengths[labels, None] * rng.uniform(0.3, 3, size=(len(labels), 1))
    return features, labels


def _means(rows: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return np.array([rows[labels == c].mean(axis=0) for c in range(labels.max() + 1)])


def _clear(queries: np.ndarray, prototypes: np.ndarray) -> np.ndarray:
    """Return the queries of which rounding does not decide."""
    cosines = np.sort(reference.unit(queries) @ reference.unit(prototypes).T, axis=1)
    return queries[cosines[:, -1] - cosines[:, -2] > 1e-4]


_held_out = heldout.HeldOut(partial(heldout.photo_features, held_out=True))


@question(
    "13.5",
    steps={
        "probabilities, and at most 3/4 of the rival's mistakes": 1,
        "at most 2/3 of the rival's mistakes": 2,
    },
    rounds=1,
)
def head(student: Student, rng: np.random.Generator) -> None:
    """A head of your own."""
    answer = expect_layers(student["head"], "your model")
    expect_compiled(answer)
    features, labels, names = _held_out()
    probabilities = predict(answer, features)
    expect(
        probabilities.shape == (len(labels), len(names)),
        f"Your model gives an array of shape {probabilities.shape[1:]} for a photo; a "
        f"probability for each of the {len(names)} classes was asked.",
    )
    expect(
        not np.isnan(probabilities).any(),
        "Your model answers with NaN. Its weights have grown beyond all bounds in "
        "training: try a smaller learning rate.",
    )
    expect_probabilities(probabilities)
    mistakes = int((probabilities.argmax(axis=1) != labels).sum())
    lazy = len(labels) - int(np.bincount(labels).max())
    hint = f"At most {lazy * 2 // 3} of {len(labels)} are allowed, two thirds of the "
    hint += f"lazy rival's {lazy}. Was it trained, and long enough?"
    what = "the number of mistakes on held-out photos"
    expect_between(mistakes, 0, lazy * 3 // 4, what, hint)
    reached("probabilities, and at most 3/4 of the rival's mistakes")
    expect_between(mistakes, 0, lazy * 2 // 3, what, hint)
    reached("at most 2/3 of the rival's mistakes")


prepare = _held_out.make_elsewhere
