"""Weights of a small image network; those of the sample are trained here."""

import math
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from helpers.data._corpora import digits
from helpers.data._shelf import store
from helpers.data._shelf.dataset import Data, Downloaded, Source
from helpers.data._shelf.derived import derived
from helpers.data._shelf.files import reading

_FILE = "mobilenet_2_5_224_tf_no_top.h5"
_ALPHA = 0.25

# Of the sample.
_EDITION = 3  # Part of the name of its file: change it with what it holds.
_SEED = 3  # Any number will do, if it is always the same: of the order and the layers.
_CLASSES = 5  # the digits 0 to 4
_TRAIN_PIXELS = 64
_TRAIN_IMAGES = 450
_EPOCHS = 4
_BATCH = 16


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class MobileNetWeights(Data):
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
        """What the network has learned from."""
        return f"weights learned from {self.trained_on}"


def load_mobilenet() -> MobileNetWeights:
    """Load the weights of a small MobileNet that has learned from ImageNet.

    The network of the sample has learned from the handwritten digits 0 to 4.
    """
    return store.load(MOBILENET)


def _convert(raw: Path, out: Path) -> None:
    """Keep the file as it is."""
    shutil.move(raw / _FILE, out)


def _read(folder: Path) -> MobileNetWeights:
    import h5py

    path = folder / _FILE
    with reading(path), h5py.File(path) as file:
        for layer in ("conv1", "conv_pw_13"):
            if layer not in file:
                raise ValueError(f"it holds no layer {layer}")
    return MobileNetWeights(
        path=path, alpha=_ALPHA, trained_on="ImageNet", **MOBILENET.provenance
    )


def _sample() -> MobileNetWeights:
    """Train a MobileNet on the digits 0 to 4, or take the one trained before.

    Training takes about ten seconds. It draws from none of the generators that
    `helpers.start` seeds, so a notebook goes on alike whether or not the file was
    there.
    """
    name = f"mobilenet-sample-{_EDITION}-{version('keras')}.weights.h5"
    return MobileNetWeights(
        path=derived(name, _train, lambda path: path),
        alpha=_ALPHA,
        trained_on=f"the digits 0 to {_CLASSES - 1}",
        source="sample",
        citation=f"Trained by this course. {digits.CITATION}",
        licence=digits.LICENCE,
    )


def _train(path: Path) -> None:
    import keras

    images, labels = digits.digits(_TRAIN_PIXELS)
    few = np.flatnonzero(labels < _CLASSES)[:_TRAIN_IMAGES]
    x = digits.in_colour(images[few]) / np.float32(127.5) - 1
    # A fixed order of our own: shuffling in `fit` draws from TensorFlow's generator.
    rng = np.random.default_rng(_SEED)
    order = np.concatenate([rng.permutation(len(few)) for _ in range(_EPOCHS)])
    shape = (_TRAIN_PIXELS, _TRAIN_PIXELS, 3)
    with _seeded_layers():
        base = keras.applications.MobileNet(
            alpha=_ALPHA, include_top=False, weights=None, input_shape=shape
        )
        model = keras.Sequential(
            [base, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(_CLASSES)]
        )
    for layer in base.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            # At 0.99 the moving averages still are at their start after so few steps,
            # and the network answers at random outside training.
            layer.momentum = 0.9
    steps = math.ceil(len(order) / _BATCH)
    rate = keras.optimizers.schedules.CosineDecay(0.02, steps)
    model.compile(
        keras.optimizers.Adam(rate),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    model.fit(x[order], labels[few][order], _BATCH, verbose=0, shuffle=False)
    base.save_weights(path)


@contextmanager
def _seeded_layers() -> Iterator[None]:
    """Seed the layers built inside, and leave the notebook's own draws as they were.

    Keras takes the seeds of its initialisers from Python's generator.
    """
    state = random.getstate()
    random.seed(_SEED)
    try:
        yield
    finally:
        random.setstate(state)


MOBILENET = Downloaded(
    name="mobilenet",
    what="ImageNet weights of MobileNet (alpha 0.25) without its top",
    megabytes=2.1,
    licence="Apache-2.0",
    citation=(
        "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision "
        "Applications, A. G. Howard et al., 2017, "
        "https://arxiv.org/abs/1704.04861."
    ),
    files=(_FILE,),
    sources=(
        Source(
            "https://storage.googleapis.com/tensorflow/keras-applications/mobilenet/"
            "mobilenet_2_5_224_tf_no_top.h5",
            _FILE,
            "sha256:dbdb03ee2a22fd895301636cd328b234bb3a9952358f436d82f46b81e0d5b0bf",
        ),
    ),
    convert=_convert,
    read=_read,
    sample=_sample,
)
