import numpy as np
import pytest

from helpers import vectors

WORDS = ["king", "queen", "man", "woman", "apple"]
SPACE = np.array([[3, 3, 0], [3, -3, 0], [0, 2, 0], [0, -2, 0], [0, 0, 5]], float)


def test_unit_rows_have_length_one_and_zero_rows_stay():
    scaled = vectors.unit(np.array([[3.0, 4.0], [0.0, 0.0]], "float32"))
    assert scaled.dtype == np.float32
    np.testing.assert_array_equal(scaled, np.float32([[0.6, 0.8], [0, 0]]))


def test_nearest_is_ordered_by_cosine_not_by_length():
    space = np.array([[1.0, 0.1], [100.0, 100.0], [0.1, 1.0]])
    rows, cosines = vectors.nearest(space, np.array([[1.0, 0.0]]), 9)
    assert rows.tolist() == [[0, 1, 2]]
    np.testing.assert_allclose(cosines[0, 1], np.sqrt(0.5))


def test_neighbours_leave_out_the_word_itself_even_beside_a_twin():
    space = np.array([[1.0, 0.0], [2.0, 0.0], [0.0, 1.0]])
    found = vectors.neighbours(["a", "twin", "b"], space, "a", 2)
    assert [word for word, _ in found] == ["twin", "b"]
    np.testing.assert_allclose([cosine for _, cosine in found], [1, 0], atol=1e-12)


def test_analogy_excludes_its_own_words():
    ((word, cosine),) = vectors.analogy(WORDS, SPACE, ("man", "king", "woman"))
    assert word == "queen"
    assert 0 < cosine <= 1


def test_an_unknown_word_is_named():
    with pytest.raises(KeyError, match="'pear' is not among the 5 words"):
        vectors.neighbours(WORDS, SPACE, "pear")


def test_rotation_is_found_and_keeps_lengths():
    rng = np.random.default_rng(0)
    turned, _ = np.linalg.qr(rng.normal(size=(6, 6)))
    source = rng.normal(size=(50, 6))
    found = vectors.rotation(source, source @ turned)
    np.testing.assert_allclose(found, turned, atol=1e-10)
    noisy = vectors.rotation(source, rng.normal(size=(50, 6)))
    np.testing.assert_allclose(noisy @ noisy.T, np.eye(6), atol=1e-10)
