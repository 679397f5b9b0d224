"""Runs INSIDE the sandbox: an import that fails leaves those beside it standing."""

import ast
from collections.abc import Iterator, Sequence
from typing import cast

_Import = ast.Import | ast.ImportFrom
_NOTE = '__import__("IPython").get_ipython().fail_import({names!r})'
_LATER = "try: ...\nexcept ImportError: ..."


class SeparateImports(ast.NodeTransformer):
    """Rewrites a cell for IPython, so that each import stops alone.

    `import a, b` becomes two statements. Where an import in a block fails, those after
    it in the block are made at once. Then the failure is noted and the block goes on;
    in a `try` its handler hears of it. Functions stay as they are.
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
            statement.body = _block(statement.body)
            statement.orelse = _block(statement.orelse)
        case ast.With():
            statement.body = _block(statement.body)
        case ast.Try():
            statement.body = _block(statement.body, is_handled=True)
            statement.orelse = _block(statement.orelse)
            statement.finalbody = _block(statement.finalbody)


def _block(body: Sequence[ast.stmt], is_handled: bool = False) -> list[ast.stmt]:
    """Return statements that make all imports of a block, whichever of them fails."""
    block: list[ast.stmt] = []
    later: list[ast.stmt] = []
    for statement in reversed([*_separate(body)]):
        if isinstance(statement, _Import):
            end = [ast.Raise()] if is_handled else _note(statement)
            block.append(_guarded(statement, [*later, *end]))
            later.insert(0, _guarded(statement, [ast.Pass()]))
        else:
            block.append(statement)
    return block[::-1]


def _note(statement: _Import) -> list[ast.stmt]:
    (name,) = statement.names
    names = [name.asname or name.name.partition(".")[0]]
    return _parsed(_NOTE.format(names=names))


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
