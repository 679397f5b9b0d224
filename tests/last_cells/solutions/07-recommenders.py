from helpers.checks.proof import prove

WRONG = {
    "7.1": {
        "more than five stars": """
def stars(guesses):
    return np.round(2 * guesses) / 2
""",
        "There are half stars": """
def stars(guesses):
    return np.clip(np.round(guesses), 0.5, 5)
""",
        "the least is a half": """
def stars(guesses):
    return np.clip(np.round(guesses * 2) / 2, 0, 5)
""",
        "You round down": """
def stars(guesses):
    return np.clip(guesses * 2 // 1 / 2, 0.5, 5)
""",
    },
    "7.2": {
        "that a few people loved": """
best = ratings.groupby("film")["rating"].mean().nlargest(10).index.tolist()
""",
        "have all given no stars": """
of_film = ratings.groupby("film")["rating"]
best = (of_film.sum() / (of_film.size() + 10)).nlargest(10).index.tolist()
""",
        "the largest comes first": """
of_film = (ratings["rating"] - ratings["rating"].mean()).groupby(ratings["film"])
best = (of_film.sum() / (of_film.size() + 10)).sort_values().index[-10:].tolist()
""",
        "has 8 items; 10 were asked": """
of_film = (ratings["rating"] - ratings["rating"].mean()).groupby(ratings["film"])
best = (of_film.sum() / (of_film.size() + 10)).nlargest(8).index.tolist()
""",
        "a text; a whole number was asked": """
of_film = (ratings["rating"] - ratings["rating"].mean()).groupby(ratings["film"])
found = (of_film.sum() / (of_film.size() + 10)).nlargest(10).index
best = data.films.set_index("film")["title"][found].tolist()
""",
    },
    "7.3": {
        "a single rating needs it": """
def held_back(user, time):
    return (time == pd.Series(time).groupby(user).transform("max")).to_numpy()
""",
        "the last ones were asked": """
def held_back(user, time):
    by_user = pd.Series(time).groupby(user)
    first = time == by_user.transform("min")
    return (first & (by_user.transform("size") > 1)).to_numpy()
""",
        "look at the times": """
def held_back(user, time):
    found = pd.Series(user).duplicated(keep="last").to_numpy()
    return ~found & pd.Series(user).duplicated(keep=False).to_numpy()
""",
        "the other way round": """
def held_back(user, time):
    by_user = pd.Series(time).groupby(user)
    earlier = time < by_user.transform("max")
    return (earlier | (by_user.transform("size") == 1)).to_numpy()
""",
        "a Series; a NumPy array was asked": """
def held_back(user, time):
    by_user = pd.Series(time).groupby(user)
    last = time == by_user.transform("max")
    return last & (by_user.transform("size") > 1)
""",
    },
    "7.4": {
        "that the user has seen.": """
def recommended(scores, seen, count):
    return np.argsort(-scores, axis=1, kind="stable")[:, :count]
""",
        "scores below 0": """
def recommended(scores, seen, count):
    unseen = np.where(seen, 0, scores)
    return np.argsort(-unseen, axis=1, kind="stable")[:, :count]
""",
        "the lower number comes first": """
def recommended(scores, seen, count):
    unseen = np.where(seen, -np.inf, scores)
    return np.argsort(unseen, axis=1, kind="stable")[:, ::-1][:, :count]
""",
        "with the smallest scores": """
def recommended(scores, seen, count):
    unseen = np.where(seen, np.inf, scores)
    return np.argsort(unseen, axis=1, kind="stable")[:, :count]
""",
        "the order is not": """
def recommended(scores, seen, count):
    unseen = np.where(seen, -np.inf, scores)
    return np.sort(np.argsort(-unseen, axis=1, kind="stable")[:, :count], axis=1)
""",
    },
    "7.5": {
        "That is the DCG": """
def ndcg(ranked, liked):
    worth = 1 / np.log2(np.arange(len(ranked)) + 2)
    return worth[np.isin(ranked, list(liked))].sum()
""",
        "may have room in it": """
def ndcg(ranked, liked):
    if not liked:
        return 0.0
    best = (1 / np.log2(np.arange(len(liked)) + 2)).sum()
    worth = 1 / np.log2(np.arange(len(ranked)) + 2)
    return worth[np.isin(ranked, list(liked))].sum() / best
""",
        "a share of films": """
def ndcg(ranked, liked):
    return np.isin(ranked, list(liked)).mean()
""",
        "only those that yours has found": """
def ndcg(ranked, liked):
    hits = np.isin(ranked, list(liked))
    worth = 1 / np.log2(np.arange(len(ranked)) + 2)
    return worth[hits].sum() / max(worth[: hits.sum()].sum(), 1)
""",
        "more liked films than there are": """
def ndcg(ranked, liked):
    worth = 1 / np.log2(np.arange(len(ranked)) + 2)
    return worth[np.isin(ranked, list(liked))].sum() / worth.sum()
""",
        "is nan": """
def ndcg(ranked, liked):
    worth = 1 / np.log2(np.arange(len(ranked)) + 2)
    return worth[np.isin(ranked, list(liked))].sum() / worth[: len(liked)].sum()
""",
    },
    "7.6": {
        "Those are two steps": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    bias = surprise.sum() / (len(surprise) + bias_penalty)
    inner = vectors.T @ vectors + penalty * np.eye(vectors.shape[1])
    return bias, np.linalg.solve(inner, vectors.T @ (surprise - bias))
""",
        "changed places": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    longer = np.hstack([np.ones((len(vectors), 1)), vectors])
    penalties = np.diag([penalty] + vectors.shape[1] * [bias_penalty])
    found = np.linalg.solve(longer.T @ longer + penalties, longer.T @ surprise)
    return found[0], found[1:]
""",
        "has a penalty of its own": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    longer = np.hstack([np.ones((len(vectors), 1)), vectors])
    inner = longer.T @ longer + penalty * np.eye(longer.shape[1])
    found = np.linalg.solve(inner, longer.T @ surprise)
    return found[0], found[1:]
""",
        "Your bias has no penalty": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    longer = np.hstack([np.ones((len(vectors), 1)), vectors])
    penalties = np.diag([0] + vectors.shape[1] * [penalty])
    found = np.linalg.solve(longer.T @ longer + penalties, longer.T @ surprise)
    return found[0], found[1:]
""",
    },
}

prove(globals(), 7, WRONG)
