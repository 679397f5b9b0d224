"""Exercise 02: sequences of ids."""

from collections import Counter

import numpy as np

from helpers.checks.compare import expect_array, expect_between, expect_same
from helpers.checks.judge import question
from helpers.checks.models import expect_layers, expect_probabilities, predict
from helpers.checks.student import Student


@question("2.1")
def lengths(student: Student, rng: np.random.Generator) -> None:
    """How long the texts are."""
    often = rng.permutation([0, 3, 9, 5, 5, *rng.integers(1, 9, size=7)])
    ids = np.zeros((len(often), 9), dtype=int)
    for row, count in zip(ids, often, strict=True):
        start = int(rng.integers(9 - count + 1))
        row[start : start + count] = rng.integers(1, 50, size=count)
    expect_same(
        student.lengths(ids),
        often,
        "your array of lengths",
        means="one number a text",
        mistakes={
            "You counted the zeros. They are what is not a word.": 9 - often,
            "You counted along the columns. One row is one text.": (ids > 0).sum(0),
            "You added up the ids. An id is a name; count those that are not 0.": (
                ids.sum(axis=1)
            ),
            "You counted all places, padding included.": np.full(len(often), 9),
            "You counted the words of all texts together. Count each row on its own.": (
                int(often.sum())
            ),
        },
    )


@question("2.2")
def padded(student: Student, rng: np.random.Generator) -> None:
    """Padding and cutting from the left."""
    length = int(rng.integers(4, 7))
    sizes = rng.permutation([0, 1, length - 1, length, length + 1, 2 * length, 2])
    texts = [rng.integers(1, 50, size=size).tolist() for size in sizes]

    def rows(left: bool, last: bool) -> np.ndarray:
        table = []
        for text in texts:
            part = text[max(0, len(text) - length) :] if last else text[:length]
            zeros = [0] * (length - len(part))
            table.append(zeros + part if left else part + zeros)
        return np.array(table)

    expect_same(
        student.padded(texts, length),
        rows(left=True, last=True),
        "your array",
        means="one row a text, one column a place",
        mistakes={
            "Long texts lose their end. Their last ids are to stay.": rows(True, False),
            "The zeros stand behind the words. They are to come first.": (
                rows(False, True)
            ),
            "The zeros stand behind the words, and long texts lose their end. Both are "
            "to happen on the left.": rows(False, False),
        },
    )


@question("2.3", points=2)
def vocabulary(student: Student, rng: np.random.Generator) -> None:
    """A vocabulary by frequency."""
    letters = [chr(ord("a") + i) for i in range(26)]
    words = ["".join(rng.permutation(letters)[:5].tolist()) for _ in range(12)]
    # Three words each are equally frequent. Of these the second in the alphabet comes
    # first, then the third, then the first.
    groups = [sorted(words[i : i + 3]) for i in range(0, 12, 3)]
    first = [word for a, b, c in groups for word in (b, c, a)]
    spoken = (
        first + rng.permutation(np.repeat(words, np.repeat([4, 3, 2, 1], 3))).tolist()
    )
    texts = [" ".join(part) for part in np.array_split(spoken, 9)]
    often = Counter(spoken)
    size = 2 + int(rng.choice([4, 5, 7, 8, 10]))  # the cut goes through three words

    def numbered(ordered: list[str], first: int = 2, count: int = size - 2) -> dict:
        return {word: first + place for place, word in enumerate(ordered[:count])}

    ordered = sorted(often, key=lambda word: (-often[word], word))
    appeared = [word for word, _ in often.most_common()]
    backwards = sorted(often, key=lambda word: (often[word], word), reverse=True)
    mistakes = {
        "Your ids begin with 0, which is kept for padding.": numbered(ordered, 0),
        "Your ids begin with 1, which is kept for unknown words.": numbered(ordered, 1),
        "Your ids begin with 0, which is kept for padding, and there are two too many: "
        "0 and 1 are among the ids that `size` counts.": numbered(ordered, 0, size),
        "Your dictionary has two words too many. The ids 0 and 1 are among those that "
        "`size` counts.": numbered(ordered, 2, size),
        "All words are in your dictionary. There are `size` ids, 0 and 1 included.": (
            numbered(ordered, 2, len(ordered))
        ),
        "Words that are equally frequent are numbered as they appeared. They are to be "
        "in alphabetical order.": numbered(appeared),
        "Words that are equally frequent run from z to a. They are to be in "
        "alphabetical order.": numbered(backwards),
        "Your numbering begins with rare words. The most frequent one gets 2.": (
            numbered(sorted(often, key=lambda word: (often[word], word)))
        ),
        "Your words are in alphabetical order. Frequency comes first.": (
            numbered(sorted(often))
        ),
    }
    answer = student.vocabulary(texts, size)
    expect_same(answer, numbered(ordered), "your dictionary", mistakes=mistakes)


@question("2.4", points=2)
def expected_collisions(student: Student, rng: np.random.Generator) -> None:
    """How many words collide."""
    for n, m in (rng.integers([20, 50], [60, 200]), rng.integers(500, 2_000, size=2)):
        words, size = int(n), int(m)
        alone = (1 - 1 / size) ** (words - 1)
        with_itself = (1 - 1 / size) ** words
        no_collision = float(np.prod(1 - np.arange(words) / size))
        expect_same(
            student.expected_collisions(words, size),
            float(words * (1 - alone)),
            f"`expected_collisions({words}, {size})`",
            mistakes={
                "That is the number of words that are alone with their id. The others "
                "are asked.": words * alone,
                "That is the probability for one word. How many words are there?": (
                    1 - alone
                ),
                "How many *other* words can hit a word's id? It does not collide with "
                "itself.": words * (1 - with_itself),
                "That is the probability of some collision, as in the chapter. How "
                "many words collide?": 1 - no_collision,
                "That is the expected number of pairs with the same id. Three words "
                "with one id are three pairs, four words six.": (
                    words * (words - 1) / 2 / size
                ),
                "Each word expects to meet that many others. It is hit once, however "
                "many they are.": words * (words - 1) / size,
                "That is words minus ids in use. Of two words with one id, both are "
                "hit.": words - size * (1 - with_itself),
                "That is the expected number of ids in use. Words are asked.": (
                    size * (1 - with_itself)
                ),
            },
        )


@question("2.5", points=2)
def text_vectors(student: Student, rng: np.random.Generator) -> None:
    """The mean vector without the padding."""
    table = rng.normal(1, 1, size=(20, 4))
    often = rng.permutation([0, 1, 3, 5, 6, 2])
    ids = rng.integers(1, 20, size=(6, 6)) * (np.arange(6) < often[:, None])
    means = [table[row[row > 0]].mean(0) if row.any() else np.zeros(4) for row in ids]
    expected = np.stack(means)
    sums = expected * often[:, None]
    expect_same(
        student.text_vectors(ids, table),
        expected,
        "your array",
        means="one row a text, one column a factor",
        mistakes={
            "Padding takes part in your means. Row 0 of the table is not zeros, and "
            "its place is no word.": table[ids].mean(axis=1),
            "Those are the sums. Divide each by the number of words of its text.": sums,
            "Your sums are right, but you divide by the length of the row. Short texts "
            "have fewer words than places.": sums / 6,
            "You leave the zeros out when you count, but row 0 of the table is still "
            "in your sums.": table[ids].sum(axis=1) / np.maximum(often, 1)[:, None],
        },
    )


@question("2.6", points=3)
def model(student: Student, rng: np.random.Generator) -> None:
    """A model that keeps an eye on the door."""
    answer = expect_layers(student["model"], "your model", ["Embedding"])
    rows = rng.integers(1, 10, size=(4_000, 20))
    place = np.arange(1, 21)
    opened, closed = (((rows == event) * place).max(axis=1) for event in (3, 7))
    chances = expect_array(
        predict(answer, rows),
        "what your model gives for 4,000 rows",
        shape=(4_000, 1),
        means="one number a row",
    )
    expect_probabilities(chances)
    share = float(((chances[:, 0] > 0.5) == (opened > closed)).mean())
    hint = "At least 0.99 is asked. "
    if share < 0.8:
        hint += (
            "Either it was hardly trained, or it counts: how often the door was "
            "opened does not tell what came last."
        )
    else:
        hint += (
            "That is more than counting can do. Does your model carry a memory from "
            "step to step, and was it trained long enough?"
        )
    expect_between(share, 0.99, 1, "the share of right answers about new rows", hint)
