from helpers.checks.proof import prove

RIGHT = {
    "11.1": {
        "a list": """
def last_words(ids, length):
    return ([0] * length + ids)[-length:]
""",
        "filled from behind, in uint16": """
def last_words(ids, length):
    last = np.zeros(length, dtype=np.uint16)
    for place, word in enumerate(reversed(ids[-length:]), start=1):
        last[-place] = word
    return last
""",
        "a deque, as a tensor": """
def last_words(ids, length, padding=0):
    from collections import deque

    from keras import ops

    last = deque([padding] * length, maxlen=length)
    last.extend(ids)
    return ops.convert_to_tensor(list(last), "int32")
""",
        "Keras's own padding": """
def last_words(ids, length):
    from keras.utils import pad_sequences

    return pad_sequences([ids], length)[0]
""",
    },
    "11.2": {
        "a difference": """
def log_odds(p):
    return np.log(p) - np.log1p(-p)
""",
        "SciPy's own": """
def log_odds(p):
    from scipy.special import logit

    return logit(p)
""",
        "in float32, clipped as Keras does": """
def log_odds(p):
    p = np.clip(p.astype("float32"), 1e-7, 1 - 1e-7)
    return -np.log(1 / p - 1)
""",
        "a list made by a loop": """
def log_odds(p):
    import math

    return [math.log(each / (1 - each)) for each in p]
""",
        "a column of pandas": """
def log_odds(p):
    import pandas as pd

    return pd.Series(p).transform(lambda each: 2 * np.arctanh(2 * each - 1))
""",
    },
    "11.3": {
        "a loop, and a list of rows": """
def pooled(ids, vectors):
    means = []
    for review, rows in zip(ids, vectors):
        words = rows[review != 0]
        means.append(words.mean(axis=0) if len(words) else [0.0] * rows.shape[1])
    return means
""",
        "nanmean, mended": """
def pooled(ids, vectors):
    words = np.where((ids == 0)[..., None], np.nan, vectors)
    return np.nan_to_num(np.nanmean(words, axis=1))
""",
        "einsum in float32": """
def pooled(ids, vectors):
    mask = (ids > 0).astype("float32")
    sums = np.einsum("rl,rld->rd", mask, vectors.astype("float32"))
    return sums / np.clip(mask.sum(axis=1, keepdims=True), 1, None)
""",
        "a masked array": """
def pooled(ids, vectors):
    mask = np.broadcast_to((ids == 0)[..., None], vectors.shape)
    return np.ma.array(vectors, mask=mask).mean(axis=1).filled(0)
""",
        "Keras's pooling, as a tensor": """
def pooled(ids, vectors):
    from keras import ops

    means = layers.GlobalAveragePooling1D()(vectors, mask=ids > 0)
    return ops.where(ops.isnan(means), 0.0, means)
""",
    },
    "11.4": {
        "a loop": """
def contributions(ids, table, weights, bias):
    n = len(ids)
    return [sum(a * b for a, b in zip(table[i], weights)) / n for i in ids]
""",
        "the scores of all words first": """
def contributions(ids, table, weights, bias=0.0):
    return np.take(table.dot(weights), ids) / ids.size
""",
        "einsum in float32": """
def contributions(ids, table, weights, bias):
    rows = table[ids].astype("float32") / len(ids)
    return np.einsum("nd,d->n", rows, weights.astype("float32"))
""",
        "a column of pandas, by id": """
def contributions(ids, table, weights, bias):
    import pandas as pd

    return pd.DataFrame(table).loc[ids].mul(weights).sum(axis=1).div(len(ids))
""",
    },
    "11.5": {
        "functional": """
from keras import Model

inputs = layers.Input((100,))
pooled_vectors = layers.GlobalAveragePooling1D()(layers.Embedding(5_000, 16)(inputs))
functional = Model(inputs, layers.Dense(1, "sigmoid")(pooled_vectors))
functional.set_weights(model.get_weights())
model = functional
model.compile("sgd", "mse")
""",
        "no Dense layer: a number for each word": """
vectors, weights, bias = model.get_weights()
each = layers.Embedding(5_000, 1, mask_zero=True)
chances = [layers.GlobalAveragePooling1D(), layers.Activation("sigmoid")]
numbers = Sequential([layers.Input((100,)), each, *chances])
numbers.set_weights([vectors @ weights + bias])
model = numbers
model.compile("adam", "binary_crossentropy")
""",
        "a model within a model": """
model = Sequential([layers.Input((100,)), model])
model.compile("adam", "binary_crossentropy")
""",
        "its activation in a layer of its own": """
same = [layers.Embedding(5_000, 16, mask_zero=True), layers.GlobalAveragePooling1D()]
last = [layers.Dropout(0.5), layers.Dense(1), layers.Activation("sigmoid")]
split = Sequential([layers.Input((100,)), *same, *last])
split.set_weights(model.get_weights())
model = split
model.compile("rmsprop", "binary_crossentropy", metrics=["accuracy"])
""",
        "a class of its own": """
class Critic(Sequential):
    pass

model = Critic([layers.Input((100,)), *model.layers])
model.compile("adam", "hinge")
""",
    },
}

WRONG = {
    "11.1": {
        "twice": """
def last_words(ids, length):
    last = list(dict.fromkeys(ids[-length:]))
    return np.array([0] * (length - len(last)) + last)
""",
        "Those are the first words": """
def last_words(ids, length):
    kept = ids[:length]
    return np.array([0] * (length - len(kept)) + kept)
""",
        "The zeros belong in front": """
def last_words(ids, length):
    kept = ids[-length:]
    return np.array(kept + [0] * (length - len(kept)))
""",
        "order in which the words": """
def last_words(ids, length):
    return np.array([0] * (length - len(ids)) + ids[-length:][::-1])
""",
        "A word that is there twice": """
def last_words(ids, length):
    kept = list(dict.fromkeys(ids))[-length:]
    return np.array([0] * (length - len(kept)) + kept)
""",
        "give them the dtype int": """
def last_words(ids, length):
    kept = np.array(ids[-length:])
    return np.pad(kept, (length - len(kept), 0))
""",
        "values are not right": """
def last_words(ids, length):
    return np.array(([0] * (length + 1) + ids)[-length - 1 : -1])
""",
        "as many ids as": """
def last_words(ids, length):
    return np.array(ids[-length:], dtype=int)
""",
        "stopped with IndexError": """
def last_words(ids, length):
    return np.array([0] * (length - len(ids)) + ids[-length:]) + 0 * ids[0]
""",
    },
    "11.2": {
        "Those are the odds": """
def log_odds(p):
    return p / (1 - p)
""",
        "the logarithm of p alone": """
def log_odds(p):
    return np.log(p)
""",
        "The sign is turned": """
def log_odds(p):
    return np.log((1 - p) / p)
""",
        "not the one to base 10": """
def log_odds(p):
    return np.log10(p / (1 - p))
""",
        "not the one to base 2": """
def log_odds(p):
    return np.log2(p / (1 - p))
""",
        "the slope of the sigmoid": """
def log_odds(p):
    return p * (1 - p)
""",
        "values are not right": """
def log_odds(p):
    p = np.clip(p, 0.001, 0.999)
    return np.log(p / (1 - p))
""",
        "one a probability was asked": """
def log_odds(p):
    return np.log(p[:7] / (1 - p[:7]))[:2]
""",
    },
    "11.3": {
        "values are not right: the first": """
def pooled(ids, vectors):
    said = (ids > 0)[..., None]
    sums = (vectors * said)[:, :8].sum(axis=1)
    return sums / np.maximum(said.sum(axis=1), 1)
""",
        "The padding counts in your mean": """
def pooled(ids, vectors):
    return vectors.mean(axis=1)
""",
        "then divide by all places": """
def pooled(ids, vectors):
    return (vectors * (ids > 0)[..., None]).mean(axis=1)
""",
        "said twice counts twice": """
def pooled(ids, vectors):
    means = np.zeros((len(ids), vectors.shape[2]))
    for row, review in enumerate(ids):
        words, places = np.unique(review, return_index=True)
        if (words > 0).any():
            means[row] = vectors[row, places[words > 0]].mean(axis=0)
    return means
""",
        "values are not right": """
def pooled(ids, vectors):
    means = np.zeros((len(ids), vectors.shape[2]))
    for row, review in enumerate(ids):
        front = (review == 0).sum()
        if front < len(review):
            means[row] = vectors[row, front:].mean(axis=0)
    return means
""",
        "the first is": """
def pooled(ids, vectors):
    mask = (vectors != 0).any(axis=-1, keepdims=True)
    return (vectors * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)
""",
        "gives NaN": """
def pooled(ids, vectors):
    mask = (ids > 0)[..., None]
    return (vectors * mask).sum(axis=1) / mask.sum(axis=1)
""",
    },
    "11.4": {
        "the model takes the mean": """
def contributions(ids, table, weights, bias):
    return table[ids] @ weights
""",
        "It is added once": """
def contributions(ids, table, weights, bias):
    return table[ids] @ weights / len(ids) + bias
""",
        "You give every word the same": """
def contributions(ids, table, weights, bias):
    return np.full(len(ids), table[ids].mean(axis=0) @ weights / len(ids))
""",
        "the number of all words": """
def contributions(ids, table, weights, bias):
    return table[ids] @ weights / len(set(ids.tolist()))
""",
        "one for each id was asked": """
def contributions(ids, table, weights, bias):
    distinct, times = np.unique(ids, return_counts=True)
    return times * (table[distinct] @ weights) / len(ids)
""",
        "Keep the order": """
def contributions(ids, table, weights, bias):
    return table[np.sort(ids)] @ weights / len(ids)
""",
        "not even a share": """
def contributions(ids, table, weights, bias):
    return (table[ids] @ weights + bias) / len(ids)
""",
    },
    "11.5": {
        "with NaN": """
from keras.models import clone_model

model = clone_model(model)
model.compile("adam", "binary_crossentropy")
model.set_weights([np.full_like(part, np.nan) for part in model.get_weights()])
""",
        "that of a positive review": """
from keras.models import clone_model

turned = clone_model(model)
turned.set_weights([*model.get_weights()[:1], *(-w for w in model.get_weights()[1:])])
model = turned
model.compile("adam", "binary_crossentropy")
""",
        "Was it trained": """
model = Sequential(
    [
        layers.Input((100,), dtype="int32"),
        layers.Embedding(5_000, 4),
        layers.Flatten(),
        layers.Dense(1, "sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
""",
        "no probabilities": """
model = Sequential(
    [
        layers.Input((100,), dtype="int32"),
        layers.Embedding(5_000, 4),
        layers.Flatten(),
        layers.Dense(1),
    ]
)
model.compile("adam", "mse")
""",
        "one probability was asked": """
model = Sequential(
    [
        layers.Input((100,), dtype="int32"),
        layers.Embedding(5_000, 4),
        layers.Flatten(),
        layers.Dense(2, "softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy")
""",
    },
}

EQUIVALENT = {
    "11.4": {
        "the argument bias is ignored: that of the first call counts": (
            "the bias belongs to no word"
        ),
    },
}

prove(globals(), 11, right=RIGHT, wrong=WRONG, equivalent=EQUIVALENT)
