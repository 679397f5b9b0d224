"""Measures of iris flowers."""

import numpy as np

import helpers.data as data


def test_iris_is_fishers_table():
    from sklearn.decomposition import PCA

    loaded = data.load_iris()
    assert loaded.features.shape == (150, 4)
    assert loaded.label_names == ("setosa", "versicolor", "virginica")
    # The copy of the UCI repository differs in two rows, as the docstring says.
    copied = loaded.features.copy()
    copied[34, 3] = 0.1
    copied[37] = 4.9, 3.1, 1.5, 0.1
    published = [-2.68420713, 0.32660731, -0.02151184]
    np.testing.assert_allclose(PCA(3).fit_transform(copied)[0], published, atol=1e-8)
