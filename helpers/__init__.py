"""The module that notebooks of "Embeddings, explained by running them" share.

The set-up cell looks for the course's name in this file, and calls `helpers.start()`.
`helpers.data` loads datasets, `helpers.plotting` draws, `helpers.vectors` compares
vectors. Importing `helpers` imports neither TensorFlow nor Matplotlib; the functions
that need them do.
"""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager

__version__ = "0.1.1.dev0"

# TensorFlow reads this once, when it is first imported: 3 keeps its start-up
# messages about this machine's processor out of the notebook.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def start(seed: int = 42) -> None:
    """Prepare a notebook: seed every generator, set the plot style, print versions.

    The book, which shows the notebook, is told the versions as a fact.

    Args:
        seed: given to Python's, NumPy's and TensorFlow's random generators.
    """
    with _no_log():
        import keras
        import numpy
        import tensorflow

    from helpers import facts, plotting

    keras.utils.set_random_seed(seed)
    plotting.use_style()
    versions = [  # pairs: a notebook that is saved sorts the keys of its facts
        ("Python", platform.python_version()),
        ("TensorFlow", tensorflow.__version__),
        ("Keras", keras.__version__),
        ("NumPy", numpy.__version__),
    ]
    stamp = [f"{name} {version}" for name, version in versions]
    print(" · ".join([*stamp, f"seed {seed}", _where_data_comes_from()]))
    facts.tell(kind="versions", versions=versions, seed=seed)


@contextmanager
def _no_log() -> Iterator[None]:
    """Keep away what TensorFlow 2.21 logs when it is imported, whatever the level."""
    stderr = os.dup(2)
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)


def _where_data_comes_from() -> str:
    if os.environ.get("EMBEDDINGS_DATA_MODE") == "sample":
        return "data: built-in samples"
    if os.environ.get("EMBEDDINGS_DATA"):
        return "data: the EMBEDDINGS_DATA folder"
    return "data: cache or download"
