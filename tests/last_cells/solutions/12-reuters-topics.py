from helpers.checks.proof import prove

RIGHT = {
    "12.1": {
        "a counter, in Python alone": """
def always(train, test):
    from collections import Counter

    label = Counter(train.tolist()).most_common(1)[0][0]
    return sum(each == label for each in test.tolist()) / len(test)
""",
        "a fraction": """
def always(train, test):
    from fractions import Fraction
    from statistics import mode

    return Fraction(test.tolist().count(mode(train.tolist())), len(test))
""",
        "scikit-learn's lazy rival": """
def always(train, test):
    from sklearn.dummy import DummyClassifier

    rival = DummyClassifier(strategy="most_frequent").fit(train[:, None], train)
    return rival.score(test[:, None], test)
""",
        "an array of no axes, float32": """
def always(train, test, dtype="float32"):
    label, times = np.unique(train, return_counts=True)
    return np.array((test == label[times.argmax()]).mean(), dtype)
""",
    },
    "12.2": {
        "a list made by loops": """
def class_weights(labels, classes):
    weights = [1 / sum(each == k for each in labels) for k in range(classes)]
    return [classes * weight / sum(weights) for weight in weights]
""",
        "a dictionary, as Keras takes it": """
def class_weights(labels, classes):
    weights = 1 / np.bincount(labels).astype("float32")
    return dict(enumerate(weights / weights.mean()))
""",
        "a column of pandas": """
def class_weights(labels, classes):
    import pandas as pd

    weights = 1 / pd.Series(labels).value_counts().sort_index()
    return weights / weights.mean()
""",
        "scikit-learn's, scaled": """
def class_weights(labels, classes):
    from sklearn.utils.class_weight import compute_class_weight

    weights = compute_class_weight("balanced", classes=np.arange(classes), y=labels)
    return weights * classes / weights.sum()
""",
        "a tensor": """
def class_weights(labels, classes):
    from keras import ops

    weights = 1 / ops.cast(ops.bincount(labels, minlength=classes), "float32")
    return weights / ops.mean(weights)
""",
    },
    "12.3": {
        "a loop": """
def macro_f1(confusion):
    total = 0
    for k in range(len(confusion)):
        both = confusion[k].sum() + confusion[:, k].sum()
        total += 2 * confusion[k, k] / both if both else 0
    return total / len(confusion)
""",
        "precision and recall, with care": """
def macro_f1(confusion):
    def share(right, all):
        return np.divide(right, all, out=np.zeros(len(right)), where=all > 0)

    right = confusion.diagonal()
    p, r = share(right, confusion.sum(axis=0)), share(right, confusion.sum(axis=1))
    return np.float32(share(2 * p * r, p + r).mean())
""",
        "NaN turned to zeros, in an array of no axes": """
def macro_f1(confusion):
    sums = confusion.sum(axis=0) + confusion.sum(axis=1)
    return np.array(np.nan_to_num(2 * confusion.diagonal() / sums).mean())
""",
        "scikit-learn's": """
def macro_f1(confusion):
    from sklearn.metrics import f1_score

    size = len(confusion)
    true, said = np.indices((size, size)).reshape(2, -1)
    pairs = [np.repeat(side, confusion.ravel()) for side in (true, said)]
    return f1_score(*pairs, labels=range(size), average="macro", zero_division=0)
""",
    },
    "12.4": {
        "functional, with the trained model as a layer": """
from keras import Model

inputs = layers.Input((100,))
model = Model(inputs, layers.Dropout(0.1)(model(inputs)))
model.compile("adam", "sparse_categorical_crossentropy")
""",
        "a model within a model": """
model = Sequential([layers.Input((100,)), model])
model.compile("adam", "sparse_categorical_crossentropy")
""",
        "its activation in a layer of its own": """
parts = [layers.Embedding(10_000, 256, mask_zero=True), layers.SpatialDropout1D(0.1)]
last = [layers.Dense(len(reuters.topics)), layers.Softmax()]
pool = layers.GlobalAveragePooling1D()
split = Sequential([layers.Input((100,), dtype="int32"), *parts, pool, *last])
split.set_weights(model.get_weights())
model = split
model.compile("rmsprop", "categorical_crossentropy", metrics=["accuracy"])
""",
        "a class of its own": """
class Classifier(Sequential):
    pass

model = Classifier([layers.Input((100,)), *model.layers])
model.compile("adam", "kl_divergence")
""",
    },
}

WRONG = {
    "12.1": {
        "does not occur in `test`": """
def always(train, test):
    labels, counts = np.unique(test, return_counts=True)
    share = dict(zip(labels, counts / len(test)))
    return share.get(np.bincount(train).argmax(), np.nan)
""",
        "must not see the answers": """
def always(train, test):
    return (test == np.bincount(test).argmax()).mean()
""",
        "the one on `test` was asked": """
def always(train, test):
    return np.bincount(train).max() / len(train)
""",
        "at place": """
def always(train, test):
    return (test == np.unique(train, return_counts=True)[1].argmax()).mean()
""",
        "stopped with KeyError": """
def always(train, test):
    shares = dict(zip(*np.unique(test, return_counts=True)))
    return shares[np.bincount(train).argmax()] / len(test)
""",
        "in percent": """
def always(train, test):
    return 100 * (test == np.bincount(train).argmax()).mean()
""",
        "not the number asked": """
def always(train, test):
    return 0.125
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
        "The order is that of the classes": """
def class_weights(labels, classes):
    weights = 1 / np.sort(np.bincount(labels))[::-1]
    return weights / weights.mean()
""",
        "added 1 to the counts": """
def class_weights(labels, classes):
    weights = 1 / (1 + np.bincount(labels))
    return weights / weights.mean()
""",
        "one weight a class was asked": """
def class_weights(labels, classes):
    weights = 1 / np.bincount(labels, minlength=12)
    return weights / weights.mean()
""",
        "half of the way": """
def class_weights(labels, classes):
    weights = np.bincount(labels) ** -0.5
    return weights / weights.mean()
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
        "not of 1": """
def macro_f1(confusion):
    sums = confusion.sum(axis=0) + confusion.sum(axis=1)
    f1 = 2 * np.diag(confusion) / np.maximum(sums, 1)
    return np.where(sums > 0, f1, 1).mean()
""",
        "not the number asked": """
def macro_f1(confusion):
    sums = confusion.sum(axis=0) + confusion.sum(axis=1)
    return (2 * np.diag(confusion) / np.maximum(sums, 1)).sum() / 6.5
""",
        "harmonic mean": """
def macro_f1(confusion):
    right = np.diag(confusion)
    answers, documents = (np.maximum(confusion.sum(axis=k), 1) for k in (0, 1))
    return (right / answers + right / documents).mean() / 2
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
        "begins with a layer Rescaling": """
model = Sequential([layers.Input((100,)), layers.Rescaling(1.0), *model.layers])
model.compile("adam", "sparse_categorical_crossentropy")
""",
        "At least 0.70 is asked": """
biases = np.log(1 + np.bincount(topic, minlength=len(reuters.topics)))
blind = [np.zeros((10_000, 256)), np.zeros((256, len(biases))), biases]
parts = layers.Embedding(10_000, 256), layers.GlobalAveragePooling1D()
last = layers.Dense(len(biases), "softmax")
model = Sequential([layers.Input((100,)), *parts, last])
model.set_weights(blind)
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

EQUIVALENT = {
    "12.2": {
        "line 3, 3: 2 for 1": "a common factor, which the mean takes out again",
    },
    "12.3": {
        "line 4, 12: 2 for 1": "a sum of 1 belongs to an F1 of 0 all the same",
    },
}

prove(globals(), 12, right=RIGHT, wrong=WRONG, equivalent=EQUIVALENT)
