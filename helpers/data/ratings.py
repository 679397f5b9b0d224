"""Ratings of films; the sample is simulated."""

import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from helpers.data._corpora.simulation import CITATION, LICENCE, long_tail
from helpers.data._shelf import store
from helpers.data._shelf.dataset import Data, Downloaded, Source
from helpers.data._shelf.files import check_equal, reading

if TYPE_CHECKING:
    import pandas as pd

RANK = 4
NOISE = 0.75

_FILE = "ml-latest-small.zip"
_NO_GENRE = "(no genres listed)"

# Of the sample.
_USERS = 600
_FILMS = 2_000
_ROWS = 60_000
_GENRES = (
    "Drama Comedy Thriller Action Romance Adventure Crime Sci-Fi Horror Fantasy "
    "Children Animation Mystery Documentary War Musical Western Film-Noir"
).split()
_SEED = 1997  # The year of MovieLens's start; any would do, if always the same.


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Ratings(Data):
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
        """The number of ratings and of films."""
        kind = "ratings" if self.source == "full" else "simulated ratings"
        return f"{len(self.ratings):,} {kind} of {len(self.films):,} films"


def load_ratings() -> Ratings:
    """Load ratings of films by users (MovieLens latest-small).

    The sample is simulated: plain titles, real genres, ratings from a factor model of
    rank 4 (`helpers.data.ratings.simulated`).
    """
    return store.load(RATINGS)


def simulated() -> tuple["pd.DataFrame", "pd.DataFrame"]:
    """Simulate ratings of films by a factor model of rank `RANK`.

    The rating of film f by user u is 3.5 + b_u + b_f + u·f + noise, rounded to half
    stars and cut to 0.5-5: two biases, two vectors of `RANK` numbers, and normal noise
    of standard deviation `NOISE`. Films of one genre have similar vectors. Few films
    are rated by many and few users rate much.

    Returns:
        Ratings (`user`, `film`, `rating`, `time`) and films (`film`, `title`, `year`,
        `genres`), as `Ratings` describes.
    """
    import pandas as pd

    rng = np.random.default_rng(_SEED)
    genre = rng.choice(len(_GENRES), _FILMS, p=long_tail(len(_GENRES), 0.8))
    second = rng.choice(len(_GENRES), _FILMS, p=long_tail(len(_GENRES), 0.8))
    of_genre = rng.normal(0, 0.5, (len(_GENRES), RANK))
    of_film = of_genre[genre] + rng.normal(0, 0.25, (_FILMS, RANK))
    of_user = rng.normal(0, 0.5, (_USERS, RANK))

    # Each pair once: drawn with room to spare, repeats dropped.
    drawn = 2 * _ROWS
    user = rng.choice(_USERS, drawn, p=long_tail(_USERS, 0.6))
    film = rng.choice(_FILMS, drawn, p=long_tail(_FILMS, 0.6))
    _, first = np.unique(user * _FILMS + film, return_index=True)
    first = np.sort(first)[:_ROWS]
    user, film = user[first], film[first]

    rating = 3.5 + rng.normal(0, 0.4, _USERS)[user] + rng.normal(0, 0.4, _FILMS)[film]
    rating += np.sum(of_user[user] * of_film[film], axis=1)
    rating += rng.normal(0, NOISE, len(rating))
    rating = (2 * rating).round().clip(1, 10) / 2
    seconds = rng.integers(1_000_000_000, 1_500_000_000, len(rating))
    table = pd.DataFrame(
        {
            "user": user + 1,
            "film": film + 1,
            "rating": rating.astype(np.float32),
            "time": pd.to_datetime(seconds, unit="s"),
        }
    ).sort_values(["user", "film"], ignore_index=True)

    number = pd.Series(genre).groupby(genre).cumcount() + 1
    films = pd.DataFrame(
        {
            "film": np.arange(1, _FILMS + 1),
            "title": [f"{_GENRES[g]} {n}" for g, n in zip(genre, number, strict=True)],
            "year": pd.array(rng.integers(1950, 2019, _FILMS).tolist(), dtype="Int64"),
            "genres": [
                sorted({_GENRES[g], _GENRES[s]})
                for g, s in zip(genre, second, strict=True)
            ],
        }
    )
    return table, films


def _convert(raw: Path, out: Path) -> None:
    """Keep the archive as it is."""
    shutil.move(raw / _FILE, out)


def _read(folder: Path) -> Ratings:
    import pandas as pd

    path = folder / _FILE
    with reading(path), zipfile.ZipFile(path) as archive:
        with archive.open("ml-latest-small/ratings.csv") as file:
            ratings = pd.read_csv(file, dtype={"rating": "float32"})
        with archive.open("ml-latest-small/movies.csv") as file:
            films = pd.read_csv(file)
        check_equal(len(ratings), RATINGS.counts["ratings"], "the number of ratings is")
        check_equal(len(films), RATINGS.counts["films"], "the number of films is")
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
    return Ratings(ratings=ratings, films=films, **RATINGS.provenance)


def _sample() -> Ratings:
    ratings, films = simulated()
    return Ratings(
        ratings=ratings,
        films=films,
        source="sample",
        citation=CITATION,
        licence=LICENCE,
    )


RATINGS = Downloaded(
    name="ratings",
    what="film ratings by 610 users (MovieLens latest-small)",
    megabytes=1.0,
    licence="GroupLens terms of use, in the archive's README",
    citation=(
        "The MovieLens Datasets: History and Context, F. M. Harper and "
        "J. A. Konstan, 2015, https://doi.org/10.1145/2827872."
    ),
    counts={"ratings": 100_836, "films": 9_742},
    files=(_FILE,),
    sources=(
        Source(
            "https://files.grouplens.org/datasets/movielens/ml-latest-small.zip",
            _FILE,
            "sha256:696d65a3dfceac7c45750ad32df2c259311949efec81f0f144fdfb91ebc9e436",
        ),
    ),
    convert=_convert,
    read=_read,
    sample=_sample,
)
