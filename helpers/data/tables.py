"""Tables: wine reviews, film ratings, iris flowers."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from helpers.data import samples_tables, store
from helpers.data.catalogue import CATALOGUE
from helpers.data.files import expect, reading

if TYPE_CHECKING:
    import pandas as pd

_NO_GENRE = "(no genres listed)"

SIMULATED = "Simulated by this course from a factor model, with a fixed seed."


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Wine(store.Data):
    """Reviews of wine.

    Attributes:
        reviews: one row a review, with `country`, `taster`, `variety` (str, NaN where
            not stated), `points` (int64, 80 to 100) and `price` (float64, US dollars
            a bottle, NaN where not stated).
    """

    reviews: "pd.DataFrame"

    @property
    def contents(self) -> str:
        """The size in words."""
        if self.source == "full":
            return f"{len(self.reviews):,} reviews"
        return f"{len(self.reviews):,} simulated ratings"


def load_wine() -> Wine:
    """Load reviews of wine: who tasted what from where, points and price.

    The sample is simulated: real names of tasters, varieties and countries, ratings
    from a factor model of rank 3 (`helpers.data.samples_tables.wine`).
    """
    return store.load("wine", read_wine, _sample_wine)


def read_wine(folder: Path) -> Wine:
    """Read `wine-reviews.parquet`."""
    import pandas as pd

    path = folder / "wine-reviews.parquet"
    with reading(path):
        table = pd.read_parquet(path)
        columns = ["country", "taster", "variety", "points", "price"]
        expect(list(table.columns), columns, "the columns are")
        expect(len(table), CATALOGUE["wine"].counts["reviews"], "the number of rows is")
        kinds = "".join(dtype.kind for dtype in table.dtypes)
        expect(kinds, "OOOif", "the kinds of the columns are")
        if not table["points"].between(80, 100).all():
            raise ValueError("points lie outside 80 to 100")
    return Wine(reviews=table, **store.about("wine"))


def _sample_wine() -> Wine:
    return Wine(
        reviews=samples_tables.wine(),
        source="sample",
        citation=SIMULATED,
        licence="that of this course",
    )


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Ratings(store.Data):
    """Ratings of films by users.

    Attributes:
        ratings: one row a rating, with `user` and `film` (int64), `rating` (float32,
            0.5 to 5 in half stars) and `time` (datetime64, UTC).
        films: one row a film, with `film` (int64), `title` (str, without the year),
            `year` (Int64, missing where not stated) and `genres` (list of str).
    """

    ratings: "pd.DataFrame"
    films: "pd.DataFrame"

    @property
    def contents(self) -> str:
        """The size in words."""
        kind = "ratings" if self.source == "full" else "simulated ratings"
        return f"{len(self.ratings):,} {kind} of {len(self.films):,} films"


def load_ratings() -> Ratings:
    """Load ratings of films by users (MovieLens latest-small).

    The sample is simulated: plain titles, real genres, ratings from a factor model of
    rank 4 (`helpers.data.samples_tables.ratings`).
    """
    return store.load("ratings", read_ratings, _sample_ratings)


def read_ratings(folder: Path) -> Ratings:
    """Read `ml-latest-small.zip`."""
    import pandas as pd

    counts = CATALOGUE["ratings"].counts
    path = folder / "ml-latest-small.zip"
    with reading(path), zipfile.ZipFile(path) as archive:
        with archive.open("ml-latest-small/ratings.csv") as file:
            ratings = pd.read_csv(file, dtype={"rating": "float32"})
        with archive.open("ml-latest-small/movies.csv") as file:
            films = pd.read_csv(file)
        expect(len(ratings), counts["ratings"], "the number of ratings is")
        expect(len(films), counts["films"], "the number of films is")
        ratings = ratings.rename(
            columns={"userId": "user", "movieId": "film", "timestamp": "time"}
        )
        ratings["time"] = pd.to_datetime(ratings["time"], unit="s")
        title = films["title"].str.strip().str.extract(r"^(.*?)\s*(?:\((\d{4})\))?$")
        genres = films["genres"].str.split("|")
        films = pd.DataFrame(
            {
                "film": films["movieId"],
                "title": title[0],
                "year": title[1].astype("Int64"),
                "genres": genres.map(lambda g: [] if g == [_NO_GENRE] else g),
            }
        )
        if not ratings["film"].isin(films["film"]).all():
            raise ValueError("ratings name films that the list of films has not")
        if not ratings["rating"].between(0.5, 5).all():
            raise ValueError("ratings lie outside 0.5 to 5")
    return Ratings(ratings=ratings, films=films, **store.about("ratings"))


def _sample_ratings() -> Ratings:
    ratings, films = samples_tables.ratings()
    return Ratings(
        ratings=ratings,
        films=films,
        source="sample",
        citation=SIMULATED,
        licence="that of this course",
    )


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Iris(store.Data):
    """Measures of iris flowers.

    Attributes:
        features: float64 (150, 4), in centimetres.
        labels: int64 (150,), index into `label_names`.
        feature_names: the four measures.
        label_names: the three species.
    """

    features: np.ndarray
    labels: np.ndarray
    feature_names: tuple[str, ...]
    label_names: tuple[str, ...]

    @property
    def contents(self) -> str:
        """The size in words."""
        return f"{len(self.labels)} flowers"


def load_iris() -> Iris:
    """Load Fisher's iris table, from scikit-learn.

    It is the table as Fisher printed it. The widespread copy of the UCI repository
    has other values in two rows: row 34 ends in 0.1 there, and row 37 is
    4.9, 3.1, 1.5, 0.1 (rows counted from 0).
    """
    from sklearn import datasets

    found = datasets.load_iris()
    iris = Iris(
        features=found.data,
        labels=found.target,
        feature_names=tuple(found.feature_names),
        label_names=tuple(map(str, found.target_names)),
        **store.about("iris"),
    )
    store.announce("iris", iris, "from scikit-learn")
    return iris
