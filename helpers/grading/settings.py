"""How to grade."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How to grade, the same for every submission.

    Attributes:
        notebook_seconds: the longest that a notebook may take, questions included.
        notebook_memory: the most bytes that it may use, all of its processes together.
        checks: Python code with an instructor's own questions, or "".
        rubric: TOML with questions that a person grades, or "".
        unsafe: whether to do without a sandbox.
    """

    notebook_seconds: int = 120
    notebook_memory: int = 1_500_000_000
    checks: str = ""
    rubric: str = ""
    unsafe: bool = False
