"""Simulated tables of ratings, drawn from models that are known exactly."""

from typing import TYPE_CHECKING

import numpy as np

from helpers.data.wine_names import TASTERS, VARIETIES

if TYPE_CHECKING:
    import pandas as pd

WINE_RANK = 3
WINE_NOISE = 2.1


def wine(rows: int = 60_000) -> "pd.DataFrame":
    """Simulate ratings of wine by a factor model of rank `WINE_RANK`.

    The points of taster t on variety v from country c are
    88.4 + b_t + b_v + b_c + t·v + t·c + v·c + noise, rounded and cut to 80-100: three
    biases, three vectors of `WINE_RANK` numbers, and normal noise of standard
    deviation `WINE_NOISE`. Price grows with the points. As in the full data, every
    fifth taster, some prices and a few countries and varieties are missing.

    Returns:
        `country`, `taster`, `variety` (str), `points` (int64), `price` (float64).
    """
    import pandas as pd

    rng = np.random.default_rng(1855)
    tasters, countries = list(TASTERS), list(VARIETIES)
    varieties = sorted({v for grown in VARIETIES.values() for v in grown})

    country = rng.choice(len(countries), rows, p=_long_tail(len(countries), 1.6))
    taster, variety = np.empty((2, rows), int)
    busy = _long_tail(len(tasters), 0.8)
    for c, (name, grown) in enumerate(VARIETIES.items()):
        here = country == c
        index = [varieties.index(v) for v in grown]
        variety[here] = rng.choice(index, here.sum(), p=_long_tail(len(index), 1.0))
        # Most reviews of a country are by those who write about it.
        at_home = np.array([1 if name in TASTERS[t] else 0.02 for t in tasters])
        weight = busy * at_home
        taster[here] = rng.choice(len(tasters), here.sum(), p=weight / weight.sum())

    points = 88.4 + rng.normal(0, WINE_NOISE, rows)
    vectors = []
    for ids, size, bias in (
        (taster, len(tasters), 0.9),
        (variety, len(varieties), 1.0),
        (country, len(countries), 0.6),
    ):
        points += rng.normal(0, bias, size)[ids]
        vectors.append(rng.normal(0, 0.75, (size, WINE_RANK))[ids])
    t, v, c = vectors
    points += np.sum(t * v + t * c + v * c, axis=1)
    points = points.round().clip(80, 100).astype(np.int64)
    price = np.exp(3.2 + 0.14 * (points - 88.4) + rng.normal(0, 0.45, rows))

    table = pd.DataFrame(
        {
            "country": np.array(countries, object)[country],
            "taster": np.array(tasters, object)[taster],
            "variety": np.array(varieties, object)[variety],
            "points": points,
            "price": price.round().clip(4),
        }
    )
    for column, share in (
        ("country", 0.0005),
        ("taster", 0.2),
        ("variety", 1e-5),
        ("price", 0.07),
    ):
        table.loc[rng.random(rows) < share, column] = np.nan
    return table


def _long_tail(size: int, steepness: float) -> np.ndarray:
    """Return probabilities that fall as a power of the rank."""
    weights = np.arange(1, size + 1, dtype=float) ** -steepness
    return weights / weights.sum()


RATINGS_RANK = 4
RATINGS_NOISE = 0.75

_GENRES = (
    "Drama Comedy Thriller Action Romance Adventure Crime Sci-Fi Horror Fantasy "
    "Children Animation Mystery Documentary War Musical Western Film-Noir"
).split()


def ratings(
    users: int = 600, films: int = 2_000, rows: int = 60_000
) -> tuple["pd.DataFrame", "pd.DataFrame"]:
    """Simulate ratings of films by a factor model of rank `RATINGS_RANK`.

    The rating of film f by user u is 3.5 + b_u + b_f + u·f + noise, rounded to half
    stars and cut to 0.5-5: two biases, two vectors of `RATINGS_RANK` numbers, and
    normal noise of standard deviation `RATINGS_NOISE`. Films of one genre have
    similar vectors. Few films are rated by many and few users rate much.

    Returns:
        Ratings (`user`, `film`, `rating`, `time`) and films (`film`, `title`, `year`,
        `genres`), as `helpers.data.load_ratings` describes.
    """
    import pandas as pd

    rng = np.random.default_rng(1997)
    genre = rng.choice(len(_GENRES), films, p=_long_tail(len(_GENRES), 0.8))
    second = rng.choice(len(_GENRES), films, p=_long_tail(len(_GENRES), 0.8))
    of_genre = rng.normal(0, 0.5, (len(_GENRES), RATINGS_RANK))
    of_film = of_genre[genre] + rng.normal(0, 0.25, (films, RATINGS_RANK))
    of_user = rng.normal(0, 0.5, (users, RATINGS_RANK))

    # Each pair once: drawn with room to spare, repeats dropped.
    drawn = 2 * rows
    user = rng.choice(users, drawn, p=_long_tail(users, 0.6))
    film = rng.choice(films, drawn, p=_long_tail(films, 0.6))
    _, first = np.unique(user * films + film, return_index=True)
    first = np.sort(first)[:rows]
    user, film = user[first], film[first]

    rating = 3.5 + rng.normal(0, 0.4, users)[user] + rng.normal(0, 0.4, films)[film]
    rating += np.sum(of_user[user] * of_film[film], axis=1)
    rating += rng.normal(0, RATINGS_NOISE, len(rating))
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
    catalogue = pd.DataFrame(
        {
            "film": np.arange(1, films + 1),
            "title": [f"{_GENRES[g]} {n}" for g, n in zip(genre, number, strict=True)],
            "year": pd.array(rng.integers(1950, 2019, films), dtype="Int64"),
            "genres": [
                sorted({_GENRES[g], _GENRES[s]})
                for g, s in zip(genre, second, strict=True)
            ],
        }
    )
    return table, catalogue
