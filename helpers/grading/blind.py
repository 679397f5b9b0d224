"""Prepared data for students' code, in which held-out labels tell nothing.

The files keep their format and their size; among the held-out examples the labels have
changed places. A notebook that looks its answers up finds wrong ones.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from helpers.checks.heldout import PHOTOS, REVIEWS, split
from helpers.data._shelf.files import SUMS, read_sums


def copies(data: Path, target: Path, exercises: Iterable[str]) -> dict[Path, Path]:
    """Write blind copies of what these exercises hold out.

    Args:
        data: folder of the prepared data.
        target: where to write.
        exercises: their names.

    Returns:
        The copies, by the file in whose place each is to be seen.
    """
    made: dict[Path, Path] = {}
    files = {
        "11": ("imdb.npz", _imdb),
        "12": ("reuters.npz", _reuters),
        "13": ("photos.zip", _photos),
    }
    numbers = {exercise[:2] for exercise in exercises}
    for name, blind in (files[number] for number in sorted(numbers & set(files))):
        if (data / name).is_file():
            target.mkdir(exist_ok=True)
            made[data / name] = target / name
            made[data / name].write_bytes(blind((data / name).read_bytes()))
    sums = read_sums(data)
    if made and sums:
        for path, copy in made.items():
            sums[path.name] = hashlib.sha256(copy.read_bytes()).hexdigest()
        made[data / SUMS] = target / SUMS
        lines = (f"{digest}  {name}\n" for name, digest in sums.items())
        made[data / SUMS].write_text("".join(lines), encoding="utf-8")
    return made


def _imdb(file: bytes) -> bytes:
    return _labels(file, "train_labels", REVIEWS)


def _reuters(file: bytes) -> bytes:
    return _labels(file, "labels", None)


def _labels(file: bytes, name: str, count: int | None) -> bytes:
    """Move the held-out labels among the first `count`, or among all."""
    with np.load(io.BytesIO(file), allow_pickle=False) as archive:
        arrays = dict(archive)
    _, held_out = split(count or len(arrays[name]))
    arrays[name][held_out] = _moved(arrays[name][held_out])
    written = io.BytesIO()
    np.savez(written, **arrays)
    return written.getvalue()


def _photos(file: bytes) -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file)) as archive,
        zipfile.ZipFile(written, "w") as blind,
    ):
        entries = sorted(name for name in archive.namelist() if name.endswith(".jpg"))
        _, held_out = split(len(entries), PHOTOS)
        source = np.array(entries, dtype=object)
        source[held_out] = _moved(source[held_out])
        for name, other in zip(entries, source, strict=True):
            blind.writestr(name, archive.read(other))
    return written.getvalue()


def _moved(values: np.ndarray) -> np.ndarray:
    return np.random.default_rng().permutation(values)
