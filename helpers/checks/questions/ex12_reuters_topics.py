"""Exercise 12: Reuters topics."""

import numpy as np
from sklearn import metrics

from helpers.checks import heldout
from helpers.checks.compare import expect, expect_between, expect_same
from helpers.checks.judge import question
from helpers.checks.models import (
    expect_compiled,
    expect_layers,
    expect_probabilities,
    layers_of,
    predict,
)
from helpers.checks.student import Student

LENGTH, VOCABULARY, WIDTH = 100, 10_000, 256


@question("12.1")
def always(student: Student, rng: np.random.Generator) -> None:
    """Always the same answer."""
    in_train, in_test = rng.choice(6, 2, replace=False)
    train = np.append(rng.permutation(np.tile(range(6), 9)), [in_train] * 5)
    test = np.append(rng.permutation(np.tile(range(6), 5)), [in_test] * 10)
    train, test = rng.permutation(train), rng.permutation(test)
    expect_same(
        student.always(train, test),
        float((test == in_train).mean()),
        "your accuracy",
        mistakes={
            "A model must not see the answers of the test: the label has to be the "
            "most frequent in `train`.": float((test == in_test).mean()),
            "That is the accuracy on `train`; the one on `test` was asked.": (
                float((train == in_train).mean())
            ),
            "That is the label. How often is it right?": float(in_train),
            "That is how often a random answer is right.": 1 / 6,
            "That is how many are right. The accuracy is their share.": (
                float((test == in_train).sum())
            ),
        },
    )


@question("12.2")
def class_weights(student: Student, rng: np.random.Generator) -> None:
    """Weights that make all classes equally loud."""
    counts = rng.permutation([1, 3, 8, 20, 50, int(rng.integers(60, 90))])
    labels = rng.permutation(np.repeat(np.arange(6), counts))
    inverse = np.reciprocal(counts.astype(float))
    expect_same(
        student.class_weights(labels, 6),
        6 * inverse / inverse.sum(),
        "your array",
        means="one weight a class",
        mistakes={
            "Your weights sum to 1; their mean should be 1.": inverse / inverse.sum(),
            "Your weights grow with the number of documents: the rarer a class, the "
            "larger its weight.": 6 * counts / counts.sum(),
            "Inversely proportional, but the mean of the weights is not 1 yet.": (
                inverse
            ),
            "Your weights have a mean of 1 over the documents. Take the mean over the "
            "classes.": counts.sum() / 6 * inverse,
            "That goes half of the way: one over the square root of the count.": (
                6 * np.sqrt(inverse) / np.sqrt(inverse).sum()
            ),
            "That is one weight a document; one a class was asked.": (
                6 * inverse[labels] / inverse.sum()
            ),
        },
    )


@question("12.3", points=2)
def macro_f1(student: Student, rng: np.random.Generator) -> None:
    """Macro F1."""
    confusion = rng.integers(1, 9, size=(6, 6)) + np.diag(rng.integers(10, 40, size=6))
    gone, never_true, never_said = rng.choice(6, 3, replace=False)
    confusion[[gone, never_true]] = 0
    confusion[:, [gone, never_said]] = 0
    pairs = [
        np.repeat(side, confusion.ravel()) for side in np.indices((6, 6)).reshape(2, -1)
    ]
    kinds = {"labels": range(6), "zero_division": 0}
    precision, recall, f1, true = metrics.precision_recall_fscore_support(
        *pairs, **kinds
    )
    both = precision.mean(), recall.mean()
    answer = student.macro_f1(confusion)
    expect(
        not (isinstance(answer, float | np.floating) and np.isnan(answer)),
        "Your result is not a number: for a class with an empty row and an empty "
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
            "Compute the F1 of each class first, and take the mean last.": (
                float(2 * both[0] * both[1] / sum(both))
            ),
            "Classes without documents and answers are part of the mean, with 0.": (
                float(np.delete(f1, gone).mean())
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


@question("12.4", points=3)
def model(student: Student, rng: np.random.Generator) -> None:
    """A classifier of your own."""
    answer = expect_layers(student["model"], "your model", ["Embedding", "Dense"])
    table = next(
        layer.config for layer in layers_of(answer) if layer.class_name == "Embedding"
    )
    expect(
        table.get("output_dim") == WIDTH,
        f"Your Embedding has an output_dim of {table.get('output_dim')}; {WIDTH} was "
        "asked.",
    )
    expect(
        table.get("input_dim") == VOCABULARY,
        f"Your Embedding has an input_dim of {table.get('input_dim')}; there are "
        f"{VOCABULARY:,} ids.",
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
    hint = "At least 0.70 is asked. Was it trained, on all the topics, and long enough?"
    expect_between(accuracy, 0.70, 1, "the accuracy on held-out newswires", hint)


prepare = _held_out
