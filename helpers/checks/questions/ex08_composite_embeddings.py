"""Exercise 08: composite embeddings."""

from collections import Counter
from collections.abc import Callable
from threading import Timer
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sklearn.metrics.pairwise import cosine_distances

from helpers import vectors as reference
from helpers.checks.compare import Hint, expect, expect_same, expect_type
from helpers.checks.judge import question
from helpers.checks.steps import attempt, reached
from helpers.checks.student import Student
from helpers.errors import first_line

if TYPE_CHECKING:
    import duckdb

# What a student's query runs in: no files, no network, little memory, one core.
LIMITS = {"enable_external_access": "false", "temp_directory": ""}
LIMITS |= {"memory_limit": "200MB", "threads": "1"}
SECONDS, CHARACTERS = 5, 3_000
# Others can fill all memory within one call (`repeat`), which no limit stops in time.
# None of these makes a text or a list that is longer than what it is given.
FUNCTIONS = {
    *"+ - * / // % ^ ** pow power sqrt abs round ceil floor sign".split(),
    *"isnan isinf isfinite nullif greatest least lower upper trim length".split(),
    *"~~ !~~ ~~* !~~* starts_with contains".split(),  # LIKE, NOT LIKE, ILIKE …
    *"min max count count_star sum avg any_value first last".split(),
    *"row_number rank dense_rank first_value ntile".split(),
    *"<=> array_cosine_distance array_cosine_similarity".split(),
    *"<-> array_distance <#> array_inner_product array_dot_product".split(),
    *"array_negative_inner_product array_negative_dot_product".split(),
    *"list_cosine_distance list_cosine_similarity list_distance".split(),
    *"list_inner_product list_dot_product".split(),
    *"list_negative_inner_product list_negative_dot_product".split(),
}

COUNTRIES = "Argentina Austria Chile France Germany Italy Portugal Spain".split()


@question("8.1")
def distances(student: Student, rng: np.random.Generator) -> None:
    """The database's distance."""
    rows, width = int(rng.integers(10, 25)), int(rng.integers(4, 9))
    others = rng.normal(size=(rows, width)) * rng.uniform(0.2, 5, size=(rows, 1))
    liked = 2.5 * rng.normal(size=width)
    whole = rng.permutation(np.vstack([others, 0.3 * liked, -4 * liked]))
    for table, query in ((whole, liked), (whole[:1, 1:], liked[1:])):
        unit = reference.unit(table), reference.unit(query)
        lengths = np.linalg.norm(table, axis=1), np.linalg.norm(query)
        expected = cosine_distances(table, query[None])[:, 0]
        expect_same(
            student.distances(table, query),
            expected,
            f"your array for {len(table)} {'rows' if len(table) > 1 else 'row'}",
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
                "A vector that points the other way is as far away as can be. Yours "
                "has lost the sign of the cosine.": 1 - np.abs(1 - expected),
                "Yours ends at 1. The cosine distance goes to 2.": (
                    np.minimum(expected, 1)
                ),
                "That is the angle between the vectors. The distance is made from its "
                "cosine.": np.arccos(np.clip(1 - expected, -1, 1)),
                "That is the distance between the ends of the vectors. The cosine "
                "distance knows directions only.": (
                    np.linalg.norm(table - query, axis=1)
                ),
                "That is the distance between the ends, after scaling to length 1. It "
                "is another measure, with the same order.": (
                    np.linalg.norm(unit[0] - unit[1], axis=1)
                ),
                "That is the square of the distance between the ends, after scaling to "
                "length 1: twice what was asked.": 2 * expected,
                "You divide by one length for the whole table; each row has its own.": (
                    1 - table @ query / np.linalg.norm(table) / lengths[1]
                ),
            },
        )


@question("8.2")
def composite(student: Student, rng: np.random.Generator) -> None:
    """More of this, none of that."""
    whole = rng.normal(size=(int(rng.integers(20, 30)), int(rng.integers(6, 11))))
    whole *= rng.uniform(0.2, 5, size=(len(whole), 1))
    several = int(rng.integers(6, 13)), int(rng.integers(3, 6))
    for table, things, parts in ((whole, *several), (whole[1:, 1:], 1, 2)):
        words = len(table)
        ids = np.array([rng.choice(words, parts, replace=False) for _ in range(things)])
        weights = rng.uniform(0.4, 2, size=parts)
        weights[rng.integers(parts)] *= -1

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
                "You divide by the length of the weights, which is nearly that of the "
                "sums, and not quite. Scale to length 1.": (
                    sums / np.linalg.norm(weights)
                ),
            },
        )


@question("8.3")
def recall(student: Student, rng: np.random.Generator) -> None:
    """How much an index misses."""
    near = int(rng.integers(4, 7))
    for columns in (near, near + int(rng.integers(1, 5))):
        answers, true, mistakes = _telling_search(rng, near, columns)
        expect_same(
            student.recall(answers, true),
            _recall(answers, true),
            f"your recall, where {columns} rows were found and {near} are true,",
            mistakes=mistakes,
        )
    answers, true = _searched(rng, [int(rng.integers(1, near))], near + 1, near + 3)
    expect_same(
        student.recall(answers, true),
        _recall(answers, true),
        "your recall, for 1 query,",
    )


def _telling_search(
    rng: np.random.Generator, near: int, columns: int
) -> tuple[np.ndarray, np.ndarray, dict[str, object]]:
    """Return what an index has found, what is true, and the recalls of the mistaken.

    No two mistakes give the same number, or a hint would fit another mistake.
    """
    while True:
        others = rng.integers(1, near, size=int(rng.integers(6, 10))).tolist()
        hits = rng.permutation([near, near, near, 0, *others]).tolist()
        answers, true = _searched(rng, hits, near, columns)
        mistakes = _mistaken_recalls(answers, true, np.array(hits))
        wrong = {round(value, 5) for value in mistakes.values()}
        numbers = wrong | {round(_recall(answers, true), 5)}
        # With as many columns as neighbours, two mistakes make no difference.
        if len(numbers) == len(mistakes) + (1 if columns > near else -1):
            return answers, true, dict(mistakes)


def _searched(
    rng: np.random.Generator, hits: list[int], near: int, columns: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return what an index has found and what is true, with some hits for each query.

    Returns:
        Numbers of rows, shapes (queries, columns) and (queries, near). Where too few
        were found stands −1.
    """
    true = np.zeros((len(hits), near), int)
    answers = np.zeros((len(hits), columns), int)
    for i, right in enumerate(hits):
        ids = rng.permutation(40)
        true[i], wrong = ids[:near], ids[near : near + columns - right]
        wrong[: rng.integers(3)] = -1
        answers[i] = rng.permutation(np.append(rng.permutation(true[i])[:right], wrong))
    return answers, true


def _recall(answers: np.ndarray, true: np.ndarray) -> float:
    return float((true[:, :, None] == answers[:, None, :]).any(axis=2).mean())


def _mistaken_recalls(
    answers: np.ndarray, true: np.ndarray, hits: np.ndarray
) -> dict[str, float]:
    """Return what well-known mistakes make of the recall, by their hints."""
    near = true.shape[1]
    return {
        "You compare place by place. The order within a row does not matter.": float(
            (answers[:, :near] == true).mean()
        ),
        "A neighbour may stand in any column of `found`, which may have more of them "
        "than `true`.": _recall(answers[:, :near], true),
        "That is the share of those that are missing. Recall is the share of those "
        "that are found.": 1 - _recall(answers, true),
        "A neighbour counts only if it was found for the same query.": float(
            np.isin(true, answers).mean()
        ),
        "That is the share of what was found that is right: the precision. Recall is "
        "a share of the true neighbours.": float(hits.sum() / answers.size),
        "That leaves out the places with −1. Recall is a share of the true "
        "neighbours.": float(hits.sum() / (answers >= 0).sum()),
        "That leaves out the queries for which nothing right was found. They count, "
        "too.": float(hits.sum() / (hits > 0).sum() / near),
        "That is the share of queries with all their neighbours found.": float(
            (hits == near).mean()
        ),
        "That is the share of queries with any neighbour found.": float(
            (hits > 0).mean()
        ),
        "That is a number of neighbours for each query. Give the share.": float(
            hits.mean()
        ),
        "That is in percent. A share goes from 0 to 1.": float(
            100 * hits.sum() / true.size
        ),
    }


_PIECES, _ORDER = "the right pieces", "in the order in which they are found"


@question("8.4", steps={_PIECES: 1, _ORDER: 1})
def pieces(student: Student, rng: np.random.Generator) -> None:
    """Taking a sum apart, piece by piece."""
    lists = []
    counts = rng.permutation(np.arange(4, 8)).tolist()
    for count, twice in ((counts[0], False), (counts[1], True)):
        table, total, expected, mistakes = _sum_to_take_apart(rng, count, twice)
        answer = expect_type(student.pieces(table, total, count), list, "your list")
        rows = [
            expect_type(row, int, f"item {place} of your list")
            for place, row in enumerate(answer)
        ]
        expect(
            len(rows) == count,
            f"Your list has {len(rows)} items; {count} were asked (rows of the table).",
        )
        for hint, wrong in mistakes.items():
            expect(Counter(rows) != Counter(wrong), hint)
        for row in Counter(rows) - Counter(expected):
            often = " so often" if row in expected else ""
            raise Hint(f"Row {row} is in your list, and not{often} in the sum.")
        lists.append((rows, expected))
    reached(_PIECES)
    # Of the last two, a and b, each has the dot product 1 + ab with what is left.
    with attempt(_ORDER):
        for rows, expected in lists:
            expect(
                rows[:-2] == expected[:-2],
                "These are the pieces, but they are not in the order in which they are "
                "found.",
            )


def _sum_to_take_apart(
    rng: np.random.Generator, count: int, twice: bool
) -> tuple[np.ndarray, np.ndarray, list[int], dict[str, list[int]]]:
    """Return a table, a sum of its rows, these as they are found, and mistaken lists.

    The sum can be taken apart piece by piece, but not by any mistaken way.

    Args:
        rng: draws it.
        count: number of rows in the sum.
        twice: whether one row is in the sum twice.
    """
    while True:
        size = int(rng.integers(200, 300)), int(rng.integers(20, 25))
        table = reference.unit(rng.normal(size=size))
        parts = rng.choice(len(table), count, replace=False)
        if twice:
            parts[0] = parts[1]
        total = table[parts].sum(axis=0)
        order = _apart(table, total, count)
        mistakes = {
            "That takes the sum apart at a stroke. Subtract each word before you look "
            "for the next.": np.argsort(-(table @ total))[:count].tolist(),
            "You find the same word again and again: subtract it from what is left of "
            "the sum, not from something else.": count * order[:1],
            "A word that points away from what is left is no part of it: the largest "
            "dot product was asked, whatever the size of negative ones.": (
                _apart(table, total, count, score=lambda dots, rows: np.abs(dots))
            ),
            "Subtract the vector of the word as it is, not times its dot product.": (
                _apart(table, total, count, times=lambda dot: dot)
            ),
        }
        if twice:
            mistakes[
                "A word may be in the sum twice, and so in your list: do not leave out "
                "those that you have."
            ] = _apart(table, total, count, score=_without)
        lists = {tuple(sorted(wrong)) for wrong in mistakes.values()}
        right = sorted(order) == sorted(parts) and tuple(sorted(parts)) not in lists
        if right and len(lists) == len(mistakes) and _is_clear(table, total, order):
            return table, total, order, mistakes


def _apart(
    table: np.ndarray,
    total: np.ndarray,
    count: int,
    score: Callable[[np.ndarray, list[int]], np.ndarray] = lambda dots, rows: dots,
    times: Callable[[float], float] = lambda dot: 1,
) -> list[int]:
    """Return the rows that a sum is taken apart into, in their order.

    Args:
        table: one vector a row.
        total: the sum.
        count: how many rows to take.
        score: of dot products and of the rows so far, what is to be largest.
        times: of a dot product, how many times to subtract the row.
    """
    left, rows = total, list[int]()
    for _ in range(count):
        dots = table @ left
        rows.append(int(np.argmax(score(dots, rows))))
        left = left - times(dots[rows[-1]]) * table[rows[-1]]
    return rows


def _without(dots: np.ndarray, rows: list[int]) -> np.ndarray:
    return np.where(np.isin(np.arange(len(dots)), rows), -np.inf, dots)


def _is_clear(table: np.ndarray, total: np.ndarray, order: list[int]) -> bool:
    """Say whether no rounding can change the order, but for that of the last two."""
    left = total
    for row in order[:-2]:
        second, first = np.sort(table @ left)[-2:]
        if first - second < 1e-4:
            return False
        left = left - table[row]
    return True


_KNOWN = "where all prices and countries are known"
_UNKNOWN = "where some are not known"


@question("8.5", steps={_KNOWN: 2, _UNKNOWN: 1}, rounds=2)
def more_like_this(student: Student, rng: np.random.Generator) -> None:
    """More like this, but cheaper."""
    sql = expect_type(student["more_like_this"], str, "your query")
    _expect_five_wines(sql, *_shop(rng, complete=True))
    reached(_KNOWN)
    with attempt(_UNKNOWN):
        _expect_five_wines(sql, *_shop(rng, complete=False))


def _expect_five_wines(sql: str, wines: pd.DataFrame, liked: int) -> None:
    """Require the five wines that a query should give in a shop."""
    [wine] = wines[wines["id"] == liked].to_dict("records")
    cheaper = wines["price"] < wine["price"]
    abroad = wines["country"] != wine["country"]
    no_price, no_country = wines["price"].isna(), wines["country"].isna()
    by_a_dollar = wines["price"] <= wine["price"] - 1

    def first(
        chosen: pd.Series, by: str = "away", ascending: bool = True, count: int = 5
    ) -> list[int]:
        table = wines[chosen].sort_values([by, "id"], ascending=[ascending, True])
        return table["id"].tolist()[:count]

    expected = first(cheaper & abroad)
    ids = _answer(sql, wines, liked)
    away = wines.set_index("id")["away"].to_dict()
    mistakes: dict[str, object] = {
        "Wines of no known country are missing. A comparison with NULL is neither true "
        "nor false, and WHERE lets only what is true pass.": (
            first(cheaper & abroad & ~no_country)
        ),
        "There are wines from the same country.": first(cheaper),
        "There are wines from no country but the same: you have it the wrong way "
        "round.": first(cheaper & ~abroad),
        "There are wines that are not cheaper.": first(abroad),
        "There are wines that cost the same: they are not cheaper.": (
            first((cheaper | (wines["price"] == wine["price"])) & abroad)
        ),
        "There are wines without a price: nobody knows that they are cheaper.": (
            first((cheaper | no_price) & abroad)
        ),
        "Cheaper is cheaper, if only by cents.": first(by_a_dollar & abroad),
        "The wine itself is among yours, and others that should not be.": (
            first(wines["id"] > 0)
        ),
        "There are wines of no known country that are not cheaper. AND binds tighter "
        "than OR: put brackets around what belongs together.": (
            first((cheaper & abroad) | no_country)
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
        "Two distances that are rounded may be the same. Order by the distances as "
        "they are.": first(cheaper & abroad, by="rounded"),
    }
    known = [away[id] for id in ids if id in first(cheaper & abroad, count=len(wines))]
    if known == [away[id] for id in expected] and len(known) == len(ids):
        mistakes |= {"Order wines of the same distance, too: by their id.": ids}
    if sorted(map(str, ids)) == sorted(map(str, expected)):
        mistakes |= {"Those are the right wines: order them, the nearest first.": ids}
    if ids and ids == expected[: len(ids)]:
        mistakes |= {
            "Those are right, but too few. Choose the wines first, and then take the "
            "nearest five of those.": ids
        }
    expect_same(ids, expected, "the column `id`", means="five wines", mistakes=mistakes)


def _shop(rng: np.random.Generator, complete: bool) -> tuple[pd.DataFrame, int]:
    """Return wines in twelve places, and the id of the one that is liked.

    Those in one place have the same vector; the places are ever further from the wine
    that is liked. The first two wines of each place are cheaper and from elsewhere.
    The two nearest places hold a crowd besides that is not to be shown, so that five
    wines are not to be had among a number of the nearest.

    Args:
        rng: draws the shop.
        complete: whether all wines have a price and a country.
    """
    # The two nearest places are the same after rounding, to whatever digit.
    near = rng.integers(1, 3) / 10 + np.array([1e-5, 3e-5])
    away = np.append(near, np.linspace(0.35, 1.9, 10))
    liked, aside = np.linalg.qr(rng.normal(size=(int(rng.integers(4, 9)), 2)))[0].T
    cosines, sines = (1 - away)[:, None], np.sqrt(1 - (1 - away) ** 2)[:, None]
    # They are very long and very short: it matters which distance is meant.
    lengths = np.array([4, 0.3, *rng.uniform(0.5, 1, size=10)])[:, None]
    vectors = np.vstack([(cosines * liked + sines * aside) * lengths, liked])

    own, *others = rng.permutation(COUNTRIES)[:5].tolist()
    price = float(rng.integers(20, 60))
    rows = []
    for place in range(12):
        low = [price - 0.5, *rng.integers(5, int(price), size=2).tolist()]
        rows += [(others[0] if complete else None, low[place % 2], place)]
        rows += [(others[1], low[1 - place % 2], place), (own, low[2], place)]
        rows += [(others[2], price + 15 * (place % 2), place)]
        rows += [(others[3], price + 1 if complete else None, place)]
    for place in rng.integers(2, size=rng.integers(100, 120)).tolist():
        dear = price + float(rng.integers(1, 30))
        kinds = [(own, low[2]), (others[2], dear)]
        if not complete:
            kinds += [(None, dear), (None, None), (others[3], None)]
        rows += [(*kinds[rng.integers(len(kinds))], place)]
    wines = pd.DataFrame(
        [*rows, (own, price, -1)], columns=["country", "price", "place"]
    )
    ids = rng.permutation(np.arange(1, 1000))[: len(wines)]
    if ids[:2].min() < ids[5:7].min():  # or rounded distances gave the same order
        ids[:10] = np.roll(ids[:10], 5)
    wines.insert(0, "id", ids)
    wines["vector"] = vectors[wines["place"]].tolist()
    wines["away"] = np.append(away, 0)[wines["place"]]
    wines["rounded"] = wines["away"].round(1)
    wines["straight"] = np.linalg.norm(vectors - liked, axis=1)[wines["place"]]
    wines["product"] = (vectors @ liked)[wines["place"]]
    return wines.sample(frac=1, random_state=rng), int(ids[-1])


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
    width = len(wines["vector"].iloc[0])
    values = values.where(values.notna(), None).to_numpy().tolist()
    try:
        with duckdb.connect(config=LIMITS) as database:
            columns = "id INTEGER, country VARCHAR, price DOUBLE, vector FLOAT"
            database.execute(f"CREATE TABLE wines ({columns}[{width}])")
            marks = ", ".join(["(?, ?, ?, ?)"] * len(values))
            insert = f"INSERT INTO wines VALUES {marks}"
            database.execute(insert, [value for row in values for value in row])
            # Or it could read the variables of this very function.
            database.execute("SET python_enable_replacements = false")
            database.execute("SET lock_configuration = true")
            _expect_harmless(database, sql)
            stop = Timer(SECONDS, database.interrupt)
            stop.start()
            try:
                result = database.execute(sql, {"id": liked})
                names = [column[0] for column in result.description or []]
                rows = result.fetchmany(100)
            finally:
                stop.cancel()
    except Hint:
        raise
    except duckdb.InterruptException:
        raise Hint(f"Your query takes more than {SECONDS} seconds.") from None
    except Exception as error:  # whatever a query can make of a database
        raise Hint(f"DuckDB says: {first_line(error)}") from None
    is_id = [name.lower() for name in names] == ["id"]  # as SQL compares names
    expect(is_id, f"Your query gives {', '.join(names)}; `id` was asked.")
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
    expect(
        not unknown,
        f"The check does not allow `{min(unknown, default='')}`: distances, arithmetic "
        "and comparisons are enough.",
    )
    expect("RECURSIVE_CTE_NODE" not in types, "The check does not allow RECURSIVE.")
    expect("VALUE_PARAMETER" in types, "There is no `$id` in your query.")


_NEAREST = "the nearest rows of the opened cells"
_FEW = "cells with too few rows, or none"


@question("8.6", steps={_NEAREST: 2, _FEW: 1})
def search(student: Student, rng: np.random.Generator) -> None:
    """An index of your own."""
    for probes in (2, 1, 3):
        rows, centres, query, count = _cells(rng, probes)
        nearest = np.argsort(-(rows @ query))
        cell = (rows @ centres.T).argmax(axis=1)
        order = np.argsort(-(centres @ query))

        def of(
            opened: np.ndarray,
            nearest: np.ndarray = nearest,
            cell: np.ndarray = cell,
        ) -> np.ndarray:
            return nearest[np.isin(cell[nearest], opened)]

        best = of(order[:probes])
        inside = np.sort(best)
        in_turn = np.concatenate([of(one)[:count] for one in order[:probes]])
        expect_same(
            student.search(rows, centres, query, probes, count),
            best[:count],
            _what(probes, count),
            means="one number a neighbour",
            mistakes={
                "That is exact search: it looks into every cell.": nearest[:count],
                "Those are places among the candidates. Which rows of the table are "
                "they?": np.searchsorted(inside, best[:count]),
                "Find the nearest of all the opened cells together, not those of one "
                "cell after the other.": in_turn[:count],
                "Find `count` rows in all, not in each of the cells.": in_turn,
                "You open one cell only.": of(order[:1])[:count],
                "You open one cell too few.": of(order[: probes - 1])[:count],
                "You open one cell too many.": of(order[: probes + 1])[:count],
                "You open the cells that are furthest from the query.": (
                    of(order[-probes:])[:count]
                ),
                "Those are the rows that are furthest from the query.": (
                    best[::-1][:count]
                ),
                "Those are the right rows, but not the nearest first.": (
                    np.sort(best[:count])
                ),
                "That is the order from the other end: the nearest row comes first.": (
                    best[:count][::-1]
                ),
            },
        )
    reached(_NEAREST)
    with attempt(_FEW):
        _expect_few(student, rng)


def _expect_few(student: Student, rng: np.random.Generator) -> None:
    """Require what is in the opened cells, where that is less than was wanted."""
    rows, centres, query, _ = _cells(rng, 2)
    nearest = np.argsort(-(rows @ query))
    order = np.argsort(-(centres @ query))
    near = np.isin((rows @ centres.T).argmax(axis=1), order[:2])
    count = near.sum() + int(rng.integers(1, 4))
    best = nearest[near[nearest]]
    for table, probes, expected in (
        (rows, 2, best),
        (rows[~near], int(rng.integers(1, 3)), best[:0]),
    ):
        expect_same(
            student.search(table, centres, query, probes, int(count)),
            expected,
            f"{_what(probes, count)}, more than there are,",
            means="one number a neighbour",
            mistakes={
                "Do not fill the array up: return as many rows as there are.": (
                    np.append(expected, np.full(count - len(expected), -1))
                ),
                "Where the opened cells hold too little, the others stay closed.": (
                    np.argsort(-(table @ query))[:count]
                ),
            },
        )


def _what(probes: int, count: int) -> str:
    opened = f"{probes} opened {'cell' if probes == 1 else 'cells'}"
    return f"your array for {opened} and count {count}"


def _cells(
    rng: np.random.Generator, probes: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Return rows, centres, a query and a count for which it matters what is opened.

    The last of the opened cells is needed, and not all of it.
    """
    while True:
        number, cells = int(rng.integers(70, 110)), int(rng.integers(6, 11))
        width = int(rng.integers(5, 8))
        sides = (number, width), (cells, width), (1, width)
        rows, centres, [query] = (reference.unit(rng.normal(size=s)) for s in sides)
        nearest = np.argsort(-(rows @ query))
        order = np.argsort(-(centres @ query))
        cell = (rows @ centres.T).argmax(axis=1)
        less, opened, more = (
            nearest[np.isin(cell[nearest], order[:n])]
            for n in (probes - 1, probes, probes + 1)
        )
        if len(opened) - len(less) < 2:
            continue
        count = int(rng.integers(len(less) + 1, len(opened)))
        # One cell after the other, which is the same where there is one cell.
        in_turn = np.append(less, opened[~np.isin(opened, less)])
        others = [more, nearest, *([in_turn] if probes > 1 else [])]
        differ = all((opened != other[: len(opened)])[:count].any() for other in others)
        differ &= bool((more[:count] != nearest[:count]).any())
        # No rounding is to change the order.
        if differ and np.diff(np.sort(rows @ query)).min() > 1e-6:
            return rows, centres, query, count
