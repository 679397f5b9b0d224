"""Reviews of wine; the sample is simulated."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from helpers.data._corpora.lists import read_groups
from helpers.data._corpora.simulation import CITATION, LICENCE, long_tail
from helpers.data._shelf import store
from helpers.data._shelf.dataset import Data, Downloaded, Source
from helpers.data._shelf.files import check_equal, reading

if TYPE_CHECKING:
    import pandas as pd

RANK = 3
NOISE = 2.1

_FILE = "wine-reviews.parquet"
_CSV = "winemag-data-130k-v2.csv"
_TYPES = {
    "country": "text",
    "taster": "text",
    "variety": "text",
    "points": "int64",
    "price": "float64",
}
_ROWS = 60_000  # of the sample
_SEED = 1855  # The year of Bordeaux's classification; any would do, if always the same.


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Wine(Data):
    """Reviews of wine.

    Attributes:
        reviews: one row a review, with `country`, `taster`, `variety` (str, NaN where
            not stated), `points` (int64, 80 to 100) and `price` (float64, US dollars
            a bottle, NaN where not stated).
    """

    reviews: "pd.DataFrame"

    @property
    def contents(self) -> str:
        """The number of reviews, or of simulated ratings."""
        kind = "reviews" if self.source == "full" else "simulated ratings"
        return f"{len(self.reviews):,} {kind}"


def load_wine() -> Wine:
    """Load reviews of wine: who tasted what from where, points and price.

    The sample is simulated: real names of tasters, varieties and countries, ratings
    from a factor model of rank 3 (`helpers.data.wine.simulated`).
    """
    return store.load(WINE)


def simulated() -> "pd.DataFrame":
    """Simulate ratings of wine by a factor model of rank `RANK`.

    The points of taster t on variety v from country c are
    88.4 + b_t + b_v + b_c + t·v + t·c + v·c + noise, rounded and cut to 80-100: three
    biases, three vectors of `RANK` numbers, and normal noise of standard deviation
    `NOISE`. Price grows with the points. As in the full data, every fifth taster, some
    prices and a few countries and varieties are missing.

    Returns:
        `country`, `taster`, `variety` (str), `points` (int64), `price` (float64).
    """
    import pandas as pd

    rng = np.random.default_rng(_SEED)
    # The busiest taster, the country of most reviews and the commonest variety of a
    # country come first.
    countries_of = read_groups("wine-tasters.csv")
    varieties_of = read_groups("wine-varieties.csv")
    tasters, countries = list(countries_of), list(varieties_of)
    varieties = sorted({v for grown in varieties_of.values() for v in grown})

    country = rng.choice(len(countries), _ROWS, p=long_tail(len(countries), 1.6))
    taster, variety = np.empty((2, _ROWS), int)
    busy = long_tail(len(tasters), 0.8)
    for c, (name, grown) in enumerate(varieties_of.items()):
        here = country == c
        index = [varieties.index(v) for v in grown]
        variety[here] = rng.choice(index, here.sum(), p=long_tail(len(index), 1.0))
        # Most reviews of a country are by those who write about it.
        at_home = np.array([1 if name in countries_of[t] else 0.02 for t in tasters])
        weight = busy * at_home
        taster[here] = rng.choice(len(tasters), here.sum(), p=weight / weight.sum())

    points = 88.4 + rng.normal(0, NOISE, _ROWS)
    vectors = []
    for ids, size, bias in (
        (taster, len(tasters), 0.9),
        (variety, len(varieties), 1.0),
        (country, len(countries), 0.6),
    ):
        points += rng.normal(0, bias, size)[ids]
        vectors.append(rng.normal(0, 0.75, (size, RANK))[ids])
    of_taster, of_variety, of_country = vectors
    points += np.sum(
        of_taster * of_variety + of_taster * of_country + of_variety * of_country,
        axis=1,
    )
    points = points.round().clip(80, 100).astype(np.int64)
    price = np.exp(3.2 + 0.14 * (points - 88.4) + rng.normal(0, 0.45, _ROWS))

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
        table.loc[rng.random(_ROWS) < share, column] = np.nan
    return table


def _convert(raw: Path, out: Path) -> None:
    """Keep five columns of the CSV file."""
    import pandas as pd

    columns = ["country", "taster_name", "variety", "points", "price"]
    table = pd.read_csv(
        raw / _CSV,
        usecols=columns,
        dtype={"points": "int64", "price": "float64"},
    )[columns].rename(columns={"taster_name": "taster"})
    (out / _FILE).write_bytes(table.to_parquet(index=False))


def _read(folder: Path) -> Wine:
    import pandas as pd

    path = folder / _FILE
    with reading(path):
        table = pd.read_parquet(path)
        check_equal(list(table.columns), list(_TYPES), "the columns are")
        check_equal(len(table), WINE.counts["reviews"], "the number of rows is")
        for name, expected in _TYPES.items():
            check_equal(_type(table[name]), expected, f"the type of {name} is")
        if not table["points"].between(80, 100).all():
            raise ValueError("points lie outside 80 to 100")
    return Wine(reviews=table, **WINE.provenance)


def _type(column: "pd.Series") -> str:
    """Return the type of a column in words; missing text is text, too."""
    from pandas.api.types import is_string_dtype

    return "text" if is_string_dtype(column.dropna()) else str(column.dtype)


def _sample() -> Wine:
    return Wine(
        reviews=simulated(), source="sample", citation=CITATION, licence=LICENCE
    )


WINE = Downloaded(
    name="wine",
    what="wine reviews: taster, variety, country, points, price",
    megabytes=0.4,
    licence="CC BY-NC-SA 4.0",
    citation=(
        "Wine Reviews, collected from WineEnthusiast by Z. Thoutt, 2017, "
        "https://www.kaggle.com/datasets/zynicide/wine-reviews."
    ),
    counts={"reviews": 129_971},
    files=(_FILE,),
    sources=(
        Source(
            "https://raw.githubusercontent.com/rfordatascience/tidytuesday/"
            "master/data/2019/2019-05-28/winemag-data-130k-v2.csv",
            _CSV,
        ),
    ),
    convert=_convert,
    read=_read,
    sample=_sample,
)
