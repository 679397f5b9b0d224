from helpers.checks.proof import prove

RIGHT = {
    "7.1": {
        "a list of Python's numbers": """
def stars(guesses):
    return [min(5, max(0.5, round(2 * guess) / 2)) for guess in guesses]
""",
        "a Series": """
def stars(guesses):
    return (2 * pd.Series(guesses)).clip(1, 10).round() / 2
""",
        "looked up, float32": """
def stars(guesses):
    exist = np.linspace(0.5, 5, 10, dtype="float32")
    return exist[np.abs(np.subtract.outer(guesses, exist)).argmin(axis=1)]
""",
    },
    "7.2": {
        "an array of int32": """
film, rating = ratings["film"].to_numpy(), ratings["rating"].to_numpy()
sums = np.bincount(film, rating - rating.mean())
best = np.argsort(-sums / (np.bincount(film) + 10))[:10].astype("int32")
""",
        "an index, from shrunken means": """
by_film = ratings.groupby("film")["rating"]
mean = ratings["rating"].mean()
shrunken = (by_film.sum() + 10 * mean) / (by_film.size() + 10)
best = shrunken.sort_values(ascending=False).index[:10]
""",
        "a tuple": """
mean = ratings["rating"].mean()
biases = {
    film: (rows - mean).sum() / (len(rows) + 10)
    for film, rows in ratings.groupby("film")["rating"]
}
best = tuple(sorted(biases, key=biases.get, reverse=True)[:10])
""",
    },
    "7.3": {
        "a Series": """
def held_back(user, time):
    by_user = pd.Series(time).groupby(user)
    last = time == by_user.transform("max")
    return last & (by_user.transform("size") > 1)
""",
        "a list": """
def held_back(user, time):
    times = {}
    for one, when in zip(user, time):
        times.setdefault(one, []).append(when)
    return [len(times[one]) > 1 and when == max(times[one])
        for one, when in zip(user, time)]
""",
        "sorted by user and time": """
def held_back(user, time):
    order = np.lexsort((time, user))
    ends = np.append(user[order][1:] != user[order][:-1], True)
    starts = np.insert(ends[:-1], 0, True)
    answer = np.empty(len(user), dtype=bool)
    answer[order] = ends & ~starts
    return answer
""",
    },
    "7.4": {
        "a list of lists": """
def recommended(scores, seen, count):
    rows = []
    for row, old in zip(scores.tolist(), seen):
        left = [film for film in range(len(row)) if not old[film]]
        rows.append(sorted(left, key=lambda film: -row[film])[:count])
    return rows
""",
        "a table, int16": """
def recommended(scores, seen, count):
    unseen = np.ma.masked_array(-scores, seen)
    order = unseen.argsort(axis=1, kind="stable", fill_value=np.inf)
    return pd.DataFrame(order[:, :count].astype("int16"))
""",
        "sorted by two keys": """
def recommended(scores, seen, count):
    numbers = np.broadcast_to(np.arange(scores.shape[1]), scores.shape)
    return np.lexsort((numbers, -scores, seen), axis=1)[:, :count]
""",
    },
    "7.5": {
        "the natural logarithm, whose factor cancels": """
def ndcg(ranked, liked):
    worth = 1 / np.log(np.arange(len(ranked)) + 2)
    best = worth[: len(liked)].sum()
    return best and worth[[film in liked for film in ranked]].sum() / best
""",
        "Python's numbers": """
import math
def ndcg(ranked, liked):
    if not liked:
        return 0
    dcg = sum(1 / math.log2(p + 2) for p, film in enumerate(ranked) if film in liked)
    return dcg / sum(1 / math.log2(p + 2) for p in range(min(len(ranked), len(liked))))
""",
        "scikit-learn, an array of no axes": """
from sklearn.metrics import ndcg_score
def ndcg(ranked, liked):
    films = [*ranked, *(liked - {*ranked})]
    truth, scores = [film in liked for film in films], -np.arange(len(films))
    if len(films) == 1 or not liked:
        return np.array(0)
    return np.array(ndcg_score([truth], [scores], k=len(ranked)))
""",
    },
    "7.6": {
        "to and fro, a list": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    ratings, width = vectors.shape
    bias, taste = 0.0, np.zeros(width)
    inverse = np.linalg.inv(vectors.T @ vectors + penalty * np.eye(width))
    for _ in range(500):
        bias = (surprise - vectors @ taste).sum() / (ratings + bias_penalty)
        taste = inverse @ vectors.T @ (surprise - bias)
    return [bias, taste.tolist()]
""",
        "rows for the penalties, float32": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    width = vectors.shape[1]
    rows = np.diag(np.sqrt([bias_penalty] + width * [penalty]))
    table = np.vstack([np.insert(vectors, 0, 1, axis=1), rows])
    target = np.append(surprise, np.zeros(width + 1))
    both = np.linalg.lstsq(table, target)[0].astype("float32")
    return both[0], pd.Series(both[1:])
""",
        "scikit-learn, no ratings apart": """
from sklearn.linear_model import Ridge
def newcomer(vectors, surprise, bias_penalty, penalty):
    if not len(surprise):
        return 0, np.zeros(vectors.shape[1], dtype=int)
    scale = np.sqrt(penalty / bias_penalty)
    model = Ridge(alpha=penalty, fit_intercept=False)
    both = model.fit(np.insert(vectors, 0, scale, axis=1), surprise).coef_
    return np.array(scale * both[0]), both[1:]
""",
    },
}

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
        "the least is a half, not one": """
def stars(guesses):
    return np.clip(np.round(guesses * 2) / 2, 1, 5)
""",
        "yours are in between": """
def stars(guesses):
    return np.clip(guesses, 0.5, 5)
""",
        "You round up": """
def stars(guesses):
    return np.clip(np.ceil(guesses * 2) / 2, 0.5, 5)
""",
        "twice the stars": """
def stars(guesses):
    return np.clip(np.round(guesses * 2), 1, 10)
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
ten = (of_film.sum() / (of_film.size() + 10)).nlargest(10).index
best = data.films.set_index("film")["title"][ten].tolist()
""",
        "Those are the worst films": """
of_film = (ratings["rating"] - ratings["rating"].mean()).groupby(ratings["film"])
best = (of_film.sum() / (of_film.size() + 10)).nsmallest(10).index.tolist()
""",
        "a sum of surprises": """
of_film = (ratings["rating"] - ratings["rating"].mean()).groupby(ratings["film"])
best = of_film.sum().nlargest(10).index.tolist()
""",
        "is to be added to the number of ratings": """
of_film = (ratings["rating"] - ratings["rating"].mean()).groupby(ratings["film"])
best = of_film.mean()[of_film.size() >= 10].nlargest(10).index.tolist()
""",
        "Those are the biases": """
of_film = (ratings["rating"] - ratings["rating"].mean()).groupby(ratings["film"])
best = (of_film.sum() / (of_film.size() + 10)).nlargest(10)
""",
        "the largest bias comes first": """
of_film = (ratings["rating"] - ratings["rating"].mean()).groupby(ratings["film"])
best = sorted((of_film.sum() / (of_film.size() + 10)).nlargest(10).index)
""",
        "the films with the most ratings": """
best = ratings.groupby("film").size().nlargest(10).index.tolist()
""",
        "places in a table": """
of_film = (ratings["rating"] - ratings["rating"].mean()).groupby(ratings["film"])
biases = (of_film.sum() / (of_film.size() + 10)).to_numpy()
best = np.argsort(-biases)[:10].tolist()
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
        "look at the times.": """
def held_back(user, time):
    users = pd.Series(user)
    return (~users.duplicated(keep="last") & users.duplicated(keep=False)).to_numpy()
""",
        "but the ratings are in no order": """
def held_back(user, time):
    return ~pd.Series(user).duplicated(keep="last").to_numpy()
""",
        "of its own user only.": """
def held_back(user, time):
    by_user = pd.Series(time).groupby(user)
    last = by_user.max()[by_user.size() > 1]
    return np.isin(time, last)
""",
        "Users share times": """
def held_back(user, time):
    return np.isin(time, pd.Series(time).groupby(user).max())
""",
        "the latest ratings of all": """
def held_back(user, time):
    count = (np.unique(user, return_counts=True)[1] > 1).sum()
    answer = np.zeros(len(user), bool)
    answer[np.argsort(time, kind="stable")[-count:]] = True
    return answer
""",
        "Nothing is held back": """
def held_back(user, time):
    return np.zeros(len(user), bool)
""",
        "whole numbers; True and False were asked": """
def held_back(user, time):
    by_user = pd.Series(time).groupby(user)
    last = time == by_user.transform("max")
    return (last & (by_user.transform("size") > 1)).to_numpy().astype(int)
""",
        "the other way round": """
def held_back(user, time):
    by_user = pd.Series(time).groupby(user)
    earlier = time < by_user.transform("max")
    return (earlier | (by_user.transform("size") == 1)).to_numpy()
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
        "has to be lower than any": """
def recommended(scores, seen, count):
    unseen = np.where(seen, scores.min(), scores)
    return np.argsort(-unseen, axis=1, kind="stable")[:, :count]
""",
        "Those are the films that the user has seen": """
def recommended(scores, seen, count):
    unseen = np.where(seen, scores, -np.inf)
    return np.argsort(-unseen, axis=1, kind="stable")[:, :count]
""",
        "the order is the wrong way round": """
def recommended(scores, seen, count):
    unseen = np.where(seen, -np.inf, scores)
    return np.argsort(-unseen, axis=1, kind="stable")[:, :count][:, ::-1]
""",
        "The first film of each list is missing": """
def recommended(scores, seen, count):
    unseen = np.where(seen, -np.inf, scores)
    return np.argsort(-unseen, axis=1, kind="stable")[:, 1 : count + 1]
""",
        "a row a user was asked": """
def recommended(scores, seen, count):
    unseen = np.where(seen, -np.inf, scores)
    return np.argsort(-unseen, axis=1, kind="stable")[:, :5]
""",
        "numbered from 0, and in your array from 1": """
def recommended(scores, seen, count):
    unseen = np.where(seen, -np.inf, scores)
    return np.argsort(-unseen, axis=1, kind="stable")[:, :count] + 1
""",
        "places among the films that are left": """
def recommended(scores, seen, count):
    rows = zip(scores, seen)
    return np.stack([np.argsort(-s[~o], kind="stable")[:count] for s, o in rows])
""",
        "twice for the same user": """
def recommended(scores, seen, count):
    unseen = np.where(seen, -np.inf, scores)
    best = np.sort(unseen, axis=1)[:, ::-1][:, :count]
    return np.array([[row.tolist().index(s) for s in top]
        for row, top in zip(unseen, best)])
""",
        "floating-point numbers; whole numbers were asked": """
def recommended(scores, seen, count):
    unseen = np.where(seen, -np.inf, scores)
    return np.argsort(-unseen, axis=1, kind="stable")[:, :count] * 1.0
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
        "so a film there earns 1.": """
def ndcg(ranked, liked):
    hits = np.isin(ranked, list(liked))
    places = np.arange(len(ranked)) + 1
    best = (1 / np.log2(places + 1))[: len(liked)].sum()
    return (1 / np.log2(places + 2))[hits].sum() / max(best, 1)
""",
        "in the best list, too": """
def ndcg(ranked, liked):
    worth = 1 / np.log2(np.arange(len(ranked)) + 3)
    hits = np.isin(ranked, list(liked))
    return worth[hits].sum() / max(worth[: len(liked)].sum(), 0.1)
""",
        "at the first place earns 1": """
def ndcg(ranked, liked):
    worth = 1 / np.log2(np.arange(len(ranked)) + 2)
    hits = np.isin(ranked, list(liked))
    return (worth * hits)[1:].sum() / max(worth[: len(liked)].sum(), 1)
""",
        "at the last place earns something": """
def ndcg(ranked, liked):
    worth = 1 / np.log2(np.arange(len(ranked)) + 2)
    hits = np.isin(ranked, list(liked))
    return (worth * hits)[:-1].sum() / max(worth[: len(liked)].sum(), 1)
""",
        "a share of the liked films": """
def ndcg(ranked, liked):
    return np.isin(ranked, list(liked)).sum() / max(len(liked), 1)
""",
        "If nothing was liked": """
def ndcg(ranked, liked):
    worth = 1 / np.log2(np.arange(len(ranked)) + 2)
    hits = np.isin(ranked, list(liked))
    return worth[hits].sum() / worth[: len(liked)].sum() if liked else 1
""",
        "does not look into a set": """
def ndcg(ranked, liked):
    worth = 1 / np.log2(np.arange(len(ranked)) + 2)
    return worth[np.isin(ranked, liked)].sum() / max(worth[: len(liked)].sum(), 1)
""",
        "is NaN": """
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
        "do not know of each other": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    bias = surprise.sum() / (len(surprise) + bias_penalty)
    inner = vectors.T @ vectors + penalty * np.eye(vectors.shape[1])
    return bias, np.linalg.solve(inner, vectors.T @ surprise)
""",
        "changed places": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    longer = np.insert(vectors, 0, 1, axis=1)
    penalties = [penalty] + vectors.shape[1] * [bias_penalty]
    inner = longer.T @ longer + np.diag(penalties)
    both = np.linalg.lstsq(inner, longer.T @ surprise)[0]
    return both[0], both[1:]
""",
        "The bias has a penalty of its own": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    longer = np.insert(vectors, 0, 1, axis=1)
    penalties = [penalty] + vectors.shape[1] * [penalty]
    inner = longer.T @ longer + np.diag(penalties)
    both = np.linalg.lstsq(inner, longer.T @ surprise)[0]
    return both[0], both[1:]
""",
        "The vector has a penalty of its own": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    longer = np.insert(vectors, 0, 1, axis=1)
    penalties = [bias_penalty] + vectors.shape[1] * [bias_penalty]
    inner = longer.T @ longer + np.diag(penalties)
    both = np.linalg.lstsq(inner, longer.T @ surprise)[0]
    return both[0], both[1:]
""",
        "Your bias has no penalty": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    longer = np.insert(vectors, 0, 1, axis=1)
    penalties = [0] + vectors.shape[1] * [penalty]
    inner = longer.T @ longer + np.diag(penalties)
    both = np.linalg.lstsq(inner, longer.T @ surprise)[0]
    return both[0], both[1:]
""",
        "Your vector has no penalty": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    longer = np.insert(vectors, 0, 1, axis=1)
    penalties = [bias_penalty] + vectors.shape[1] * [0]
    inner = longer.T @ longer + np.diag(penalties)
    both = np.linalg.lstsq(inner, longer.T @ surprise)[0]
    return both[0], both[1:]
""",
        "There are no penalties": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    longer = np.insert(vectors, 0, 1, axis=1)
    penalties = [0] + vectors.shape[1] * [0]
    inner = longer.T @ longer + np.diag(penalties)
    both = np.linalg.lstsq(inner, longer.T @ surprise)[0]
    return both[0], both[1:]
""",
        "beside the sum over the ratings": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    longer = np.insert(vectors, 0, 1, axis=1)
    count, width = vectors.shape
    penalties = [bias_penalty * count] + width * [penalty * count]
    inner = longer.T @ longer + np.diag(penalties)
    both = np.linalg.lstsq(inner, longer.T @ surprise)[0]
    return both[0], both[1:]
""",
        "squared in your answer": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    longer = np.insert(vectors, 0, 1, axis=1)
    penalties = [bias_penalty**2] + vectors.shape[1] * [penalty**2]
    inner = longer.T @ longer + np.diag(penalties)
    both = np.linalg.lstsq(inner, longer.T @ surprise)[0]
    return both[0], both[1:]
""",
        "for 0 ratings has shape (3,)": """
def newcomer(vectors, surprise, bias_penalty, penalty):
    if len(surprise) == 0:
        return 0.0, np.zeros(3)
    longer = np.insert(vectors, 0, 1, axis=1)
    penalties = np.diag([bias_penalty] + vectors.shape[1] * [penalty])
    both = np.linalg.solve(longer.T @ longer + penalties, longer.T @ surprise)
    return both[0], both[1:]
""",
    },
}

EQUIVALENT = {"7.5": {"line 5, 3: 2 for 1": "what all places earn twice cancels out"}}

prove(globals(), 7, right=RIGHT, wrong=WRONG, equivalent=EQUIVALENT)
