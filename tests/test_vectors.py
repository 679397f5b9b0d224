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


NARROW = ["float16", "int8", "int16", "int64", "uint8", "bool", "longdouble"]
MANY = np.random.default_rng(0).integers(0, 100, size=(9, 4))
NINE = list("abcdefghi")


@pytest.mark.parametrize("dtype", [*NARROW, "float32", "float64"])
def test_rows_of_every_dtype_get_length_one(dtype):
    scaled = vectors.unit(MANY.astype(dtype))
    assert scaled.dtype == np.result_type(dtype, np.float32)
    lengths = np.linalg.norm(scaled.astype(float), axis=1)
    np.testing.assert_allclose(lengths, 1, rtol=1e-6)


def test_halves_whose_squares_they_cannot_hold_get_length_one():
    halves = np.array([[300, 400], [60_000, 60_000], [1e-4, 0], [0, 0]], "float16")
    lengths = np.linalg.norm(vectors.unit(halves), axis=1)
    np.testing.assert_allclose(lengths, [1, 1, 1, 0], rtol=1e-6)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_floats_are_scaled_as_ever_to_the_last_bit(dtype):
    space = np.random.default_rng(0).normal(size=(50, 7)).astype(dtype)
    by_hand = space / np.linalg.norm(space, axis=1, keepdims=True)
    np.testing.assert_array_equal(vectors.unit(space), by_hand)
    assert vectors.floats(space) is space


@pytest.mark.parametrize("dtype", NARROW)
def test_narrow_numbers_have_the_neighbours_of_wide_ones(dtype):
    space = (MANY > 50 if dtype == "bool" else MANY).astype(dtype)
    wide = space.astype("float64")
    for ask in (
        lambda table: vectors.neighbours(NINE, table, "a", 3),
        lambda table: vectors.analogy(NINE, table, ("a", "b", "c"), 3),
    ):
        words, cosines = zip(*ask(space), strict=True)
        expected, exact = zip(*ask(wide), strict=True)
        np.testing.assert_allclose(cosines, exact, atol=1e-6)
        if dtype != "bool":  # of which some are alike
            assert words == expected
    rotation = vectors.rotation(space, space)
    np.testing.assert_allclose(rotation, vectors.rotation(wide, wide), atol=1e-4)


def test_halves_as_large_as_their_squares_are_not_answer_as_floats():
    table = np.random.default_rng(0).normal(size=(5, 3)) * 300
    question = ("a", "b", "c")
    halves, floats = (
        vectors.analogy(NINE[:5], table.astype(dtype), question, 2)
        for dtype in ("float16", "float32")
    )
    assert [word for word, _ in halves] == [word for word, _ in floats]
    np.testing.assert_allclose(
        [cosine for _, cosine in halves], [cosine for _, cosine in floats], atol=1e-2
    )


def test_columns_of_another_order_make_no_difference():
    space = np.asfortranarray(MANY.astype(float))[::2, ::-1]
    copy = np.ascontiguousarray(space)
    np.testing.assert_array_equal(vectors.unit(space), vectors.unit(copy))
    names = NINE[::2]
    assert vectors.neighbours(names, space, "a") == vectors.neighbours(names, copy, "a")


@pytest.mark.parametrize("dtype", [*NARROW, "float64"])
def test_no_rows_and_no_columns_are_no_error(dtype):
    assert vectors.unit(np.zeros((0, 3), dtype)).shape == (0, 3)
    assert vectors.unit(np.zeros((2, 0), dtype)).shape == (2, 0)
    none, some = np.zeros((0, 3), dtype), np.ones((2, 3), dtype)
    for table, queries, shape in ((none, some, (2, 0)), (some, none, (0, 2))):
        rows, cosines = vectors.nearest(table, queries, 4)
        assert rows.shape == cosines.shape == shape
    assert np.issubdtype(rows.dtype, np.integer)


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_few_words_have_few_neighbours(count):
    names, space = NINE[:count], MANY[:count].astype(float)
    assert len(vectors.neighbours(names, space, "a", 4)) == min(4, count - 1)
    table = vectors.neighbour_table(names, space, names, 4)
    assert table.shape == (count, min(4, count - 1))
    if count >= 3:
        answers = vectors.analogy(names, space, ("a", "b", "c"), 4)
        assert {word for word, _ in answers} == set(names[3:])
    assert vectors.neighbours(names, space, "a", 0) == []


def test_a_word_that_has_several_rows_is_no_answer_of_itself():
    names = ["a", "b", "c", "a", "b", "c", "d", "a"]
    space = np.random.default_rng(0).normal(size=(8, 3))
    space[[3, 7]] = space[0] * [[1], [2]]
    assert {word for word, _ in vectors.neighbours(names, space, "a", 8)} == {*"bcd"}
    answers = vectors.analogy(names, space, ("a", "b", "c"), 8)
    assert [word for word, _ in answers] == ["d"]
    assert vectors.row(names, "a") == 0


def test_names_need_not_be_text():
    space = np.random.default_rng(0).normal(size=(6, 3))
    assert len(vectors.neighbours(range(6), space, 3)) == 5
    with pytest.raises(KeyError, match="7 is not among the 6 words"):
        vectors.neighbours(range(6), space, 7)
