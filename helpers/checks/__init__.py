"""Check the answers of an exercise: `check("3.2")` in its notebook.

A question is a function of a `Student` and a random generator. In a notebook the
student's functions are called directly; the batch grader asks the same question of a
process that knows nothing of it.
"""

from helpers.checks.notebook import check

__all__ = ["check"]
