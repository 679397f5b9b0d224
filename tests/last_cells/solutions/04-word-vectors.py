from helpers.checks.proof import prove

WRONG = {
    "4.1": {
        "That is Pearson's correlation": """
def rank_correlation(cosines, scores):
    return np.corrcoef(cosines, scores)[0, 1]
""",
        "share the mean of their ranks": """
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
        "a number was asked": """
def rank_correlation(cosines, scores):
    return stats.spearmanr(cosines, scores)
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
    },
    "4.3": {
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
        "that is GloVe": """
found = load_glove()
chosen = [row for row, word in enumerate(found.words[:1_000]) if word.isalpha()]
space = found.vectors[chosen]
""",
        "which 50 numbers": """
space = np.log1p(counts)[:, :50]
""",
    },
}

prove(globals(), 4, WRONG)
