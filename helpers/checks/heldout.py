"""Data of open questions: a part to train on, and a part that no exercise shows.

Which examples are held out depends on nothing but their number, so that a notebook
and a judge in different processes agree. What is held out of each is asked for with
`held_out=True`.

A student's process gets these data from `show_…`: its held-out part tells nothing.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from multiprocessing import get_context
from typing import Generic, TypeVar

import numpy as np

from helpers import data

SENTENCES = 8_000  # the first ones
PHOTOS = 0.3  # of the photos, held out: they are few
REVIEWS = 10_000  # the first of the training reviews

reuters = cache(data.load_reuters)
imdb = cache(data.load_imdb)
photos = cache(data.load_photos)

T = TypeVar("T")


class HeldOut(Generic[T]):
    """A held-out part, made when it is first asked for, and kept.

    Args:
        make: makes it.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._part: T | None = None

    def __call__(self) -> T:
        """Return the part."""
        if self._part is None:
            self._part = self._make()
        return self._part

    def make_elsewhere(self) -> None:
        """Make the part in a process of its own: who has run TensorFlow must not fork.

        So who has run it already cannot do this. `make` is to be a function that can
        be imported, or a `partial` of one.
        """
        with ProcessPoolExecutor(1, get_context("fork")) as elsewhere:
            self._part = elsewhere.submit(self._make).result()


def split(n: int, share: float = 0.2) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of the examples to train on, and of those held out.

    Args:
        n: how many examples there are.
        share: of them, how many are held out.
    """
    order = np.random.default_rng(n).permutation(n)
    held_out = round(share * n)
    return np.sort(order[held_out:]), np.sort(order[:held_out])


def shuffled(values: np.ndarray) -> np.ndarray:
    """Return held-out values in another order, another one each time."""
    return np.random.default_rng().permutation(values)


def sentences(held_out: bool = False) -> tuple[np.ndarray, np.ndarray, int]:
    """Return windows of four words from 8,000 of the course's sentences.

    Returns:
        The first three ids of each window, int64 (windows, 3); the fourth, int64
        (windows,); and the number of different words, ids 0 included.
    """
    *parts, size = windows()
    chosen = parts[int(held_out)]
    return chosen[:, :3].copy(), chosen[:, 3].copy(), size


@cache
def windows() -> tuple[np.ndarray, np.ndarray, int]:
    """Return the windows to train on, those held out, and the number of words."""
    chosen = [text.split() for text in data.load_sentences().sentences[:SENTENCES]]
    words = sorted({word for text in chosen for word in text})
    id_of = {word: number for number, word in enumerate(words)}
    parts = []
    for rows in split(len(chosen)):
        ids = [id_of.get(word, -1) for i in rows for word in [*chosen[i], "|"]]
        windows = np.lib.stride_tricks.sliding_window_view(np.array(ids), 4)
        parts.append(windows[(windows >= 0).all(axis=1)])
    return *parts, len(words)


def newswires(held_out: bool = False) -> data.Reuters:
    """Return the newswires of Reuters without those held out, or only those."""
    corpus = reuters()
    rows = split(len(corpus.texts))[int(held_out)]
    chosen = [corpus.texts[i] for i in rows]
    texts = data.Texts(
        tokens=np.concatenate(chosen),
        offsets=np.cumsum([0, *map(len, chosen)]),
        labels=corpus.texts.labels[rows],
    )
    return replace(corpus, texts=texts)


def photo_features(held_out: bool = False) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return what a MobileNet sees in each photo, without those held out.

    Args:
        held_out: whether to return only those held out.

    Returns:
        Features, float32 (photos, 256); labels, int64 (photos,); names of the classes.
    """
    import keras

    images, labels = photos().images, photos().labels
    weights = data.load_mobilenet()
    rows = split(len(images), PHOTOS)[int(held_out)]
    side = 128
    network = keras.applications.MobileNet(
        (side, side, 3), weights.alpha, include_top=False, weights=None, pooling="avg"
    )
    network.load_weights(weights.path)
    resize = keras.layers.Resizing(side, side)
    batch = np.concatenate([resize(images[i][None]) for i in rows])
    features = np.asarray(network(batch / 127.5 - 1, training=False))
    return features, labels[rows], list(photos().label_names)


def reviews(held_out: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of film reviews without those held out, or only those.

    Returns:
        The last 100 words of each review, int32 (reviews, 100), as ids below 5,000
        with zeros in front; and 1 for a positive review, 0 for a negative one.
    """
    train = imdb().train
    rows = split(REVIEWS)[int(held_out)]
    return train.padded(100, 5_000)[rows], train.labels[rows]


# The files that a sandbox shows are blind (see `helpers.grading.sandbox.blind`). But
# samples are made anew where there is no file, and `--unsafe` knows no sandbox.


def show_sentences() -> None:
    """Load the sentences; in those held out, the words have changed places."""
    held_out = windows()[1]
    held_out[:] = shuffled(held_out.ravel()).reshape(held_out.shape)


def show_reviews() -> None:
    """Load the film reviews; the labels of those held out have changed places."""
    labels, rows = imdb().train.labels, split(REVIEWS)[1]
    labels[rows] = shuffled(labels[rows])


def show_newswires() -> None:
    """Load the newswires; the labels of those held out have changed places."""
    labels = reuters().texts.labels
    rows = split(len(labels))[1]
    labels[rows] = shuffled(labels[rows])


def show_photos() -> None:
    """Load the photos; those held out have changed places."""
    images = photos().images
    rows = split(len(images), PHOTOS)[1]
    moved = [images[row] for row in shuffled(rows)]
    for row, image in zip(rows, moved, strict=True):
        images[row] = image
