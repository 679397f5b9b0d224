"""Labelled documents as word numbers."""

from dataclasses import replace

import numpy as np
import pytest

from helpers.data import Texts
from helpers.data._shelf.texts import check_texts, number_words, pack, unpack

TEXTS = Texts(
    tokens=np.array([5, 1, 2, 9, 3, 9, 4], "int32"),
    offsets=np.array([0, 5, 6, 6, 7]),
    labels=np.array([2, 0, 1, 2], "uint8"),
)


def test_padded_texts_keep_the_last_known_words():
    padded = TEXTS.padded(length=3, vocabulary=9)
    assert padded.tolist() == [[1, 2, 3], [0, 0, 0], [0, 0, 0], [0, 0, 4]]
    assert padded.dtype == np.int32


def test_reordered_texts_keep_their_words_and_labels():
    texts = TEXTS.reordered(np.array([3, 0, 2]))
    assert [document.tolist() for document in texts] == [[4], [5, 1, 2, 9, 3], []]
    assert texts.labels.tolist() == [2, 2, 1]
    assert texts.offsets.tolist() == [0, 1, 6, 6]


def test_words_are_numbered_by_frequency_then_by_alphabet():
    tokens, offsets, words = number_words(["b a, b", "", "c don't b!"])
    assert words == ["b", "a", "c", "don't"]
    assert tokens.tolist() == [1, 2, 1, 3, 4, 1]
    assert offsets.tolist() == [0, 3, 3, 6]
    assert tokens.dtype == np.int32


def test_words_come_back_from_their_array():
    packed = pack(["naïve", "b"])
    assert packed.dtype == np.uint8
    assert unpack(packed).tolist() == ["naïve", "b"]
    assert unpack(packed, first="").tolist() == ["", "naïve", "b"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"labels": TEXTS.labels[:3]}, "the number of labels is 3 where 4"),
        ({"offsets": TEXTS.offsets[:4]}, r"the shape of the offsets is \(4,\) where"),
        (
            {"tokens": TEXTS.tokens.astype("float32")},
            "the type of the tokens is float32 where int32 is expected",
        ),
        (
            {"offsets": TEXTS.offsets.astype("uint64")},
            "the type of the offsets is uint64 where int64 is expected",
        ),
        (
            {"labels": TEXTS.labels.astype("int8")},
            "the type of the labels is int8 where uint8 is expected",
        ),
        ({"offsets": np.array([1, 5, 6, 6, 7])}, "the first offset is 1 where 0"),
        ({"offsets": np.array([0, 5, 6, 6, 8])}, "the last offset is 8 where 7"),
        ({"offsets": np.array([0, 6, 5, 6, 7])}, "the offsets are not in order"),
        ({"tokens": TEXTS.tokens * 0}, "tokens lie outside the list of words"),
        ({"tokens": TEXTS.tokens * 2}, "tokens lie outside the list of words"),
        ({"labels": TEXTS.labels + np.uint8(1)}, "labels lie outside 0 to 2"),
    ],
)
def test_texts_that_do_not_fit_are_refused(changes, message):
    check_texts(TEXTS, documents=4, words=10, labels=3)
    with pytest.raises(ValueError, match=message):
        check_texts(replace(TEXTS, **changes), documents=4, words=10, labels=3)
