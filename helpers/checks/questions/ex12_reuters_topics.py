"""Exercise 12: Reuters topics."""

import numpy as np
from sklearn import metrics

from helpers.checks import heldout
from helpers.checks.compare import expect, expect_between, expect_same
from helpers.checks.judge import question
from helpers.checks.kinds import as_kind
from helpers.checks.models import (
    LAYERS,
    expect_compiled,
    expect_layers,
    expect_probabilities,
    layers_of,
    predict,
)
from helpers.checks.steps import reached
from helpers.checks.student import Student

LENGTH, VOCABULARY, WIDTH = 100, 10_000, 256


@question("12.1")
def always(student: Student, rng: np.random.Generator) -> None:
    """Always the same answer."""
    sizes = rng.permutation([rng.integers(5, 8), rng.integers(20, 30)])
    for size, top_in_test in zip(sizes, rng.permutation([True, False]), strict=True):
        train, test, top = _labels(rng, int(size), top_in_test)
        lazy = np.bincount(test).argmax()
        place = np.unique(train, return_counts=True)[1].argmax()
        accuracy = float((test == top).mean())
        answer = student.always(train, test)
        number = as_kind(answer, float)
        expect(
            number is None or not np.isnan(number),
            "Your accuracy is not a number. Where the label does not occur in `test`, "
            "it is 0.",
        )
        expect_same(
            answer,
            accuracy,
            f"your accuracy on {len(test)} labels",
            mistakes={
                "That is the accuracy of the label that is most frequent in `test`. A "
                "model must not see the answers of the test: take the most frequent "
                "label in `train`.": float((test == lazy).mean()),
                "That is the accuracy on `train`; the one on `test` was asked.": (
                    float((train == top).mean())
                ),
                "That is the label. How often is it right?": float(top),
                f"That is how often label {place} is right. The most frequent in "
                f"`train` is {top}, at place {place} of those that occur there.": (
                    float((test == place).mean())
                ),
                "That is how many are right. The accuracy is their share.": (
                    float((test == top).sum())
                ),
                "That is the accuracy in percent; a number from 0 to 1 was asked.": (
                    100 * accuracy
                ),
                "That is how often the answer is wrong.": 1 - accuracy,
            },
        )


def _labels(
    rng: np.random.Generator, size: int, top_in_test: bool
) -> tuple[np.ndarray, np.ndarray, int]:
    """Return labels to train on and to test with, and the one most frequent in train.

    There are `size` labels, one of which, below that one, is missing in train. In
    test, no two are equally frequent, and another one is most frequent.
    """
    top = int(rng.integers(size // 2, size))
    train_counts = rng.integers(1, 8, size=size)
    train_counts[top] = rng.integers(10, 15)
    train_counts[rng.integers(top)] = 0
    test_counts = rng.choice(np.arange(1, 40), size=size, replace=False)
    most = test_counts.argmax()
    other = (top + rng.integers(1, size)) % size
    test_counts[most], test_counts[other] = test_counts[other], test_counts[most]
    test_counts[top] *= top_in_test
    train, test = (
        rng.permutation(np.repeat(np.arange(size), counts))
        for counts in (train_counts, test_counts)
    )
    ends = [train_counts[:top].argmax()]  # the label that comes first is another one
    return np.concatenate([ends, train, ends]), test, top


@question("12.2")
def class_weights(student: Student, rng: np.random.Generator) -> None:
    """Weights that make all classes equally loud."""
    # The larger one first: who remembers it gives too many weights for the other.
    for classes in sorted(rng.choice(np.arange(3, 10), 2, replace=False))[::-1]:
        counts = rng.choice(np.arange(2, 70), size=classes, replace=False)
        counts[rng.integers(classes)] = 1
        labels = rng.permutation(np.repeat(np.arange(classes), counts))
        inverse = np.reciprocal(counts.astype(float))
        weights = inverse / inverse.mean()
        often = counts.argsort()
        expect_same(
            student.class_weights(labels, int(classes)),
            weights,
            f"your array for {classes} classes",
            means="one weight a class",
            mistakes={
                "Your weights sum to 1; their mean should be 1.": (
                    inverse / inverse.sum()
                ),
                "Your weights grow with the number of documents: the rarer a class, "
                "the larger its weight.": counts / counts.mean(),
                "Inversely proportional, but the mean of the weights is not 1 yet.": (
                    inverse
                ),
                "Your weights have a mean of 1 over the documents. Take the mean over "
                "the classes.": counts.mean() * inverse,
                "That goes half of the way: one over the square root of the count.": (
                    np.sqrt(inverse) / np.sqrt(inverse).mean()
                ),
                "That is one weight a document; one a class was asked.": (
                    weights[labels]
                ),
                "The largest class has the first of your weights. The order is that of "
                "the classes: 0, 1, 2 …": weights[often[::-1]],
                "The smallest class has the first of your weights. The order is that "
                "of the classes: 0, 1, 2 …": weights[often],
                "You have added 1 to the counts. Every class occurs, so none of them "
                "is 0.": 1 / (counts + 1) / (1 / (counts + 1)).mean(),
            },
        )


@question(
    "12.3",
    steps={
        "classes that all have documents and answers": 1,
        "classes without documents or answers": 1,
    },
)
def macro_f1(student: Student, rng: np.random.Generator) -> None:
    """Macro F1."""
    size = int(rng.integers(4, 9))
    confusion = rng.integers(1, 9, size=(size, size))
    confusion += np.diag(rng.integers(10, 40, size=size))
    # One class is the answer too often: precision and recall differ.
    confusion[:, rng.integers(size)] += rng.integers(10, 30, size=size)
    _expect_macro_f1(student.macro_f1(confusion), confusion)
    reached("classes that all have documents and answers")
    gone, never_true, never_said = rng.choice(size, 3, replace=False)
    confusion[[gone, never_true]] = 0
    confusion[:, [gone, never_said]] = 0
    _expect_macro_f1(student.macro_f1(confusion), confusion)
    reached("classes without documents or answers")


def _expect_macro_f1(answer: object, confusion: np.ndarray) -> None:
    size = len(confusion)
    pairs = [
        np.repeat(side, confusion.ravel())
        for side in np.indices((size, size)).reshape(2, -1)
    ]
    kinds = {"labels": range(size), "zero_division": 0}
    precision, recall, f1, true = metrics.precision_recall_fscore_support(
        *pairs, **kinds
    )
    both = precision.mean(), recall.mean()
    gone = (confusion.sum(axis=0) + confusion.sum(axis=1)) == 0
    number = as_kind(answer, float)
    expect(
        number is None or not np.isnan(number),
        "Your result is not a number: for a class with an empty row or an empty "
        "column, zero was divided by zero.",
    )
    expect_same(
        answer,
        float(f1.mean()),
        "your macro F1",
        mistakes={
            "That is the accuracy, which counts documents. Here each class counts the "
            "same.": float(np.trace(confusion) / confusion.sum()),
            "That is the mean recall, which does not see what was given to a class "
            "wrongly.": float(recall.mean()),
            "That is the mean precision, which does not see what a class has missed.": (
                float(precision.mean())
            ),
            "F1 is the harmonic mean of precision and recall, not the mean.": (
                float(sum(both) / 2)
            ),
            "Compute the F1 of each class first, and take the mean last.": (
                float(2 * both[0] * both[1] / sum(both))
            ),
            "Classes without documents and answers are part of the mean, with 0.": (
                float(f1[~gone].mean())
            ),
            "A class without documents and answers has an F1 of 0, not of 1.": (
                float((f1 + gone).mean())
            ),
            "Classes with an F1 of 0 are part of the mean.": float(f1[f1 > 0].mean()),
            "Larger classes count for more in your mean.": (
                float(np.average(f1, weights=true))
            ),
            "A factor of 2 is missing.": float(f1.mean() / 2),
            "That is the sum over the classes; take the mean.": float(f1.sum()),
        },
    )


@heldout.HeldOut
def _held_out() -> tuple[np.ndarray, np.ndarray, int]:
    reuters = heldout.newswires(held_out=True)
    ids = reuters.texts.padded(LENGTH, VOCABULARY)
    known = ids.any(axis=1)
    return ids[known], reuters.texts.labels[known], len(reuters.topics)


@question(
    "12.4",
    steps={
        "probabilities that are right for half of the newswires": 1,
        "right for 70 of 100 newswires": 2,
    },
    rounds=1,
)
def model(student: Student, rng: np.random.Generator) -> None:
    """A classifier of your own."""
    answer = expect_layers(student["model"], "your model", ["Embedding"])
    # What compares ids with 0, for a mask, is no layer, and may stand before it.
    first = next(each for each in layers_of(answer) if each.class_name in LAYERS)
    expect(
        first.class_name == "Embedding",
        f"Your model begins with a layer {first.class_name}; an Embedding was asked.",
    )
    expect(
        first.config.get("output_dim") == WIDTH,
        f"Your Embedding has an output_dim of {first.config.get('output_dim')}; "
        f"{WIDTH} was asked.",
    )
    expect(
        first.config.get("input_dim") == VOCABULARY,
        f"Your Embedding has an input_dim of {first.config.get('input_dim')}; there "
        f"are {VOCABULARY:,} ids.",
    )
    expect_compiled(answer)
    ids, topic, topics = _held_out()
    probabilities = predict(answer, ids)
    expect(
        probabilities.shape == (len(ids), topics),
        f"Your model gives an array of shape {probabilities.shape[1:]} for a newswire; "
        f"a probability for each of the {topics} topics was asked.",
    )
    expect(
        not np.isnan(probabilities).any(),
        "Your model answers with NaN. Was there a document with no word in training, "
        "and a mask?",
    )
    expect_probabilities(probabilities)
    accuracy = float((probabilities.argmax(axis=1) == topic).mean())
    what = "the accuracy on held-out newswires"
    hint = (
        "At least 0.70 is asked. Was it trained, on all the topics, and long enough? "
        "Weights that make all classes equally loud cost accuracy."
    )
    expect_between(accuracy, 0.50, 1, what, hint)
    reached("probabilities that are right for half of the newswires")
    expect_between(accuracy, 0.70, 1, what, hint)
    reached("right for 70 of 100 newswires")


prepare = _held_out
