"""The course's datasets: one `load_…()` each, always with a sample to fall back on."""

import warnings

from helpers.data.files import DataError
from helpers.data.images import (
    Mnist,
    MobileNetWeights,
    Photos,
    load_mnist,
    load_mobilenet,
    load_photos,
)
from helpers.data.judgements import (
    Analogies,
    Similarity,
    load_analogies,
    load_similarity,
)
from helpers.data.tables import (
    Iris,
    Ratings,
    Wine,
    load_iris,
    load_ratings,
    load_wine,
)
from helpers.data.text import (
    Imdb,
    Reuters,
    Sentences,
    Texts,
    load_imdb,
    load_reuters,
    load_sentences,
)
from helpers.data.vectors import (
    Glove,
    Translation,
    load_glove,
    load_translation,
)

# pooch imports tqdm's notebook bar, which warns where ipywidgets is missing. The bars
# here are plain text and need no widgets.
warnings.filterwarnings("ignore", message="IProgress not found")

__all__ = [
    "Analogies",
    "DataError",
    "Glove",
    "Imdb",
    "Iris",
    "Mnist",
    "MobileNetWeights",
    "Photos",
    "Ratings",
    "Reuters",
    "Sentences",
    "Similarity",
    "Texts",
    "Translation",
    "Wine",
    "load_analogies",
    "load_glove",
    "load_imdb",
    "load_iris",
    "load_mnist",
    "load_mobilenet",
    "load_photos",
    "load_ratings",
    "load_reuters",
    "load_sentences",
    "load_similarity",
    "load_translation",
    "load_wine",
]
