from helpers.checks.proof import prove

RIGHT = {
    "4.1": {
        "SciPy's own": """
def rank_correlation(cosines, scores):
    return stats.spearmanr(cosines, scores).statistic
""",
        "ranks from the other end, as a float32": """
def rank_correlation(cosines, scores):
    ranks = [stats.rankdata(-values) for values in (cosines, scores)]
    return np.float32(np.corrcoef(*ranks)[0, 1])
""",
        "ranks of pandas, in an array of no axes": """
import pandas as pd

def rank_correlation(cosines, scores):
    ranks = pd.DataFrame({"a": cosines, "b": scores}).rank()
    return np.array(ranks["a"].corr(ranks["b"]))
""",
        "counted one by one": """
def rank_correlation(cosines, scores):
    ranks = [
        [sum(other < one for other in v) + sum(other == one for other in v) / 2
         for one in v]
        for v in (cosines, scores)
    ]
    a, b = (np.array(r) - np.mean(r) for r in ranks)
    return (a @ b) / np.sqrt((a @ a) * (b @ b))
""",
    },
    "4.2": {
        "a loop over places": """
def cooccurrence(ids, size, window):
    table = [[0.0] * size for _ in range(size)]
    for i, one in enumerate(ids):
        for j, other in enumerate(ids):
            if i != j and abs(i - j) <= window and one * other:
                table[one][other] += 1 / abs(i - j)
    return table
""",
        "products of one-hot rows, as float32": """
def cooccurrence(ids, size, window):
    rows = np.eye(size, dtype="float32")[ids]
    rows[:, 0] = 0
    forth = sum(rows[:-d].T @ rows[d:] / d for d in range(1, window + 1))
    return forth + forth.T
""",
        "a sparse matrix": """
def cooccurrence(ids, size, window):
    from scipy.sparse import coo_array

    forth = coo_array((size, size))
    for d in range(1, window + 1):
        pairs = ids[:-d], ids[d:]
        weights = np.where((pairs[0] > 0) & (pairs[1] > 0), 1 / d, 0)
        forth = forth + coo_array((weights, pairs), shape=(size, size))
    return forth + forth.T
""",
        "a table of pandas, of a dictionary": """
def cooccurrence(ids, size, window):
    import pandas as pd

    table = pd.DataFrame(0.0, index=range(size), columns=range(size))
    for d in range(1, window + 1):
        for a, b in zip(ids.tolist(), ids.tolist()[d:]):
            if a and b:
                table.loc[a, b] += 1 / d
                table.loc[b, a] += 1 / d
    return table
""",
    },
    "4.3": {
        "NaN and infinities are replaced afterwards": """
def ppmi(counts):
    p = counts / counts.sum()
    with np.errstate(all="ignore"):
        pmi = np.log(p / (p.sum(axis=1, keepdims=True) * p.sum(axis=0)))
    return np.nan_to_num(np.maximum(pmi, 0), nan=0, posinf=0, neginf=0)
""",
        "one by one, a list of lists": """
def ppmi(counts):
    total, rows, columns = counts.sum(), counts.sum(axis=1), counts.sum(axis=0)
    return [
        [max(0, np.log(n * total / rows[i] / columns[j])) if n else 0
         for j, n in enumerate(row)]
        for i, row in enumerate(counts.tolist())
    ]
""",
        "a difference of logarithms, as float32": """
def ppmi(counts):
    with np.errstate(all="ignore"):
        rows, columns = np.log(counts.sum(axis=1)), np.log(counts.sum(axis=0))
        pmi = np.log(counts) + np.log(counts.sum()) - rows[:, None] - columns
    return np.where(counts > 0, pmi.clip(0), 0).astype("float32")
""",
        "a tensor": """
def ppmi(counts):
    import tensorflow as tf

    chance = tf.tensordot(counts.sum(axis=1), counts.sum(axis=0), 0)
    ratio = tf.math.divide_no_nan(tf.constant(counts), chance) * counts.sum()
    return tf.nn.relu(tf.math.log(tf.maximum(ratio, 1e-12)))
""",
    },
    "4.4": {
        "a text of NumPy": """
def analogy(words, vectors, a, b, c):
    words = np.array(words)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    row = {word: i for i, word in enumerate(words)}
    scores = unit @ (unit[row[b]] - unit[row[a]] + unit[row[c]])
    scores[np.isin(words, [a, b, c])] = -np.inf
    return words[scores.argmax()]
""",
        "pandas, and the names dropped": """
def analogy(words, vectors, a, b, c):
    import pandas as pd

    rows = pd.DataFrame(vectors, index=words)
    rows = rows.div(np.linalg.norm(rows, axis=1), axis=0)
    return (rows @ (rows.loc[b] - rows.loc[a] + rows.loc[c])).drop([a, b, c]).idxmax()
""",
        "distances of vectors of length 1": """
def analogy(words, vectors, a, b, c):
    unit = vectors / np.linalg.norm(vectors, axis=1)[:, None]
    i, j, k = map(words.index, (a, b, c))
    step = unit[j] - unit[i] + unit[k]
    order = np.linalg.norm(unit - step / np.linalg.norm(step), axis=1).argsort()
    return next(words[n] for n in order if n not in (i, j, k))
""",
    },
    "4.5": {
        "one by one, a list": """
def association(vectors, first, second):
    def cosine(v, w):
        return v @ w / np.linalg.norm(v) / np.linalg.norm(w)

    return [
        np.mean([cosine(v, w) for w in first]) - np.mean([cosine(v, w) for w in second])
        for v in vectors
    ]
""",
        "distances of SciPy, a column of pandas": """
def association(vectors, first, second):
    import pandas as pd
    from scipy.spatial.distance import cdist

    far, near = (cdist(vectors, w, "cosine").mean(axis=1) for w in (first, second))
    return pd.Series(near - far, name="association")
""",
        "a product with a difference of means, as float32": """
def association(vectors, first, second):
    from helpers.vectors import unit

    axis = unit(first).mean(axis=0) - unit(second).mean(axis=0)
    return (unit(vectors) @ axis).astype("float32")
""",
    },
    "4.6": {
        "smoothed contexts, as float32": """
smooth = counts.sum(axis=0) ** 0.75
chance = np.outer(counts.sum(axis=1), smooth / smooth.sum())
left, values, _ = np.linalg.svd(np.log(np.maximum(counts / chance, 1)))
space = (left[:, :50] * np.sqrt(values[:50])).astype("float32")
""",
        "logarithms less means, a table of pandas": """
import pandas as pd

logs = np.log1p(counts)
logs -= logs.mean(axis=0) + logs.mean(axis=1)[:, None] - logs.mean()
left, values, _ = np.linalg.svd(logs)
space = pd.DataFrame(left[:, :50] * np.sqrt(values[:50]), index=words)
""",
        "twenty columns, complex numbers": """
chance = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
left, values, _ = np.linalg.svd(np.log(np.maximum(counts / chance, 1)))
space = (left[:, :20] * values[:20] ** 0.5).astype(complex)
""",
    },
}

WRONG = {
    "4.1": {
        "That is Pearson's correlation": """
def rank_correlation(cosines, scores):
    return np.corrcoef(cosines, scores)[0, 1]
""",
        "Equal values have different ranks": """
def rank_correlation(cosines, scores):
    ranks = [values.argsort().argsort() for values in (cosines, scores)]
    return np.corrcoef(*ranks)[0, 1]
""",
        "not which rank": """
def rank_correlation(cosines, scores):
    return np.corrcoef(cosines.argsort(), scores.argsort())[0, 1]
""",
        "holds only where": """
def rank_correlation(cosines, scores):
    n, differences = len(scores), stats.rankdata(cosines) - stats.rankdata(scores)
    return 1 - 6 * (differences**2).sum() / (n * (n**2 - 1))
""",
        "Equal cosines have different ranks": """
def rank_correlation(cosines, scores):
    ranks = cosines.argsort().argsort(), stats.rankdata(scores)
    return np.corrcoef(*ranks)[0, 1]
""",
        "share the smallest": """
def rank_correlation(cosines, scores):
    ranks = [stats.rankdata(values, "min") for values in (cosines, scores)]
    return np.corrcoef(*ranks)[0, 1]
""",
        "a number was asked": """
def rank_correlation(cosines, scores):
    return np.corrcoef(stats.rankdata(cosines), stats.rankdata(scores))
""",
    },
    "4.2": {
        "All your pairs count 1": """
def cooccurrence(ids, size, window):
    counts = np.zeros((size, size))
    for distance in range(1, window + 1):
        np.add.at(counts, (ids[:-distance], ids[distance:]), 1)
    counts[0] = counts[:, 0] = 0
    return counts + counts.T
""",
        "one direction only": """
def cooccurrence(ids, size, window):
    counts = np.zeros((size, size))
    for distance in range(1, window + 1):
        np.add.at(counts, (ids[:-distance], ids[distance:]), 1 / distance)
    counts[0] = counts[:, 0] = 0
    return counts
""",
        "one place less": """
def cooccurrence(ids, size, window):
    counts = np.zeros((size, size))
    for distance in range(1, window):
        np.add.at(counts, (ids[:-distance], ids[distance:]), 1 / distance)
    counts[0] = counts[:, 0] = 0
    return counts + counts.T
""",
        "Id 0 takes part": """
def cooccurrence(ids, size, window):
    counts = np.zeros((size, size))
    for distance in range(1, window + 1):
        np.add.at(counts, (ids[:-distance], ids[distance:]), 1 / distance)
    return counts + counts.T
""",
        "holds its place": """
def cooccurrence(ids, size, window):
    ids, counts = ids[ids > 0], np.zeros((size, size))
    for distance in range(1, window + 1):
        np.add.at(counts, (ids[:-distance], ids[distance:]), 1 / distance)
    return counts + counts.T
""",
        "however often the pair": """
def cooccurrence(ids, size, window):
    counts = np.zeros((size, size))
    for distance in range(1, window + 1):
        counts[ids[:-distance], ids[distance:]] += 1 / distance
    counts[0] = counts[:, 0] = 0
    return counts + counts.T
""",
        "ends with the largest id": """
def cooccurrence(ids, size, window):
    size = ids.max() + 1
    counts = np.zeros((size, size))
    for distance in range(1, window + 1):
        np.add.at(counts, (ids[:-distance], ids[distance:]), 1 / distance)
    counts[0] = counts[:, 0] = 0
    return counts + counts.T
""",
        "Your text has no end": """
def cooccurrence(ids, size, window):
    counts = np.zeros((size, size))
    for distance in range(1, window + 1):
        np.add.at(counts, (ids, np.roll(ids, -distance)), 1 / distance)
    counts[0] = counts[:, 0] = 0
    return counts + counts.T
""",
        "1/2 becomes 0": """
def cooccurrence(ids, size, window):
    counts = np.zeros((size, size), dtype=int)
    for i, one in enumerate(ids):
        for j in range(max(0, i - window), min(len(ids), i + window + 1)):
            if i != j and one * ids[j]:
                counts[one, ids[j]] += int(1 / abs(i - j))
    return counts
""",
    },
    "4.3": {
        "You added 1 to the counts": """
def ppmi(counts):
    counts = counts + 1
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return np.maximum(np.log(counts / expected), 0)
""",
        "are negative": """
def ppmi(counts):
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return np.log(np.where(counts > 0, counts, 1) / np.where(counts > 0, expected, 1))
""",
        "with base 2": """
def ppmi(counts):
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return np.log2(np.maximum(counts / np.maximum(expected, 1e-9), 1))
""",
        "Here no power is asked": """
def ppmi(counts):
    smooth = counts.sum(axis=0) ** 0.75
    expected = np.outer(counts.sum(axis=1), smooth / smooth.sum())
    return np.log(np.maximum(counts / np.maximum(expected, 1e-9), 1))
""",
        "NaN or infinity": """
def ppmi(counts):
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return np.log(counts / expected)
""",
        "shares of the total": """
def ppmi(counts):
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0))
    return np.log(np.maximum(counts / np.maximum(expected, 1e-9), 1))
""",
    },
    "4.4": {
        "They are to be left out": """
def analogy(words, vectors, a, b, c):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    first, second, third = (unit[words.index(word)] for word in (a, b, c))
    return words[(unit @ (second - first + third)).argmax()]
""",
        "leads from a to b": """
def analogy(words, vectors, a, b, c):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = [words.index(word) for word in (a, b, c)]
    scores = unit @ (unit[asked[0]] - unit[asked[1]] + unit[asked[2]])
    scores[asked] = -np.inf
    return words[scores.argmax()]
""",
        "Long vectors win": """
def analogy(words, vectors, a, b, c):
    asked = [words.index(word) for word in (a, b, c)]
    scores = vectors @ (vectors[asked[1]] - vectors[asked[0]] + vectors[asked[2]])
    scores[asked] = -np.inf
    return words[scores.argmax()]
""",
        "in your sum": """
def analogy(words, vectors, a, b, c):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = [words.index(word) for word in (a, b, c)]
    scores = unit @ (vectors[asked[1]] - vectors[asked[0]] + vectors[asked[2]])
    scores[asked] = -np.inf
    return words[scores.argmax()]
""",
        "also where the cosines of all others are negative": """
def analogy(words, vectors, a, b, c):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = [words.index(word) for word in (a, b, c)]
    scores = unit @ (unit[asked[1]] - unit[asked[0]] + unit[asked[2]])
    scores[asked] = 0
    return words[scores.argmax()]
""",
        "of all others are negative": """
def analogy(words, vectors, a, b, c):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = [words.index(word) for word in (a, b, c)]
    scores = unit @ (unit[asked[1]] - unit[asked[0]] + unit[asked[2]])
    scores[asked] = -1
    return words[scores.argmax()]
""",
        "You multiply and divide": """
def analogy(words, vectors, a, b, c):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = [words.index(word) for word in (a, b, c)]
    first, second, third = (unit @ unit[asked].T + 1).T / 2
    scores = second * third / (first + 0.001)
    scores[asked] = 0
    return words[scores.argmax()]
""",
    },
    "4.5": {
        "the first list minus the second": """
def association(vectors, first, second):
    v, a, b = (
        x / np.linalg.norm(x, axis=1, keepdims=True) for x in (vectors, first, second)
    )
    return (v @ b.T).mean(axis=1) - (v @ a.T).mean(axis=1)
""",
        "Those are dot products": """
def association(vectors, first, second):
    return (vectors @ first.T).mean(axis=1) - (vectors @ second.T).mean(axis=1)
""",
        "That is the cosine to the mean vector": """
def association(vectors, first, second):
    def cosine(other):
        lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(other)
        return vectors @ other / lengths

    return cosine(first.mean(axis=0)) - cosine(second.mean(axis=0))
""",
        "take the means": """
def association(vectors, first, second):
    v, a, b = (
        x / np.linalg.norm(x, axis=1, keepdims=True) for x in (vectors, first, second)
    )
    return (v @ a.T).sum(axis=1) - (v @ b.T).sum(axis=1)
""",
    },
    "4.6": {
        "large counts decide": """
space = np.linalg.svd(counts)[0][:, :50]
""",
        "at most 50 columns": """
space = np.log1p(counts)
""",
        "hardly more than chance": """
space = np.random.default_rng(0).normal(size=(len(words), 50))
""",
        "like GloVe, or made of it": """
glove = load_glove()
rows = [row for row, word in enumerate(glove.words[:1_000]) if word.isalpha()]
space = np.array(glove.vectors[rows])
""",
        "Make the vectors from `counts`": """
glove = load_glove()
rows = [row for row, word in enumerate(glove.words[:1_000]) if word.isalpha()]
space = np.array(glove.vectors[rows], dtype=float)
space /= np.linalg.norm(space, axis=1, keepdims=True)
axes, lengths, _ = np.linalg.svd(space - space.mean(axis=0), full_matrices=False)
space = (axes * lengths)[:, :5]
""",
        "which 50 numbers": """
space = np.log1p(counts)[:, :50]
""",
    },
}

prove(globals(), 4, right=RIGHT, wrong=WRONG)
