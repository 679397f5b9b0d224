"""Mutants of a right answer, made by a program: what a check must not let pass.

Two sorts. Some wrap the function: it forgets one of its arguments, and takes the one of
its first call for ever, or its first result. Others change one place of its code: a
size is that of the first call, a sign, an axis, a comparison, a bound by one.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from typing import Any

import numpy as np

_FIRST = "_first"  # what code that was changed calls to get a size of its first call


@dataclass(frozen=True)
class Mutant:
    """An answer that is no longer right, or so it seems.

    Attributes:
        change: what was changed, in a line: "line 3: len(ids) is that of the first
            call". No two mutants of a function have the same.
        answer: the function, or another value.
    """

    change: str
    answer: object


def mutants(
    function: Callable[..., object], namespace: dict[str, object]
) -> Iterator[Mutant]:
    """Make all mutants of a function, one change each.

    Args:
        function: a right answer, written in Python where its source can be found.
        namespace: the notebook's, in which the changed code is defined.
    """
    yield Mutant("the first result is repeated", _repeating(function))
    for place, name in enumerate(inspect.signature(function).parameters):
        yield Mutant(
            f"the argument {name} is ignored: that of the first call counts",
            _ignoring(function, place, name),
        )
    yield from _changed_code(function, namespace)


def changed_values(value: Any) -> Iterator[Mutant]:
    """Make mutants of an answer that is a number, a list or an array; none of others.

    Args:
        value: a right answer.
    """
    if isinstance(value, int | float | np.integer | np.floating):
        yield Mutant("its sign is turned", -value)
        yield Mutant("it is one more", value + 1)
    if isinstance(value, list | tuple):
        yield Mutant("its order is turned", value[::-1])
        yield Mutant("its last item is missing", value[:-1])
    if isinstance(value, np.ndarray) and value.ndim:
        yield Mutant("its rows come one later", np.roll(value, 1, axis=0))
        yield Mutant("its last row is missing", value[:-1])
    if isinstance(value, np.ndarray) and value.ndim > 1:
        yield Mutant("it is transposed", value.swapaxes(0, 1))


def _repeating(function: Callable[..., object]) -> Callable[..., object]:
    results: list[object] = []

    @wraps(function)
    def repeating(*args: object, **kwargs: object) -> object:
        results.append(function(*args, **kwargs))
        return results[0]

    return repeating


def _ignoring(
    function: Callable[..., object], place: int, name: str
) -> Callable[..., object]:
    first: list[object] = []

    @wraps(function)
    def ignoring(*args: object, **kwargs: object) -> object:
        # What is left to its default is not given, and cannot be ignored either.
        if name in kwargs:
            first.append(deepcopy(kwargs[name]))
            kwargs[name] = first[0]
        elif place < len(args):
            first.append(deepcopy(args[place]))
            args = (*args[:place], first[0], *args[place + 1 :])
        return function(*args, **kwargs)

    return ignoring


def _changed_code(
    function: Callable[..., object], namespace: dict[str, object]
) -> Iterator[Mutant]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    definition = tree.body[0]
    if not isinstance(definition, ast.FunctionDef):  # a lambda, or a call of `partial`
        return
    number = 0
    for place, node in enumerate(ast.walk(definition)):
        for words, change in _changes(node):
            copy = deepcopy(tree)
            twin = [*ast.walk(copy.body[0])][place]
            change(twin)
            number += 1
            text = f"line {getattr(node, 'lineno', 0)}, {number}: {words}"
            yield Mutant(text, _compiled(copy, definition.name, namespace, text))


def _compiled(
    tree: ast.Module, name: str, namespace: dict[str, object], text: str
) -> Callable[..., object]:
    first: dict[str, object] = {}

    def remembered(place: str, value: object) -> object:
        if type(value) is not int:  # the size of something, or it is left alone
            return value
        return first.setdefault(place, value)

    own = dict(namespace) | {_FIRST: remembered}
    code = compile(ast.fix_missing_locations(tree), f"<mutant: {text}>", "exec")
    exec(code, own)
    function: Any = own[name]
    return function


Change = Callable[[Any], None]


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    """Yield what can be changed at one place, and how."""
    yield from _sizes(node)
    yield from _signs(node)
    yield from _axes(node)
    yield from _bounds(node)


def _sizes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    """Yield changes by which a size is that of the first call."""
    for field, child in ast.iter_fields(node):
        places = enumerate(child) if isinstance(child, list) else [(None, child)]
        for index, part in places:
            if isinstance(part, ast.expr) and _is_size(part):
                words = f"{ast.unparse(part)} is that of the first call"
                yield words, _remembering(field, index, ast.unparse(part))


def _is_size(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="len")):
            return True
        case ast.Subscript(value=ast.Attribute(attr="shape")):
            return True
        case ast.Attribute(attr="size"):
            return True
    return False


def _remembering(field: str, index: int | None, place: str) -> Change:
    def change(node: Any) -> None:
        part = getattr(node, field)
        old = part if index is None else part[index]
        new = ast.Call(
            func=ast.Name(id=_FIRST, ctx=ast.Load()),
            args=[ast.Constant(place), old],
            keywords=[],
        )
        if index is None:
            setattr(node, field, new)
        else:
            part[index] = new

    return change


_OPPOSITE: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
_WORDS: dict[type, str] = {
    ast.Add: "- for +",
    ast.Sub: "+ for -",
    ast.Mult: "/ for *",
    ast.Div: "* for /",
    ast.Lt: "<= for <",
    ast.LtE: "< for <=",
    ast.Gt: ">= for >",
    ast.GtE: "> for >=",
    ast.Eq: "!= for ==",
    ast.NotEq: "== for !=",
}


def _signs(node: ast.AST) -> Iterator[tuple[str, Change]]:
    """Yield changes of a sign, an operation or a comparison to its opposite."""

    def turn_operation(twin: Any) -> None:
        twin.op = _OPPOSITE[type(twin.op)]()

    def turn_comparison(twin: Any) -> None:
        twin.ops[0] = _OPPOSITE[type(twin.ops[0])]()

    def drop_minus(twin: Any) -> None:
        twin.op = ast.UAdd()

    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _OPPOSITE:
            yield f"{_WORDS[type(op)]} in {ast.unparse(node)}", turn_operation
        case ast.Compare(ops=[op]) if type(op) in _OPPOSITE:
            yield f"{_WORDS[type(op)]} in {ast.unparse(node)}", turn_comparison
        case ast.UnaryOp(op=ast.USub()):
            yield f"no minus in {ast.unparse(node)}", drop_minus


def _axes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    """Yield changes of an axis to another one."""

    def swap(twin: Any) -> None:
        axis = ast.literal_eval(twin.value)
        twin.value = ast.Constant(0 if axis else 1)

    match node:
        case ast.keyword(arg="axis", value=value) if _is_literal(value):
            yield f"another axis than {ast.unparse(node)}", swap
        case ast.Attribute(attr="T"):
            yield f"not turned: {ast.unparse(node)}", _untransposed


def _untransposed(twin: Any) -> None:
    # `x.T` becomes `x.real`, which is `x`: a node cannot be replaced from within.
    twin.attr = "real"


def _is_literal(node: ast.expr) -> bool:
    try:
        return isinstance(ast.literal_eval(node), int)
    except ValueError:
        return False


def _bounds(node: ast.AST) -> Iterator[tuple[str, Change]]:
    """Yield changes of a whole number by one, and of a bound of a slice or a range."""

    def more(twin: Any) -> None:
        twin.value += 1

    def less(twin: Any) -> None:
        twin.value -= 1

    match node:
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            yield f"{value + 1} for {value}", more
            yield f"{value - 1} for {value}", less
        case ast.Slice(upper=upper) if upper is not None:
            yield f"one more in the slice {ast.unparse(node)}", _extend("upper")
        case ast.Slice(lower=lower) if lower is not None:
            yield f"one later in the slice {ast.unparse(node)}", _extend("lower")
        case ast.Call(func=ast.Name(id="range")):
            yield f"one less in {ast.unparse(node)}", _shorten


def _extend(field: str) -> Change:
    def change(twin: Any) -> None:
        bound = getattr(twin, field)
        setattr(twin, field, ast.BinOp(bound, ast.Add(), ast.Constant(1)))

    return change


def _shorten(twin: Any) -> None:
    place = min(1, len(twin.args) - 1)
    twin.args[place] = ast.BinOp(twin.args[place], ast.Sub(), ast.Constant(1))
