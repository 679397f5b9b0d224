"""Read a folder of the reader's own pictures, and say which of them cannot be used."""

import os
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from helpers.errors import first_line

# Formats that Pillow decodes itself: no file can make it start another program.
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")
_LARGEST_FILE = 50_000_000  # bytes
_LARGEST_PICTURE = 100_000_000  # pixels
_MODES = {"L": "greyscale", "P": "with a palette", "RGBA": "partly transparent"}


@dataclass
class Pictures:
    """Pictures in classes; sizes differ."""

    images: list[np.ndarray] = field(default_factory=list)  # uint8 (h, w, 3), RGB
    labels: list[str] = field(default_factory=list)  # names of their subfolders
    names: list[str] = field(default_factory=list)  # "class/file"


def read_pictures(folder: str | os.PathLike, side: int = 512) -> Pictures:
    """Read the RGB pictures of a folder that holds one subfolder a class.

    Whatever is no such picture is skipped: one printed line names it and the reason.
    Hidden files are passed over without a word.

    Args:
        folder: where the subfolders are.
        side: larger pictures are shrunk to this many pixels on their longer side.
    """
    pictures = Pictures()
    for path in _listed(Path(folder)):
        if not os.path.isdir(path):
            _skip(path, "not in the subfolder of a class")
            continue
        for file in _listed(path):
            try:
                pictures.images.append(_read(file, side))
            # A damaged file can make Pillow raise almost anything.
            except Exception as error:
                _skip(file, first_line(error))
                continue
            pictures.labels.append(path.name)
            pictures.names.append(f"{path.name}/{file.name}")
        if path.name not in pictures.labels:
            _skip(path, "no usable picture in it")
    classes = len(set(pictures.labels))
    print(f"Read {len(pictures.images):,} pictures, {classes:,} classes.")
    return pictures


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.name[0] != ".")
    except OSError as error:
        _skip(folder, error.strerror or first_line(error))
        return []


def _read(path: Path, side: int) -> np.ndarray:
    from PIL import Image, ImageOps, UnidentifiedImageError

    if not os.path.isfile(path):
        raise ValueError("not a file")  # a folder, a dangling link, an endless pipe
    if path.stat().st_size > _LARGEST_FILE:
        raise ValueError("too large a file")
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")  # of too many pixels: that is checked below
        try:
            image = Image.open(file, formats=_FORMATS)
        except UnidentifiedImageError:
            raise ValueError("not a picture of a known format") from None
        if image.width * image.height > _LARGEST_PICTURE:
            raise ValueError("too many pixels")
        if image.mode != "RGB":
            raise ValueError(f"{_MODES.get(image.mode, image.mode)}, not RGB")
        image.thumbnail((side, side))
        return np.asarray(ImageOps.exif_transpose(image))  # upright, as it was held


def _skip(path: Path, reason: str) -> None:
    # `repr` keeps a name with a line break in it on one line.
    print(f"Skipped {os.path.join(path.parent.name, path.name)!r}: {reason}.")
