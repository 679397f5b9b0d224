"""Upstream addresses of each dataset, and making prepared files of what they send."""

from collections.abc import Callable
from pathlib import Path

from helpers.data import convert
from helpers.data.download import DownloadError, Source, download

__all__ = ["CONVERT", "SOURCES", "DownloadError", "host", "prepare"]

_GITHUB = "https://raw.githubusercontent.com/"
_KERAS = "https://storage.googleapis.com/tensorflow/"
_META = "https://dl.fbaipublicfiles.com/"

SOURCES: dict[str, tuple[Source, ...]] = {
    "sentences": (
        Source(
            _GITHUB + "iam-peekay/neural-networks-exercises-coursera/"
            "dbf6a26f4f4ddeffc03c32e12f4e1287f72a9dea/Assignment2/raw_sentences.txt",
            "raw_sentences.txt",
            "sha256:68f938bf5e07dd2a93ba94b8fe6e885d0e9c47bdd9288e4240392b01a516252f",
        ),
    ),
    "wine": (
        Source(
            _GITHUB + "rfordatascience/tidytuesday/"
            "master/data/2019/2019-05-28/winemag-data-130k-v2.csv",
            "winemag-data-130k-v2.csv",
        ),
    ),
    "ratings": (
        Source(
            "https://files.grouplens.org/datasets/movielens/ml-latest-small.zip",
            "ml-latest-small.zip",
            "sha256:696d65a3dfceac7c45750ad32df2c259311949efec81f0f144fdfb91ebc9e436",
        ),
    ),
    "imdb": (
        Source(
            _KERAS + "tf-keras-datasets/imdb.npz",
            "imdb.npz",
            "sha256:69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f",
        ),
        Source(
            _KERAS + "tf-keras-datasets/imdb_word_index.json",
            "imdb_word_index.json",
            "md5:bfafd718b763782e994055a2d397834f",
        ),
    ),
    "reuters": (
        Source(
            _KERAS + "tf-keras-datasets/reuters.npz",
            "reuters.npz",
            "sha256:d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916",
        ),
        Source(
            _KERAS + "tf-keras-datasets/reuters_word_index.json",
            "reuters_word_index.json",
            "md5:4d44cc38712099c9e383dc6e5f11a921",
        ),
    ),
    "mnist": (
        Source(
            _KERAS + "tf-keras-datasets/mnist.npz",
            "mnist.npz",
            "sha256:731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
        ),
    ),
    "translation": (
        # The ranges hold the words wanted, with room to spare: a line takes at most
        # 350 bytes compressed in the first file and 3,200 bytes in the second.
        Source(
            "https://github.com/RaRe-Technologies/gensim-data/releases/download/"
            "glove-wiki-gigaword-100/glove-wiki-gigaword-100.gz",
            "glove-wiki-gigaword-100.gz",
            first_bytes=16_000_000,
        ),
        Source(
            _META + "fasttext/vectors-wiki/wiki.fr.vec",
            "wiki.fr.vec",
            first_bytes=64_000_000,
        ),
        Source(_META + "arrival/dictionaries/en-fr.0-5000.txt", "en-fr.0-5000.txt"),
        Source(
            _META + "arrival/dictionaries/en-fr.5000-6500.txt", "en-fr.5000-6500.txt"
        ),
    ),
    "similarity": (
        Source(
            _GITHUB + "piskvorky/gensim/develop/gensim/test/test_data/wordsim353.tsv",
            "wordsim353.tsv",
            "sha256:f92a022fc2537793a15bc3a8c162ebcd74990e033a228bb6388cb71e4c0b1e1d",
        ),
    ),
    "analogies": (
        Source(
            _GITHUB + "tmikolov/word2vec/master/questions-words.txt",
            "questions-words.txt",
            "sha256:8c29b3332afc46f3fb8be04cb5297bf96f39aa7131272dff57869b4485b22a36",
        ),
    ),
    "photos": (
        Source(
            "https://github.com/aditya9898/transfer-learning/archive/c70e2ccb.zip",
            "transfer-learning.zip",
        ),
    ),
    "mobilenet": (
        Source(
            _KERAS + "keras-applications/mobilenet/mobilenet_2_5_224_tf_no_top.h5",
            "mobilenet_2_5_224_tf_no_top.h5",
            "sha256:dbdb03ee2a22fd895301636cd328b234bb3a9952358f436d82f46b81e0d5b0bf",
        ),
    ),
}

# Each reads the downloaded files of the first folder and writes the prepared ones
# into the second.
CONVERT: dict[str, Callable[[Path, Path], None]] = {
    "sentences": convert.sentences,
    "wine": convert.wine,
    "ratings": convert.ratings,
    "imdb": convert.imdb,
    "reuters": convert.reuters,
    "mnist": convert.mnist,
    "translation": convert.translation,
    "similarity": convert.similarity,
    "analogies": convert.analogies,
    "photos": convert.photos,
    "mobilenet": convert.mobilenet,
}


def host(name: str) -> str:
    """Return the host that the first file of a dataset comes from."""
    return SOURCES[name][0].host


def prepare(name: str, folder: Path) -> None:
    """Download a dataset and write its prepared files into an empty folder.

    Raises:
        DownloadError: a file could not be had or is not what it should be.
        OSError: the folder cannot be written.
    """
    raw = folder / "raw"
    raw.mkdir()
    for source in SOURCES[name]:
        download(source, raw)
    try:
        CONVERT[name](raw, folder)
    except (OSError, MemoryError):
        raise
    # What a server sends in place of the data can fail in any way.
    except Exception as error:
        fault = str(error).strip().splitlines() or [type(error).__name__]
        raise DownloadError(
            host(name), f"what it sent is not the {name} data ({fault[0].rstrip('.')})"
        ) from error
