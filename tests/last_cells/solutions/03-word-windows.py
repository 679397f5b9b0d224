from helpers.checks.proof import prove

WRONG = {
    "3.1": {
        "The last window is missing": """
def windows(ids, length):
    starts = range(len(ids) - length)
    found = [ids[i : i + length] for i in starts]
    return np.array(found, ids.dtype).reshape(-1, length)
""",
        "do not overlap": """
def windows(ids, length):
    return ids[: len(ids) // length * length].reshape(-1, length)
""",
        "transposed": """
def windows(ids, length):
    columns = len(ids) - length + 1
    return np.stack([ids[i : i + columns] for i in range(length)])
""",
        "a list; a NumPy array was asked": """
def windows(ids, length):
    return [list(ids[i : i + length]) for i in range(len(ids) - length + 1)]
""",
    },
    "3.2": {
        "That is the cross-entropy": """
def perplexity(probabilities, answers):
    return -np.log(probabilities[np.arange(len(answers)), answers]).mean()
""",
        "not with 2": """
def perplexity(probabilities, answers):
    return 2 ** -np.log(probabilities[np.arange(len(answers)), answers]).mean()
""",
        "not the number asked": """
def perplexity(probabilities, answers):
    return np.exp(-np.log(probabilities[:, answers]).mean())
""",
    },
    "3.3": {
        "The biases are missing": """
def parameters(words, width, context, hidden):
    last = hidden or context * width
    return words * width + context * width * hidden + last * words
""",
        "stand side by side": """
def parameters(words, width, context, hidden):
    last = hidden or width
    return words * width + (width + 1) * hidden + (last + 1) * words
""",
        "counted once": """
def parameters(words, width, context, hidden):
    last = hidden or context * width
    layer = (context * width + 1) * hidden
    return context * words * width + layer + (last + 1) * words
""",
    },
    "3.4": {
        "Long vectors win": """
def similar(words, vectors, word, count):
    scores = vectors @ vectors[words.index(word)]
    found = [words[i] for i in np.argsort(-scores) if words[i] != word]
    return found[:count]
""",
        "leave it out": """
def similar(words, vectors, word, count):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    nearest = np.argsort(-(unit @ unit[words.index(word)]))
    return [words[i] for i in nearest[:count]]
""",
        "from the other end": """
def similar(words, vectors, word, count):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    nearest = np.argsort(unit @ unit[words.index(word)])
    return [words[i] for i in nearest if words[i] != word][:count]
""",
    },
    "3.5": {
        "Was it trained": """
model = Sequential(
    [
        layers.Input((3,), dtype="int32"),
        layers.Embedding(size, 8),
        layers.Flatten(),
        layers.Dense(size, "softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy")
""",
        "no probabilities": """
model = Sequential(
    [
        layers.Input((3,), dtype="int32"),
        layers.Embedding(size, 8),
        layers.Flatten(),
        layers.Dense(size),
    ]
)
model.compile("adam", "mse")
""",
        "Embedding, Dense were asked": """
model = Sequential([layers.Input((3,)), layers.Dense(size, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
""",
    },
}

prove(globals(), 3, WRONG)
