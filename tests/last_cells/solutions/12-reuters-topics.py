from helpers.checks.proof import prove

WRONG = {
    "12.1": {
        "must not see the answers": """
def always(train, test):
    return (test == np.bincount(test).argmax()).mean()
""",
        "the one on `test` was asked": """
def always(train, test):
    return np.bincount(train).max() / len(train)
""",
        "That is the label": """
def always(train, test):
    return np.bincount(train).argmax()
""",
    },
    "12.2": {
        "sum to 1": """
def class_weights(labels, classes):
    weights = 1 / np.bincount(labels)
    return weights / weights.sum()
""",
        "grow with the number": """
def class_weights(labels, classes):
    often = np.bincount(labels)
    return often / often.mean()
""",
        "over the documents": """
def class_weights(labels, classes):
    often = np.bincount(labels)
    return often.mean() / often
""",
        "not 1 yet": """
def class_weights(labels, classes):
    return 1 / np.bincount(labels)
""",
    },
    "12.3": {
        "zero was divided by zero": """
def macro_f1(confusion):
    sums = confusion.sum(axis=0) + confusion.sum(axis=1)
    return (2 * np.diag(confusion) / sums).mean()
""",
        "counts documents": """
def macro_f1(confusion):
    return np.diag(confusion).sum() / confusion.sum()
""",
        "with 0": """
def macro_f1(confusion):
    sums = confusion.sum(axis=0) + confusion.sum(axis=1)
    return np.nanmean(2 * np.diag(confusion) / sums)
""",
        "mean recall": """
def macro_f1(confusion):
    return (np.diag(confusion) / np.maximum(confusion.sum(axis=1), 1)).mean()
""",
    },
    "12.4": {
        "Was it trained": """
model = Sequential(
    [
        layers.Input((100,), dtype="int32"),
        layers.Embedding(10_000, 256),
        layers.GlobalAveragePooling1D(),
        layers.Dense(len(reuters.topics), "softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy")
""",
        "an output_dim of 16": """
model = Sequential(
    [
        layers.Input((100,), dtype="int32"),
        layers.Embedding(10_000, 16),
        layers.GlobalAveragePooling1D(),
        layers.Dense(len(reuters.topics), "softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy")
""",
        "no probabilities": """
model = Sequential(
    [
        layers.Input((100,), dtype="int32"),
        layers.Embedding(10_000, 256),
        layers.GlobalAveragePooling1D(),
        layers.Dense(len(reuters.topics)),
    ]
)
model.compile("adam", "mse")
""",
        "with no word": """
model = Sequential(
    [
        layers.Input((100,), dtype="int32"),
        layers.Embedding(10_000, 256, mask_zero=True),
        layers.GlobalAveragePooling1D(),
        layers.Dense(len(reuters.topics), "softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy")
model.set_weights([np.full_like(part, np.nan) for part in model.get_weights()])
""",
    },
}

prove(globals(), 12, WRONG)
