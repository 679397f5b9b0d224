"""Errors of other libraries, in words for people."""


def first_line(error: BaseException, longest: int = 200) -> str:
    """Return the first line of an error's message; the name of its type if it has none.

    Args:
        error: any exception. One whose message cannot be made has none.
        longest: characters to keep.
    """
    try:
        lines = str(error).strip().splitlines()
    except Exception:  # whatever a foreign `__str__` does
        lines = []
    return (lines[0] if lines else type(error).__name__)[:longest]
