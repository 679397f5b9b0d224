"""How long to wait for others: little in a notebook, much on the command line."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """How long to wait, in seconds.

    Attributes:
        connect: for a connection.
        read: for the next bytes of a file.
        lock: for another process that fetches the same data.
    """

    connect: float
    read: float
    lock: float


NOTEBOOK = Limits(connect=3, read=8, lock=60)
COMMAND = Limits(connect=20, read=120, lock=1_200)
