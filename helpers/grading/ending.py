"""How a notebook can end, and all that people are told of it. Imports nothing heavy."""

from enum import StrEnum


class Ending(StrEnum):
    """How the grading of a notebook ended; its value is the word for it."""

    GRADED = "graded"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    TOO_MANY_PROCESSES = "too many processes"
    CRASHED = "crashed"
    UNREADABLE = "unreadable"

    def reason(self, seconds: int, memory: int) -> str:
        """Return why it ended so, in a sentence; "" where the word says all.

        Args:
            seconds: the longest that a notebook may take.
            memory: the most bytes that it may use.
        """
        return _REASONS.get(self, "").format(seconds=seconds, mb=memory // 1_000_000)

    @property
    def advice(self) -> str:
        """What a student can do about it, `code` in backquotes; "" if graded."""
        return _ADVICE.get(self, "")


_REASONS = {
    Ending.TIMED_OUT: "It took longer than {seconds} seconds.",
    Ending.OUT_OF_MEMORY: "It used more than {mb} MB of memory.",
    Ending.TOO_MANY_PROCESSES: "It started more processes than a notebook may.",
    Ending.CRASHED: "Its process ended by itself before all questions were asked.",
}
_ADVICE = {
    Ending.TIMED_OUT: (
        "The time counts for the whole notebook, questions included. Look for a loop "
        "that never ends, for training with more epochs or a larger model than the "
        "exercise needs, and for work inside a loop that could be done once before "
        "it. Restart the kernel, run all cells, and see which one keeps you waiting."
    ),
    Ending.OUT_OF_MEMORY: (
        "An array takes the product of its shape, times 4 or 8 bytes. Look for one "
        "with a row and a column for every word, for one-hot arrays, and for lists "
        "that grow in a loop. Integer ids, smaller batches and `float32` take less."
    ),
    Ending.TOO_MANY_PROCESSES: (
        "Look for code that starts processes or threads, above all inside a loop: "
        "`multiprocessing`, `joblib` with `n_jobs=-1`, a thread pool, or a data loader "
        "with many workers. The exercise can be solved without any of them."
    ),
    Ending.CRASHED: (
        "Python itself ended, which an ordinary error does not do. Look for a call "
        "that ends it, such as `exit()` or `os._exit()`, and for a function that calls "
        "itself without end. Restart the kernel and run all cells: does the kernel "
        "die there too?"
    ),
    Ending.UNREADABLE: (
        "The file was not a notebook that could be opened. Open it in Jupyter, save "
        "it, and hand in that file, whose name ends in `.ipynb`: not a PDF, a script "
        "or an archive, and not an empty file."
    ),
}
