"""Handwritten digits; the sample is scikit-learn's."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers.data._corpora import digits
from helpers.data._shelf import store
from helpers.data._shelf.dataset import Data, Downloaded, Source
from helpers.data._shelf.files import check_equal, read_arrays, reading

_FILE = "mnist.npz"
_SAMPLE_TRAIN = 1_500  # of the sample's 1,797 digits


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Mnist(Data):
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
        """The number of digits, those of the test part included."""
        return f"{len(self.x_train) + len(self.x_test):,} digits"


def load_mnist() -> Mnist:
    """Load handwritten digits of 28×28 pixels.

    The sample is scikit-learn's 1,797 digits of 8×8 pixels, enlarged.
    """
    return store.load(MNIST)


def _convert(raw: Path, out: Path) -> None:
    """Keep the file as it is."""
    shutil.move(raw / _FILE, out)


def _read(folder: Path) -> Mnist:
    path = folder / _FILE
    with reading(path):
        arrays = read_arrays(path, "x_train", "y_train", "x_test", "y_test")
        for split in ("train", "test"):
            x, y = arrays[f"x_{split}"], arrays[f"y_{split}"]
            count = MNIST.counts[split]
            check_equal(x.shape, (count, 28, 28), f"the shape of x_{split} is")
            check_equal(y.shape, (count,), f"the shape of y_{split} is")
            check_equal(x.dtype, np.dtype(np.uint8), f"the type of x_{split} is")
            check_equal(y.dtype, np.dtype(np.uint8), f"the type of y_{split} is")
            if y.max() > 9:
                raise ValueError(f"y_{split} holds more than digits")
    return Mnist(
        x_train=arrays["x_train"],
        y_train=arrays["y_train"],
        x_test=arrays["x_test"],
        y_test=arrays["y_test"],
        **MNIST.provenance,
    )


def _sample() -> Mnist:
    images, labels = digits.digits(28)
    return Mnist(
        x_train=images[:_SAMPLE_TRAIN],
        y_train=labels[:_SAMPLE_TRAIN],
        x_test=images[_SAMPLE_TRAIN:],
        y_test=labels[_SAMPLE_TRAIN:],
        source="sample",
        citation=digits.CITATION,
        licence=digits.LICENCE,
    )


MNIST = Downloaded(
    name="mnist",
    what="handwritten digits of 28×28 pixels",
    megabytes=11.5,
    licence="CC BY-SA 3.0",
    citation=(
        "The MNIST Database of Handwritten Digits, Y. LeCun, C. Cortes and "
        "C. J. C. Burges, 1998, http://yann.lecun.com/exdb/mnist/."
    ),
    counts={"train": 60_000, "test": 10_000},
    files=(_FILE,),
    sources=(
        Source(
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
            _FILE,
            "sha256:731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
        ),
    ),
    convert=_convert,
    read=_read,
    sample=_sample,
)
