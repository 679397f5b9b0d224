"""Runs in the caller's process: data whose held-out part tells nothing.

The files keep their format and their counts; among the held-out examples the labels,
pictures, words or translations have changed places. A notebook that looks its answers
up finds wrong ones.
"""

import gzip
import io
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from helpers.checks.catalogue import (
    Exercise,
    HeldOutLabels,
    HeldOutPart,
    HeldOutPictures,
    HeldOutSentences,
    HeldOutTranslations,
)
from helpers.checks.heldout import shuffled, split
from helpers.data._shelf.files import SUMS, publish


def copies(data: Path, target: Path, exercises: Iterable[Exercise]) -> dict[Path, Path]:
    """Write blind copies of what these exercises hold out.

    Args:
        data: folder of the prepared data.
        target: where to write; the folder is made if there is something to write.
        exercises: the exercises.

    Returns:
        The copies, by the file in whose place each is to be seen.
    """
    blind: dict[str, bytes] = {}
    for exercise in exercises:
        part = exercise.holds_out
        if part is not None and (data / part.file).is_file():
            # Two exercises can hold out parts of one file.
            file = blind.get(part.file) or (data / part.file).read_bytes()
            blind[part.file] = _blinded(file, part)
    if not blind:
        return {}
    listed = [SUMS] if (data / SUMS).is_file() else []
    work = target / "unfinished"
    work.mkdir(parents=True)
    for name, content in blind.items():
        (work / name).write_bytes(content)
    for name in listed:
        shutil.copyfile(data / name, target / name)
    publish(work, target, blind)
    work.rmdir()
    return {data / name: target / name for name in [*blind, *listed]}


def _blinded(file: bytes, part: HeldOutPart) -> bytes:
    match part:
        case HeldOutLabels():
            return _labels(file, part)
        case HeldOutPictures():
            return _pictures(file, part)
        case HeldOutSentences():
            return _sentences(file, part)
        case HeldOutTranslations():
            return _translations(file)


def _labels(file: bytes, part: HeldOutLabels) -> bytes:
    with np.load(io.BytesIO(file), allow_pickle=False) as archive:
        arrays = dict(archive)
    labels = arrays[part.array]
    _, held_out = split(part.first or len(labels))
    labels[held_out] = shuffled(labels[held_out])
    written = io.BytesIO()
    np.savez(written, **arrays)
    return written.getvalue()


def _pictures(file: bytes, part: HeldOutPictures) -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file)) as archive,
        zipfile.ZipFile(written, "w") as blind,
    ):
        entries = sorted(name for name in archive.namelist() if name.endswith(".jpg"))
        _, held_out = split(len(entries), part.share)
        sources = np.array(entries, dtype=object)
        sources[held_out] = shuffled(sources[held_out])
        for name, source in zip(entries, sources, strict=True):
            blind.writestr(name, archive.read(source))
    return written.getvalue()


def _sentences(file: bytes, part: HeldOutSentences) -> bytes:
    """Have the words change places: their number in each line stays, as they do."""
    lines = [line.split() for line in gzip.decompress(file).splitlines()]
    _, held_out = split(min(part.first, len(lines)))
    words = np.array([word for row in held_out for word in lines[row]], dtype=object)
    others = iter(shuffled(words))
    for row in held_out:
        lines[row] = [next(others) for _ in lines[row]]
    text = b"".join(b" ".join(line) + b"\n" for line in lines)
    return gzip.compress(text, mtime=0)


def _translations(file: bytes) -> bytes:
    head, *lines = file.decode().removesuffix("\n").split("\n")
    pairs = np.array([line.split("\t") for line in lines], dtype=object)
    held_out = pairs[:, 2] == "test"
    pairs[held_out, 1] = shuffled(pairs[held_out, 1])
    return "".join(f"{line}\n" for line in [head, *map("\t".join, pairs)]).encode()
