from helpers.checks.proof import prove

WRONG = {
    "5.1": {
        "too, though its determinant": """
def is_orthogonal(w):
    return np.isclose(np.linalg.det(w), 1) and np.allclose(w.T @ w, np.eye(len(w)))
""",
        "it is a shear": """
def is_orthogonal(w):
    return np.isclose(abs(np.linalg.det(w)), 1)
""",
        "compare with a tolerance": """
def is_orthogonal(w):
    return (w.T @ w == np.eye(len(w))).all()
""",
        "that is a turn": """
def is_orthogonal(w):
    return np.allclose(w @ w, np.eye(len(w)))
""",
        "has length 2": """
def is_orthogonal(w):
    products = w.T @ w
    unlike = products - np.diag(np.diag(products))
    return np.allclose(unlike, 0) and np.isclose(w[:, 0] @ w[:, 0], 1)
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
    },
}

prove(globals(), 5, WRONG)
