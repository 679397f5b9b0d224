"""What simulated tables of ratings share."""

import numpy as np

CITATION = "Simulated by this course from a factor model, with a fixed seed."
LICENCE = "that of this course"


def long_tail(size: int, steepness: float) -> np.ndarray:
    """Return probabilities that fall as a power of the rank.

    Returns:
        float64 (size,), their sum is 1.
    """
    weights = np.arange(1, size + 1, dtype=float) ** -steepness
    return weights / weights.sum()
