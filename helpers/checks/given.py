"""What a function was given, and whether it has left it alone.

Whoever calls a function needs the arrays afterwards. To sort a list does no harm worth
a point; to write other numbers into an array does.
"""

from collections import Counter

import numpy as np

from helpers.checks.codec import decode, encode


class Given:
    """An argument as it was before a call.

    Args:
        argument: plain values and arrays, as the codec reads them.
    """

    def __init__(self, argument: object) -> None:
        self._argument = argument
        self._before = encode(argument)

    def is_changed(self) -> bool:
        """Say whether something else stands in it now; another order does not count."""
        if encode(self._argument) == self._before:
            return False
        return _content(self._argument) != _content(decode(self._before))


def _content(argument: object) -> object:
    """Return what stands in an argument, whatever its order; photos are not sorted."""
    if isinstance(argument, np.ndarray) and argument.ndim == 1:
        return np.sort(argument).tobytes()
    if isinstance(argument, list):
        return Counter(encode(item) for item in argument)
    return encode(argument)
