from helpers.checks.proof import prove

RIGHT = {
    "2.1": {
        "another way of counting": """
def lengths(ids):
    return np.count_nonzero(ids, axis=1)
""",
        "a list, of a loop": """
def lengths(ids):
    return [sum(1 for id in row if id > 0) for row in ids]
""",
        "a tensor": """
def lengths(ids):
    return keras.ops.sum(keras.ops.not_equal(ids, 0), axis=1)
""",
        "a column of pandas, of bytes": """
def lengths(ids):
    import pandas as pd
    return pd.DataFrame(ids).ne(0).sum(axis=1).astype("uint8")
""",
    },
    "2.2": {
        "the function that Keras has": """
def padded(texts, length):
    return keras.utils.pad_sequences(texts, length)
""",
        "a list of lists": """
def padded(texts, length):
    return [([0] * length + text)[-length:] for text in texts]
""",
        "an array for each text": """
def padded(texts, length):
    def _row(text):
        return np.pad(np.array(text, "int32"), (length, 0))[-length:]
    return np.stack(list(map(_row, texts)))
""",
    },
    "2.3": {
        "counted by NumPy": """
def vocabulary(texts, size):
    words, often = np.unique(" ".join(texts).split(), return_counts=True)
    order = np.argsort(-often, kind="stable")[: size - 2]
    return dict(zip(words[order], np.arange(2, size)))
""",
        "a dictionary that knows unknown words": """
def vocabulary(texts, size):
    from collections import defaultdict
    often = Counter(" ".join(texts).split(" "))
    ids = defaultdict(lambda: 1)
    for word in sorted(sorted(often), key=often.get, reverse=True)[: size - 2]:
        ids[word] = len(ids) + 2
    return ids
""",
        "whole numbers that are floats, in another order": """
def vocabulary(texts, size):
    often = Counter(word for text in texts for word in text.split())
    ordered = sorted((-count, word) for word, count in often.items())[: size - 2]
    return {word: float(i + 2) for i, (_, word) in reversed([*enumerate(ordered)])}
""",
    },
    "2.4": {
        "logarithms": """
def expected_collisions(words, size):
    import math
    return -words * math.expm1((words - 1) * math.log1p(-1 / size))
""",
        "fractions": """
def expected_collisions(words, size):
    from fractions import Fraction
    return words * (1 - Fraction(size - 1, size) ** (words - 1))
""",
        "a tensor of 32 bits": """
def expected_collisions(words, size):
    return words * (1 - keras.ops.power(1 - 1 / size, words - 1))
""",
        "those that are alone, taken away": """
def expected_collisions(words, size):
    return np.array(words - size * words * (1 / size) * (1 - 1 / size) ** (words - 1))
""",
    },
    "2.5": {
        "loops": """
def text_vectors(ids, table):
    vectors = np.zeros((len(ids), table.shape[1]), "float32")
    for vector, row in zip(vectors, ids):
        if row.any():
            vector[:] = sum(table[id] for id in row if id) / np.count_nonzero(row)
    return vectors
""",
        "a mask over NaN": """
def text_vectors(ids, table):
    vectors = np.where((ids > 0)[:, :, None], table[ids], np.nan)
    return np.nan_to_num(np.nanmean(vectors, axis=1)).tolist()
""",
        "a tensor": """
def text_vectors(ids, table):
    weights = keras.ops.cast(ids > 0, "float32")
    sums = keras.ops.einsum("tp,tpf->tf", weights, table[ids].astype("float32"))
    return sums / keras.ops.maximum(keras.ops.sum(weights, 1, keepdims=True), 1)
""",
        "a table of pandas": """
def text_vectors(ids, table):
    import pandas as pd
    counts = np.stack([np.bincount(row, minlength=len(table)) for row in ids])
    counts[:, 0] = 0
    counts = pd.DataFrame(counts)
    return (counts @ table).div(counts.sum(axis=1).replace(0, 1), axis=0)
""",
    },
    "2.6": {
        "a functional model": """
model = keras.Model(model.inputs, model.outputs[0])
""",
        "a model within a model": """
model = Sequential([layers.Input((20,)), model])
""",
        "one number a row without an axis of its own": """
model = Sequential([model, layers.Reshape(())])
""",
        "the sigmoid is a layer of its own": """
_dense = layers.Dense(1)
model = Sequential([layers.Input((20,)), *model.layers[:-1], _dense])
_dense.set_weights(stack[-1].get_weights())
model.add(layers.Activation("sigmoid"))
""",
    },
}

WRONG = {
    "2.1": {
        "You counted the zeros": """
def lengths(ids):
    return (ids == 0).sum(axis=1)
""",
        "along the columns": """
def lengths(ids):
    return (ids != 0).sum(axis=0)
""",
        "padding included": """
def lengths(ids):
    return np.array([len(row) for row in ids])
""",
        "twice in a text": """
def lengths(ids):
    return np.array([len(set(row) - {0}) for row in ids.tolist()])
""",
        "Only 0 is none": """
def lengths(ids):
    return (ids > 1).sum(axis=1)
""",
        "up to the last word": """
def lengths(ids):
    return (np.arange(1, ids.shape[1] + 1) * (ids > 0)).max(axis=1)
""",
        "You look for the first zero": """
def lengths(ids):
    return (ids == 0).argmax(axis=1)
""",
        "whole numbers were asked": """
def lengths(ids):
    return (ids > 0).sum(axis=1).astype(float)
""",
        "all texts together": """
def lengths(ids):
    return np.count_nonzero(ids)
""",
    },
    "2.2": {
        "Both are to happen on the left": """
def padded(texts, length):
    return np.array([(text + [0] * length)[:length] for text in texts])
""",
        "lose their end": """
def padded(texts, length):
    cut = [text[:length] for text in texts]
    return np.array([[0] * (length - len(text)) + text for text in cut])
""",
        "They are to come first": """
def padded(texts, length):
    return np.array([(text[-length:] + [0] * length)[:length] for text in texts])
""",
        "as the longest text": """
def padded(texts, length):
    longest = max(map(len, texts))
    return np.array([[0] * (longest - len(text)) + text for text in texts])
""",
        "transposed": """
def padded(texts, length):
    return np.array([([0] * length + text)[-length:] for text in texts]).T
""",
        "could not broadcast": """
def padded(texts, length):
    rows = np.zeros((len(texts), length), int)
    for row, text in zip(rows, texts):
        part = text[-length:]
        row[-len(part) :] = part
    return rows
""",
        "changes `texts`": """
def padded(texts, length):
    for text in texts:
        while len(text) < length:
            text.insert(0, 0)
        del text[:-length]
    return np.array(texts)
""",
    },
    "2.3": {
        "numbered as they appeared": """
def vocabulary(texts, size):
    often = Counter(" ".join(texts).split()).most_common(size - 2)
    return {word: id for id, (word, _) in enumerate(often, start=2)}
""",
        "two words too many": """
def vocabulary(texts, size):
    often = Counter(" ".join(texts).split())
    ordered = sorted(often, key=lambda word: (-often[word], word))[:size]
    return {word: id for id, word in enumerate(ordered, start=2)}
""",
        "from z to a": """
def vocabulary(texts, size):
    often = Counter(" ".join(texts).split())
    ordered = sorted(often, key=lambda word: (often[word], word), reverse=True)
    return {word: id for id, word in enumerate(ordered[: size - 2], start=2)}
""",
        "There are `size` ids": """
def vocabulary(texts, size):
    often = Counter(" ".join(texts).split())
    ordered = sorted(often, key=lambda word: (-often[word], word))
    return {word: id for id, word in enumerate(ordered, start=2)}
""",
        "from short to long": """
def vocabulary(texts, size):
    often = Counter(" ".join(texts).split())
    ordered = sorted(often, key=lambda word: (-often[word], len(word), word))
    return {word: id for id, word in enumerate(ordered[: size - 2], start=2)}
""",
        "texts in which a word occurs": """
def vocabulary(texts, size):
    often = Counter(word for text in texts for word in set(text.split()))
    ordered = sorted(often, key=lambda word: (-often[word], word))
    return {word: id for id, word in enumerate(ordered[: size - 2], start=2)}
""",
        "a part of longer ones": """
def vocabulary(texts, size):
    spoken = " ".join(texts)
    ordered = sorted(set(spoken.split()), key=lambda word: (-spoken.count(word), word))
    return {word: id for id, word in enumerate(ordered[: size - 2], start=2)}
""",
        "leave them out": """
def vocabulary(texts, size):
    often = Counter(" ".join(texts).split())
    ordered = sorted(often, key=lambda word: (-often[word], word))
    ids = {word: id for id, word in enumerate(ordered[: size - 2], start=2)}
    return {"<pad>": 0, "<unk>": 1} | ids
""",
        "begin with 0, which is kept for padding": """
def vocabulary(texts, size):
    often = Counter(" ".join(texts).split())
    ordered = sorted(often, key=lambda word: (-often[word], word))
    return {word: id for id, word in enumerate(ordered[:size])}
""",
    },
    "2.4": {
        "does not collide with itself": """
def expected_collisions(words, size):
    return words * (1 - (1 - 1 / size) ** words)
""",
        "as in the chapter": """
def expected_collisions(words, size):
    return 1 - np.prod(1 - np.arange(words) / size)
""",
        "number of pairs": """
def expected_collisions(words, size):
    return words * (words - 1) / 2 / size
""",
        "words minus ids in use": """
def expected_collisions(words, size):
    return words - size * (1 - (1 - 1 / size) ** words)
""",
        "Do not round": """
def expected_collisions(words, size):
    return round(words * (1 - (1 - 1 / size) ** (words - 1)))
""",
        "only nearly": """
def expected_collisions(words, size):
    return words * (1 - np.exp(-(words - 1) / size))
""",
        "ZeroDivisionError": """
def expected_collisions(words, size):
    pairs = words * (words - 1)
    return pairs / (words - 1) * (1 - (1 - 1 / size) ** (words - 1))
""",
    },
    "2.5": {
        "Padding takes part": """
def text_vectors(ids, table):
    return table[ids].mean(axis=1)
""",
        "by the length of the row": """
def text_vectors(ids, table):
    return (table[ids] * (ids > 0)[..., None]).mean(axis=1)
""",
        "still in your sums": """
def text_vectors(ids, table):
    words = np.maximum((ids > 0).sum(axis=1, keepdims=True), 1)
    return table[ids].sum(axis=1) / words
""",
        "The first places": """
def text_vectors(ids, table):
    vectors = np.zeros((len(ids), table.shape[1]))
    for vector, row in zip(vectors, ids):
        if count := np.count_nonzero(row):
            vector[:] = table[row[:count]].mean(axis=0)
    return vectors
""",
        "occurs twice": """
def text_vectors(ids, table):
    vectors = np.zeros((len(ids), table.shape[1]))
    for vector, row in zip(vectors, ids):
        if words := set(row.tolist()) - {0}:
            vector[:] = table[list(words)].mean(axis=0)
    return vectors
""",
        "the vector of padding": """
def text_vectors(ids, table):
    words = [row[row > 0] if row.any() else row for row in ids]
    return np.stack([table[row].mean(axis=0) for row in words])
""",
        "Those are the sums": """
def text_vectors(ids, table):
    return (table[ids] * (ids > 0)[..., None]).sum(axis=1)
""",
        "NaN": """
def text_vectors(ids, table):
    return np.stack([table[row[row > 0]].mean(axis=0) for row in ids])
""",
    },
    "2.6": {
        "or it counts": """
model = Sequential(
    [
        layers.Input((20,), dtype="int32"),
        layers.Embedding(10, 8),
        layers.GlobalAveragePooling1D(),
        layers.Dense(1, "sigmoid"),
    ]
)
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy")
model.fit(rows, is_open, batch_size=256, epochs=5, verbose=0)
""",
        "more than counting can do": """
model = Sequential(
    [
        layers.Input((20,), dtype="int32"),
        layers.Embedding(10, 8),
        layers.Flatten(),
        layers.Dense(1, "sigmoid"),
    ]
)
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy")
model.fit(rows, is_open, batch_size=256, epochs=12, verbose=0)
""",
        "hardly trained": """
model = Sequential(
    [
        layers.Input((20,), dtype="int32"),
        layers.Embedding(10, 8),
        layers.LSTM(16),
        layers.Dense(1, "sigmoid"),
    ]
)
""",
        "one number a row was asked": """
model = Sequential(
    [
        layers.Input((20,), dtype="int32"),
        layers.Embedding(10, 8),
        layers.LSTM(16),
        layers.Dense(2, "softmax"),
    ]
)
""",
    },
}

prove(globals(), 2, right=RIGHT, wrong=WRONG)
