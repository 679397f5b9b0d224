"""Data of open questions: a part to train on, and a part that no exercise shows.

Which examples are held out depends on nothing but their number, so that a notebook
and a judge in different processes agree.
"""

from dataclasses import replace

import numpy as np

from helpers.data import Reuters, Texts

PHOTOS = 0.3  # of the photos, held out: they are few
REVIEWS = 10_000  # the first of the training reviews


def split(n: int, share: float = 0.2) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of the examples to train on, and of those held out.

    Args:
        n: how many examples there are.
        share: of them, how many are held out.
    """
    order = np.random.default_rng(n).permutation(n)
    held_out = round(share * n)
    return np.sort(order[held_out:]), np.sort(order[:held_out])


def sentences(held_out: bool = False) -> tuple[np.ndarray, np.ndarray, int]:
    """Return windows of four words from 15,000 of the course's sentences.

    Returns:
        The first three ids of each window, int64 (windows, 3); the fourth, int64
        (windows,); and the number of different words, ids 0 included.
    """
    from helpers.data import load_sentences

    chosen = [text.split() for text in load_sentences().sentences[:15_000]]
    words = sorted({word for text in chosen for word in text})
    id_of = {word: number for number, word in enumerate(words)}
    rows = split(len(chosen))[int(held_out)]
    ids = [id_of.get(word, -1) for i in rows for word in [*chosen[i], "|"]]
    windows = np.lib.stride_tricks.sliding_window_view(np.array(ids), 4)
    windows = windows[(windows >= 0).all(axis=1)]
    return windows[:, :3].copy(), windows[:, 3].copy(), len(words)


def newswires(held_out: bool = False) -> Reuters:
    """Return the newswires of Reuters without those held out, or only those."""
    from helpers.data import load_reuters

    found = load_reuters()
    rows = split(len(found.texts))[int(held_out)]
    chosen = [found.texts[i] for i in rows]
    texts = Texts(
        tokens=np.concatenate(chosen),
        offsets=np.cumsum([0, *map(len, chosen)]),
        labels=found.texts.labels[rows],
    )
    return replace(found, texts=texts)


def photo_features(held_out: bool = False) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return what a MobileNet sees in each photo, without those held out.

    Args:
        held_out: whether to return only those held out.

    Returns:
        Features, float32 (photos, 256); labels, int64 (photos,); names of the classes.
    """
    import keras

    from helpers.data import load_mobilenet, load_photos

    photos, weights = load_photos(), load_mobilenet()
    rows = split(len(photos.images), PHOTOS)[int(held_out)]
    side = 128
    network = keras.applications.MobileNet(
        (side, side, 3), weights.alpha, include_top=False, weights=None, pooling="avg"
    )
    network.load_weights(weights.path)
    resize = keras.layers.Resizing(side, side)
    batch = np.concatenate([resize(photos.images[i][None]) for i in rows])
    features = np.asarray(network(batch / 127.5 - 1, training=False))
    return features, photos.labels[rows], list(photos.label_names)


def reviews(held_out: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of film reviews without those held out, or only those.

    Returns:
        The last 100 words of each review, int32 (reviews, 100), as ids below 5,000
        with zeros in front; and 1 for a positive review, 0 for a negative one.
    """
    from helpers.data import load_imdb

    train = load_imdb().train
    rows = split(REVIEWS)[int(held_out)]
    return train.padded(100, 5_000)[rows], train.labels[rows]
