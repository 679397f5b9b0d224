"""Exercise 08: composite embeddings."""

from threading import Timer
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sklearn.metrics.pairwise import cosine_distances

from helpers import vectors as reference
from helpers.checks.compare import Hint, expect, expect_same, expect_type
from helpers.checks.judge import question
from helpers.checks.student import Student
from helpers.errors import first_line

if TYPE_CHECKING:
    import duckdb

# What a student's query runs in: no files, no network, little memory, one core.
LIMITS = {"enable_external_access": "false", "temp_directory": ""}
LIMITS |= {"memory_limit": "200MB", "threads": "1"}
SECONDS, CHARACTERS = 5, 3_000
# Others can fill all memory within one call (`repeat`), which no limit stops in time.
FUNCTIONS = {
    *"+ - * / abs round min max row_number rank".split(),
    *"<=> array_cosine_distance array_cosine_similarity".split(),
    *"<-> array_distance <#> array_inner_product array_dot_product".split(),
    *"list_cosine_distance list_cosine_similarity list_distance".split(),
}


@question("8.1")
def distances(student: Student, rng: np.random.Generator) -> None:
    """The database's distance."""
    table = rng.normal(size=(20, 6)) * rng.uniform(0.2, 5, size=(20, 1))
    query = 2.5 * rng.normal(size=6)
    table[0], table[1] = 0.3 * query, -4 * query
    unit = reference.unit(table), reference.unit(query)
    lengths = np.linalg.norm(table, axis=1), np.linalg.norm(query)
    expected = cosine_distances(table, query[None])[:, 0]
    expect_same(
        student.distances(table, query),
        expected,
        "your array",
        means="one number a row",
        mistakes={
            "That is the cosine: 1 for vectors that point the same way, not 0.": (
                1 - expected
            ),
            "Divide by the lengths, both of the rows and of the query.": (
                1 - table @ query
            ),
            "The rows have lengths, too: divide by them.": 1 - table @ unit[1],
            "The query has a length, too: divide by it.": 1 - unit[0] @ query,
            "That goes from 0 to 1. The cosine distance goes to 2.": expected / 2,
            "That is the distance between the ends of the vectors. The cosine distance "
            "knows directions only.": np.linalg.norm(table - query, axis=1),
            "That is the distance between the ends, after scaling to length 1. It is "
            "another measure, with the same order.": (
                np.linalg.norm(unit[0] - unit[1], axis=1)
            ),
            "You divide by one length for the whole table; each row has its own.": (
                1 - table @ query / np.linalg.norm(table) / lengths[1]
            ),
        },
    )


@question("8.2")
def composite(student: Student, rng: np.random.Generator) -> None:
    """More of this, none of that."""
    table = rng.normal(size=(25, 8)) * rng.uniform(0.2, 5, size=(25, 1))
    for parts in (3, 4):
        ids = np.array([rng.choice(25, parts, replace=False) for _ in range(10)])
        weights = rng.uniform(0.4, 2, size=parts)
        weights[1] *= -1

        def added(
            vectors: np.ndarray, weights: np.ndarray, ids: np.ndarray = ids
        ) -> np.ndarray:
            return np.einsum("tpw,p->tw", vectors[ids], weights)

        unit = reference.unit(table)
        sums = added(unit, weights)
        expect_same(
            student.composite(table, ids, weights),
            reference.unit(sums),
            "your array",
            means="one row a thing, as wide as the table",
            mistakes={
                "The sums are right. Scale each of them to length 1.": sums,
                "Long vectors count for more than their weight: scale those of the "
                "words first.": reference.unit(added(table, weights)),
                "Nothing is scaled to length 1 in your answer: neither the words nor "
                "the sums.": added(table, weights),
                "The weights are missing.": reference.unit(added(unit, np.ones(parts))),
                "A negative weight takes a part away; yours adds it.": (
                    reference.unit(added(unit, np.abs(weights)))
                ),
                "That is a mean. Scale the sums to length 1.": sums / parts,
                "You divide by one length for all the sums; each has its own.": (
                    sums / np.linalg.norm(sums)
                ),
                "You divide by the sum of the weights. Scale to length 1.": (
                    sums / weights.sum()
                ),
            },
        )


@question("8.3")
def recall(student: Student, rng: np.random.Generator) -> None:
    """How much an index misses."""
    for columns in (5, 8):
        true, answers = np.zeros((12, 5), int), np.zeros((12, columns), int)
        for i, hits in enumerate([5, 5, 5, 5, 0, *rng.integers(1, 5, size=7)]):
            ids = rng.permutation(40)
            true[i], wrong = ids[:5], ids[5 : 5 + columns - hits]
            wrong[: rng.integers(3)] = -1
            answers[i] = rng.permutation(
                np.append(rng.permutation(true[i])[:hits], wrong)
            )
        rows = zip(answers.tolist(), true.tolist(), strict=True)
        hits = np.array([len({*one} & {*other}) for one, other in rows])
        expect_same(
            student.recall(answers, true),
            float(hits.sum() / true.size),
            "your recall",
            mistakes={
                "You compare place by place. The order within a row does not matter.": (
                    float((answers[:, :5] == true).mean())
                ),
                "A neighbour counts only if it was found for the same query.": (
                    float(np.isin(true, answers).mean())
                ),
                "That is the share of what was found that is right: the precision. "
                "Recall is a share of the true neighbours.": float(
                    hits.sum() / answers.size
                ),
                "That leaves out the places with −1. Recall is a share of the true "
                "neighbours.": float(hits.sum() / (answers >= 0).sum()),
                "That is the share of queries with all their neighbours found.": float(
                    (hits == 5).mean()
                ),
                "That is the share of queries with any neighbour found.": float(
                    (hits > 0).mean()
                ),
            },
        )


@question("8.4", points=2)
def pieces(student: Student, rng: np.random.Generator) -> None:
    """Taking a sum apart, piece by piece."""
    for count in (6, 4):
        table, total, expected = _sum_to_take_apart(rng, count)
        at_once = np.argsort(-(table @ total))[:count].tolist()
        rows = expect_type(student.pieces(table, total, count), list, "your list")
        numbers = [int(i) for i in rows if isinstance(i, int | np.integer)]
        expect(
            sorted(numbers) != sorted(expected) or numbers == expected,
            "These are the pieces, but they are not in the order in which they are "
            "found.",
        )
        expect_same(
            rows,
            expected,
            "your list",
            means="rows of the table",
            mistakes={
                "That takes the sum apart at a stroke. Subtract each word before you "
                "look for the next.": at_once,
                "You find the same word again and again: subtract it from what is left "
                "of the sum, not from something else.": count * expected[:1],
            },
        )


def _sum_to_take_apart(
    rng: np.random.Generator, count: int
) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Return a table, a sum of its rows, and these in the order they are found.

    One that can be taken apart piece by piece, but not at a stroke.
    """
    while True:
        table = reference.unit(rng.normal(size=(300, 24)))
        parts = rng.choice(300, count, replace=False)
        left, order = table[parts].sum(axis=0), list[int]()
        at_once = np.argsort(-(table @ left))[:count]
        while len(order) < count:
            order.append(int(np.argmax(table @ left)))
            left = left - table[order[-1]]
        if {*order} == {*parts} != {*at_once}:
            return table, table[parts].sum(axis=0), order


@question("8.5", points=3)
def more_like_this(student: Student, rng: np.random.Generator) -> None:
    """More like this, but cheaper."""
    sql = expect_type(student["more_like_this"], str, "your query")
    for _ in range(2):
        wines, liked = _shop(rng)
        cheaper, abroad = wines["price"] < 40, wines["country"] != "Italy"
        no_price, no_country = wines["price"].isna(), wines["country"].isna()

        def first(
            chosen: pd.Series,
            by: str = "place",
            ascending: bool = True,
            count: int = 5,
            wines: pd.DataFrame = wines,
        ) -> list[int]:
            table = wines[chosen].sort_values([by, "id"], ascending=[ascending, True])
            return table["id"].tolist()[:count]

        expected = first(cheaper & abroad)
        ids = _answer(sql, wines, liked)
        places = wines.set_index("id")["place"].to_dict()
        mistakes: dict[str, object] = {
            "Wines of no known country are missing. A comparison with NULL is neither "
            "true nor false, and WHERE lets only what is true pass.": (
                first(cheaper & abroad & ~no_country)
            ),
            "There are wines from the same country.": first(cheaper),
            "There are wines from no country but the same: you have it the wrong way "
            "round.": first(cheaper & ~abroad),
            "There are wines that are not cheaper.": first(abroad),
            "There are wines that cost the same: they are not cheaper.": (
                first((cheaper | (wines["price"] == 40)) & abroad)
            ),
            "There are wines without a price: nobody knows that they are cheaper.": (
                first((cheaper | no_price) & abroad)
            ),
            "The wine itself is among yours, and others that should not be.": (
                first(wines["id"] > 0)
            ),
            "That is the order from the other end: the nearest wine comes first.": (
                first(cheaper & abroad, ascending=False)
            ),
            "Those are the nearest by another distance than `array_cosine_distance`.": (
                first(cheaper & abroad, by="straight")
            ),
            "Those have the largest inner product. The cosine distance was asked.": (
                first(cheaper & abroad, by="product", ascending=False)
            ),
        }
        known = [places[id] for id in ids if id in first(cheaper & abroad, count=60)]
        if known == [places[id] for id in expected] and len(known) == len(ids):
            mistakes |= {"Order wines of the same distance, too: by their id.": ids}
        expect_same(
            ids, expected, "the column `id`", means="five wines", mistakes=mistakes
        )


def _shop(rng: np.random.Generator) -> tuple[pd.DataFrame, int]:
    """Return wines in twelve places, five in each, and the id of the one that is liked.

    Those in one place have the same vector; the places are ever further from the wine
    that is liked.
    """
    liked, away = np.linalg.qr(rng.normal(size=(5, 2)))[0].T
    angles = np.linspace(0.3, 2.6, 12)[:, None]
    vectors = (np.cos(angles) * liked + np.sin(angles) * away).round(4)
    # The nearest are very long and very short: it matters which distance is meant.
    lengths = np.array([4, 0.3, *rng.uniform(0.5, 1, size=10)])[:, None]
    vectors = np.vstack([vectors * lengths, liked])
    rows = []
    for place in range(12):
        low = rng.integers(5, 35, size=3).tolist()
        high = [40, 55][place % 2]
        rows += [(None, low[0], place), ("Italy", low[1], place)]
        rows += [("Chile", low[2], place), ("France", high, place)]
        rows += [("Spain", None, place)]
    wines = pd.DataFrame(
        [*rows, ("Italy", 40, -1)], columns=["country", "price", "place"]
    )
    wines.insert(0, "id", rng.permutation(np.arange(1, 1000))[: len(wines)])
    wines["vector"] = vectors[wines["place"]].tolist()
    wines["straight"] = np.linalg.norm(vectors - liked, axis=1)[wines["place"]]
    wines["product"] = (vectors @ liked)[wines["place"]]
    return wines.sample(frac=1, random_state=rng), int(wines["id"].iloc[-1])


def _answer(sql: str, wines: pd.DataFrame, liked: int) -> list[object]:
    """Return the column that a student's query gives.

    Raises:
        Hint: it gives none, or is no query that can do no harm.
    """
    try:
        import duckdb
    except ModuleNotFoundError:
        raise Hint("This check needs the package duckdb: install it first.") from None

    values = wines[["id", "country", "price", "vector"]].astype(object)
    values = values.where(values.notna(), None).to_numpy().tolist()
    try:
        with duckdb.connect(config=LIMITS) as database:
            table = "wines (id INTEGER, country VARCHAR, price DOUBLE, vector FLOAT[5])"
            database.execute(f"CREATE TABLE {table}")
            database.executemany("INSERT INTO wines VALUES (?, ?, ?, ?)", values)
            # Or it could read the variables of this very function.
            database.execute("SET python_enable_replacements = false")
            database.execute("SET lock_configuration = true")
            _expect_harmless(database, sql)
            stop = Timer(SECONDS, database.interrupt)
            stop.start()
            try:
                result = database.execute(sql, {"id": liked})
                columns = [column[0] for column in result.description or []]
                rows = result.fetchmany(100)
            finally:
                stop.cancel()
    except Hint:
        raise
    except duckdb.InterruptException:
        raise Hint(f"Your query takes more than {SECONDS} seconds.") from None
    except Exception as error:  # whatever a query can make of a database
        raise Hint(f"DuckDB says: {first_line(error)}") from None
    expect(columns == ["id"], f"Your query gives {', '.join(columns)}; `id` was asked.")
    return [row[0] for row in rows]


def _expect_harmless(database: "duckdb.DuckDBPyConnection", sql: str) -> None:
    """Require one SELECT without functions that could take all memory or time."""
    expect(len(sql) <= CHARACTERS, "Your query is too long to be checked.")
    facts = "tree ->> '$.error_message', tree ->> '$..function_name', "
    facts += "tree ->> '$..type', json_array_length(tree -> '$.statements')"
    parse = f"SELECT {facts} FROM (SELECT json_serialize_sql(?) AS tree)"
    [row] = database.execute(parse, [sql]).fetchall()
    wrong, functions, types, count = row
    expect("Only SELECT" not in (wrong or ""), "Your query is to be a SELECT.")
    expect(wrong is None, f"DuckDB says: {wrong}")
    expect(count == 1, f"There are {count} queries in your text; one was asked.")
    unknown = {*functions} - FUNCTIONS
    expect(not unknown, f"The check does not allow `{min(unknown, default='')}`.")
    expect("RECURSIVE_CTE_NODE" not in types, "The check does not allow RECURSIVE.")
    expect("VALUE_PARAMETER" in types, "There is no `$id` in your query.")


@question("8.6", points=3)
def search(student: Student, rng: np.random.Generator) -> None:
    """An index of your own."""
    for probes, count in ((2, 6), (1, 4), (3, 40), (1, 5)):
        rows, centres, query = _cells(rng, probes, count, empty=count == 5)
        nearest = np.argsort(-(rows @ query))
        cell = [int(np.argmax(centres @ row)) for row in rows]
        order = np.argsort(-(centres @ query)).tolist()

        def best(
            opened: list[int],
            nearest: np.ndarray = nearest,
            cell: list[int] = cell,
            count: int = count,
        ) -> np.ndarray:
            return np.array([i for i in nearest if cell[i] in opened][:count], int)

        inside = [i for i in range(len(rows)) if cell[i] in order[:probes]]
        expected = best(order[:probes])
        expect_same(
            student.search(rows, centres, query, probes, count),
            expected,
            f"your array for {probes} opened cells and count {count}",
            means="one number a row found",
            mistakes={
                "That is exact search: it looks into every cell.": nearest[:count],
                "Those are places among the candidates. Which rows of the table are "
                "they?": np.array([inside.index(i) for i in expected], int),
                "You open one cell only.": best(order[:1]),
                "You open one cell too few.": best(order[: probes - 1]),
                "You open one cell too many.": best(order[: probes + 1]),
                "You open the cells that are furthest from the query.": (
                    best(order[-probes:])
                ),
                "Those are the right rows, but not the nearest first.": (
                    np.sort(expected)
                ),
                "That is the order from the other end: the nearest row comes first.": (
                    expected[::-1]
                ),
            },
        )


def _cells(
    rng: np.random.Generator, probes: int, count: int, empty: bool
) -> tuple[np.ndarray, ...]:
    """Return rows, centres and a query for which it matters which cells are opened."""
    while True:
        sides = (90, 6), (8, 6), (1, 6)
        rows, centres, query = (reference.unit(rng.normal(size=s)) for s in sides)
        cell, opened = (rows @ centres.T).argmax(axis=1), centres @ query[0]
        order = np.argsort(-opened)
        if empty:
            return rows[cell != order[0]], centres, query[0]
        hits = [np.isin(cell, order[:n]) for n in (probes - 1, probes, probes + 1)]
        best = [np.argsort(-(rows @ query[0]) + 9 * ~hit)[:count] for hit in hits]
        if len({tuple(one) for one in best}) == 3 and hits[1].sum() > 1:
            return rows, centres, query[0]
