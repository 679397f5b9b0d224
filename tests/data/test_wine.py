"""Reviews of wine."""

import numpy as np
import pandas as pd
import pytest

import helpers.data as data
from helpers.data import DATASETS
from tests.data.server import WINE_CSV


def test_wine(upstream):
    upstream("wine", {"winemag-data-130k-v2.csv": WINE_CSV}, reviews=3)
    table = data.load_wine().reviews
    assert list(table) == ["country", "taster", "variety", "points", "price"]
    assert table["taster"].tolist()[:2] == ["Kerin O’Keefe", "Roger Voss"]
    assert table.isna().sum().tolist() == [1, 1, 1, 0, 1]


def test_wine_sample(samples):
    table = data.load_wine().reviews
    assert len(table) == 60_000
    assert table["points"].between(80, 100).all()
    assert table["taster"].nunique() == 19
    assert table["country"].nunique() > 35
    assert table["variety"].nunique() > 140
    assert table["country"].value_counts(normalize=True).iloc[0] > 0.3
    assert 0.15 < table["taster"].isna().mean() < 0.25
    # There is something to learn, and noise that nobody can.
    spread = (table["points"] - table["points"].median()).abs().mean()
    cells = table.groupby(["country", "taster", "variety"])["points"]
    left = (table["points"] - cells.transform("median")).abs().mean()
    assert left < 0.85 * spread
    assert data.load_wine().reviews.equals(table)


def test_full_wine(full):
    table = data.load_wine().reviews
    assert len(table) == 129_971
    different = [
        table[c].nunique(dropna=False) for c in ("country", "taster", "variety")
    ]
    assert different == [44, 20, 708]
    assert table["price"].isna().sum() == 8_996


def prepared_table(**columns: object) -> pd.DataFrame:
    """Return two reviews as the prepared file holds them, some columns replaced."""
    table = pd.DataFrame(
        {
            "country": ["Italy", None],
            "taster": ["Roger Voss", None],
            "variety": ["Port", "Merlot"],
            "points": [80, 100],
            "price": [15.0, np.nan],
        }
    )
    return table.assign(**columns)


@pytest.mark.parametrize("text", [object, "string", "string[pyarrow]"])
def test_text_of_every_pandas_is_text(tmp_path, alter, text):
    alter("wine", counts={"reviews": 2})
    names = ["country", "taster", "variety"]
    table = prepared_table()
    table[names] = table[names].apply(lambda column: pd.array(column, dtype=text))
    table.to_parquet(tmp_path / "wine-reviews.parquet")
    loaded = DATASETS["wine"].read(tmp_path).reviews
    assert loaded["variety"].tolist() == ["Port", "Merlot"]
    assert loaded["country"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"country": [1, 2]}, "the type of country is int64 where text is expected"),
        ({"taster": [b"a", b"b"]}, "the type of taster is object where text"),
        (
            {"variety": [True, False]},
            "the type of variety is bool where text",
        ),
        ({"points": [80.5, 90]}, "the type of points is float64 where int64"),
        ({"price": [15, 16]}, "the type of price is int64 where float64 is expected"),
        ({"price": ["a", "b"]}, "the type of price is text where float64 is expected"),
        ({"points": [79, 80]}, "points lie outside 80 to 100"),
        ({"points": [100, 101]}, "points lie outside 80 to 100"),
        ({"more": [1, 2]}, "the columns are .* where .* is expected"),
    ],
)
def test_another_table_is_refused_in_words(tmp_path, alter, columns, message):
    alter("wine", counts={"reviews": 2})
    path = tmp_path / "wine-reviews.parquet"
    prepared_table(**columns).to_parquet(path)
    with pytest.raises(data.DataError, match=message) as caught:
        DATASETS["wine"].read(tmp_path)
    assert caught.value.path == path
