from helpers.checks.proof import prove

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
        "for the same query": """
def recall(found, true):
    return np.isin(true, found).mean()
""",
        "the precision": """
def recall(found, true):
    pairs = found[:, :, None] == true[:, None, :]
    return pairs.any(axis=2).mean() if found.shape[1] > 5 else pairs.sum() / true.size
""",
        "place by place": """
def recall(found, true):
    return (found[:, : true.shape[1]] == true).mean()
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
        "a NumPy array; a list was asked": """
def pieces(table, total, count):
    found = []
    for _ in range(count):
        found.append((table @ (total - table[found].sum(axis=0))).argmax())
    return np.array(found)
""",
    },
    "8.5": {
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

prove(globals(), 8, WRONG)
