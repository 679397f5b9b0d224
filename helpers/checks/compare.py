"""Compare what a student's code gave with what was expected; say what is wrong.

Every function raises `Hint` with a sentence for the student, or returns nothing.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from helpers.checks.codec import KerasModel, Other, is_frame, is_series
from helpers.checks.kinds import as_array, as_kind

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

NAMES = {
    "ndarray": "a NumPy array",
    "NoneType": "None",
    "int": "a whole number",
    "float": "a number",
    "bool": "True or False",
    "str": "a text",
    "list": "a list",
    "tuple": "a tuple",
    "dict": "a dictionary",
    "set": "a set",
    "DataFrame": "a DataFrame",
    "Series": "a Series",
    "Function": "a function",
    "KerasModel": "a Keras model, `Sequential` or functional,",
}
KINDS = {"i": "whole numbers", "u": "whole numbers", "f": "floating-point numbers"}
KINDS |= {"b": "True and False", "U": "texts", "O": "objects", "c": "complex numbers"}
REAL = "iuf"  # kinds of dtypes of arrays that hold real numbers


class Hint(Exception):
    """An answer is not right yet; the message helps without giving the answer.

    An outcome of a question, not an error.
    """


def expect(condition: bool, hint: str) -> None:
    """Raise `Hint(hint)` unless the condition holds."""
    if not condition:
        raise Hint(hint)


def expect_same(
    answer: object,
    expected: object,
    what: str,
    *,
    means: str = "",
    dtype: str | None = None,
    tolerance: float = 1e-5,
    mistakes: Mapping[str, object] | None = None,
) -> None:
    """Require the expected value, of its shape, in any clothes that `kinds` allows.

    Args:
        answer: what the student's code gave.
        expected: what the reference gives: a plain value, an array, a table, or lists
            and dictionaries of them. Whole numbers count where real ones are
            expected, and not the other way round in an array: rows and counts that
            are whole cannot be used as such while they are floats.
        what: what is compared, in the student's terms: "your matrix".
        means: what its shape stands for: "one row an id, one column a word".
        dtype: exact name of an array's dtype; its kind is compared otherwise.
        tolerance: for numbers, relative and absolute.
        mistakes: hints, and the values that well-known mistakes would give.

    Raises:
        Hint: it is something else.
    """
    try:
        _same_value(answer, expected, what, means, dtype, tolerance)
    except Hint:
        for hint, wrong in (mistakes or {}).items():
            same = _alike(wrong, expected, tolerance)
            if not same and _alike(answer, wrong, tolerance):
                raise Hint(hint) from None
        raise


def _same_value(
    answer: Any,
    expected: Any,
    what: str,
    means: str,
    dtype: str | None,
    tolerance: float,
) -> None:
    if isinstance(expected, np.generic):
        expected = expected.item()
    if isinstance(expected, np.ndarray):
        _same_array(answer, expected, what, means, dtype, tolerance)
        return
    if expected is None:
        expect(answer is None, f"{_start(what)} is {called(answer)}; None was asked.")
        return
    answer = expect_type(answer, type(expected), what)
    if is_frame(expected):
        _same_frame(answer, expected, what, tolerance)
    elif is_series(expected):
        frames = answer.to_frame("value"), expected.to_frame("value")
        _same_frame(*frames, what, tolerance)
    elif isinstance(expected, dict):
        _same_dict(answer, expected, what, tolerance)
    elif isinstance(expected, list | tuple):
        _same_items(answer, expected, what, means, tolerance)
    elif isinstance(expected, set):
        _same_set(answer, expected, what)
    elif isinstance(expected, float):
        if not np.isclose(answer, expected, tolerance, tolerance):
            raise Hint(f"{_start(what)} is {_short(answer)}, not the number asked.")
    elif answer != expected:
        raise Hint(f"{_start(what)} is {_short(answer)}, not what was asked.")


def expect_type(answer: object, kind: type[T], what: str) -> T:
    """Require a kind of value: str, list, np.ndarray, `Function`, `KerasModel`, …

    Returns:
        The answer as a value of that kind: see `kinds.as_kind`.
    """
    value = as_kind(answer, kind)
    if value is None:
        raise Hint(_other(answer, _name(kind), what))
    return value


def expect_between(
    number: object, low: float, high: float, what: str, hint: str = ""
) -> None:
    """Require a number within a range."""
    value = expect_type(number, float, what)
    if not low <= value <= high:
        raise Hint(f"{_start(what)} is {value:.4g}. {hint}".strip())


def expect_array(
    answer: object,
    what: str,
    *,
    shape: Sequence[int | None],
    means: str = "",
    kind: str = REAL,
) -> np.ndarray:
    """Require an array of a shape (None: any length) and kinds of dtype; return it.

    An array without numbers in it may have any dtype.
    """
    array = _array(answer, what, tuple(side or 0 for side in shape))
    fits = len(array.shape) == len(shape) and all(
        length in (None, side) for side, length in zip(array.shape, shape, strict=True)
    )
    if not fits:
        sides = tuple("any" if side is None else side for side in shape)
        request = str(sides).replace("'", "")
        request = f"{means} was asked: {request}" if means else f"{request} was asked"
        raise Hint(f"{_start(what)} has shape {array.shape}; {request}.")
    if array.size and array.dtype.kind not in kind:
        has = KINDS.get(array.dtype.kind, str(array.dtype))
        raise Hint(f"{_start(what)} holds {has}; {_request(kind)} were asked.")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise Hint(f"{_start(what)} has NaN or infinity in it.")
    return array


def _array(answer: object, what: str, shape: tuple[int, ...]) -> np.ndarray:
    array = as_array(answer, shape)
    if array is None:
        several = isinstance(answer, list | tuple) and len(answer) > 1
        lengths = ", and its rows are not alike" if several else ""
        raise Hint(_other(answer, "a NumPy array", what, lengths))
    return array


def _other(answer: object, request: str, what: str, more: str = "") -> str:
    """Return the hint that an answer is something else than was asked."""
    hint = f"{_start(what)} is {called(answer)}{more}; {request} was asked."
    if isinstance(answer, Other) and answer.iterates:
        hint += " Put `list(…)` around it."
    return hint


def _request(kind: str) -> str:
    """Return how to ask for kinds of dtypes."""
    return "real numbers" if "f" in kind else KINDS[kind[0]]


def called(value: object) -> str:
    """Return what to call a value in a hint: "a list", "a generator"."""
    if isinstance(value, Other):
        article = "an" if value.type_name[:1] in "AEIOUaeiou" else "a"
        return f"{article} {value.type_name}"
    if isinstance(value, KerasModel):
        return "a Sequential model" if value.sequential else "a functional model"
    if isinstance(value, np.ndarray) and value.shape != ():
        return f"a NumPy array of shape {value.shape}"
    if isinstance(value, np.ndarray | np.generic):
        return _name(type(value.item()))
    return _name(type(value))


def _name(kind: type) -> str:
    return NAMES.get(kind.__name__, f"a {kind.__name__}")


def _start(what: str) -> str:
    return what[:1].upper() + what[1:]


def _short(value: object) -> str:
    text = f"{value:.6g}" if isinstance(value, float) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _alike(one: object, other: object, tolerance: float) -> bool:
    """Say whether two values would pass for one another."""
    try:
        expect_same(one, other, "", tolerance=tolerance)
    except Hint:
        return False
    return True


def _same_array(
    answer: object,
    expected: np.ndarray,
    what: str,
    means: str,
    dtype: str | None,
    tolerance: float,
) -> None:
    kind = {"i": "iu", "u": "iu", "f": REAL}.get(expected.dtype.kind)
    kind = kind or expected.dtype.kind
    array = expect_array(answer, what, shape=expected.shape, means=means, kind=kind)
    if dtype is not None and array.dtype != np.dtype(dtype):
        raise Hint(f"{_start(what)} has dtype {array.dtype}; {dtype} was asked.")
    if expected.dtype.kind in "fc":
        equal = np.isclose(array, expected, tolerance, tolerance)
    else:
        equal = array == expected
    if not equal.all():
        where = np.argwhere(~equal)[0].tolist()
        wrong = f"{(~equal).sum():,} of {equal.size:,} values are not right"
        value = _short(array[tuple(where)].item())
        raise Hint(f"In {what} {wrong}: the first is {value}, at {where}.")


def _same_frame(
    frame: "pd.DataFrame", expected: "pd.DataFrame", what: str, tolerance: float
) -> None:
    columns = list(expected.columns)
    if list(frame.columns) != columns:
        has = _short(list(frame.columns))
        raise Hint(f"{_start(what)} has the columns {has}; {columns} were asked.")
    if len(frame) != len(expected):
        request = f"{len(expected):,} were asked"
        raise Hint(f"{_start(what)} has {len(frame):,} rows; {request}.")
    if list(frame.index) != list(expected.index):
        raise Hint(f"{_start(what)} has other names, or another order, of rows.")
    for name in columns:
        here = f"column {name!r} of {what}" if name != "value" else what
        values = frame[name].to_list(), expected[name].to_list()
        expect_same(*values, here, tolerance=tolerance)


def _same_dict(answer: dict, expected: dict, what: str, tolerance: float) -> None:
    missing = [key for key in expected if key not in answer]
    extra = [key for key in answer if key not in expected]
    if missing or extra:
        problem = "lacks" if missing else "should not have"
        raise Hint(f"{_start(what)} {problem} the key {_short((missing or extra)[0])}.")
    for key, value in expected.items():
        expect_same(answer[key], value, f"{what} at {_short(key)}", tolerance=tolerance)


def _same_items(
    items: Sequence[object],
    expected: Sequence[object],
    what: str,
    means: str,
    tolerance: float,
) -> None:
    if len(items) != len(expected):
        request = f"{len(expected):,} were asked{f' ({means})' if means else ''}"
        raise Hint(f"{_start(what)} has {len(items):,} items; {request}.")
    for place, (one, other) in enumerate(zip(items, expected, strict=True)):
        expect_same(one, other, f"item {place} of {what}", tolerance=tolerance)


def _same_set(items: set, expected: set, what: str) -> None:
    if missing := expected - items:
        raise Hint(f"{_start(what)} lacks {len(missing):,} of the items asked.")
    if extra := items - expected:
        raise Hint(f"{_start(what)} should not have {_short(next(iter(extra)))} in it.")
