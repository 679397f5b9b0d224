"""The course's datasets: one `load_…()` each, with a sample where it is downloaded.

A dataset is one module, named here in one line. `DATASETS` is made from these lines.
"""

# ruff: noqa: F401 - what is imported here is what `helpers.data` offers

import warnings

from helpers.data._shelf.dataset import Dataset
from helpers.data._shelf.files import DataError
from helpers.data._shelf.texts import Texts
from helpers.data.analogies import ANALOGIES, Analogies, load_analogies
from helpers.data.glove import GLOVE, Glove, load_glove
from helpers.data.imdb import IMDB, Imdb, load_imdb
from helpers.data.iris import IRIS, Iris, load_iris
from helpers.data.mnist import MNIST, Mnist, load_mnist
from helpers.data.mobilenet import MOBILENET, MobileNetWeights, load_mobilenet
from helpers.data.photos import PHOTOS, Photos, load_photos
from helpers.data.ratings import RATINGS, Ratings, load_ratings
from helpers.data.reuters import REUTERS, Reuters, load_reuters
from helpers.data.sentences import SENTENCES, Sentences, load_sentences
from helpers.data.similarity import SIMILARITY, Similarity, load_similarity
from helpers.data.translation import TRANSLATION, Translation, load_translation
from helpers.data.wine import WINE, Wine, load_wine

# pooch imports tqdm's notebook bar, which warns where ipywidgets is missing. The bars
# here are plain text and need no widgets.
warnings.filterwarnings("ignore", message="IProgress not found")

DATASETS: dict[str, Dataset] = {
    record.name: record
    for record in list(globals().values())
    if isinstance(record, Dataset)
}
