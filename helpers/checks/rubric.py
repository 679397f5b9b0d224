"""Questions that a person grades: a text of the student's, and what to look for in it.

A rubric is a file in TOML, one table a question:

```toml
["3.6"]
title = "Why windows"
text = "why"                  # the variable that holds the student's text
bonus = false                 # may be left out

["3.6".criteria]              # points by what is looked for, in its order
"names what a window leaves out" = 1
"says it with an example of its own" = 2
```
"""

import re
import tomllib
from typing import Any

import numpy as np

from helpers.checks.judge import Question
from helpers.checks.student import Student


class RubricError(ValueError):
    """A rubric that cannot be used; the message says where and why in one line."""


def read_rubric(text: str) -> dict[str, Question]:
    """Return the questions of a rubric by id, in their order.

    Args:
        text: TOML.

    Raises:
        RubricError: it is not TOML, or something is missing or of another type.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RubricError(f"it is not TOML: {error}") from None
    return {id: _question(id, table) for id, table in tables.items()}


def _question(id: str, table: Any) -> Question:
    if re.fullmatch(r"[1-9]\d?\.[1-9]\d*", id) is None or not isinstance(table, dict):
        raise RubricError(f'["{id}"] is no question: write a table such as ["3.6"]')
    unknown = table.keys() - {"title", "text", "bonus", "criteria"}
    if unknown:
        names = ", ".join(sorted(unknown))
        raise RubricError(f'["{id}"] has {names}, which means nothing here')
    bonus = table.get("bonus", False)
    if not isinstance(bonus, bool):
        raise RubricError(f'["{id}"] says {bonus!r} of bonus: write true or false')
    criteria = table.get("criteria", {})
    fits = (
        isinstance(criteria, dict)
        and criteria != {}
        and all(type(points) is int and points > 0 for points in criteria.values())
    )
    if not fits:
        request = f'["{id}".criteria] must give whole points above 0 by words'
        raise RubricError(f'{request}: "names the cause" = 1')
    name = table.get("text")
    if not isinstance(name, str) or not name.isidentifier():
        request = f'["{id}"] must name the variable that holds the text'
        raise RubricError(f'{request}: text = "why"')
    return Question(
        id=id,
        points=sum(criteria.values()),
        title=str(table.get("title", f"Question {id}")),
        ask=_nothing,
        steps=criteria,
        bonus=bonus,
        text=name,
    )


def _nothing(student: Student, rng: np.random.Generator) -> None:
    """Ask nothing: a person does."""
