from helpers.checks.proof import prove

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
        "not the mean": """
def pool(maps):
    return maps.max(axis=(1, 2))
""",
    },
    "13.3": {
        "on their heads": """
def with_mirrors(photos, labels):
    return np.concatenate([photos, photos[:, ::-1]]), np.tile(labels, 2)
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
        "class of the nearest photo": """
def classify(features, labels, queries):
    unit = features / np.linalg.norm(features, axis=1, keepdims=True)
    return labels[(queries @ unit.T).argmax(axis=1)]
""",
    },
    "13.5": {
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

prove(globals(), 13, WRONG)
