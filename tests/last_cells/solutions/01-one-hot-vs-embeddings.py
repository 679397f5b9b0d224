from helpers.checks.proof import prove

RIGHT = {
    "1.1": {
        "where the ones are": """
def to_ids(one_hot):
    return np.nonzero(one_hot)[1]
""",
        "a list": """
def to_ids(one_hot):
    return [row.tolist().index(1) for row in one_hot]
""",
        "a tensor": """
def to_ids(one_hot):
    return keras.ops.argmax(one_hot, axis=-1)
""",
        "a column of pandas, and an option": """
def to_ids(one_hot, axis=1):
    import pandas as pd
    return pd.DataFrame(one_hot).idxmax(axis=axis)
""",
    },
    "1.2": {
        "a loop": """
def one_hot_without_padding(ids, size):
    rows = np.zeros((len(ids), size), "float32")
    for row, id in zip(rows, ids):
        if id:
            row[id] = 1
    return rows
""",
        "the function that Keras has": """
def one_hot_without_padding(ids, size):
    rows = keras.utils.to_categorical(ids, size)
    rows[:, 0] = 0
    return rows.astype("float32")
""",
        "a tensor": """
def one_hot_without_padding(ids, size):
    shifted = keras.ops.one_hot(ids - 1, size - 1, dtype="float32")
    return keras.ops.pad(shifted, [[0, 0], [1, 0]])
""",
        "a table of pandas, of comparisons": """
def one_hot_without_padding(ids, size):
    import pandas as pd
    columns = {id: (ids == id) & (ids > 0) for id in range(size)}
    return pd.DataFrame(columns).astype("float32")
""",
    },
    "1.3": {
        "whole numbers that are floats": """
def bytes_needed(words, factors, batch):
    size = 32 / 8
    return batch * size, batch * words * size, words * factors * size
""",
        "a named tuple": """
def bytes_needed(words, factors, batch):
    from collections import namedtuple
    bill = namedtuple("Bill", "ids one_hot table")
    return bill(batch * 4, table=words * factors * 4, one_hot=batch * words * 4)
""",
        "an array of 64 bits": """
def bytes_needed(words, factors, batch):
    counts = [batch, batch * words, words * factors]
    return np.array(counts, "int64") * np.dtype("float32").itemsize
""",
        "a list, from a lambda": """
bytes_needed = lambda w, f, b: [32 * n // 8 for n in (b, b * w, w * f)]
""",
    },
    "1.4": {
        "a product with one-hot vectors of 32 bits": """
def table_gradient(ids, received, size):
    return np.eye(size, dtype="float32")[ids].T @ received.astype("float32")
""",
        "loops": """
def table_gradient(ids, received, size):
    rows = [[0.0] * received.shape[1] for _ in range(size)]
    for id, gradient in zip(ids, received):
        for factor, value in enumerate(gradient):
            rows[id][factor] += value
    return rows
""",
        "a tensor": """
def table_gradient(ids, received, size):
    return keras.ops.segment_sum(received, ids, num_segments=size)
""",
        "a table of pandas": """
def table_gradient(ids, received, size):
    import pandas as pd
    sums = pd.DataFrame(received).groupby(ids).sum()
    return sums.reindex(range(size), fill_value=0)
""",
    },
    "1.5": {
        "a functional model": """
def as_embedding(weights, bias):
    inputs = keras.Input((4,), dtype="int32")
    lookup = layers.Embedding(*weights.shape)
    made = keras.Model(inputs, lookup(inputs))
    lookup.set_weights([weights + bias])
    return made
""",
        "the weights as an initial value": """
def as_embedding(weights, bias):
    start = keras.initializers.Constant(weights + bias)
    lookup = layers.Embedding(*weights.shape, embeddings_initializer=start)
    return Sequential([layers.Input((4,)), lookup])
""",
        "rows of any length": """
def as_embedding(weights, bias):
    lookup = layers.Embedding(len(weights), len(bias), mask_zero=True)
    made = Sequential([layers.Input((None,)), lookup])
    lookup.embeddings.assign(weights + bias)
    made.compile("sgd", "mse")
    return made
""",
    },
    "1.6": {
        "a functional model": """
model = keras.Model(model.inputs, model.outputs[0])
""",
        "a model within a model": """
model = Sequential([layers.Input((2,)), model])
""",
        "the sigmoid is a layer of its own": """
_dense = layers.Dense(1)
model = Sequential([layers.Input((2,)), *model.layers[:-1], _dense])
_dense.set_weights(stack[-1].get_weights())
model.add(layers.Activation("sigmoid"))
""",
        "a difference of heights, without an axis of its own": """
_table, _weights = model.layers[0].get_weights()[0], model.layers[-1].get_weights()[0]
_inputs = keras.Input((2,), dtype="int32")
_heights = layers.Embedding(200, 1)
_of_pair = layers.Flatten()(_heights(_inputs))
model = keras.Model(
    _inputs, keras.ops.sigmoid((_of_pair[:, 0] - _of_pair[:, 1]) * _weights[0, 0])
)
_heights.set_weights([_table])
""",
    },
}

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
        "the numbers of the rows": """
def to_ids(one_hot):
    return np.nonzero(one_hot)[0]
""",
        "left out repeated ids": """
def to_ids(one_hot):
    return np.unique(one_hot.argmax(axis=1))
""",
        "whole numbers were asked": """
def to_ids(one_hot):
    return one_hot @ np.arange(one_hot.shape[1])
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
        "There are to be `size`": """
def one_hot_without_padding(ids, size):
    rows = np.eye(ids.max() + 1, dtype="float32")[ids]
    rows[:, 0] = 0
    return rows
""",
        "Only id 0 is to have none": """
def one_hot_without_padding(ids, size):
    rows = np.eye(size, dtype="float32")[ids]
    rows[ids == ids.min()] = 0
    return rows
""",
        "You left out": """
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
        "Your ids are numbers of 64 bits": """
def bytes_needed(words, factors, batch):
    return batch * 8, batch * words * 4, words * factors * 4
""",
        "not what was asked": """
def bytes_needed(words, factors, batch):
    counts = np.array([batch, batch * words, words * factors]).astype("int32")
    return tuple(counts * np.int32(4))
""",
        "Mind the order": """
def bytes_needed(words, factors, batch):
    return batch * 4, words * factors * 4, batch * words * 4
""",
    },
    "1.4": {
        "keeps only one of its gradients": """
def table_gradient(ids, received, size):
    gradient = np.zeros((size, received.shape[1]))
    gradient[ids] += received
    return gradient
""",
        "Only the first gradient": """
def table_gradient(ids, received, size):
    gradient = np.zeros((size, received.shape[1]))
    once, places = np.unique(ids, return_index=True)
    gradient[once] = received[places]
    return gradient
""",
        "You took the mean": """
def table_gradient(ids, received, size):
    gradient = np.zeros((size, received.shape[1]))
    for id in set(ids.tolist()):
        gradient[id] = received[ids == id].mean(axis=0)
    return gradient
""",
        "The last rows are missing": """
def table_gradient(ids, received, size):
    gradient = np.zeros((ids.max() + 1, received.shape[1]))
    np.add.at(gradient, ids, received)
    return gradient
""",
        "Rows that were not looked up": """
def table_gradient(ids, received, size):
    return np.stack([received[ids == id].sum(axis=0) for id in np.unique(ids)])
""",
        "is cut off": """
def table_gradient(ids, received, size):
    gradient = np.zeros((size, received.shape[1]), int)
    for id, row in zip(ids, received):
        gradient[id] += row.astype(int)
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
        "Mind the sign": """
def as_embedding(weights, bias):
    lookup = layers.Embedding(*weights.shape)
    made = Sequential([layers.Input((4,), dtype="int32"), lookup])
    lookup.set_weights([weights - bias])
    return made
""",
        "The vector of id 0": """
def as_embedding(weights, bias):
    table = weights + bias
    table[0] = weights[0]
    lookup = layers.Embedding(*weights.shape)
    made = Sequential([layers.Input((4,), dtype="int32"), lookup])
    lookup.set_weights([table])
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
        "Embedding was asked": """
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

prove(globals(), 1, right=RIGHT, wrong=WRONG)
