"""Ratings of films."""

import numpy as np
import pytest

import helpers.data as data
from helpers.data import RATINGS
from tests.data.content import zipped


def test_ratings(upstream):
    archive = zipped(
        {
            "ml-latest-small/ratings.csv": b"userId,movieId,rating,timestamp\r\n"
            b"1,1,4.0,964982703\r\n1,7,0.5,964981247\r\n",
            "ml-latest-small/movies.csv": b"movieId,title,genres\r\n"
            b"1,Toy Story (1995),Adventure|Comedy\r\n"
            b'7,"Cosmos, The ",(no genres listed)\r\n',
        }
    )
    upstream("ratings", {"ml-latest-small.zip": archive}, ratings=2, films=2)
    loaded = data.load_ratings()
    assert loaded.ratings["rating"].dtype == np.float32
    assert str(loaded.ratings["time"][0]) == "2000-07-30 18:45:03"
    assert loaded.films["title"].tolist() == ["Toy Story", "Cosmos, The"]
    assert loaded.films["year"][0] == 1995
    assert loaded.films["year"].isna().tolist() == [False, True]
    assert loaded.films["genres"].tolist() == [["Adventure", "Comedy"], []]


def test_ratings_sample(samples):
    loaded = data.load_ratings()
    assert len(loaded.ratings) == 60_000
    assert set(loaded.ratings["rating"]) == set(np.arange(1, 11) / 2)
    assert not loaded.ratings.duplicated(["user", "film"]).any()
    assert loaded.ratings["user"].nunique() == 600
    assert loaded.films["title"].is_unique
    assert loaded.ratings["film"].isin(loaded.films["film"]).all()


def test_full_ratings(full):
    loaded = data.load_ratings()
    assert len(loaded.ratings) == 100_836
    assert loaded.ratings["user"].nunique() == 610
    assert len(loaded.films) == 9_742


def test_real_ratings(prepared, upstream_of_real, cache):
    file = "ml-latest-small.zip"
    content = (prepared / file).read_bytes()
    upstream_of_real("ratings", content)
    loaded, expected = data.load_ratings(), RATINGS.read(prepared)
    assert loaded.ratings.equals(expected.ratings)
    assert (cache / file).read_bytes() == content


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (b"1,8,4.0,964982703", "ratings name films that the list of films has not"),
        (b"1,7,0.4,964982703", r"ratings lie outside 0\.5 to 5"),
        (b"1,7,5.1,964982703", r"ratings lie outside 0\.5 to 5"),
    ],
)
def test_other_ratings_are_refused(upstream, row, message):
    archive = zipped(
        {
            "ml-latest-small/ratings.csv": b"userId,movieId,rating,timestamp\n" + row,
            "ml-latest-small/movies.csv": b"movieId,title,genres\n7,Heat (1995),Crime",
        }
    )
    upstream("ratings", {"ml-latest-small.zip": archive}, ratings=1, films=1)
    with pytest.raises(data.DataError, match=message):
        data.load_ratings()
