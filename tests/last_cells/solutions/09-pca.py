from helpers.checks.proof import prove

RIGHT = {
    "9.1": {
        "a list": """
def shares(singular):
    squares = [float(value) ** 2 for value in singular]
    return [square / sum(squares) for square in squares]
""",
        "float32": """
def shares(singular, power=2):
    squares = np.power(singular.astype("float32"), power)
    return squares / np.linalg.norm(singular.astype("float32")) ** 2
""",
        "a dictionary": """
def shares(singular):
    return dict(enumerate(singular**2 / (singular @ singular)))
""",
    },
    "9.2": {
        "what the mean's place is, subtracted": """
def place(table, axes, new):
    return np.einsum("nc,kc->nk", new, axes) - axes @ table.mean(axis=0)
""",
        "a table of pandas": """
def place(table, axes, new):
    import pandas as pd
    return (pd.DataFrame(new) - pd.DataFrame(table).mean()).dot(axes.T)
""",
        "scikit-learn, with the axes that are given": """
def place(table, axes, new):
    pca = PCA(len(axes)).fit(table)
    pca.components_ = axes
    return pca.transform(new)
""",
        "a loop": """
def place(table, axes, new):
    return [[(row - table.mean(axis=0)) @ axis for axis in axes] for row in new]
""",
    },
    "9.3": {
        "a loop that allows for a hair": """
def enough(shares, wanted):
    together = 0.0
    for number, share in enumerate(shares, start=1):
        together += share
        if together >= wanted - 1e-9:
            return number
    return len(shares)
""",
        "a whole number that is a float": """
def enough(shares, wanted):
    return np.ceil(1 + (np.cumsum(shares) < wanted).sum())
""",
        "without sums by NumPy": """
def enough(shares, wanted):
    from itertools import accumulate
    return sum(together < wanted for together in accumulate(shares.tolist())) + 1
""",
    },
    "9.4": {
        "the covariance": """
def rebuild(table, count):
    mean = table.mean(axis=0)
    axes = np.linalg.eigh(np.cov(table.T))[1][:, ::-1][:, :count]
    return mean + (table - mean) @ axes @ axes.T
""",
        "singular values set to zero": """
def rebuild(table, count):
    mean = table.mean(axis=0)
    left, wide, axes = np.linalg.svd(table - mean, full_matrices=False)
    return left * np.where(np.arange(len(wide)) < count, wide, 0) @ axes + mean
""",
        "float32, a list": """
def rebuild(table, count):
    table = table.astype("float32")
    mean = table.mean(axis=0)
    axes = np.linalg.svd(table - mean)[2][:count]
    return [*((table - mean) @ axes.T @ axes + mean)]
""",
    },
}

WRONG = {
    "9.1": {
        "goes with its square": """
def shares(singular):
    return singular / singular.sum()
""",
        "do not sum to 1": """
def shares(singular):
    return singular**2
""",
        "running sums": """
def shares(singular):
    return (singular**2).cumsum() / (singular**2).sum()
""",
        "one number a component was asked": """
def shares(singular):
    return singular[:4] ** 2 / (singular[:4] ** 2).sum()
""",
    },
    "9.2": {
        "their own mean": """
def place(table, axes, new):
    return (new - new.mean(axis=0)) @ axes.T
""",
        "The mean is missing": """
def place(table, axes, new):
    return new @ axes.T
""",
        "must not move the zero": """
def place(table, axes, new):
    return (new - np.vstack([table, new]).mean(axis=0)) @ axes.T
""",
        "drawn the map anew": """
def place(table, axes, new):
    return PCA(len(axes)).fit(table).transform(new)
""",
        "as many as `axes` has rows": """
def place(table, axes, new):
    return (new - table.mean(axis=0)) @ axes[:2].T
""",
        "no more": """
def place(table, axes, new):
    return (new - table.mean(axis=0)) / table.std(axis=0) @ axes.T
""",
        "not one for the whole table": """
def place(table, axes, new):
    return (new - table.mean()) @ axes.T
""",
    },
    "9.3": {
        "One too few": """
def enough(shares, wanted):
    return int(np.argmax(shares.cumsum() >= wanted))
""",
        "One too many": """
def enough(shares, wanted):
    return int((shares.cumsum() <= wanted).sum()) + 1
""",
        "it is to be all of it": """
def enough(shares, wanted):
    return int(np.abs(shares.cumsum() - wanted).argmin()) + 1
""",
        "a number; a whole number was asked": """
def enough(shares, wanted):
    return float(np.interp(wanted, shares.cumsum(), np.arange(1, len(shares) + 1)))
""",
    },
    "9.4": {
        "still missing": """
def rebuild(table, count):
    centred = table - table.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2][:count]
    return centred @ axes.T @ axes
""",
        "directions seen from the mean": """
def rebuild(table, count):
    axes = np.linalg.svd(table, full_matrices=False)[2][:count]
    return table @ axes.T @ axes
""",
        "not a column": """
def rebuild(table, count):
    mean = table.mean(axis=0)
    axes = np.linalg.svd(table - mean, full_matrices=False)[2][:, :count]
    return (table - mean) @ axes @ axes.T + mean
""",
        "stopped with ValueError": """
def rebuild(table, count):
    mean = table.mean(axis=0)
    left, wide, axes = np.linalg.svd(table - mean)
    spread, columns = np.zeros(table.shape), len(axes)
    spread[:columns, :columns] = np.diag(np.where(np.arange(columns) < count, wide, 0))
    return left @ spread @ axes + mean
""",
        "scaled columns have other components": """
def rebuild(table, count):
    mean, spread = table.mean(axis=0), table.std(axis=0)
    scaled = (table - mean) / spread
    axes = np.linalg.svd(scaled, full_matrices=False)[2][:count]
    return scaled @ axes.T @ axes * spread + mean
""",
        "never subtracted": """
def rebuild(table, count):
    mean = table.mean(axis=0)
    axes = np.linalg.svd(table - mean, full_matrices=False)[2][:count]
    return table @ axes.T @ axes + mean
""",
    },
}

prove(globals(), 9, right=RIGHT, wrong=WRONG)

# Sums of shares miss by a hair, and no hair may cost a component.
assert enough(np.array([0.7, 0.1, 0.1, 0.1]), 0.8) == 2
assert enough(np.full(30, 1 / 30), 1.0) == 30
