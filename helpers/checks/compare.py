"""Compare what a student's code gave with what was expected; say what is wrong.

Every function raises `Hint` with a sentence for the student, or returns nothing.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.checks.codec import Other

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
    "SequentialModel": "a Sequential model",
}
KINDS = {"i": "whole numbers", "u": "whole numbers", "f": "floating-point numbers"}
KINDS |= {"b": "True and False", "U": "texts", "O": "objects", "c": "complex numbers"}


class Hint(Exception):
    """An answer is not right yet; the message helps without giving the answer."""


def expect(condition: bool, hint: str) -> None:
    """Raise `Hint(hint)` unless the condition holds."""
    if not condition:
        raise Hint(hint)


def expect_same(
    found: object,
    expected: object,
    what: str,
    *,
    means: str = "",
    dtype: str | None = None,
    tolerance: float = 1e-5,
    mistakes: Mapping[str, object] | None = None,
) -> None:
    """Require the expected value, its type and its shape.

    Args:
        found: what the student's code gave.
        expected: what the reference gives: a plain value, an array, a table, or lists
            and dictionaries of them.
        what: what is compared, in the student's terms: "your matrix".
        means: what its shape stands for: "one row an id, one column a word".
        dtype: exact name of an array's dtype; its kind is compared otherwise.
        tolerance: for numbers, relative and absolute.
        mistakes: hints, and the values that well-known mistakes would give.

    Raises:
        Hint: it is something else.
    """
    if isinstance(expected, float | np.floating) and _is_number(found):
        found, expected = float(found), float(expected)
    for hint, wrong in (mistakes or {}).items():
        if not _alike(wrong, expected, tolerance) and _alike(found, wrong, tolerance):
            raise Hint(hint)
    _same_type(found, expected, what)
    if isinstance(expected, np.ndarray):
        _same_array(found, expected, what, means, dtype, tolerance)
    elif _table(expected) == "DataFrame":
        _same_frame(found, expected, what, tolerance)
    elif _table(expected) == "Series":
        _same_frame(
            found.to_frame("value"), expected.to_frame("value"), what, tolerance
        )
    elif isinstance(expected, dict):
        _same_dict(found, expected, what, tolerance)
    elif isinstance(expected, list | tuple):
        _same_items(found, expected, what, means, tolerance)
    elif isinstance(expected, set):
        _same_set(found, expected, what)
    elif isinstance(expected, float):
        if not np.isclose(found, expected, tolerance, tolerance):
            raise Hint(f"{_start(what)} is {_short(found)}, not the number asked.")
    elif found != expected:
        raise Hint(f"{_start(what)} is {_short(found)}, not what was asked.")


def expect_type(found: object, wanted: type, what: str) -> None:
    """Require a type: str, list, np.ndarray, `Function`, `SequentialModel`, …"""
    if type(found) is not wanted:
        raise Hint(f"{_start(what)} is {called(found)}; {_name(wanted)} was asked.")


def expect_between(
    found: object, low: float, high: float, what: str, hint: str = ""
) -> None:
    """Require a number within a range."""
    if not _is_number(found):
        raise Hint(f"{_start(what)} is {called(found)}; a number was asked.")
    if not low <= float(found) <= high:
        raise Hint(f"{_start(what)} is {float(found):.4g}. {hint}".strip())


def expect_array(
    found: object,
    what: str,
    *,
    shape: Sequence[int | None],
    means: str = "",
    kind: str = "iuf",
) -> np.ndarray:
    """Require an array of a shape (None: any length) and kinds of dtype; return it."""
    expect_type(found, np.ndarray, what)
    fits = len(found.shape) == len(shape) and all(
        wanted in (None, side) for side, wanted in zip(found.shape, shape, strict=True)
    )
    if not fits:
        sides = tuple("any" if side is None else side for side in shape)
        asked = str(sides).replace("'", "")
        asked = f"{means} was asked: {asked}" if means else f"{asked} was asked"
        raise Hint(f"{_start(what)} has shape {found.shape}; {asked}.")
    if found.dtype.kind not in kind:
        raise Hint(f"{_start(what)} holds {_kind(found)}; {KINDS[kind[0]]} were asked.")
    if found.dtype.kind == "f" and not np.isfinite(found).all():
        raise Hint(f"{_start(what)} has NaN or infinity in it.")
    return found


def called(value: object) -> str:
    """Return what to call a value in a hint: "a list", "a Tensor"."""
    if isinstance(value, Other):
        article = "an" if value.type_name[:1] in "AEIOUaeiou" else "a"
        return f"{article} {value.type_name}"
    if isinstance(value, np.generic):
        return f"a NumPy {value.dtype} number"
    return _name(type(value))


def _name(kind: type) -> str:
    return NAMES.get(kind.__name__, f"a {kind.__name__}")


def _table(value: object) -> str:
    """Return which table of pandas a value is; pandas need not be imported for it."""
    kind = type(value)
    return kind.__name__ if kind.__module__.startswith("pandas.") else ""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(
        value, bool
    )


def _start(what: str) -> str:
    return what[:1].upper() + what[1:]


def _short(value: object) -> str:
    text = f"{value:.6g}" if isinstance(value, float) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _kind(array: np.ndarray) -> str:
    return KINDS.get(array.dtype.kind, str(array.dtype))


def _alike(one: object, other: object, tolerance: float) -> bool:
    """Say whether two values would pass for one another."""
    try:
        expect_same(one, other, "", tolerance=tolerance)
    except Hint:
        return False
    return True


def _same_type(found: object, expected: object, what: str) -> None:
    if isinstance(expected, bool | np.bool_) and isinstance(found, bool | np.bool_):
        return
    if isinstance(expected, int | np.integer) and isinstance(found, np.integer):
        return
    if isinstance(expected, np.generic):
        expected = expected.item()
    expect_type(found, type(expected), what)


def _same_array(found, expected, what, means, dtype, tolerance) -> None:
    kind = "iu" if expected.dtype.kind in "iu" else expected.dtype.kind
    expect_array(found, what, shape=expected.shape, means=means, kind=kind)
    if dtype is not None and found.dtype != np.dtype(dtype):
        raise Hint(f"{_start(what)} has dtype {found.dtype}; {dtype} was asked.")
    if expected.dtype.kind in "fc":
        equal = np.isclose(found, expected, tolerance, tolerance)
    else:
        equal = found == expected
    if not equal.all():
        where = np.argwhere(~equal)[0].tolist()
        wrong = f"{(~equal).sum():,} of {equal.size:,} values are not right"
        value = _short(found[tuple(where)].item())
        raise Hint(f"In {what} {wrong}: the first is {value}, at {where}.")


def _same_frame(found, expected, what, tolerance) -> None:
    columns = list(expected.columns)
    if list(found.columns) != columns:
        has = _short(list(found.columns))
        raise Hint(f"{_start(what)} has the columns {has}; {columns} were asked.")
    if len(found) != len(expected):
        asked = f"{len(expected):,} were asked"
        raise Hint(f"{_start(what)} has {len(found):,} rows; {asked}.")
    if list(found.index) != list(expected.index):
        raise Hint(f"{_start(what)} has other names, or another order, of rows.")
    for name in columns:
        here = f"column {name!r} of {what}" if name != "value" else what
        values = found[name].to_list(), expected[name].to_list()
        expect_same(*values, here, tolerance=tolerance)


def _same_dict(found, expected, what, tolerance) -> None:
    missing = [key for key in expected if key not in found]
    extra = [key for key in found if key not in expected]
    if missing or extra:
        problem = "lacks" if missing else "should not have"
        raise Hint(f"{_start(what)} {problem} the key {_short((missing or extra)[0])}.")
    for key, value in expected.items():
        expect_same(found[key], value, f"{what} at {_short(key)}", tolerance=tolerance)


def _same_items(found, expected, what, means, tolerance) -> None:
    if len(found) != len(expected):
        asked = f"{len(expected):,} were asked{f' ({means})' if means else ''}"
        raise Hint(f"{_start(what)} has {len(found):,} items; {asked}.")
    for place, (one, other) in enumerate(zip(found, expected, strict=True)):
        expect_same(one, other, f"item {place} of {what}", tolerance=tolerance)


def _same_set(found, expected, what) -> None:
    if missing := expected - found:
        raise Hint(f"{_start(what)} lacks {len(missing):,} of the items asked.")
    if extra := found - expected:
        raise Hint(f"{_start(what)} should not have {_short(next(iter(extra)))} in it.")
