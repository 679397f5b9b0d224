from helpers.checks.proof import prove

RIGHT = {
    "13.1": {
        "in steps, in place": """
def rescale(photos):
    bright = photos.astype(np.float32)
    bright -= 127.5
    bright /= 127.5
    return bright
""",
        "in float64 first": """
def rescale(photos, low=-1, high=1):
    return np.interp(photos, (0, 255), (low, high)).astype("float32")
""",
        "a table of 256 numbers": """
numbers = np.linspace(-1, 1, 256, dtype="float32")
rescale = lambda photos: numbers[photos]
""",
        "Keras's layer, as a tensor": """
def rescale(photos):
    return layers.Rescaling(1 / 127.5, offset=-1)(photos)
""",
        "Keras's own for this network": """
def rescale(photos):
    from keras.applications.mobilenet import preprocess_input

    return preprocess_input(photos)
""",
    },
    "13.2": {
        "a loop over the places": """
def pool(maps):
    photos, height, width, channels = maps.shape
    sums = np.zeros((photos, channels), dtype="float32")
    for row in range(height):
        for column in range(width):
            sums += maps[:, row, column]
    return sums / (height * width)
""",
        "places in a row": """
def pool(maps):
    return maps.reshape(len(maps), -1, maps.shape[-1]).mean(axis=-2)
""",
        "Keras's layer, as a tensor": """
def pool(maps):
    return layers.GlobalAveragePooling2D()(maps)
""",
        "a list of rows": """
def pool(maps):
    return [[float(each.mean()) for each in photo.T] for photo in maps]
""",
        "a table of pandas": """
def pool(maps):
    import pandas as pd

    return pd.DataFrame(np.einsum("nhwc->nc", maps) / maps[0, ..., 0].size)
""",
    },
    "13.3": {
        "a loop": """
def with_mirrors(photos, labels):
    both = [*photos, *(np.fliplr(photo) for photo in photos)]
    return np.array(both), list(labels) * 2
""",
        "a list, floats": """
def with_mirrors(photos, labels):
    photos = photos.astype("float32")
    both = np.vstack([photos, np.flip(photos, axis=2)])
    return [both, np.r_[labels, labels].astype("float32")]
""",
        "turned by a matrix": """
def with_mirrors(photos, labels):
    turn = np.eye(photos.shape[2])[::-1]
    mirrored = np.einsum("nhwc,wv->nhvc", photos, turn)
    return np.append(photos, mirrored, axis=0), np.hstack((labels, labels))
""",
        "tensors": """
def with_mirrors(photos, labels):
    from keras import ops

    both = ops.concatenate([photos, ops.flip(photos, axis=2)])
    return both, ops.concatenate([labels, labels])
""",
    },
    "13.4": {
        "loops": """
def classify(features, labels, queries):
    def cosine(one, other):
        return one @ other / (np.linalg.norm(one) * np.linalg.norm(other))

    means = {int(c): features[labels == c].mean(axis=0) for c in sorted(set(labels))}
    return [max(means, key=lambda c: cosine(query, means[c])) for query in queries]
""",
        "sums for means, in float32": """
def classify(features, labels, queries):
    sums = np.eye(labels.max() + 1, dtype="float32")[labels].T @ features
    sums /= np.linalg.norm(sums, axis=1, keepdims=True)
    return (queries.astype("float32") @ sums.T).argmax(axis=1).astype("uint8")
""",
        "a column of pandas": """
def classify(features, labels, queries):
    import pandas as pd
    from sklearn.metrics.pairwise import cosine_similarity

    means = pd.DataFrame(features).groupby(labels).mean()
    return pd.DataFrame(cosine_similarity(queries, means)).idxmax(axis=1)
""",
        "scikit-learn's neighbours of the prototypes": """
def classify(features, labels, queries):
    from sklearn.neighbors import KNeighborsClassifier

    classes = np.unique(labels)
    means = np.stack([features[labels == c].mean(axis=0) for c in classes])
    nearest = KNeighborsClassifier(1, metric="cosine").fit(means, classes)
    return nearest.predict(queries)
""",
    },
    "13.5": {
        "functional": """
from keras import Model

inputs = layers.Input((256,))
hidden, last = layers.Dense(64, "relu"), layers.Dense(len(names))
functional = Model(inputs, layers.Softmax()(last(hidden(inputs))))
functional.set_weights(head.get_weights())
head = functional
head.compile("adam", "categorical_crossentropy")
""",
        "a layer that normalizes, trained anew": """
scale = layers.Normalization()
scale.adapt(features)
parts = [scale, layers.Dense(64, layers.ELU()), layers.GaussianDropout(0.1)]
head = Sequential([layers.Input((256,)), *parts, layers.Dense(len(names), "softmax")])
head.compile(optimizers.Adam(0.003), "sparse_categorical_crossentropy")
head.fit(features, labels, epochs=25, verbose=0)
""",
        "a model within a model": """
head = Sequential([layers.Input((256,)), layers.Dropout(0.2), head])
head.compile("sgd", "sparse_categorical_crossentropy")
""",
        "a class of its own": """
class Head(Sequential):
    pass

head = Head([layers.Input((256,)), *head.layers])
head.compile("adam", "kl_divergence")
""",
    },
}

WRONG = {
    "13.1": {
        "from 0 to 1": """
def rescale(photos):
    return photos.astype("float32") / 255
""",
        "begins at 0 again": """
def rescale(photos):
    return photos * 2 / np.float32(255) - 1
""",
        "You stretch these photos": """
def rescale(photos):
    x = photos.astype("float32")
    return 2 * (x - x.min()) / (x.max() - x.min()) - 1
""",
        "You stretch each photo": """
def rescale(photos):
    x = photos.astype("float32")
    low = x.min(axis=(1, 2, 3), keepdims=True)
    return 2 * (x - low) / (x.max(axis=(1, 2, 3), keepdims=True) - low) - 1
""",
        "You divide by the largest": """
def rescale(photos):
    return (photos / (photos.max() / 2) - 1).astype("float32")
""",
        "not 128": """
def rescale(photos):
    return photos.astype("float32") / 128 - 1
""",
        "standard deviation": """
def rescale(photos):
    return ((photos - photos.mean()) / photos.std()).astype("float32")
""",
        "float32 was asked": """
def rescale(photos):
    return photos / 127.5 - 1
""",
        "Whole division": """
def rescale(photos):
    return (photos // 127.5 - 1).astype("float32")
""",
    },
    "13.2": {
        "over the channels": """
def pool(maps):
    return maps.mean(axis=(2, 3))
""",
        "still there": """
def pool(maps):
    return maps.mean(axis=1)
""",
        "mixes places and channels": """
def pool(maps):
    return maps.reshape(len(maps), maps.shape[3], -1).mean(axis=2)
""",
        "sees nothing": """
def pool(maps):
    return maps.sum(axis=(1, 2)) / np.maximum((maps > 0).sum(axis=(1, 2)), 1)
""",
        "values are not right": """
def pool(maps):
    return maps.sum(axis=(1, 2)) / 12.5
""",
        "the median": """
def pool(maps):
    return np.median(maps, axis=(1, 2))
""",
        "not the mean": """
def pool(maps):
    return maps.max(axis=(1, 2))
""",
    },
    "13.3": {
        "reversed all axes": """
def with_mirrors(photos, labels):
    return np.concatenate([photos, np.flip(photos)]), np.tile(labels, 2)
""",
        "behind one another": """
def with_mirrors(photos, labels):
    return np.concatenate([photos, photos[:, :, ::-1]]), labels * 2
""",
        "values are not right": """
def with_mirrors(photos, labels):
    moved = np.roll(photos, 1, axis=2)
    return np.concatenate([photos, moved]), np.tile(labels, 2)
""",
        "on their heads": """
def with_mirrors(photos, labels):
    return np.concatenate([photos, photos[:, ::-1]]), np.tile(labels, 2)
""",
        "in the order of the photos.": """
def with_mirrors(photos, labels):
    mirrored = photos[::-1, :, ::-1]
    return np.concatenate([photos, mirrored]), np.append(labels, labels[::-1])
""",
        "followed by its mirror image": """
def with_mirrors(photos, labels):
    both = np.stack([photos, photos[:, :, ::-1]], axis=1)
    return both.reshape(-1, *photos.shape[1:]), np.repeat(labels, 2)
""",
        "none of them is mirrored": """
def with_mirrors(photos, labels):
    return np.tile(photos, (2, 1, 1, 1)), np.tile(labels, 2)
""",
        "reversed the order": """
def with_mirrors(photos, labels):
    return np.concatenate([photos, photos[::-1]]), np.tile(labels, 2)
""",
        "in the order of the photos": """
def with_mirrors(photos, labels):
    return np.concatenate([photos, photos[:, :, ::-1]]), np.repeat(labels, 2)
""",
        "red has become blue": """
def with_mirrors(photos, labels):
    return np.concatenate([photos, photos[..., ::-1]]), np.tile(labels, 2)
""",
    },
    "13.4": {
        "Long prototypes win": """
def classify(features, labels, queries):
    classes = range(labels.max() + 1)
    prototypes = np.array([features[labels == c].mean(axis=0) for c in classes])
    return (queries @ prototypes.T).argmax(axis=1)
""",
        "nearest by distance": """
def classify(features, labels, queries):
    classes = range(labels.max() + 1)
    prototypes = np.array([features[labels == c].mean(axis=0) for c in classes])
    apart = np.linalg.norm(queries[:, None] - prototypes, axis=2)
    return apart.argmin(axis=1)
""",
        "numbered in the order": """
def classify(features, labels, queries):
    classes = list(dict.fromkeys(labels))
    prototypes = np.array([features[labels == c].mean(axis=0) for c in classes])
    lengths = np.linalg.norm(prototypes, axis=1)
    return (queries @ prototypes.T / lengths).argmax(axis=1)
""",
        "not their median": """
def classify(features, labels, queries):
    classes = range(labels.max() + 1)
    prototypes = np.array([np.median(features[labels == c], axis=0) for c in classes])
    lengths = np.linalg.norm(prototypes, axis=1)
    return (queries @ prototypes.T / lengths).argmax(axis=1)
""",
        "subtract the mean": """
def classify(features, labels, queries):
    centre = features.mean(axis=0)
    classes = range(labels.max() + 1)
    prototypes = np.array([features[labels == c].mean(axis=0) for c in classes])
    prototypes -= centre
    lengths = np.linalg.norm(prototypes, axis=1)
    return ((queries - centre) @ prototypes.T / lengths).argmax(axis=1)
""",
        "not scaled to length 1": """
def classify(features, labels, queries):
    features = features / np.linalg.norm(features, axis=1, keepdims=True)
    classes = range(labels.max() + 1)
    prototypes = np.array([features[labels == c].mean(axis=0) for c in classes])
    lengths = np.linalg.norm(prototypes, axis=1)
    return (queries @ prototypes.T / lengths).argmax(axis=1)
""",
        "class of the nearest photo": """
def classify(features, labels, queries):
    unit = features / np.linalg.norm(features, axis=1, keepdims=True)
    return labels[(queries @ unit.T).argmax(axis=1)]
""",
    },
    "13.5": {
        "answers with NaN": """
head = Sequential([layers.Input((256,)), layers.Dense(len(names), "softmax")])
head.compile("adam", "sparse_categorical_crossentropy")
head.set_weights([np.full_like(part, np.nan) for part in head.get_weights()])
""",
        "Was it trained": """
head = Sequential([layers.Input((256,)), layers.Dense(len(names), "softmax")])
head.compile("adam", "sparse_categorical_crossentropy")
""",
        "two thirds": """
head = Sequential([layers.Input((256,)), layers.Dense(len(names), "softmax")])
head.compile("adam", "sparse_categorical_crossentropy")
head.set_weights([np.zeros((256, len(names))), np.bincount(labels)])
""",
        "no probabilities": """
head = Sequential([layers.Input((256,)), layers.Dense(len(names))])
head.compile("adam", "mse")
""",
        "a probability for each": """
head = Sequential([layers.Input((256,)), layers.Dense(1, "sigmoid")])
head.compile("adam", "binary_crossentropy")
""",
    },
}

prove(globals(), 13, right=RIGHT, wrong=WRONG)
