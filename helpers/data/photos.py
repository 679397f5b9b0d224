"""Small labelled photos; the sample is pictures of digits."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers.data._corpora import digits
from helpers.data._shelf import store
from helpers.data._shelf.dataset import Data, Downloaded, Source
from helpers.data._shelf.files import check_equal, reading

_FILE = "photos.zip"
_ARCHIVE = "transfer-learning.zip"
_CLASSES = ("cats", "dogs", "horses")
_LARGEST_FILE = 5_000_000  # bytes
_LARGEST_SIDE = 4_096  # pixels

# Of the sample.
_DIGITS = range(5, 10)
_PICTURES = 40  # a class
_PIXELS = 96


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Photos(Data):
    """A few labelled pictures.

    Attributes:
        images: uint8 arrays (height, width, 3), RGB; sizes differ.
        labels: int64 (n,), index into `label_names`.
        label_names: names of the classes.
        names: one name a picture.
    """

    images: list[np.ndarray]
    labels: np.ndarray
    label_names: tuple[str, ...]
    names: list[str]

    @property
    def contents(self) -> str:
        """The number of photos, or of pictures of digits, and of classes."""
        what = "photos" if self.source == "full" else "pictures of digits"
        return f"{len(self.images):,} {what} in {len(self.label_names)} classes"


def load_photos() -> Photos:
    """Load small photos of cats, dogs and horses.

    The sample is 40 pictures each of the handwritten digits 5 to 9.
    """
    return store.load(PHOTOS)


def _convert(raw: Path, out: Path) -> None:
    """Keep the JPEG files of the archive's folder `train`, a folder a class."""
    pattern = re.compile(rf"[^/]+/train/({'|'.join(_CLASSES)})/([^/]+\.jpg)")
    with (
        zipfile.ZipFile(raw / _ARCHIVE) as archive,
        zipfile.ZipFile(out / _FILE, "w") as photos,
    ):
        for name in sorted(archive.namelist()):
            if match := pattern.fullmatch(name):
                photos.writestr(f"photos/{match[1]}/{match[2]}", archive.read(name))


def _read(folder: Path) -> Photos:
    path = folder / _FILE
    pattern = re.compile(rf"photos/({'|'.join(_CLASSES)})/([^/]+)\.jpg")
    images, labels, names = [], [], []
    with reading(path), zipfile.ZipFile(path) as archive:
        for entry in sorted(archive.infolist(), key=lambda entry: entry.filename):
            if match := pattern.fullmatch(entry.filename):
                images.append(_decode(archive, entry))
                labels.append(_CLASSES.index(match[1]))
                names.append(f"{match[1]}/{match[2]}")
        for label, name in enumerate(_CLASSES):
            expected = PHOTOS.counts[name]
            check_equal(labels.count(label), expected, f"the number of {name} is")
    return Photos(
        images=images,
        labels=np.array(labels),
        label_names=_CLASSES,
        names=names,
        **PHOTOS.provenance,
    )


def _decode(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> np.ndarray:
    from PIL import Image

    if entry.file_size > _LARGEST_FILE:
        raise ValueError(f"{entry.filename} is too large for a photo")
    with Image.open(io.BytesIO(archive.read(entry)), formats=["JPEG"]) as image:
        if max(image.size) > _LARGEST_SIDE:
            raise ValueError(f"{entry.filename} has too many pixels")
        return np.asarray(image.convert("RGB"))


def _sample() -> Photos:
    images, digit_of = digits.digits(_PIXELS)
    chosen = [np.flatnonzero(digit_of == digit)[:_PICTURES] for digit in _DIGITS]
    labels = np.repeat(np.arange(len(_DIGITS)), _PICTURES)
    label_names = tuple(str(digit) for digit in _DIGITS)
    return Photos(
        images=[digits.in_colour(images[i]) for ids in chosen for i in ids],
        labels=labels,
        label_names=label_names,
        names=[f"{label_names[label]}/{i}" for i, label in enumerate(labels)],
        source="sample",
        citation=digits.CITATION,
        licence=digits.LICENCE,
    )


PHOTOS = Downloaded(
    name="photos",
    what="small photos of cats, dogs and horses",
    megabytes=1.5,
    licence="none stated",
    citation=(
        "Photos of the repository transfer-learning by aditya9898, 2018, "
        "https://github.com/aditya9898/transfer-learning."
    ),
    counts={"cats": 106, "dogs": 35, "horses": 56},
    files=(_FILE,),
    sources=(
        Source(
            "https://github.com/aditya9898/transfer-learning/archive/c70e2ccb.zip",
            _ARCHIVE,
        ),
    ),
    convert=_convert,
    read=_read,
    sample=_sample,
)
