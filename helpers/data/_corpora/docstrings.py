"""Texts of many topics: docstrings of the installed scientific libraries."""

import ast
import hashlib
import warnings
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np

from helpers.data._shelf.derived import derived
from helpers.data._shelf.files import read_arrays, save_arrays
from helpers.data._shelf.folders import package_folder
from helpers.data._shelf.texts import Texts, number_words, pack, unpack

_EDITION = 1  # Part of the name of the file made here: change it with what it holds.
_SEED = 1  # Any number will do, if it is always the same: it orders the texts.

_LIBRARIES = ("numpy", "scipy", "pandas", "scikit-learn", "matplotlib")
_OTHERS = {"tests", "testing", "conftest", "externals"}  # Not the library's own text.
_TOPICS = 46  # As many as the newswires have.
_CODE = (">>>", "...")


def docstrings() -> tuple[Texts, np.ndarray, tuple[str, ...]]:
    """Return docstrings of installed libraries, labelled with their module.

    Returns:
        The texts; the word of each token (object), after an empty one for 0; the
        names of the topics.
    """
    versions = "-".join(version(name) for name in _LIBRARIES)
    digest = hashlib.sha256(versions.encode()).hexdigest()[:8]
    name = f"reuters-sample-{_EDITION}-{digest}.npz"
    arrays = derived(name, _write_docstrings, read_arrays)
    texts = Texts(arrays["tokens"], arrays["offsets"], arrays["labels"])
    return texts, unpack(arrays["words"], first=""), tuple(unpack(arrays["topics"]))


def _write_docstrings(path: Path) -> None:
    topic_of: dict[str, str] = {}  # A text counts once, for the first topic it is in.
    for library in _LIBRARIES:
        for topic, source in _sources(library):
            for text in _docstrings(source):
                topic_of.setdefault(text, topic)
    topics = sorted(
        topic for topic, _ in Counter(topic_of.values()).most_common(_TOPICS)
    )
    labels = {topic: label for label, topic in enumerate(topics)}
    pairs = [
        (text, labels[topic]) for text, topic in topic_of.items() if topic in labels
    ]
    rng = np.random.default_rng(_SEED)
    pairs = [pairs[i] for i in rng.permutation(len(pairs))]
    tokens, offsets, words = number_words([text for text, _ in pairs])
    arrays = {
        "tokens": tokens,
        "offsets": offsets,
        "labels": np.array([label for _, label in pairs], np.uint8),
        "words": pack(words),
        "topics": pack(topics),
    }
    save_arrays(path, arrays)


def _sources(library: str) -> Iterator[tuple[str, str]]:
    """Yield topic and source of a library's public modules, without importing any."""
    module = {"scikit-learn": "sklearn"}.get(library, library)
    folder = package_folder(library, module)
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        if not parts[0].startswith("_") and not _OTHERS & set(parts):
            yield f"{module}.{parts[0]}", path.read_text("utf-8")


def _docstrings(source: str) -> Iterator[str]:
    """Yield the docstrings of a module as single lines of prose, code left out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Such as invalid escapes: not ours to mend.
        tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            lines = (ast.get_docstring(node) or "").splitlines()
            prose = (line for line in lines if not line.lstrip().startswith(_CODE))
            words = " ".join(prose).lower().split()
            if len(words) >= 10:
                yield " ".join(words)
