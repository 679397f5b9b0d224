"""Files and arrays as upstream has them, in small."""

import io
import zipfile

import numpy as np

# The word index of two of Keras's datasets.
INDEX = {"and": 2, "the": 1, "naïve": 3}


def lists(*items: list) -> np.ndarray:
    """Return an array of objects, one a list."""
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array


def npz(**arrays: np.ndarray) -> bytes:
    """Return an `.npz` file."""
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def check_texts(texts, words: np.ndarray, labels: int) -> None:
    """Assert what holds of labelled documents and the words of their tokens."""
    assert len(texts) == len(texts.offsets) - 1 == len(texts.labels)
    assert texts.tokens.dtype == np.int32
    assert 1 <= texts.tokens.min() <= texts.tokens.max() < len(words)
    assert set(texts.labels) == set(range(labels))
    assert words[0] == ""
    assert all(isinstance(word, str) for word in words[texts[0]])
    assert sum(map(len, texts)) == len(texts.tokens)
    counts = np.bincount(texts.tokens)
    assert counts[1] == counts.max()
