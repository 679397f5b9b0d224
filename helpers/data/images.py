"""Images: handwritten digits, photos, and the weights of an image network."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers.data import samples_images, store
from helpers.data.catalogue import CATALOGUE
from helpers.data.files import expect, reading

_CLASSES = ("cats", "dogs", "horses")
_LARGEST_FILE = 5_000_000  # bytes
_LARGEST_SIDE = 4_096  # pixels


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Mnist(store.Data):
    """Handwritten digits.

    Attributes:
        x_train: uint8 (n, 28, 28), 0 (paper) to 255 (ink).
        y_train: uint8 (n,), the digits.
        x_test: uint8 (m, 28, 28).
        y_test: uint8 (m,).
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray

    @property
    def contents(self) -> str:
        """The size in words."""
        return f"{len(self.x_train) + len(self.x_test):,} digits"


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Photos(store.Data):
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
        """The size in words."""
        what = "photos" if self.source == "full" else "pictures of digits"
        return f"{len(self.images):,} {what} in {len(self.label_names)} classes"


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class MobileNetWeights(store.Data):
    """Weights of `keras.applications.MobileNet(alpha=0.25, include_top=False)`.

    Build the network with `weights=None` and call `load_weights(path)`.

    Attributes:
        path: the weights file.
        alpha: width of the network.
        trained_on: what the network has learned from.
    """

    path: Path
    alpha: float
    trained_on: str

    @property
    def contents(self) -> str:
        """The training data in words."""
        return f"weights learned from {self.trained_on}"


def load_mnist() -> Mnist:
    """Load handwritten digits of 28×28 pixels.

    The sample is scikit-learn's 1,797 digits of 8×8 pixels, enlarged.
    """
    return store.load("mnist", read_mnist, _sample_mnist)


def load_photos() -> Photos:
    """Load small photos of cats, dogs and horses.

    The sample is 40 pictures each of the handwritten digits 5 to 9.
    """
    return store.load("photos", read_photos, _sample_photos)


def load_mobilenet() -> MobileNetWeights:
    """Load the weights of a small MobileNet that has learned from ImageNet.

    The network of the sample has learned from the handwritten digits 0 to 4.
    """
    return store.load("mobilenet", read_mobilenet, _sample_mobilenet)


def read_mnist(folder: Path) -> Mnist:
    """Read `mnist.npz`."""
    counts = CATALOGUE["mnist"].counts
    path = folder / "mnist.npz"
    arrays = {}
    with reading(path), np.load(path, allow_pickle=False) as archive:
        for split in ("train", "test"):
            x, y = archive[f"x_{split}"], archive[f"y_{split}"]
            expect(x.shape, (counts[split], 28, 28), f"the shape of x_{split} is")
            expect(y.shape, (counts[split],), f"the shape of y_{split} is")
            expect(f"{x.dtype} {y.dtype}", "uint8 uint8", "the types are")
            if y.max() > 9:
                raise ValueError(f"y_{split} holds more than digits")
            arrays |= {f"x_{split}": x, f"y_{split}": y}
    return Mnist(**arrays, **store.about("mnist"))


def read_photos(folder: Path) -> Photos:
    """Read `photos.zip`, in memory."""
    path = folder / "photos.zip"
    pattern = re.compile(rf"photos/({'|'.join(_CLASSES)})/([^/]+)\.jpg")
    images, labels, names = [], [], []
    with reading(path), zipfile.ZipFile(path) as archive:
        for entry in sorted(archive.infolist(), key=lambda entry: entry.filename):
            if match := pattern.fullmatch(entry.filename):
                images.append(_decode(archive, entry))
                labels.append(_CLASSES.index(match[1]))
                names.append(f"{match[1]}/{match[2]}")
        for label, name in enumerate(_CLASSES):
            found, expected = labels.count(label), CATALOGUE["photos"].counts[name]
            expect(found, expected, f"the number of {name} is")
    return Photos(
        images=images,
        labels=np.array(labels),
        label_names=_CLASSES,
        names=names,
        **store.about("photos"),
    )


def _decode(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> np.ndarray:
    from PIL import Image

    if entry.file_size > _LARGEST_FILE:
        raise ValueError(f"{entry.filename} is too large for a photo")
    with Image.open(io.BytesIO(archive.read(entry)), formats=["JPEG"]) as image:
        if max(image.size) > _LARGEST_SIDE:
            raise ValueError(f"{entry.filename} has too many pixels")
        return np.asarray(image.convert("RGB"))


def read_mobilenet(folder: Path) -> MobileNetWeights:
    """Check `mobilenet_2_5_224_tf_no_top.h5` and return where it is."""
    import h5py

    path = folder / "mobilenet_2_5_224_tf_no_top.h5"
    with reading(path), h5py.File(path) as file:
        for layer in ("conv1", "conv_pw_13"):
            if layer not in file:
                raise ValueError(f"it holds no layer {layer}")
    return MobileNetWeights(
        path=path, alpha=0.25, trained_on="ImageNet", **store.about("mobilenet")
    )


def _sample_mnist() -> Mnist:
    images, labels = samples_images.digits(28)
    return Mnist(
        x_train=images[:1500],
        y_train=labels[:1500],
        x_test=images[1500:],
        y_test=labels[1500:],
        source="sample",
        citation=samples_images.DIGITS_CITATION,
        licence=samples_images.DIGITS_LICENCE,
    )


def _sample_photos() -> Photos:
    digits = range(5, 10)
    images, labels = samples_images.digit_photos(digits)
    label_names = tuple(str(digit) for digit in digits)
    return Photos(
        images=images,
        labels=labels,
        label_names=label_names,
        names=[f"{label_names[label]}/{i}" for i, label in enumerate(labels)],
        source="sample",
        citation=samples_images.DIGITS_CITATION,
        licence=samples_images.DIGITS_LICENCE,
    )


def _sample_mobilenet() -> MobileNetWeights:
    return MobileNetWeights(
        path=samples_images.mobilenet_weights(),
        alpha=0.25,
        trained_on="the digits 0 to 4",
        source="sample",
        citation=f"Trained by this course. {samples_images.DIGITS_CITATION}",
        licence=samples_images.DIGITS_LICENCE,
    )
