"""What a notebook tells the book that shows it, as data and not in printed English.

A fact is one more output of the cell that tells it: a dictionary under a MIME type of
the course's own. A notebook shows nothing of it; Sphinx's extension reads it.
"""

import sys

MIME = "application/vnd.embeddings-explained.fact+json"


def tell(**fact: object) -> None:
    """Add a fact to the outputs of the running cell; do nothing outside a notebook.

    Args:
        fact: plain values by name. `kind` says what the fact is about.
    """
    if "IPython" not in sys.modules:
        return
    from IPython import get_ipython

    shell = get_ipython()
    if shell is not None and getattr(shell, "kernel", None) is not None:
        from IPython.display import display

        display({MIME: fact}, raw=True)
