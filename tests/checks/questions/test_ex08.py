"""Points for a part of exercise 8, and queries that no check may run."""

import pytest

from helpers.checks.questions import ex08_composite_embeddings as ex08
from helpers.checks.status import Status
from tests.checks.asking import verdict

PIECES = """
def pieces(table, total, count):
    rows = []
    for _ in range(count):
        rows.append(int((table @ (total - table[rows].sum(axis=0))).argmax()))
    return {result}
"""
QUERY = """
more_like_this = '''SELECT w.id FROM wines w, wines l WHERE l.id = $id AND {where}
ORDER BY array_cosine_distance(w.vector, l.vector), w.id LIMIT 5'''
"""
SEARCH = """
import numpy as np

def search(rows, centres, query, probes, count):
    cells = (rows @ centres.T).argmax(axis=1)
    opened = np.argsort(-(centres @ query))[:probes]
    inside = np.flatnonzero(np.isin(cells, opened))
    best = inside[np.argsort(-(rows[inside] @ query))[:count]]
    return {result}
"""


def test_the_last_two_pieces_of_a_sum_may_change_places():
    outcome = verdict(PIECES.format(result="[*rows[:-2], *rows[:-3:-1]]"), ex08.pieces)
    assert (outcome.status, outcome.points) == (Status.PASSED, 2)


@pytest.mark.parametrize("result", ["sorted(rows)", "rows[::-1]"])
def test_the_pieces_of_a_sum_in_another_order_are_worth_a_point(result):
    outcome = verdict(PIECES.format(result=result), ex08.pieces)
    assert (outcome.status, outcome.points) == (Status.PARTLY, 1)
    assert "not in the order" in outcome.hint


def test_another_piece_of_a_sum_is_named():
    outcome = verdict(PIECES.format(result="[*rows[:-1], -1]"), ex08.pieces)
    assert (outcome.status, outcome.points) == (Status.FAILED, 0)
    assert outcome.hint == "Row -1 is in your list, and not in the sum."


@pytest.mark.parametrize(
    ("where", "points"),
    [
        ("w.price < l.price AND w.country IS DISTINCT FROM l.country", 3),
        ("w.price < l.price AND w.country <> l.country", 2),
        ("w.price < l.price", 0),
        ("w.country IS DISTINCT FROM l.country", 0),
        ("w.price < l.price AND length(l.country) <> length(w.country)", 0),
    ],
)
def test_a_query_that_forgets_what_is_not_known_has_two_points(where, points):
    assert verdict(QUERY.format(where=where), ex08.more_like_this).points == points


@pytest.mark.parametrize("name", ["repeat", "list_resize", "range", "concat", "lpad"])
def test_a_query_makes_no_long_texts_or_lists(name):
    where = f"{name}(l.price, w.price) IS NULL"
    outcome = verdict(QUERY.format(where=where), ex08.more_like_this)
    assert f"does not allow `{name}`" in outcome.hint


def test_a_search_that_fails_where_little_is_found_has_two_points():
    result = "np.append(best, np.full(count - len(best), -1))"
    outcome = verdict(SEARCH.format(result=result), ex08.search)
    assert (outcome.status, outcome.points) == (Status.PARTLY, 2)
    assert "Do not fill the array up" in outcome.hint
    assert verdict(SEARCH.format(result="best"), ex08.search).points == 3
