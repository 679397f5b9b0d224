"""Read a folder of the reader's own pictures, and say which of them cannot be used."""

import os
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from helpers.errors import first_line

if TYPE_CHECKING:
    from PIL.Image import Image

# Formats that Pillow decodes itself: no file can make it start another program.
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")
_SHRUNK = ("JPEG", "MPO")  # formats that Pillow can shrink while it reads them
_LARGEST_FILE = 100_000_000  # bytes
_LARGEST_PICTURE = 120_000_000  # pixels, three or four bytes each in memory
_LARGEST_SHRUNK = 250_000_000  # pixels; telephones take up to 200 million
# What file managers leave in folders, beside names that begin with a dot.
_SYSTEM = {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx"}
# Formats in which telephones save pictures, by what their files say of themselves.
_OF_TELEPHONES = {
    **dict.fromkeys(
        [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"], "HEIC"
    ),
    **dict.fromkeys([b"avif", b"avis"], "AVIF"),
}
_ORIENTATION = 0x0112  # the number of this tag in EXIF


@dataclass
class Pictures:
    """Pictures in classes; sizes differ."""

    images: list[np.ndarray] = field(default_factory=list)  # uint8 (h, w, 3), RGB
    labels: list[str] = field(default_factory=list)  # names of their subfolders, NFC
    names: list[str] = field(default_factory=list)  # "class/file", NFC


def read_pictures(folder: str | os.PathLike, side: int = 512) -> Pictures:
    """Read the pictures of a folder that holds one subfolder a class.

    Each becomes RGB, upright, with white for what is transparent; of an animation it is
    the first picture. Whatever is no picture is skipped: one printed line names it and
    the reason. Hidden files are passed over without a word.

    Args:
        folder: where the subfolders are.
        side: larger pictures are shrunk to this many pixels on their longer side.
    """
    pictures = Pictures()
    for path in _listed(Path(folder)):
        if not os.path.isdir(path):
            _skip(path, "not in the subfolder of a class")
            continue
        label, before = _nfc(path.name), len(pictures.images)
        for file in _listed(path):
            try:
                pictures.images.append(_read(file, side))
            # A damaged file can make Pillow raise almost anything.
            except Exception as error:
                _skip(file, first_line(error).rstrip("."))
                continue
            pictures.labels.append(label)
            pictures.names.append(f"{label}/{_nfc(file.name)}")
        if len(pictures.images) == before:
            _skip(path, "no usable picture in it")
    classes = len(set(pictures.labels))
    print(f"Read {len(pictures.images):,} pictures, {classes:,} classes.")
    return pictures


def _nfc(name: str) -> str:
    """Return a name as keyboards type it; macOS keeps letters and accents apart."""
    return unicodedata.normalize("NFC", name)


def _listed(folder: Path) -> list[Path]:
    try:
        paths = [
            path
            for path in folder.iterdir()
            if path.name[0] != "." and path.name.lower() not in _SYSTEM
        ]
    except OSError as error:
        _skip(folder, error.strerror or first_line(error))
        return []
    return sorted(paths, key=lambda path: (_nfc(path.name), path.name))


def _read(path: Path, side: int) -> np.ndarray:
    from PIL import Image, UnidentifiedImageError

    if not os.path.isfile(path):
        raise ValueError("not a file")  # a folder, a dangling link, an endless pipe
    if path.stat().st_size > _LARGEST_FILE:
        raise ValueError(f"larger than {_LARGEST_FILE // 10**6} MB")
    with path.open("rb") as file, _pillow():
        try:
            opened = Image.open(file, formats=_FORMATS)
        except UnidentifiedImageError:
            file.seek(0)
            raise ValueError(_fault(file.read(12))) from None
        shrinks = opened.format in _SHRUNK
        largest = _LARGEST_SHRUNK if shrinks else _LARGEST_PICTURE
        if opened.width * opened.height > largest:
            size = f"{opened.width:,} by {opened.height:,}"
            raise ValueError(f"{size} pixels, over {largest // 10**6} million")
        # A JPEG keeps its colours until it is shrunk: only so it is read in small.
        image = opened if shrinks else _in_colour(opened)
        image.thumbnail((side, side))
        return np.asarray(_upright(_on_white(_in_colour(image)), opened))


@contextmanager
def _pillow() -> Iterator[None]:
    """Let Pillow open what the limits of this module allow, without warnings."""
    from PIL import Image

    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = _LARGEST_SHRUNK // 2  # it refuses twice as many
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _fault(start: bytes) -> str:
    """Tell why a file whose first 12 bytes are known is no picture here."""
    kind = _OF_TELEPHONES.get(start[8:]) if start[4:8] == b"ftyp" else None
    if kind:
        return f"an {kind} picture, which is not read here: save it as JPEG"
    return "not a picture of a known format"


def _in_colour(image: "Image") -> "Image":
    """Return a picture in RGB, or in RGBA where it is partly transparent."""
    from PIL import Image

    if image.mode.startswith("I;16"):  # Pillow would cut off what is above 255
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in ("I", "F"):
        raise ValueError("its levels of grey have no known white")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _on_white(image: "Image") -> "Image":
    """Return a picture in RGB, with white for what is transparent."""
    from PIL import Image

    if image.mode == "RGB":
        return image
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def _upright(image: "Image", opened: "Image") -> "Image":
    """Turn a picture as it was held, by what was read from its file.

    Not by `ImageOps.exif_transpose`: that writes all tags anew, and a single bad one
    would cost the picture.
    """
    from PIL import Image

    opened.load()  # a TIFF turns itself then
    try:
        orientation = opened.getexif().get(_ORIENTATION, 1)
    except Exception:  # damaged tags can raise almost anything, too
        return image
    way = Image.Transpose
    turn = {
        2: way.FLIP_LEFT_RIGHT,
        3: way.ROTATE_180,
        4: way.FLIP_TOP_BOTTOM,
        5: way.TRANSPOSE,
        6: way.ROTATE_270,
        7: way.TRANSVERSE,
        8: way.ROTATE_90,
    }.get(orientation)
    return image if turn is None else image.transpose(turn)


def _skip(path: Path, reason: str) -> None:
    # `repr` keeps a name with a line break in it on one line.
    print(f"Skipped {os.path.join(path.parent.name, path.name)!r}: {reason}.")
