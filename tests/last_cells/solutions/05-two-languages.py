from helpers.checks.proof import prove

RIGHT = {
    "5.1": {
        "rows in place of columns": """
def is_orthogonal(w):
    return bool(np.allclose(w @ w.T, np.identity(w.shape[0])))
""",
        "one vector keeps its length, a truth value of NumPy": """
def is_orthogonal(w):
    v = np.random.default_rng(0).normal(size=len(w))
    return np.isclose(np.linalg.norm(w @ v), np.linalg.norm(v))
""",
        "one product after the other, an array of no axes": """
def is_orthogonal(w):
    n = range(len(w))
    fits = [abs(w[:, i] @ w[:, j] - (i == j)) < 1e-6 for i in n for j in n]
    return np.array(all(fits))
""",
        "lengths and volume are 1": """
def is_orthogonal(w):
    volume = abs(np.linalg.det(w))
    return np.isclose(volume, 1) and np.allclose(np.linalg.norm(w, axis=0), 1)
""",
        "all singular values are 1": """
def is_orthogonal(w):
    return np.allclose(np.linalg.svd(w)[1], 1)
""",
    },
    "5.2": {
        "no other translation is more similar": """
def precision(similarity, right, k):
    best = np.where(right, similarity, -np.inf).max(axis=1, keepdims=True)
    return np.mean((similarity > best).sum(axis=1) < k)
""",
        "a loop": """
def precision(similarity, right, k):
    found = 0
    for row, fits in zip(similarity.tolist(), right.tolist()):
        best = sorted(range(len(row)), key=lambda column: -row[column])[:k]
        found += any(fits[column] for column in best)
    return found / len(similarity)
""",
        "ranks of pandas": """
def precision(similarity, right, k):
    import pandas as pd

    ranks = pd.DataFrame(similarity).rank(axis=1, ascending=False)
    return ((ranks <= k) & right).any(axis=1).mean()
""",
        "a partition, as float32": """
def precision(similarity, right, k):
    best = np.argpartition(similarity, -k, axis=1)[:, -k:]
    return np.float32(np.take_along_axis(right, best, axis=1).any(axis=1).mean())
""",
        "a tensor": """
def precision(similarity, right, k):
    import tensorflow as tf

    best = tf.math.top_k(similarity, k).indices
    hits = tf.gather(right, best, batch_dims=1)
    return tf.reduce_mean(tf.cast(tf.reduce_any(hits, axis=1), "float64"))
""",
    },
    "5.3": {
        "a counter, a list": """
def k_occurrence(similarity, k):
    from collections import Counter

    counts = Counter(
        column for row in similarity for column in np.argsort(row)[::-1][:k].tolist()
    )
    return [counts[column] for column in range(similarity.shape[1])]
""",
        "as large as the k-th largest, as int32": """
def k_occurrence(similarity, k):
    least = np.sort(similarity, axis=1)[:, [-k]]
    return (similarity >= least).sum(axis=0).astype("int32")
""",
        "a column of pandas": """
def k_occurrence(similarity, k):
    import pandas as pd

    best = pd.Series(np.argsort(-similarity, axis=1)[:, :k].ravel())
    return best.value_counts().reindex(range(similarity.shape[1]), fill_value=0)
""",
    },
    "5.4": {
        "partitions, as float32": """
def csls(cosines, k):
    of_source = np.partition(cosines, -k, axis=1)[:, -k:].mean(axis=1)
    of_target = np.partition(cosines, -k, axis=0)[-k:].mean(axis=0)
    return (2 * cosines - of_source[:, None] - of_target).astype("float32")
""",
        "one by one, a list of lists": """
def csls(cosines, k):
    def crowding(row):
        return sum(sorted(row, reverse=True)[:k]) / k

    of_target = [crowding(column) for column in cosines.T]
    return [
        [2 * cosine - crowding(row) - there for cosine, there in zip(row, of_target)]
        for row in cosines
    ]
""",
        "a tensor": """
def csls(cosines, k):
    import tensorflow as tf

    of_source = tf.reduce_mean(tf.math.top_k(cosines, k).values, axis=1)
    of_target = tf.reduce_mean(tf.math.top_k(cosines.T, k).values, axis=1)
    return 2 * cosines - of_source[:, None] - of_target
""",
        "a table of pandas": """
def csls(cosines, k):
    import pandas as pd

    table = pd.DataFrame(cosines)
    of_source = table.apply(lambda row: row.nlargest(k).mean(), axis=1)
    of_target = table.apply(lambda column: column.nlargest(k).mean())
    return (2 * table).sub(of_source, axis=0).sub(of_target, axis=1)
""",
    },
    "5.5": {
        "roots of the weights on both sides, SciPy": """
def weighted_turn(x, y, weights):
    from scipy.linalg import orthogonal_procrustes

    root = np.sqrt(weights)[:, None]
    return orthogonal_procrustes(root * x, root * y)[0]
""",
        "a sum of outer products, as float32": """
def weighted_turn(x, y, weights):
    products = sum(w * np.outer(a, b) for w, a, b in zip(weights, x, y))
    u, _, v = np.linalg.svd(products.astype("float32"))
    return u @ v
""",
        "the polar factor by eigenvectors, a list of lists": """
def weighted_turn(x, y, weights):
    products = x.T @ np.diag(weights) @ y
    values, axes = np.linalg.eigh(products.T @ products)
    return (products @ (axes / np.sqrt(values)) @ axes.T).tolist()
""",
    },
    "5.6": {
        "half of the mean, complex numbers": """
def learn(x, y):
    spectra = [np.linalg.eigh(rows.T @ rows / len(rows)) for rows in (x, y)]
    white_x, white_y = (axes / np.sqrt(v + v.mean() / 2) for v, axes in spectra)
    agreement = (x @ white_x).T @ (y @ white_y) / len(x)
    u, correlations, v = np.linalg.svd(agreement, full_matrices=False)
    return (white_x @ u * correlations).astype(complex), white_y @ v.T * correlations
""",
        "the inverse root of a matrix, a list": """
def learn(x, y):
    def whitening(rows):
        covariance = rows.T @ rows / len(rows)
        mean = np.trace(covariance) / len(covariance)
        values, axes = np.linalg.eigh(covariance + mean * np.eye(len(covariance)))
        return axes / np.sqrt(values) @ axes.T

    here, there = whitening(x), whitening(y)
    u, values, v = np.linalg.svd(here @ x.T @ y @ there / len(x), full_matrices=False)
    return [here @ u * values, there @ v.T * values]
""",
        "tables of pandas": """
import pandas as pd

def learn(x, y):
    spectra = [np.linalg.eigh(rows.T @ rows / len(rows)) for rows in (x, y)]
    white_x, white_y = (axes / np.sqrt(v + v.mean()) for v, axes in spectra)
    agreement = (x @ white_x).T @ (y @ white_y) / len(x)
    u, correlations, v = np.linalg.svd(agreement, full_matrices=False)
    return tuple(
        pd.DataFrame(m * correlations) for m in (white_x @ u, white_y @ v.T)
    )
""",
    },
}

WRONG = {
    "5.1": {
        "too, though its determinant": """
def is_orthogonal(w):
    return np.isclose(np.linalg.det(w), 1) and np.allclose(w.T @ w, np.eye(len(w)))
""",
        "its determinant is 1": """
def is_orthogonal(w):
    return np.isclose(abs(np.linalg.det(w)), 1)
""",
        "You say False": """
def is_orthogonal(w):
    return (w.T @ w == np.eye(len(w))).all()
""",
        "You say False of a matrix": """
def is_orthogonal(w):
    return np.allclose(w @ w, np.eye(len(w)))
""",
        "has length 2": """
def is_orthogonal(w):
    products = w.T @ w
    unlike = products - np.diag(np.diag(products))
    return np.allclose(unlike, 0) and np.isclose(w[:, 0] @ w[:, 0], 1)
""",
        "do not stand at right angles": """
def is_orthogonal(w):
    return np.allclose(np.linalg.norm(w, axis=0), 1)
""",
        "its rows and its columns have length 1": """
def is_orthogonal(w):
    squares = w**2
    return np.allclose(squares.sum(axis=0), 1) and np.allclose(squares.sum(axis=1), 1)
""",
        "but not all have length 1.": """
def is_orthogonal(w):
    return np.isclose(np.linalg.norm(w.T @ w), np.sqrt(len(w)))
""",
        "is none: lengths change": """
def is_orthogonal(w):
    return np.allclose(w.T @ w, np.eye(len(w)), atol=0.1)
""",
    },
    "5.2": {
        "more than one is no better": """
def precision(similarity, right, k):
    best = np.argsort(-similarity, axis=1)[:, :k]
    return np.take_along_axis(right, best, axis=1).sum(axis=1).mean()
""",
        "share of right answers among the k": """
def precision(similarity, right, k):
    best = np.argsort(-similarity, axis=1)[:, :k]
    return np.take_along_axis(right, best, axis=1).mean()
""",
        "largest values are asked": """
def precision(similarity, right, k):
    best = np.argsort(similarity, axis=1)[:, :k]
    return np.take_along_axis(right, best, axis=1).any(axis=1).mean()
""",
        "most similar target word only": """
def precision(similarity, right, k):
    return right[np.arange(len(right)), similarity.argmax(axis=1)].mean()
""",
        "Only one listed translation": """
def precision(similarity, right, k):
    best = np.argsort(-similarity, axis=1)[:, :k]
    return (best == right.argmax(axis=1)[:, None]).any(axis=1).mean()
""",
        "A row is a question": """
def precision(similarity, right, k):
    best = np.argsort(-similarity, axis=0)[:k]
    return np.take_along_axis(right, best, axis=0).any(axis=0).mean()
""",
    },
    "5.3": {
        "the other way round": """
def k_occurrence(similarity, k):
    best = np.argsort(-similarity, axis=0)[:k]
    return np.bincount(best.ravel(), minlength=len(similarity))
""",
        "first answers only": """
def k_occurrence(similarity, k):
    return np.bincount(similarity.argmax(axis=1), minlength=similarity.shape[1])
""",
        "The last words are missing": """
def k_occurrence(similarity, k):
    return np.bincount(np.argsort(-similarity, axis=1)[:, :k].ravel())
""",
        "one neighbour too many": """
def k_occurrence(similarity, k):
    best = np.argsort(-similarity, axis=1)[:, : k + 1]
    return np.bincount(best.ravel(), minlength=similarity.shape[1])
""",
        "however often it is among them": """
def k_occurrence(similarity, k):
    counts = np.zeros(similarity.shape[1], dtype=int)
    counts[np.argsort(-similarity, axis=1)[:, :k]] += 1
    return counts
""",
        "One that is nobody's neighbour has a 0": """
def k_occurrence(similarity, k):
    return np.unique(np.argsort(-similarity, axis=1)[:, :k], return_counts=True)[1]
""",
        "a place for each source word": """
def k_occurrence(similarity, k):
    best = np.argsort(-similarity, axis=1)[:, :k]
    return np.bincount(best.ravel(), minlength=len(similarity))
""",
        "whole numbers were asked": """
def k_occurrence(similarity, k):
    counts = np.zeros(similarity.shape[1])
    for row in np.argsort(-similarity, axis=1)[:, :k]:
        counts[row] += 1
    return counts
""",
    },
    "5.4": {
        "The cosine counts twice": """
def csls(cosines, k):
    of_source = np.sort(cosines, axis=1)[:, -k:].mean(axis=1, keepdims=True)
    return cosines - of_source - np.sort(cosines, axis=0)[-k:].mean(axis=0)
""",
        "source words is missing": """
def csls(cosines, k):
    return 2 * cosines - np.sort(cosines, axis=0)[-k:].mean(axis=0)
""",
        "over the smallest": """
def csls(cosines, k):
    of_source = np.sort(cosines, axis=1)[:, :k].mean(axis=1, keepdims=True)
    return 2 * cosines - of_source - np.sort(cosines, axis=0)[:k].mean(axis=0)
""",
        "half the scores": """
def csls(cosines, k):
    of_source = np.sort(cosines, axis=1)[:, -k:].mean(axis=1, keepdims=True)
    of_target = np.sort(cosines, axis=0)[-k:].mean(axis=0)
    return cosines - of_source / 2 - of_target / 2
""",
        "leave out the largest cosine": """
def csls(cosines, k):
    of_source = np.sort(cosines, axis=1)[:, -k - 1 : -1].mean(axis=1, keepdims=True)
    of_target = np.sort(cosines, axis=0)[-k - 1 : -1].mean(axis=0)
    return 2 * cosines - of_source - of_target
""",
        "changes `cosines`, which it was given": """
def csls(cosines, k):
    cosines.sort(axis=1)
    of_source = cosines[:, -k:].mean(axis=1, keepdims=True)
    cosines.sort(axis=0)
    return 2 * cosines - of_source - cosines[-k:].mean(axis=0)
""",
    },
    "5.5": {
        "The weights do not count": """
def weighted_turn(x, y, weights):
    u, _, v = np.linalg.svd(x.T @ y)
    return u @ v
""",
        "Your weights count twice": """
def weighted_turn(x, y, weights):
    u, _, v = np.linalg.svd((x * weights[:, None]).T @ (y * weights[:, None]))
    return u @ v
""",
        "Only a turn": """
def weighted_turn(x, y, weights):
    root = np.sqrt(weights)[:, None]
    return np.linalg.lstsq(x * root, y * root, rcond=None)[0]
""",
        "transposed: it turns": """
def weighted_turn(x, y, weights):
    u, _, v = np.linalg.svd(y.T @ (weights[:, None] * x))
    return u @ v
""",
        "transposed already": """
def weighted_turn(x, y, weights):
    u, _, v = np.linalg.svd(x.T @ (weights[:, None] * y))
    return u @ v.T
""",
        "A mirror fits better here": """
def weighted_turn(x, y, weights):
    u, _, v = np.linalg.svd(x.T @ (weights[:, None] * y))
    signs = np.ones(len(u))
    signs[-1] = np.sign(np.linalg.det(u @ v))
    return u * signs @ v
""",
        "so that their means are zero": """
def weighted_turn(x, y, weights):
    x, y = (rows - np.average(rows, axis=0, weights=weights) for rows in (x, y))
    u, _, v = np.linalg.svd(x.T @ (weights[:, None] * y))
    return u @ v
""",
    },
    "5.6": {
        "P@1": """
def learn(x, y):
    spectra = [np.linalg.eigh(rows.T @ rows / len(rows)) for rows in (x, y)]
    white_x, white_y = (axes / np.sqrt(np.maximum(v, 1e-9)) for v, axes in spectra)
    agreement = (x @ white_x).T @ (y @ white_y) / len(x)
    u, correlations, v = np.linalg.svd(agreement, full_matrices=False)
    return white_x @ u * correlations, white_y @ v.T * correlations
""",
        "At least 1.15 is asked": """
def learn(x, y):
    u, _, v = np.linalg.svd(x.T @ y, full_matrices=False)
    return u @ v, np.eye(y.shape[1])
""",
        "divided by that of Procrustes": """
def learn(x, y):
    return np.linalg.lstsq(x, y, rcond=None)[0], np.eye(y.shape[1])
""",
        "one row a dimension of its language": """
def learn(x, y):
    u, _, v = np.linalg.svd(x.T @ y, full_matrices=False)
    return (u @ v).T, np.eye(y.shape[1])
""",
        "hardly a word is right": """
def learn(x, y):
    u, _, v = np.linalg.svd(x.T @ y, full_matrices=False)
    return -u @ v, np.eye(y.shape[1])
""",
        "Both lead into the same space": """
def learn(x, y):
    return np.eye(x.shape[1]), np.eye(y.shape[1])
""",
        "do they come from the pairs": """
def learn(source, target):
    u, _, v = np.linalg.svd(x.T @ y, full_matrices=False)
    return u @ v, np.eye(y.shape[1])
""",
    },
}

_LOT = "there are always 300 pairs"
_SCALE = "cosines, and with them the nearest words, know no scale"
EQUIVALENT = {
    "5.6": {
        "line 6, 1: len(x) is that of the first call": _LOT,
        "line 6, 2: * for / in (x @ white_x).T @ (y @ white_y) / len(x)": _SCALE,
        "line 4, 6: len(rows) is that of the first call": _LOT,
        "line 4, 7: * for / in rows.T @ rows / len(rows)": _SCALE,
    }
}

prove(globals(), 5, right=RIGHT, wrong=WRONG, equivalent=EQUIVALENT)
