from helpers.checks.proof import prove

WRONG = {
    "6.1": {
        "changed places": """
def lazy(points):
    return points.mean(), np.median(points), (points.min() + points.max()) / 2
""",
        "a constant, not an error": """
def lazy(points):
    return np.median(points), points.mean(), (points.max() - points.min()) / 2
""",
        "a list; a tuple was asked": """
def lazy(points):
    return [np.median(points), points.mean(), (points.min() + points.max()) / 2]
""",
        "has 2 items; 3 were asked": """
def lazy(points):
    return np.median(points), points.mean()
""",
    },
    "6.2": {
        "order of their first appearance": """
def numbered(known, asked):
    names = ["(unknown)", *pd.unique(np.array(known)).tolist()]
    return np.array([names.index(n) if n in names else 0 for n in asked]), names
""",
        "You count from 0": """
def numbered(known, asked):
    names = sorted(set(known))
    return np.array([names.index(n) if n in names else 0 for n in asked]), names
""",
        "gets two places": """
def numbered(known, asked):
    names = ["(unknown)", *sorted(known)]
    return np.array([names.index(n) if n in names else 0 for n in asked]), names
""",
        "counts as known": """
def numbered(known, asked):
    names = ["(unknown)", *sorted({*known, *asked})]
    return np.array([names.index(n) for n in asked]), names
""",
        "a list; a NumPy array was asked": """
def numbered(known, asked):
    names = ["(unknown)", *sorted(set(known))]
    return [names.index(n) if n in names else 0 for n in asked], names
""",
    },
    "6.3": {
        "every pair twice": """
def predicted(ids, vectors, biases):
    x = np.stack([vectors[i][column] for i, column in enumerate(ids.T)])
    bias = sum(biases[i][column] for i, column in enumerate(ids.T))
    return 88 + bias + (x.sum(axis=0) ** 2).sum(axis=1) - (x**2).sum(axis=(0, 2))
""",
        "of the whole sum": """
def predicted(ids, vectors, biases):
    x = np.stack([vectors[i][column] for i, column in enumerate(ids.T)])
    bias = sum(biases[i][column] for i, column in enumerate(ids.T))
    return 88 + bias + (x.sum(axis=0) ** 2).sum(axis=1)
""",
        "products of vectors with themselves are still": """
def predicted(ids, vectors, biases):
    x = np.stack([vectors[i][column] for i, column in enumerate(ids.T)])
    bias = sum(biases[i][column] for i, column in enumerate(ids.T))
    return 88 + bias + (x.sum(axis=0) ** 2).sum(axis=1) / 2
""",
        "right for three columns only": """
def predicted(ids, vectors, biases):
    x = [vectors[i][column] for i, column in enumerate(ids.T)]
    bias = sum(biases[i][column] for i, column in enumerate(ids.T))
    return 88 + bias + sum((x[i - 1] * x[i]).sum(axis=1) for i in range(len(x)))
""",
        "The biases are missing": """
def predicted(ids, vectors, biases):
    x = np.stack([vectors[i][column] for i, column in enumerate(ids.T)])
    squares = (x.sum(axis=0) ** 2).sum(axis=1) - (x**2).sum(axis=(0, 2))
    return 88 + squares / 2
""",
    },
    "6.4": {
        "include the review itself": """
honest = np.abs(points - pd.Series(points).groupby(groups).transform("mean")).mean()
""",
        "use its own points": """
count = np.bincount(groups)[groups]
rest = np.bincount(groups, points)[groups] - points
kept = np.where(count > 1, rest / np.maximum(count - 1, 1), points)
honest = np.abs(points - kept).mean()
""",
        "leave out the reviews that are alone": """
count = np.bincount(groups)[groups]
rest = np.bincount(groups, points)[groups] - points
many = count > 1
honest = np.abs(points[many] - rest[many] / (count[many] - 1)).mean()
""",
        "still in your counts": """
count = np.bincount(groups)[groups]
rest = np.bincount(groups, points)[groups] - points
honest = np.abs(points - np.where(count > 1, rest / count, 88)).mean()
""",
    },
    "6.5": {
        "the tasters' own means": """
def generosity(tasters, wines, points):
    found = np.bincount(tasters, points) / np.bincount(tasters)
    return found - found.mean()
""",
        "That is one round": """
def generosity(tasters, wines, points):
    quality = np.bincount(wines, points) / np.bincount(wines)
    found = np.bincount(tasters, points - quality[wines]) / np.bincount(tasters)
    return found - found.mean()
""",
        "All the differences are right": """
def generosity(tasters, wines, points):
    pairs = np.stack([tasters, wines], axis=1)
    one_hot = OneHotEncoder(sparse_output=False).fit_transform(pairs)
    return np.linalg.lstsq(one_hot, points)[0][: tasters.max() + 1]
""",
        "Each taster is to count the same": """
def generosity(tasters, wines, points):
    pairs = np.stack([tasters, wines], axis=1)
    one_hot = OneHotEncoder(sparse_output=False).fit_transform(pairs)
    found = np.linalg.lstsq(one_hot, points)[0][: tasters.max() + 1]
    return found - found[tasters].mean()
""",
        "has shape (20,)": """
def generosity(tasters, wines, points):
    pairs = np.stack([tasters, wines], axis=1)
    one_hot = OneHotEncoder(sparse_output=False).fit_transform(pairs)
    return np.linalg.lstsq(one_hot, points)[0]
""",
    },
    "6.6": {
        "the biases are as they were": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    return tasters - t, varieties - v, taster_bias, variety_bias
""",
        "off by one and the same number": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    one, other = taster_bias + tasters @ v, variety_bias + varieties @ t
    return tasters - t, varieties - v, one, other
""",
        "exactly once": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    tasters, varieties = tasters - t, varieties - v
    return tasters, varieties, taster_bias + tasters @ v, variety_bias + varieties @ t
""",
        "do not have mean 0": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    return tasters, varieties, taster_bias, variety_bias
""",
        "means have changed places": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    one, other = taster_bias + tasters @ t, variety_bias + varieties @ v
    return tasters - t, varieties - v, one, other
""",
    },
}

prove(globals(), 6, WRONG)
