from helpers.checks.proof import prove

WRONG = {
    "11.1": {
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
        "a list; a NumPy array was asked": """
def last_words(ids, length):
    return [0] * (length - len(ids)) + ids[-length:]
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
        "use the natural logarithm": """
def log_odds(p):
    return np.log10(p / (1 - p))
""",
    },
    "11.3": {
        "The padding counts in your mean": """
def pooled(ids, vectors):
    return vectors.mean(axis=1)
""",
        "then divide by all places": """
def pooled(ids, vectors):
    return (vectors * (ids > 0)[..., None]).mean(axis=1)
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
        "not even a share": """
def contributions(ids, table, weights, bias):
    return (table[ids] @ weights + bias) / len(ids)
""",
    },
    "11.5": {
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

prove(globals(), 11, WRONG)
