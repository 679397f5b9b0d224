from helpers.checks.proof import prove

WRONG = {
    "1.1": {
        "in each column": """
def to_ids(one_hot):
    return one_hot.argmax(axis=0)
""",
        "one too large": """
def to_ids(one_hot):
    return one_hot.argmax(axis=1) + 1
""",
        "You counted the ones": """
def to_ids(one_hot):
    return one_hot.sum(axis=1)
""",
        "a list; a NumPy array was asked": """
def to_ids(one_hot):
    return [int(row.argmax()) for row in one_hot]
""",
    },
    "1.2": {
        "still have a 1": """
def one_hot_without_padding(ids, size):
    return np.eye(size, dtype="float32")[ids]
""",
        "dtype float64; float32 was asked": """
def one_hot_without_padding(ids, size):
    vectors = np.eye(size)
    vectors[0] = 0
    return vectors[ids]
""",
        "too far to the left": """
def one_hot_without_padding(ids, size):
    return np.eye(size + 1, size, k=-1, dtype="float32")[ids]
""",
        "transposed": """
def one_hot_without_padding(ids, size):
    columns = np.eye(size, dtype="float32")[:, ids]
    columns[:, ids == 0] = 0
    return columns
""",
        "left out": """
def one_hot_without_padding(ids, size):
    return np.eye(size, dtype="float32")[ids[ids > 0]]
""",
    },
    "1.3": {
        "You counted numbers": """
def bytes_needed(words, factors, batch):
    return batch, batch * words, words * factors
""",
        "64 bits": """
def bytes_needed(words, factors, batch):
    return batch * 8, batch * words * 8, words * factors * 8
""",
        "as long as the vocabulary": """
def bytes_needed(words, factors, batch):
    return batch * 4, batch * factors * 4, words * factors * 4
""",
        "a list; a tuple was asked": """
def bytes_needed(words, factors, batch):
    return [batch * 4, batch * words * 4, words * factors * 4]
""",
    },
    "1.4": {
        "keeps only one of its gradients": """
def table_gradient(ids, received, size):
    gradient = np.zeros((size, received.shape[1]))
    gradient[ids] += received
    return gradient
""",
        "You took the mean": """
def table_gradient(ids, received, size):
    gradient = np.zeros((size, received.shape[1]))
    for id in set(ids.tolist()):
        gradient[id] = received[ids == id].mean(axis=0)
    return gradient
""",
        "transposed": """
def table_gradient(ids, received, size):
    return received.T @ np.eye(size)[ids]
""",
        "Each belongs in the row of its id": """
def table_gradient(ids, received, size):
    return received
""",
    },
    "1.5": {
        "The bias is missing": """
def as_embedding(weights, bias):
    lookup = layers.Embedding(*weights.shape)
    made = Sequential([layers.Input((4,), dtype="int32"), lookup])
    lookup.set_weights([weights])
    return made
""",
        "like those of a new layer": """
def as_embedding(weights, bias):
    lookup = layers.Embedding(*weights.shape)
    return Sequential([layers.Input((4,), dtype="int32"), lookup])
""",
        "A single Embedding": """
def as_embedding(weights, bias):
    first = layers.Embedding(len(weights), len(weights))
    second = layers.Dense(weights.shape[1])
    made = Sequential([layers.Input((4,), dtype="int32"), first, second])
    first.set_weights([np.eye(len(weights))])
    second.set_weights([weights, bias])
    return made
""",
        "without an input shape": """
def as_embedding(weights, bias):
    lookup = layers.Embedding(*weights.shape)
    lookup.build(None)
    lookup.set_weights([weights + bias])
    return Sequential([lookup])
""",
    },
    "1.6": {
        "Was it trained": """
model = Sequential(
    [
        layers.Input((2,), dtype="int32"),
        layers.Embedding(200, 4),
        layers.Flatten(),
        layers.Dense(1, "sigmoid"),
    ]
)
""",
        "which one is the first": """
model = Sequential(
    [
        layers.Input((2,), dtype="int32"),
        layers.Embedding(200, 4),
        layers.GlobalAveragePooling1D(),
        layers.Dense(1, "sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(pairs, first_higher, batch_size=128, epochs=2, verbose=0)
""",
        "Embedding were asked": """
model = Sequential([layers.Input((2,)), layers.Dense(1, "sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(pairs, first_higher, batch_size=128, epochs=2, verbose=0)
""",
        "wrong way round": """
model = Sequential(
    [
        layers.Input((2,), dtype="int32"),
        layers.Embedding(200, 1),
        layers.Flatten(),
        layers.Dense(1, "sigmoid"),
    ]
)
model.compile(keras.optimizers.Adam(0.05), "binary_crossentropy")
model.fit(pairs, 1 - first_higher, batch_size=128, epochs=5, verbose=0)
""",
        "no probabilities": """
model = Sequential(
    [
        layers.Input((2,), dtype="int32"),
        layers.Embedding(200, 1, "ones"),
        layers.Flatten(),
        layers.Dense(1, bias_initializer="ones", kernel_initializer="ones"),
    ]
)
""",
    },
}

prove(globals(), 1, WRONG)
