from helpers.checks.proof import prove

RIGHT = {
    "3.1": {
        "slices in a loop; an empty array of floats": """
def windows(ids, length):
    slices = [ids[i : i + length] for i in range(len(ids) - length + 1)]
    return np.array(slices).reshape(-1, length)
""",
        "a list of lists": """
def windows(ids, length):
    return [ids[i : i + length].tolist() for i in range(len(ids) - length + 1)]
""",
        "a tensor of int32, and an option": """
def windows(ids, length, dtype="int32"):
    count = max(len(ids) - length + 1, 0)
    columns = [ids[place : place + count] for place in range(length)]
    return __import__("keras").ops.convert_to_tensor(np.column_stack(columns), dtype)
""",
        "a table of pandas, from an object that can be called": """
class _Windows:
    def __call__(self, ids, length):
        count = max(len(ids) - length + 1, 0)
        rows = ids[np.arange(count)[:, None] + np.arange(length)]
        return __import__("pandas").DataFrame(rows)
windows = _Windows()
""",
    },
    "3.2": {
        "a loop and math": """
def perplexity(probabilities, answers):
    import math
    losses = [-math.log(row[id]) for row, id in zip(probabilities, answers)]
    return math.exp(sum(losses) / len(losses))
""",
        "powers and logarithms of base 2": """
def perplexity(probabilities, answers):
    right = np.take_along_axis(probabilities, answers[:, None], axis=1)
    return np.float32(2 ** -np.log2(right).mean())
""",
        "an array without axes": """
def perplexity(probabilities, answers):
    of_answer = np.eye(probabilities.shape[1])[answers]
    return np.array(np.exp(-(of_answer * np.log(probabilities)).sum(axis=1).mean()))
""",
        "a tensor, and a small number against zeros": """
def perplexity(probabilities, answers):
    from keras import losses, ops
    loss = losses.sparse_categorical_crossentropy(answers, probabilities + 1e-9)
    return ops.exp(ops.mean(loss))
""",
    },
    "3.3": {
        "the parameters of a model": """
def parameters(words, width, context, hidden):
    stack = [layers.Input((context,)), layers.Embedding(words, width)]
    stack += [layers.Flatten(), layers.Dense(hidden)] if hidden else [layers.Flatten()]
    return Sequential([*stack, layers.Dense(words)]).count_params()
""",
        "a float that is whole": """
def parameters(words, width, context, hidden):
    sizes = [context * width, hidden, words] if hidden else [context * width, words]
    dense = sum((many + 1.0) * more for many, more in zip(sizes, sizes[1:]))
    return words * width + dense
""",
        "a number of NumPy's, and other words for the arguments": """
def parameters(v, d, n, h):
    last = h if h > 0 else n * d
    return np.int32(np.prod([v, d])) + h * (n * d + 1) + v * (last + 1)
""",
    },
    "3.4": {
        "texts of NumPy's": """
def similar(words, vectors, word, count):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    names = np.array(words)[np.argsort(-(unit @ unit[words.index(word)]))]
    return list(names[names != word][:count])
""",
        "a tuple": """
def similar(words, vectors, word, count):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    nearest = np.argsort(unit @ unit[words.index(word)])[::-1]
    return tuple(words[i] for i in nearest)[1 : count + 1]
""",
        "an index of pandas": """
def similar(words, vectors, word, count):
    import pandas as pd
    unit = pd.DataFrame(vectors.T, columns=words)
    unit = unit / np.sqrt((unit ** 2).sum())
    return (unit.T @ unit[word]).drop(word).nlargest(count).index
""",
        "the course's own function": """
def similar(words, vectors, word, count):
    from helpers.vectors import neighbours
    return [name for name, _ in neighbours(words, vectors, word, count)]
""",
    },
    "3.5": {
        "a functional model": """
import keras
model = keras.Model(model.inputs, model.outputs[0])
model.compile("adam", "sparse_categorical_crossentropy")
""",
        "a model within a model, not compiled again": """
model = Sequential([layers.Input((3,)), model])
""",
        "the softmax is a layer of its own": """
model = Sequential([layers.Input((3,)), *model.layers[:-1]])
model.add(layers.Dense(size))
model.layers[-1].set_weights(globals()["stack"][-1].get_weights())
model.add(layers.Softmax())
model.compile("adam", "sparse_categorical_crossentropy")
""",
    },
}

WRONG = {
    "3.1": {
        "The last window is missing": """
def windows(ids, length):
    starts = range(len(ids) - length)
    slices = [ids[i : i + length] for i in starts]
    return np.array(slices, ids.dtype).reshape(-1, length)
""",
        "do not overlap": """
def windows(ids, length):
    return ids[: len(ids) // length * length].reshape(-1, length)
""",
        "transposed": """
def windows(ids, length):
    count = len(ids) - length + 1
    if count < 1:
        return np.empty((0, length), int)
    return np.array([ids[i : i + count] for i in range(length)])
""",
        "occur twice": """
def windows(ids, length):
    count = max(len(ids) - length + 1, 0)
    slices = dict.fromkeys(tuple(ids[i : i + length].tolist()) for i in range(count))
    return np.array(list(slices), int).reshape(-1, length)
""",
        "id 0 is a word": """
def windows(ids, length):
    count = max(len(ids) - length + 1, 0)
    slices = [ids[i : i + length] for i in range(count) if all(ids[i : i + length])]
    return np.array(slices, int).reshape(-1, length)
""",
        "a generator; a NumPy array was asked": """
def windows(ids, length):
    return (ids[i : i + length] for i in range(len(ids) - length + 1))
""",
        "has shape (0,)": """
def windows(ids, length):
    return np.array([ids[i : i + length] for i in range(len(ids) - length + 1)])
""",
        "negative dimensions": """
def windows(ids, length):
    rows = np.empty((len(ids) - length + 1, length), int)
    for i in range(len(rows)):
        rows[i] = ids[i : i + length]
    return rows
""",
        "whole numbers were asked": """
def windows(ids, length):
    rows = np.zeros((max(len(ids) - length + 1, 0), length))
    for i in range(len(rows)):
        rows[i] = ids[i : i + length]
    return rows
""",
    },
    "3.2": {
        "That is the cross-entropy": """
def perplexity(probabilities, answers):
    return -np.log(probabilities[np.arange(len(answers)), answers]).mean()
""",
        "not with 2.": """
def perplexity(probabilities, answers):
    return 2 ** -np.log(probabilities[np.arange(len(answers)), answers]).mean()
""",
        "not with those to base 2": """
def perplexity(probabilities, answers):
    return np.exp(-np.log2(probabilities[np.arange(len(answers)), answers]).mean())
""",
        "in every row": """
def perplexity(probabilities, answers):
    return np.exp(-np.log(probabilities[:, answers]).mean())
""",
        "the perplexities of single examples": """
def perplexity(probabilities, answers):
    return (1 / probabilities[np.arange(len(answers)), answers]).mean()
""",
        "the mean of the probabilities": """
def perplexity(probabilities, answers):
    return 1 / probabilities[np.arange(len(answers)), answers].mean()
""",
        "the sum of the losses": """
def perplexity(probabilities, answers):
    return 1 / np.prod(probabilities[np.arange(len(answers)), answers])
""",
        "the number of words": """
def perplexity(probabilities, answers):
    right = probabilities[np.arange(len(answers)), answers]
    return np.exp(-np.log(right).sum() / probabilities.shape[1])
""",
        "the largest probability": """
def perplexity(probabilities, answers):
    return np.exp(-np.log(probabilities.max(axis=1)).mean())
""",
        "in its own eyes": """
def perplexity(probabilities, answers):
    entropies = -(probabilities * np.log(probabilities)).sum(axis=1)
    return np.exp(entropies.mean())
""",
        "Mind the sign": """
def perplexity(probabilities, answers):
    return np.exp(np.log(probabilities[np.arange(len(answers)), answers]).mean())
""",
        "not the number asked": """
def perplexity(probabilities, answers):
    right = probabilities[np.arange(len(answers)), answers]
    return np.exp(-np.log(right + 1e-3).mean())
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
        "straight to the last layer": """
def parameters(words, width, context, hidden):
    layer = (context * width + 1) * hidden
    return words * width + layer + (hidden + 1) * words
""",
        "A table has no biases": """
def parameters(words, width, context, hidden):
    last = hidden or context * width
    return (words + 1) * width + (context * width + 1) * hidden + (last + 1) * words
""",
        "not one for all": """
def parameters(words, width, context, hidden):
    if hidden == 0:
        return words * width + context * width * words + 1
    return words * width + context * width * hidden + 1 + hidden * words + 1
""",
        "The biases": """
def parameters(words, width, context, hidden):
    last = hidden or context * width
    return words * width + (context * width + 1) * hidden + last * words
""",
    },
    "3.4": {
        "Long vectors win": """
def similar(words, vectors, word, count):
    scores = vectors @ vectors[words.index(word)]
    nearest = [words[i] for i in np.argsort(-scores) if words[i] != word]
    return nearest[:count]
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
        "point the other way": """
def similar(words, vectors, word, count):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    nearest = np.argsort(-abs(unit @ unit[words.index(word)]))
    return [words[i] for i in nearest if words[i] != word][:count]
""",
        "nearest by distance": """
def similar(words, vectors, word, count):
    differences = vectors - vectors[words.index(word)]
    nearest = np.argsort(np.linalg.norm(differences, axis=1))
    return [words[i] for i in nearest if words[i] != word][:count]
""",
        "You divide the columns": """
def similar(words, vectors, word, count):
    unit = vectors / np.linalg.norm(vectors, axis=0)
    nearest = np.argsort(-(unit @ unit[words.index(word)]))
    return [words[i] for i in nearest if words[i] != word][:count]
""",
        "correlations": """
def similar(words, vectors, word, count):
    nearest = np.argsort(-np.corrcoef(vectors)[words.index(word)])
    return [words[i] for i in nearest if words[i] != word][:count]
""",
        "not nearest first": """
def similar(words, vectors, word, count):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    nearest = np.argsort(unit @ unit[words.index(word)])
    return [words[i] for i in nearest if words[i] != word][-count:]
""",
        "is a tuple; a text was asked": """
def similar(words, vectors, word, count):
    from helpers.vectors import neighbours
    return neighbours(words, vectors, word, count)
""",
    },
    "3.5": {
        "Was yours trained": """
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
        "not too long": """
model = Sequential(
    [
        layers.Input((3,), dtype="int32"),
        layers.Embedding(size, 8),
        layers.GlobalAveragePooling1D(),
        layers.Dense(size, "softmax"),
    ]
)
model.compile(optimizers.Adam(0.02), "sparse_categorical_crossentropy")
model.fit(contexts, answers, batch_size=1024, verbose=0)
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
        "a probability for each word was asked": """
model = Sequential(
    [
        layers.Input((3,), dtype="int32"),
        layers.Embedding(size, 8),
        layers.Flatten(),
        layers.Dense(1, "sigmoid"),
    ]
)
""",
        "Embedding": """
model = Sequential([layers.Input((3,)), layers.Dense(size, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
""",
    },
}

prove(globals(), 3, right=RIGHT, wrong=WRONG)
