from helpers.checks.proof import prove

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
        "a list; a NumPy array was asked": """
def padded(texts, length):
    return [([0] * length + text)[-length:] for text in texts]
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
        "kept for padding, and": """
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

prove(globals(), 2, WRONG)
