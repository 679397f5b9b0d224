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
    pairs = vectors.neighbours(["a", "twin", "b"], space, "a", 2)
    assert [word for word, _ in pairs] == ["twin", "b"]
    np.testing.assert_allclose([cosine for _, cosine in pairs], [1, 0], atol=1e-12)


def test_analogy_leaves_out_its_own_words_where_one_of_them_would_win():
    words = ["man", "king", "woman", "queen", "tree"]
    space = np.array([[1, 0, 0], [0.95, 0.3, 0], [0, 0, 1], [0, 0.6, 0.8], [0, -1, 0]])
    man, king, woman = vectors.unit(space[:3])
    rows, _ = vectors.nearest(space, (king - man + woman)[None], 2)
    assert [words[i] for i in rows[0]] == ["woman", "queen"]
    answers = vectors.analogy(words, space, ("man", "king", "woman"), 2)
    assert [word for word, _ in answers] == ["queen", "tree"]
    target = king - man + woman
    assert answers[0][1] == pytest.approx(
        space[3] @ target / np.linalg.norm(target), abs=1e-12
    )


def test_analogy_does_not_depend_on_how_long_the_vectors_are():
    ((word, cosine),) = vectors.analogy(WORDS, SPACE, ("man", "king", "woman"))
    assert word == "queen"
    longer = SPACE * np.array([[1], [1], [1], [100], [1]])  # a woman of much weight
    ((same, equal),) = vectors.analogy(WORDS, longer, ("man", "king", "woman"))
    assert (same, equal) == (word, pytest.approx(cosine))


def test_the_table_of_neighbours_has_a_row_a_word_nearest_first():
    space = np.array([[1, 0], [1, 0.1], [0, 1], [-1, 0]])
    table = vectors.neighbour_table(list("abcd"), space, ["c", "a"], count=2)
    assert table.index.tolist() == ["c", "a"]
    assert table.columns.tolist() == [1, 2]
    assert table.to_numpy().tolist() == [["b 0.10", "a 0.00"], ["b 1.00", "c 0.00"]]
    with pytest.raises(KeyError, match="'pear' is not among the 4 words"):
        vectors.neighbour_table(list("abcd"), space, ["a", "pear"])


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
