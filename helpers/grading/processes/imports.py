"""Runs INSIDE the sandbox: an import that fails leaves those beside it standing."""

import ast
from collections.abc import Iterator, Sequence
from typing import cast

_Import = ast.Import | ast.ImportFrom
_NOTE = '__import__("IPython").get_ipython().fail_import({names!r})'
_LATER = "try: ...\nexcept ImportError: ..."


class SeparateImports(ast.NodeTransformer):
    """Rewrites a cell for IPython, so that each import stops alone.

    `import a, b` becomes two statements. In a block, an import that fails is noted and
    the block goes on. In a `try`, whose handler is to hear of it, the imports that it
    would skip are made first. Functions stay as they are.
    """

    def visit_Module(self, cell: ast.Module) -> ast.Module:
        """Return a cell with other statements for its imports."""
        cell.body = [*_separate(cell.body)]
        return cell


def _separate(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        if isinstance(statement, _Import):
            yield from _singles(statement)
        else:
            _rewrite(statement)
            yield statement


def _singles(statement: _Import) -> Iterator[_Import]:
    """Yield an import for each name of one."""
    for name in statement.names:
        single: _Import = ast.Import([name])
        if isinstance(statement, ast.ImportFrom):
            single = ast.ImportFrom(statement.module, [name], statement.level)
        yield ast.copy_location(single, statement)


def _rewrite(statement: ast.stmt) -> None:
    """Rewrite the imports inside a block."""
    match statement:
        case ast.If() | ast.For() | ast.While():
            statement.body = [*_noted(statement.body)]
            statement.orelse = [*_noted(statement.orelse)]
        case ast.With():
            statement.body = [*_noted(statement.body)]
        case ast.Try():
            statement.body = _heard(statement.body)
            statement.orelse = [*_noted(statement.orelse)]
            statement.finalbody = [*_noted(statement.finalbody)]


def _noted(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a block that goes on after an import that fails."""
    for statement in _separate(body):
        if not isinstance(statement, _Import):
            yield statement
            continue
        name = statement.names[0]
        names = [name.asname or name.name.partition(".")[0]]
        yield _guarded(statement, _parsed(_NOTE.format(names=names)))


def _heard(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Return the statements of a `try` that makes the imports which it would skip."""
    heard: list[ast.stmt] = []
    skipped: list[ast.stmt] = []
    for statement in reversed([*_separate(body)]):
        if isinstance(statement, _Import):
            guarded = _guarded(statement, [*skipped, ast.Raise()])
            heard.append(guarded if skipped else statement)
            skipped.insert(0, _guarded(statement, [ast.Pass()]))
        else:
            heard.append(statement)
    return heard[::-1]


def _guarded(statement: _Import, handler: list[ast.stmt]) -> ast.stmt:
    """Return a `try` of an import with what is done if it fails."""
    (guarded,) = _parsed(_LATER)
    guarded = cast(ast.Try, guarded)
    guarded.body, guarded.handlers[0].body = [statement], handler
    for node in ast.walk(guarded):
        if node is not statement and "lineno" in node._attributes:
            ast.copy_location(node, statement)
    return guarded


def _parsed(source: str) -> list[ast.stmt]:
    return ast.parse(source).body
