from helpers.checks.proof import prove

RIGHT = {
    "8.1": {
        "a list": """
def distances(table, query):
    norm = np.linalg.norm
    return [1 - row @ query / norm(row) / norm(query) for row in table]
""",
        "a Series": """
def distances(table, query):
    frame = pd.DataFrame(table)
    return 1 - frame.dot(query) / np.sqrt((frame**2).sum(axis=1) * (query @ query))
""",
        "scikit-learn": """
def distances(table, query):
    from sklearn.metrics.pairwise import cosine_distances
    return cosine_distances(table, [query]).ravel()
""",
        "float32": """
def distances(table, query, kind="float32"):
    table, query = table.astype(kind), query.astype(kind)
    return 1 - table @ query / np.sqrt((table**2).sum(axis=1) * (query**2).sum())
""",
    },
    "8.2": {
        "a loop": """
def composite(table, ids, weights):
    things = []
    for row in ids:
        vectors = table[row].T / np.linalg.norm(table[row], axis=1)
        total = vectors @ weights
        things.append(total / np.sqrt(total @ total))
    return things
""",
        "float32": """
def composite(table, ids, weights):
    unit = (table / np.linalg.norm(table, axis=1)[:, None]).astype("float32")
    sums = np.einsum("tpw,p->tw", unit[ids], weights.astype("float32"))
    return sums / np.linalg.norm(sums, axis=1, keepdims=True)
""",
        "a table of pandas": """
def composite(table, ids, weights):
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    sums = pd.DataFrame(np.tensordot(weights, unit[ids], axes=(0, 1)))
    return sums.div(np.sqrt((sums**2).sum(axis=1)), axis=0)
""",
    },
    "8.3": {
        "sets": """
def recall(found, true):
    hits = sum(len({*one} & {*other}) for one, other in zip(found, true))
    return hits / true.size
""",
        "a fraction": """
def recall(found, true):
    from fractions import Fraction
    rows = zip(found.tolist(), true.tolist())
    hits = sum(item in one for one, other in rows for item in other)
    return Fraction(hits, true.size)
""",
        "an array without axes": """
def recall(found, true):
    return np.array(np.mean([np.isin(b, a).mean() for a, b in zip(found, true)]))
""",
    },
    "8.4": {
        "an array, and what is left from all that was found": """
def pieces(table, total, count):
    found = []
    for _ in range(count):
        found.append((table @ (total - table[found].sum(axis=0))).argmax())
    return np.array(found)
""",
        "recursion, a tuple": """
def pieces(table, total, count):
    if count == 0:
        return ()
    first = (table * total).sum(axis=1).argmax()
    return (first, *pieces(table, total - table[first], count - 1))
""",
        "float32, and the last of equal ones": """
def pieces(table, total, count):
    table, left = table.astype("float32"), total.astype("float32")
    found = []
    while len(found) < count:
        found.append(int(np.argsort(table @ left, kind="stable")[-1]))
        left -= table[found[-1]]
    return found
""",
        "scores of all pairs": """
def pieces(table, total, count):
    scores, pairs, found = table @ total, table @ table.T, []
    for _ in range(count):
        found.append(scores.argmax())
        scores = scores - pairs[found[-1]]
    return found
""",
    },
    "8.5": {
        "with the name of an operator, a null that is asked for": '''
more_like_this = """
WITH liked AS (SELECT * FROM wines WHERE id = $id)
SELECT w.id AS ID FROM wines AS w, liked
WHERE w.price < liked.price AND (w.country IS NULL OR w.country <> liked.country)
ORDER BY w.vector <=> liked.vector, w.id LIMIT 5; -- that is all
"""
''',
        "ranks": '''
more_like_this = """
SELECT id FROM (
    SELECT w.id, dense_rank() OVER (
        ORDER BY array_cosine_similarity(w.vector, l.vector) DESC, w.id) AS place
    FROM wines w JOIN wines l ON l.id = $id AND w.price < l.price
    WHERE w.country NOT LIKE l.country OR w.country IS NULL)
WHERE place <= 5 ORDER BY place
"""
''',
        "subqueries, functions of null": '''
more_like_this = """
SELECT id FROM wines WHERE price < (SELECT max(price) FROM wines WHERE id = $id)
AND NOT isnan(price)
AND nullif(coalesce(country, ''), (SELECT country FROM wines WHERE id = $id))
    IS NOT NULL
ORDER BY array_cosine_distance(vector, (SELECT vector FROM wines WHERE id = $id)), id
LIMIT 5
"""
''',
        "without those from the same country": '''
more_like_this = """
SELECT w.id FROM wines w, wines l WHERE l.id = $id AND w.price < l.price
AND NOT EXISTS (SELECT 1 FROM wines s WHERE s.id = w.id AND s.country = l.country)
ORDER BY array_cosine_distance(w.vector, l.vector), w.id LIMIT 5
"""
''',
    },
    "8.6": {
        "an empty array of floats": """
def search(rows, centres, query, probes, count):
    cells = (rows @ centres.T).argmax(axis=1)
    opened = np.argsort(-(centres @ query))[:probes]
    order = np.argsort(-(rows @ query))
    return np.array([row for row in order if cells[row] in opened][:count])
""",
        "an index of pandas": """
def search(rows, centres, query, probes, count):
    table = pd.DataFrame({"cell": (rows @ centres.T).argmax(axis=1)})
    table["cosine"] = rows @ query
    opened = pd.Series(centres @ query).nlargest(probes).index
    return table[table["cell"].isin(opened)]["cosine"].nlargest(count).index
""",
        "distances, small whole numbers, a list": """
def search(rows, centres, query, probes, count):
    far = np.linalg.norm(rows[:, None] - centres, axis=2)
    opened = np.linalg.norm(centres - query, axis=1).argsort()[:probes]
    inside = [i for i, cell in enumerate(far.argmin(axis=1)) if cell in opened]
    inside.sort(key=lambda row: np.linalg.norm(rows[row] - query))
    return [np.uint8(row) for row in inside[:count]]
""",
    },
}

WRONG = {
    "8.1": {
        "That is the cosine": """
def distances(table, query):
    lengths = np.linalg.norm(table, axis=1) * np.linalg.norm(query)
    return table @ query / lengths
""",
        "Divide by the lengths": """
def distances(table, query):
    return 1 - table @ query
""",
        "one length for the whole table": """
def distances(table, query):
    return 1 - table @ query / np.linalg.norm(table) / np.linalg.norm(query)
""",
        "ends of the vectors": """
def distances(table, query):
    return np.linalg.norm(table - query, axis=1)
""",
    },
    "8.2": {
        "Scale each of them to length 1": """
def composite(table, ids, weights):
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    return (unit[ids] * weights[:, None]).sum(axis=1)
""",
        "Long vectors count for more": """
def composite(table, ids, weights):
    sums = (table[ids] * weights[:, None]).sum(axis=1)
    return sums / np.linalg.norm(sums, axis=1, keepdims=True)
""",
        "The weights are missing": """
def composite(table, ids, weights):
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    sums = unit[ids].sum(axis=1)
    return sums / np.linalg.norm(sums, axis=1, keepdims=True)
""",
        "one length for all the sums": """
def composite(table, ids, weights):
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    sums = (unit[ids] * weights[:, None]).sum(axis=1)
    return sums / np.linalg.norm(sums)
""",
    },
    "8.3": {
        "in any column": """
def recall(found, true):
    found = found[:, : true.shape[1]]
    return (true[:, :, None] == found[:, None, :]).any(axis=2).mean()
""",
        "that are missing": """
def recall(found, true):
    return 1 - (true[:, :, None] == found[:, None, :]).any(axis=2).mean()
""",
        "for the same query": """
def recall(found, true):
    return np.isin(true, found).mean()
""",
        "the precision": """
def recall(found, true):
    pairs = found[:, :, None] == true[:, None, :]
    return pairs.sum() / found.size
""",
        "place by place": """
def recall(found, true):
    return (found[:, : true.shape[1]] == true).mean()
""",
        "nothing right was found": """
def recall(found, true):
    pairs = true[:, :, None] == found[:, None, :]
    shares = pairs.any(axis=2).mean(axis=1)
    return shares[shares > 0].mean()
""",
        "not the number asked": """
def recall(found, true):
    hits = [len({*one} & {*other}) for one, other in zip(found, true)]
    return np.mean(hits) / 5
""",
        "all their neighbours": """
def recall(found, true):
    pairs = true[:, :, None] == found[:, None, :]
    return pairs.any(axis=2).all(axis=1).mean()
""",
    },
    "8.4": {
        "at a stroke": """
def pieces(table, total, count):
    return np.argsort(-(table @ total))[:count].tolist()
""",
        "again and again": """
def pieces(table, total, count):
    return [(table @ total).argmax() for _ in range(count)]
""",
        "not in the order": """
def pieces(table, total, count):
    found = []
    for _ in range(count):
        found.append((table @ (total - table[found].sum(axis=0))).argmax())
    return sorted(found)
""",
        "may be in the sum twice": """
def pieces(table, total, count):
    found, left = [], total
    for _ in range(count):
        dots = table @ left
        dots[found] = -np.inf
        found.append(dots.argmax())
        left = left - table[found[-1]]
    return found
""",
        "whatever the size of negative ones": """
def pieces(table, total, count):
    found, left = [], total
    for _ in range(count):
        found.append(np.abs(table @ left).argmax())
        left = left - table[found[-1]]
    return found
""",
        "not times its dot product": """
def pieces(table, total, count):
    found, left = [], total
    for _ in range(count):
        dots = table @ left
        found.append(dots.argmax())
        left = left - dots.max() * table[found[-1]]
    return found
""",
        "were asked (rows of the table)": """
def pieces(table, total, count):
    found, left = [], total
    while np.linalg.norm(left) > 1.2:
        found.append((table @ left).argmax())
        left = left - table[found[-1]]
    return found
""",
    },
    "8.5": {
        "AND binds tighter than OR": '''
more_like_this = """
SELECT wines.id FROM wines, (SELECT * FROM wines WHERE id = $id) AS liked
WHERE wines.price < liked.price AND wines.country <> liked.country
OR wines.country IS NULL
ORDER BY array_cosine_distance(wines.vector, liked.vector), wines.id LIMIT 5
"""
''',
        "right, but too few": '''
more_like_this = """
SELECT id FROM (
    SELECT wines.*, liked.price AS top, liked.country AS own,
        array_cosine_distance(wines.vector, liked.vector) AS away
    FROM wines, (SELECT * FROM wines WHERE id = $id) AS liked
    ORDER BY away, wines.id LIMIT 100
) WHERE price < top AND country IS DISTINCT FROM own ORDER BY away, id LIMIT 5
"""
''',
        "are the right wines": '''
more_like_this = """
SELECT id FROM (
    SELECT wines.id FROM wines, (SELECT * FROM wines WHERE id = $id) AS liked
    WHERE wines.price < liked.price AND wines.country IS DISTINCT FROM liked.country
    ORDER BY array_cosine_distance(wines.vector, liked.vector), wines.id LIMIT 5
) ORDER BY id
"""
''',
        "no known country are missing": '''
more_like_this = """
SELECT wines.id FROM wines, (SELECT * FROM wines WHERE id = $id) AS liked
WHERE wines.price < liked.price AND wines.country <> liked.country
ORDER BY array_cosine_distance(wines.vector, liked.vector), wines.id LIMIT 5
"""
''',
        "from the same country": '''
more_like_this = """
SELECT wines.id FROM wines, (SELECT * FROM wines WHERE id = $id) AS liked
WHERE wines.price < liked.price
ORDER BY array_cosine_distance(wines.vector, liked.vector), wines.id LIMIT 5
"""
''',
        "cost the same": '''
more_like_this = """
SELECT wines.id FROM wines, (SELECT * FROM wines WHERE id = $id) AS liked
WHERE wines.price <= liked.price AND wines.country IS DISTINCT FROM liked.country
ORDER BY array_cosine_distance(wines.vector, liked.vector), wines.id LIMIT 5
"""
''',
        "by their id": '''
more_like_this = """
SELECT wines.id FROM wines, (SELECT * FROM wines WHERE id = $id) AS liked
WHERE wines.price < liked.price AND wines.country IS DISTINCT FROM liked.country
ORDER BY array_cosine_distance(wines.vector, liked.vector), wines.id DESC LIMIT 5
"""
''',
        "without a price": '''
more_like_this = """
SELECT wines.id FROM wines, (SELECT * FROM wines WHERE id = $id) AS liked
WHERE (wines.price >= liked.price) IS NOT TRUE
AND wines.country IS DISTINCT FROM liked.country
ORDER BY array_cosine_distance(wines.vector, liked.vector), wines.id LIMIT 5
"""
''',
        "from the other end": '''
more_like_this = """
SELECT wines.id FROM wines, (SELECT * FROM wines WHERE id = $id) AS liked
WHERE wines.price < liked.price AND wines.country IS DISTINCT FROM liked.country
ORDER BY array_cosine_similarity(wines.vector, liked.vector), wines.id LIMIT 5
"""
''',
        "by another distance": '''
more_like_this = """
SELECT wines.id FROM wines, (SELECT * FROM wines WHERE id = $id) AS liked
WHERE wines.price < liked.price AND wines.country IS DISTINCT FROM liked.country
ORDER BY array_distance(wines.vector, liked.vector), wines.id LIMIT 5
"""
''',
        "largest inner product": '''
more_like_this = """
SELECT wines.id FROM wines, (SELECT * FROM wines WHERE id = $id) AS liked
WHERE wines.price < liked.price AND wines.country IS DISTINCT FROM liked.country
ORDER BY array_inner_product(wines.vector, liked.vector) DESC, wines.id LIMIT 5
"""
''',
        "distances that are rounded": '''
more_like_this = """
SELECT wines.id FROM wines, (SELECT * FROM wines WHERE id = $id) AS liked
WHERE wines.price < liked.price AND wines.country IS DISTINCT FROM liked.country
ORDER BY round(array_cosine_distance(wines.vector, liked.vector), 2), wines.id LIMIT 5
"""
''',
        "if only by cents": '''
more_like_this = """
SELECT wines.id FROM wines, (SELECT * FROM wines WHERE id = $id) AS liked
WHERE wines.price <= liked.price - 1 AND wines.country IS DISTINCT FROM liked.country
ORDER BY array_cosine_distance(wines.vector, liked.vector), wines.id LIMIT 5
"""
''',
        "5 were asked": '''
more_like_this = """
SELECT wines.id FROM wines, (SELECT * FROM wines WHERE id = $id) AS liked
WHERE wines.price < liked.price AND wines.country IS DISTINCT FROM liked.country
ORDER BY array_cosine_distance(wines.vector, liked.vector), wines.id
"""
''',
        "gives id, price": '''
more_like_this = """
SELECT id, price FROM wines WHERE id <> $id ORDER BY price LIMIT 5
"""
''',
        "DuckDB says": '''
more_like_this = """
SELECT id FROM wines WHERE id = $id ORDER BY cosine(vector) LIMIT
"""
''',
        "does not allow `repeat`": '''
more_like_this = """
SELECT id FROM wines WHERE id = $id AND country < repeat('x', 3000000000)
"""
''',
        "2 queries in your text": '''
more_like_this = """
SELECT id FROM wines WHERE id = $id; SELECT 1 AS id
"""
''',
    },
    "8.6": {
        "That is exact search": """
def search(rows, centres, query, probes, count):
    return np.argsort(-(rows @ query))[:count]
""",
        "places among the candidates": """
def search(rows, centres, query, probes, count):
    cells = (rows @ centres.T).argmax(axis=1)
    opened = np.argsort(-(centres @ query))[:probes]
    candidates = rows[np.isin(cells, opened)]
    return np.argsort(-(candidates @ query))[:count]
""",
        "one cell only": """
def search(rows, centres, query, probes, count):
    cells = (rows @ centres.T).argmax(axis=1)
    candidates = np.flatnonzero(cells == (centres @ query).argmax())
    return candidates[np.argsort(-(rows[candidates] @ query))[:count]]
""",
        "not those of one cell after the other": """
def search(rows, centres, query, probes, count):
    cells = (rows @ centres.T).argmax(axis=1)
    found = []
    for cell in np.argsort(-(centres @ query))[:probes]:
        candidates = np.flatnonzero(cells == cell)
        found += [*candidates[np.argsort(-(rows[candidates] @ query))[:count]]]
    return np.array(found[:count], dtype=int)
""",
        "Do not fill the array up": """
def search(rows, centres, query, probes, count):
    cells = (rows @ centres.T).argmax(axis=1)
    opened = np.argsort(-(centres @ query))[:probes]
    candidates = np.flatnonzero(np.isin(cells, opened))
    found = np.full(count, -1)
    order = np.argsort(-(rows[candidates] @ query))[:count]
    found[: len(order)] = candidates[order]
    return found
""",
        "the others stay closed": """
def search(rows, centres, query, probes, count):
    cells = (rows @ centres.T).argmax(axis=1)
    opened = np.isin(cells, np.argsort(-(centres @ query))[:probes])
    enough = opened.sum() >= count
    candidates = np.flatnonzero(opened) if enough else np.arange(len(rows))
    return candidates[np.argsort(-(rows[candidates] @ query))[:count]]
""",
        "furthest from the query": """
def search(rows, centres, query, probes, count):
    cells = (rows @ centres.T).argmax(axis=1)
    opened = np.argsort(centres @ query)[:probes]
    candidates = np.flatnonzero(np.isin(cells, opened))
    return candidates[np.argsort(-(rows[candidates] @ query))[:count]]
""",
        "nearest row comes first": """
def search(rows, centres, query, probes, count):
    cells = (rows @ centres.T).argmax(axis=1)
    opened = np.argsort(-(centres @ query))[:probes]
    candidates = np.flatnonzero(np.isin(cells, opened))
    return candidates[np.argsort(-(rows[candidates] @ query))[:count]][::-1]
""",
    },
}

prove(globals(), 8, right=RIGHT, wrong=WRONG)
