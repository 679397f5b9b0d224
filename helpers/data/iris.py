"""Measures of iris flowers."""

from dataclasses import dataclass

import numpy as np

from helpers.data._shelf import store
from helpers.data._shelf.dataset import Data, Packaged


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Iris(Data):
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
        """The number of flowers."""
        return f"{len(self.labels)} flowers"


def load_iris() -> Iris:
    """Load Fisher's iris table, from scikit-learn.

    It is the table as Fisher printed it. The widespread copy of the UCI repository
    has other values in two rows: row 34 ends in 0.1 there, and row 37 is
    4.9, 3.1, 1.5, 0.1 (rows counted from 0).
    """
    from sklearn import datasets

    bunch = datasets.load_iris()
    iris = Iris(
        features=bunch.data,
        labels=bunch.target,
        feature_names=tuple(bunch.feature_names),
        label_names=tuple(map(str, bunch.target_names)),
        **IRIS.provenance,
    )
    store.announce(IRIS, iris, f"from {IRIS.package}")
    return iris


IRIS = Packaged(
    name="iris",
    what="iris flowers of three species, four measures each",
    megabytes=0.0,
    licence="CC BY 4.0",
    citation=(
        "The Use of Multiple Measurements in Taxonomic Problems, R. A. Fisher, "
        "1936, https://doi.org/10.24432/C56C76."
    ),
    counts={"flowers": 150},
    package="scikit-learn",
)
