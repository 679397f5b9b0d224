"""Comparisons, and the hints they give."""

import numpy as np
import pandas as pd
import pytest

from helpers.checks import codec
from helpers.checks.compare import (
    Hint,
    expect_array,
    expect_between,
    expect_same,
    expect_type,
)


@pytest.mark.parametrize(
    ("answer", "expected", "hint"),
    [
        (np.ones((4, 7)), np.ones((7, 4)), r"shape \(4, 7\); one row an id .*\(7, 4\)"),
        ([1.0, [2.0]], np.ones(2), "is a list, and its rows are not alike; a NumPy"),
        ({"a": 1.0}, np.ones(1), "is a dictionary; a NumPy array was asked"),
        ([None], np.ones(1), "is a list; a NumPy array was asked"),
        (np.ones(2), np.ones(2, int), "floating-point numbers; whole numbers were"),
        (np.array([1j]), np.ones(1), "holds complex numbers; real numbers were asked"),
        (np.array([1], object), np.ones(1), "holds objects; real numbers were asked"),
        (np.array([1, np.nan]), np.ones(2), "NaN or infinity"),
        (
            np.array([1.0, 2.0]),
            np.ones(2),
            r"1 of 2 values .* the first is 2, at \[1\]",
        ),
        (np.array(["a"]), np.array(["b"]), "first is 'a'"),
        (np.array(["a"]), np.ones(1), "holds texts"),
        (None, 3, "is None; a whole number was asked"),
        (3.5, 3, "is a number; a whole number was asked"),
        (np.ones(1), 1.0, r"is a NumPy array of shape \(1,\); a number was asked"),
        (np.array("a"), 1.0, "is a text; a number was asked"),
        (1 + 2j, 1.0, "is a complex; a number was asked"),
        (True, 1, "is True or False; a whole number"),
        (1, True, "is a whole number; True or False was asked"),
        (np.float32(2.5), 3, "is a number; a whole number was asked"),
        (4, 3, "is 4, not what was asked"),
        ("3", 3.0, "is a text; a number was asked"),
        (3.1, 3.0, "is 3.1, not the number asked"),
        (float("nan"), 3.0, "is nan"),
        ({1, 2}, (1, 2), "a set; a tuple was asked"),
        ([1], [1, 2], r"has 1 items; 2 were asked \(one row an id was asked\)"),
        ([1, 3], [1, 2], "Item 1 of your answer is 3"),
        ({"a": 1}, {"a": 1, "b": 2}, "lacks the key 'b'"),
        ({"a": 1, "c": 2}, {"a": 1}, "should not have the key 'c'"),
        ({"a": 2}, {"a": 1}, "at 'a' is 2"),
        ({1}, {1, 2}, "lacks 1 of the items"),
        ({1, 2}, {1}, "should not have 2 in it"),
        (codec.Other("Index"), np.ones(1), "is an Index; a NumPy array was asked.$"),
        (codec.Other("map", True), [1], r"is a map; a list was asked. Put `list"),
        (codec.Other("map", True), np.ones(1), r"was asked. Put `list\(…\)` around"),
        (pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]}), "has the columns"),
        (
            pd.DataFrame([[1, 1]], columns=["b", "a"]),
            pd.DataFrame([[1, 1]], columns=["a", "b"]),
            "has the columns",
        ),
        (pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [2]}), "column 'a'"),
        (pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1, 1]}), "1 rows; 2 were"),
        (pd.Series([1], ["x"]), pd.Series([1], ["y"]), "other names"),
        (pd.Series([1]), pd.Series([2]), "Item 0 of your answer is 1"),
        (pd.Series([1]), pd.DataFrame({"a": [1]}), "a Series; a DataFrame was asked"),
        (["x" * 99], ["y"], r"is 'x{56}…, not what was asked"),
    ],
)
def test_a_hint_says_what_is_wrong(answer, expected, hint):
    with pytest.raises(Hint, match=hint):
        expect_same(answer, expected, "your answer", means="one row an id was asked")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (np.int64(3), 3),
        (3, 3.0),
        (np.longdouble(0.1), 0.1),
        (np.float32(0.1), 0.1),
        (np.bool_(True), True),
        (np.ones(2, "float32"), np.ones(2)),
        (np.ones(2, "int32"), np.ones(2, int)),
        # The same in other clothes.
        ([[1, 2], [3, 4]], np.array([[1.0, 2], [3, 4]])),
        ([np.ones(2), np.zeros(2)], np.array([[1.0, 1], [0, 0]])),
        (np.ones(2, int), np.ones(2)),
        (pd.Series([1, 2]), np.array([1, 2])),
        (pd.DataFrame([[1.0, 2.0]]), np.array([[1.0, 2.0]])),
        ({1: 2.0, 0: 1.0}, np.array([1.0, 2.0])),
        ([], np.empty((0, 3), int)),
        (np.empty((0, 3)), np.empty((0, 3), int)),
        (np.array([1 + 1e-12j]), np.ones(1)),
        (np.array(["a", "bc"], object), np.array(["a", "bc"])),
        ([True, False], np.array([True, False])),
        (np.array(3), 3),
        (3.0, 3),
        (np.array(0.5), 0.5),
        (1 + 0j, 1.0),
        (np.array(True), True),
        (np.str_("a"), "a"),
        (np.array("a"), "a"),
        ((1, 2), [1, 2]),
        ([1, 2], (1, 2)),
        (np.array([1, 2]), [1, 2]),
        (np.array(["a", "b"]), ["a", "b"]),
        (pd.Series(["a", "b"]), ["a", "b"]),
        (np.array([94.5, 3.0]), (94.5, 3)),
        (pd.Series([94.5, 3.0]), (94.5, 3)),
        ((np.array([1]), [1.0, 2.0]), (np.array([1]), np.array([1.0, 2.0]))),
    ],
)
def test_equal_values_of_kindred_types_pass(answer, expected):
    expect_same(answer, expected, "your answer")


def test_the_tolerance_is_relative_and_absolute():
    expect_same(1.0009, 1.0, "it", tolerance=1e-3 / 2)  # half for 1, half for its size
    for answer, expected in ((1.0011, 1.0), (0.0006, 0.0), (101.2, 100.0)):
        with pytest.raises(Hint, match="not the number asked"):
            expect_same(answer, expected, "it", tolerance=1e-3 / 2)
        with pytest.raises(Hint, match="1 of 1 values"):
            arrays = np.array([answer]), np.array([expected])
            expect_same(*arrays, "it", tolerance=1e-3 / 2)
    expect_same(100.09, 100.0, "it", tolerance=1e-3)
    expect_same(np.array([100.09]), np.array([100.0]), "it", tolerance=1e-3)
    with pytest.raises(Hint):
        expect_same(1.0001, 1.0, "it")


def test_the_tolerance_reaches_what_is_inside():
    for wrap in (
        lambda number: [number],
        lambda number: {"a": number},
        lambda number: pd.DataFrame({"a": [number]}),
        lambda number: (np.array([number]),),
    ):
        expect_same(wrap(1.05), wrap(1.0), "it", tolerance=0.1)
        with pytest.raises(Hint):
            expect_same(wrap(1.05), wrap(1.0), "it")


def test_dtype_is_compared_where_it_is_asked():
    with pytest.raises(Hint, match="dtype float64; float32 was asked"):
        expect_same(np.ones(2), np.ones(2, "float32"), "it", dtype="float32")


def test_a_known_mistake_gets_its_own_hint_unless_it_is_right_by_chance():
    square = np.array([[1.0, 2.0], [3.0, 4.0]])
    mistakes = {"It is transposed.": square.T}
    with pytest.raises(Hint, match="It is transposed"):
        expect_same(square.T, square, "your matrix", mistakes=mistakes)
    even = np.ones((2, 2))
    expect_same(even, even, "your matrix", mistakes={"It is transposed.": even.T})


def test_of_two_mistakes_that_fit_the_first_one_tells():
    mistakes = {"You doubled it.": 4, "You squared it.": 4}
    with pytest.raises(Hint, match="You doubled it"):
        expect_same(4, 2, "it", mistakes=mistakes)
    with pytest.raises(Hint, match="You squared it"):
        expect_same(4, 2, "it", mistakes=dict(reversed(mistakes.items())))


def test_a_mistake_tells_before_the_shape_does():
    with pytest.raises(Hint, match="You kept a row only"):
        mistakes = {"You kept a row only.": np.ones(2)}
        expect_same(np.ones(2), np.ones((2, 2)), "it", mistakes=mistakes)


def test_an_answer_has_a_type_after_it_was_asked_for():
    names = ["a"]
    assert expect_type(names, list, "it") == names
    assert expect_type(("a",), list, "it") == names
    with pytest.raises(Hint, match="It is a set; a list was asked"):
        expect_type({"a"}, list, "it")


def test_other_expectations():
    expect_array(np.ones((3, 2)), "it", shape=(None, 2))
    with pytest.raises(Hint, match=r"has shape \(3, 2\); \(any, 4\) was asked"):
        expect_array(np.ones((3, 2)), "it", shape=(None, 4))
    with pytest.raises(Hint, match=r"0\.5\. Train longer"):
        expect_between(0.5, 0.8, 1, "the accuracy", "Train longer.")
    expect_between(0.8, 0.8, 1, "the accuracy")
    expect_between(np.float32(1), 0.8, 1, "the accuracy")
    with pytest.raises(Hint, match=r"The accuracy is 1\.1"):
        expect_between(1.1, 0.8, 1, "the accuracy")
    with pytest.raises(Hint, match="The accuracy is a text; a number was asked"):
        expect_between("1", 0.8, 1, "the accuracy")
