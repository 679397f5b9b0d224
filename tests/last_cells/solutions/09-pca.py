from helpers.checks.proof import prove

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
        "a number; a whole number was asked": """
def enough(shares, wanted):
    return float(np.searchsorted(shares.cumsum(), wanted) + 1)
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
        "never subtracted": """
def rebuild(table, count):
    mean = table.mean(axis=0)
    axes = np.linalg.svd(table - mean, full_matrices=False)[2][:count]
    return table @ axes.T @ axes + mean
""",
    },
}

prove(globals(), 9, WRONG)

# Sums of shares miss by a hair, and no hair may cost a component.
assert enough(np.array([0.7, 0.1, 0.1, 0.1]), 0.8) == 2
assert enough(np.full(30, 1 / 30), 1.0) == 30
