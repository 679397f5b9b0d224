from helpers.checks.proof import prove

RIGHT = {
    "6.1": {
        "a list": """
def lazy(points):
    return [np.median(points), points.mean(), (points.min() + points.max()) / 2]
""",
        "an array, of pandas's numbers": """
def lazy(points):
    column = pd.Series(points, dtype="float32")
    low, high = column.min(), column.max()
    return np.array([column.quantile(0.5), column.mean(), low + (high - low) / 2])
""",
        "plain Python": """
def lazy(points):
    in_order = sorted(points.tolist())
    middle = in_order[len(in_order) // 2]
    mean = sum(in_order) / len(in_order)
    return middle, mean, (in_order[0] + in_order[-1]) / 2
""",
        "searched for on a fine grid": """
def lazy(points):
    grid = np.linspace(80, 100, 40_001)[:, None]
    errors = np.abs(points - grid)
    three = errors.mean(axis=1), (errors**2).mean(axis=1), errors.max(axis=1)
    return tuple(grid[one.argmin(), 0] for one in three)
""",
    },
    "6.2": {
        "lists": """
def numbered(known, asked):
    names = ["(unknown)", *sorted(set(known))]
    return [[names.index(n) if n in names else 0 for n in asked], names]
""",
        "NumPy's texts": """
def numbered(known, asked):
    names = np.unique(known)
    places = np.searchsorted(names, asked).clip(0, len(names) - 1)
    ids = np.where(names[places] == asked, places + 1, 0).astype("uint8")
    return ids, np.insert(names.astype("<U20"), 0, "(unknown)")
""",
        "pandas": """
def numbered(known, asked):
    names = pd.Series(known).drop_duplicates().sort_values()
    codes = pd.Categorical(asked, categories=names).codes + 1
    return pd.Series(codes), pd.Series(["(unknown)", *names])
""",
        "the list that was given is sorted": """
def numbered(known, asked):
    known.sort()
    names = ["(unknown)"]
    for name in known:
        if name != names[-1]:
            names.append(name)
    return np.array([names.index(n) if n in names else 0 for n in asked]), names
""",
    },
    "6.3": {
        "pair by pair": """
from itertools import combinations
def predicted(ids, vectors, biases):
    x = [table[column] for table, column in zip(vectors, ids.T)]
    bias = sum(table[column] for table, column in zip(biases, ids.T))
    return 88 + bias + sum((a * b).sum(axis=1) for a, b in combinations(x, 2))
""",
        "a running sum, float32": """
def predicted(ids, vectors, biases):
    points, total = np.full(len(ids), 88, dtype="float32"), 0
    for i, column in enumerate(ids.T):
        x = vectors[i][column].astype("float32")
        points += (biases[i][column] + (x * total).sum(axis=1)).astype("float32")
        total = total + x
    return points
""",
        "a Series": """
def predicted(ids, vectors, biases):
    x = np.stack([v[ids[:, j]] for j, v in enumerate(vectors)], axis=1)
    i, j = np.triu_indices(len(vectors), 1)
    dots = np.einsum("riw,rjw->rij", x, x)[:, i, j].sum(axis=1)
    bias = pd.DataFrame({j: b[ids[:, j]] for j, b in enumerate(biases)})
    return 88 + bias.sum(axis=1) + dots
""",
        "a list": """
def predicted(ids, vectors, biases):
    points = []
    for row in ids.tolist():
        x = [table[i] for table, i in zip(vectors, row)]
        dots = sum(a @ b for place, a in enumerate(x) for b in x[:place])
        points.append(88 + sum(b[i] for b, i in zip(biases, row)) + dots)
    return points
""",
    },
    "6.4": {
        "three digits": """
count = np.bincount(groups)[groups]
rest = np.bincount(groups, points)[groups] - points
guesses = np.full(len(points), 88.0)
np.divide(rest, count - 1, out=guesses, where=count > 1)
honest = round(np.abs(points - guesses).mean(), 3)
""",
        "pandas": """
by_group = pd.Series(points).groupby(groups)
count = by_group.transform("size")
guesses = ((by_group.transform("sum") - points) / (count - 1)).where(count > 1, 88)
honest = (guesses - points).abs().mean()
""",
        "from the mean, an array of no axes": """
own = pd.Series(points).groupby(groups).transform("mean")
count = np.bincount(groups)[groups]
errors = np.abs(points - own) * count / np.maximum(count - 1, 1)
errors[count == 1] = np.abs(points - 88)[count == 1]
honest = np.array(errors.mean())
""",
    },
    "6.5": {
        "to and fro, a list": """
def generosity(tasters, wines, points):
    g = np.zeros(tasters.max() + 1)
    for _ in range(50):
        q = np.bincount(wines, points - g[tasters]) / np.bincount(wines)
        g = np.bincount(tasters, points - q[wines]) / np.bincount(tasters)
    return (g - g.mean()).tolist()
""",
        "a Series": """
def generosity(tasters, wines, points):
    table = pd.DataFrame({"t": tasters, "w": wines}).astype("category")
    one_hot = pd.get_dummies(table, drop_first=True, dtype=float)
    one_hot.insert(0, "one", 1.0)
    fitted = np.linalg.lstsq(one_hot.to_numpy(), points, rcond=None)[0]
    g = pd.Series(np.insert(fitted[1 : tasters.max() + 1], 0, 0))
    return g - g.mean()
""",
        "three digits, float32": """
def generosity(tasters, wines, points):
    one_hot = np.hstack(
        [np.eye(tasters.max() + 1)[tasters], np.eye(wines.max() + 1)[wines]]
    )
    inner = one_hot.T @ one_hot + 1e-8 * np.eye(one_hot.shape[1])
    g = np.linalg.solve(inner, one_hot.T @ points)[: tasters.max() + 1]
    return np.round(g - g.mean(), 3).astype("float32")
""",
    },
    "6.6": {
        "a list, float32": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    one, other = taster_bias + (tasters - t) @ v, variety_bias + varieties @ t
    return [a.astype("float32") for a in (tasters - t, varieties - v, one, other)]
""",
        "pandas": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    one, other = pd.DataFrame(tasters), pd.DataFrame(varieties)
    t, v = one.mean(), other.mean()
    biases = one @ v + taster_bias, other @ t - t @ v + variety_bias
    return one - t, other - v, *biases
""",
        "turned, and the constant on both sides": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    one, other = taster_bias + tasters @ v, variety_bias + varieties @ t
    turn = np.linalg.qr(np.vander(np.arange(len(t)) + 1.0))[0]
    moved = (tasters - t) @ turn, (varieties - v) @ turn
    return *moved, one - t @ v / 2 + 3, other - t @ v / 2 - 3
""",
        "the products taken apart again": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    points = taster_bias[:, None] + variety_bias + tasters @ varieties.T
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    rest = (tasters - t) @ (varieties - v).T
    left = points - rest
    return tasters - t, varieties - v, left[:, 0] - left[0, 0], left[0]
""",
    },
}

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
        "sort the points before": """
def lazy(points):
    middle = (points.min() + points.max()) / 2
    return points[len(points) // 2], points.mean(), middle
""",
        "the middle of the different points": """
def lazy(points):
    middle = (points.min() + points.max()) / 2
    return np.median(list(set(points))), points.mean(), middle
""",
        "ask which wines have the largest errors": """
def lazy(points):
    return np.median(points), points.mean(), (np.median(points) + points.mean()) / 2
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
        "the id of the later one": """
def numbered(known, asked):
    names = ["(unknown)", *sorted(known)]
    id_of = {name: i for i, name in enumerate(names)}
    return np.array([id_of.get(name, 0) for name in asked]), names
""",
        "The short names come first": """
def numbered(known, asked):
    names = ["(unknown)", *sorted(set(known), key=lambda name: (len(name), name))]
    return np.array([names.index(n) if n in names else 0 for n in asked]), names
""",
        "Capital and small letters are the same": """
def numbered(known, asked):
    names = ["(unknown)", *sorted(set(known), key=str.lower)]
    return np.array([names.index(n) if n in names else 0 for n in asked]), names
""",
        "values are not right": """
def numbered(known, asked):
    names = ["(unknown)", *sorted(set(known))]
    begins = [[name.startswith(one) for name in names] for one in asked]
    return np.argmax(begins, axis=1), names
""",
        "from the end of the alphabet": """
def numbered(known, asked):
    names = ["(unknown)", *sorted(set(known), reverse=True)]
    return np.array([names.index(n) if n in names else 0 for n in asked]), names
""",
        "one too small": """
def numbered(known, asked):
    names = sorted(set(known))
    ids = [names.index(n) if n in names else 0 for n in asked]
    return np.array(ids), ["(unknown)", *names]
""",
        "gets -1 in your answer": """
def numbered(known, asked):
    names = ["(unknown)", *sorted(set(known))]
    return np.array([names.index(n) if n in names else -1 for n in asked]), names
""",
        "gets the last id in your answer": """
def numbered(known, asked):
    names = ["(unknown)", *sorted(set(known))]
    ids = [names.index(n) if n in names else len(names) for n in asked]
    return np.array(ids), names
""",
        "the list has no place 0": """
def numbered(known, asked):
    names = sorted(set(known))
    return np.array([names.index(n) + 1 if n in names else 0 for n in asked]), names
""",
        "belongs at place 0 of the list": """
def numbered(known, asked):
    names = sorted(set(known))
    ids = [names.index(n) + 1 if n in names else 0 for n in asked]
    return np.array(ids), [*names, "(unknown)"]
""",
        "that of the next name": """
def numbered(known, asked):
    names = sorted(set(known))
    return np.searchsorted(names, asked) + 1, ["(unknown)", *names]
""",
        "The ids come first": """
def numbered(known, asked):
    names = ["(unknown)", *sorted(set(known))]
    return names, np.array([names.index(n) if n in names else 0 for n in asked])
""",
        "floating-point numbers; whole numbers were asked": """
def numbered(known, asked):
    names = sorted(set(known))
    id_of = pd.Series(range(1, len(names) + 1), index=names)
    return pd.Series(asked).map(id_of).fillna(0.0), ["(unknown)", *names]
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
        "each column meets every other, not only the next": """
def predicted(ids, vectors, biases):
    x = [vectors[i][column] for i, column in enumerate(ids.T)]
    bias = sum(biases[i][column] for i, column in enumerate(ids.T))
    return 88 + bias + sum((x[i - 1] * x[i]).sum(axis=1) for i in range(1, len(x)))
""",
        "not only the first": """
def predicted(ids, vectors, biases):
    x = [vectors[i][column] for i, column in enumerate(ids.T)]
    bias = sum(biases[i][column] for i, column in enumerate(ids.T))
    return 88 + bias + sum((x[0] * other).sum(axis=1) for other in x[1:])
""",
        "not a mean": """
def predicted(ids, vectors, biases):
    x = np.stack([vectors[i][column] for i, column in enumerate(ids.T)])
    bias = sum(biases[i][column] for i, column in enumerate(ids.T))
    squares = (x.sum(axis=0) ** 2).mean(axis=1) - (x**2).mean(axis=2).sum(axis=0)
    return 88 + bias + squares / 2
""",
        "too many values to unpack": """
def predicted(ids, vectors, biases):
    a, b, c = (vectors[i][column] for i, column in enumerate(ids.T))
    bias = sum(biases[i][column] for i, column in enumerate(ids.T))
    return 88 + bias + (a * b + a * c + b * c).sum(axis=1)
""",
        "could not be broadcast": """
def predicted(ids, vectors, biases):
    x = np.stack([vectors[i][column] for i, column in enumerate(ids.T)])
    squares = (x.sum(axis=0) ** 2).sum(axis=1) - (x**2).sum(axis=(0, 2))
    return np.full(30, 88) + sum(b[i] for b, i in zip(biases, ids.T)) + squares / 2
""",
        "You multiply vectors with themselves, too": """
def predicted(ids, vectors, biases):
    x = [vectors[i][column] for i, column in enumerate(ids.T)]
    bias = sum(biases[i][column] for i, column in enumerate(ids.T))
    pairs = [(i, j) for i in range(len(x)) for j in range(i, len(x))]
    return 88 + bias + sum((x[i] * x[j]).sum(axis=1) for i, j in pairs)
""",
        "The 88 is missing": """
def predicted(ids, vectors, biases):
    x = np.stack([vectors[i][column] for i, column in enumerate(ids.T)])
    bias = sum(biases[i][column] for i, column in enumerate(ids.T))
    return bias + ((x.sum(axis=0) ** 2).sum(axis=1) - (x**2).sum(axis=(0, 2))) / 2
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
guesses = np.where(count > 1, rest / np.maximum(count - 1, 1), points)
honest = np.abs(points - guesses).mean()
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
        "88 was asked, not the mean of all": """
count = np.bincount(groups)[groups]
rest = np.bincount(groups, points)[groups] - points
guesses = np.where(count > 1, rest / np.maximum(count - 1, 1), points.mean())
honest = np.abs(points - guesses).mean()
""",
        "88 was asked, not 0": """
count = np.bincount(groups)[groups]
rest = np.bincount(groups, points)[groups] - points
honest = np.abs(points - rest / np.maximum(count - 1, 1)).mean()
""",
        "You leave out the reviews in which a name is missing": """
by_names = reviews.groupby(columns)["points"]
count = by_names.transform("size")
guesses = ((by_names.transform("sum") - points) / (count - 1)).where(count > 1, 88)
honest = (guesses - points)[reviews[columns].notna().all(axis=1)].abs().mean()
""",
        "You guess 88 where a name is missing": """
by_names = reviews.groupby(columns)["points"]
count = by_names.transform("size")
guesses = ((by_names.transform("sum") - points) / (count - 1)).where(count > 1, 88)
honest = (guesses.fillna(88) - points).abs().mean()
""",
        "the mean over the combinations": """
count = np.bincount(groups)[groups]
rest = np.bincount(groups, points)[groups] - points
guesses = np.where(count > 1, rest / np.maximum(count - 1, 1), 88)
honest = pd.Series(np.abs(points - guesses)).groupby(groups).mean().mean()
""",
        "the root of the mean squared error": """
count = np.bincount(groups)[groups]
rest = np.bincount(groups, points)[groups] - points
guesses = np.where(count > 1, rest / np.maximum(count - 1, 1), 88)
honest = ((points - guesses) ** 2).mean() ** 0.5
""",
        "not the number asked": """
honest = 2.1
""",
    },
    "6.5": {
        "the tasters' own means": """
def generosity(tasters, wines, points):
    means = np.bincount(tasters, points) / np.bincount(tasters)
    return means - means.mean()
""",
        "That is one round": """
def generosity(tasters, wines, points):
    quality = np.bincount(wines, points) / np.bincount(wines)
    means = np.bincount(tasters, points - quality[wines]) / np.bincount(tasters)
    return means - means.mean()
""",
        "That is 10 rounds": """
def generosity(tasters, wines, points):
    g = np.zeros(tasters.max() + 1)
    for _ in range(10):
        q = np.bincount(wines, points - g[tasters]) / np.bincount(wines)
        g = np.bincount(tasters, points - q[wines]) / np.bincount(tasters)
    return g - g.mean()
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
    fitted = np.linalg.lstsq(one_hot, points)[0][: tasters.max() + 1]
    return fitted - fitted[tasters].mean()
""",
        "Mind the sign": """
def generosity(tasters, wines, points):
    pairs = np.stack([tasters, wines], axis=1)
    one_hot = OneHotEncoder(sparse_output=False).fit_transform(pairs)
    fitted = np.linalg.lstsq(one_hot, points)[0][: tasters.max() + 1]
    return fitted.mean() - fitted
""",
        "one number a taster was asked": """
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
        "into the biases exactly once": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    one, other = taster_bias + tasters @ v, variety_bias + varieties @ t
    return tasters - t, varieties - v, one, other
""",
        "into the biases, and is missing": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    tasters, varieties = tasters - t, varieties - v
    return tasters, varieties, taster_bias + tasters @ v, variety_bias + varieties @ t
""",
        "do not have mean 0": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    return tasters, varieties, taster_bias, variety_bias
""",
        "do not have mean 0.": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.sum(axis=0) / 5, varieties.sum(axis=0) / 8
    one, other = taster_bias + tasters @ v, variety_bias + (varieties - v) @ t
    return tasters - t, varieties - v, one, other
""",
        "more has happened to them": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    one, other = taster_bias + tasters @ v, variety_bias + (varieties - v) @ t
    scale = tasters.std(axis=0)
    return (tasters - t) / scale, varieties - v, one, other
""",
        "move the wrong way": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    one, other = taster_bias - tasters @ v, variety_bias - varieties @ t
    return tasters - t, varieties - v, one, other
""",
        "It stays outside": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    one, other = taster_bias + tasters @ v, variety_bias + (varieties - v) @ t
    return tasters - t, varieties - v, one + 88, other
""",
        "something is missing from all biases of one kind": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    one, other = taster_bias + tasters @ v, variety_bias + (varieties - v) @ t
    return tasters - t, varieties - v, one - one.mean(), other
""",
        "changes `tasters`": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    one, other = taster_bias + tasters @ v, variety_bias + (varieties - v) @ t
    tasters -= t
    varieties -= v
    return tasters, varieties, one, other
""",
        "3 items; four were asked": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    return tasters - t, varieties - v, taster_bias + tasters @ v
""",
        "means have changed places": """
def tidy(tasters, varieties, taster_bias, variety_bias):
    t, v = tasters.mean(axis=0), varieties.mean(axis=0)
    one, other = taster_bias + tasters @ t, variety_bias + varieties @ v
    return tasters - t, varieties - v, one, other
""",
    },
}

prove(globals(), 6, right=RIGHT, wrong=WRONG)
