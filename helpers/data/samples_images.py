"""Embedded samples of images: scikit-learn's handwritten digits."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import numpy as np

from helpers.data.store import derived

# Part of the name of the file made here: change it with what it holds.
_EDITION = 3

DIGITS_LICENCE = "CC BY 4.0"
DIGITS_CITATION = (
    "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, 1998, "
    "https://doi.org/10.24432/C50P49."
)

_TRAIN_PIXELS = 64
_TRAIN_IMAGES = 450
_EPOCHS = 4
_BATCH = 16


def digits(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the 1,797 digits of 8×8 pixels, enlarged.

    Args:
        size: width and height wanted, in pixels.

    Returns:
        Images, uint8 (1797, size, size), 0 to 255; and labels, uint8 (1797,).
    """
    from PIL import Image
    from sklearn.datasets import load_digits

    found = load_digits()
    small = (found.images * 255 / 16).round().astype(np.uint8)
    enlarged = [
        Image.fromarray(image).resize((size, size), Image.Resampling.BICUBIC)
        for image in small
    ]
    return np.stack([np.asarray(image) for image in enlarged]), found.target.astype(
        np.uint8
    )


def digit_photos(
    classes: range = range(5, 10), each: int = 40, size: int = 96
) -> tuple[list[np.ndarray], np.ndarray]:
    """Return `each` digits of each class as colour images.

    Returns:
        Images, uint8 (size, size, 3); and labels (int64), counted from 0.
    """
    images, labels = digits(size)
    chosen = [np.flatnonzero(labels == digit)[:each] for digit in classes]
    photos = [np.repeat(images[i][..., None], 3, -1) for ids in chosen for i in ids]
    return photos, np.repeat(np.arange(len(classes)), each)


def mobilenet_weights() -> Path:
    """Return a weights file of a MobileNet trained on the digits 0 to 4.

    Training takes about ten seconds, once: the file is kept in the cache folder. It
    draws from none of the generators that `helpers.start` seeds, so a notebook goes on
    alike whether or not the file was there.
    """
    name = f"mobilenet-sample-{_EDITION}-{version('keras')}.weights.h5"
    return derived(name, _train_mobilenet, lambda path: path)


def _train_mobilenet(path: Path) -> None:
    import keras

    images, labels = digits(_TRAIN_PIXELS)
    few = np.flatnonzero(labels < 5)[:_TRAIN_IMAGES]
    x = np.repeat(images[few][..., None], 3, -1) / np.float32(127.5) - 1
    # A fixed order of our own: shuffling in `fit` draws from TensorFlow's generator.
    rng = np.random.default_rng(_EDITION)
    order = np.concatenate([rng.permutation(len(few)) for _ in range(_EPOCHS)])
    shape = (_TRAIN_PIXELS, _TRAIN_PIXELS, 3)
    with _seeded_layers():
        base = keras.applications.MobileNet(
            alpha=0.25, include_top=False, weights=None, input_shape=shape
        )
        model = keras.Sequential(
            [base, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(5)]
        )
    for layer in base.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            # At 0.99 the moving averages still are at their start after so few steps,
            # and the network answers at random outside training.
            layer.momentum = 0.9
    rate = keras.optimizers.schedules.CosineDecay(0.02, -(-len(order) // _BATCH))
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
    random.seed(_EDITION)
    try:
        yield
    finally:
        random.setstate(state)
