import time

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from helpers import palette, plotting
from helpers.plotting import maps

RNG = np.random.default_rng(0)
CORNERS = np.array([[0.0, 0], [10, 0], [0, 10], [10, 10]])
WORDS = ["south west", "south east", "north west", "north east"]


def marks(axes):
    """The marks' places by their group, None for those without a name."""
    return {
        collection.get_label(): collection.get_offsets().tolist()
        for collection in axes.collections
        if isinstance(collection, mpl.collections.PathCollection)
    }


def boxes(figure):
    """The boxes, in pixels, of the names that are shown."""
    figure.draw_without_rendering()
    return {
        text.get_text(): text.get_window_extent()
        for text in figure.axes[0].texts
        if text.get_visible()
    }


def lines(axes):
    """From mark to name, for those that are far from each other."""
    (collection,) = [
        one
        for one in axes.collections
        if isinstance(one, mpl.collections.LineCollection)
    ]
    return collection.get_segments()


def distance(figure, box, point):
    """Pixels from a point of the map to the nearest place of a name."""
    pixel = figure.axes[0].transData.transform(point)
    return np.linalg.norm(np.clip(pixel, box.min, box.max) - pixel)


@pytest.fixture
def few_moves(monkeypatch):
    """Less patience with a crowd: quicker, and more names that find no room."""
    monkeypatch.setattr(maps, "_MOVES", 400)


def crowd(count, spread):
    words = ["".join(RNG.choice(list("aeiounst"), 7)) for _ in range(count)]
    return RNG.normal(size=(count, 2)) * spread, words


def test_each_name_stands_at_its_own_mark():
    figure = plotting.embedding_map(CORNERS, WORDS, title="Winds")
    (axes,) = figure.axes
    (places,) = marks(axes).values()
    assert places == CORNERS.tolist()
    shown = boxes(figure)
    assert [*shown] == WORDS
    for word, point in zip(WORDS, CORNERS, strict=True):
        assert distance(figure, shown[word], point) < 12
    assert not lines(axes)
    assert axes.get_title(loc="left") == "Winds"
    assert not axes.get_legend()
    assert {text.get_color() for text in axes.texts} == {palette.INK}
    assert all(text.get_path_effects() for text in axes.texts)  # read on marks, too
    assert plotting.description(figure) == (
        "Map of 4 embeddings in 2 dimensions. Winds. Some of its names: "
        "south west, south east, north west, north east."
    )


def test_a_map_without_a_title_is_described_without_an_empty_sentence():
    figure = plotting.embedding_map(CORNERS[:2], ["a", "b"])
    assert plotting.description(figure) == (
        "Map of 2 embeddings in 2 dimensions. Some of its names: a, b."
    )


def test_names_at_one_place_are_moved_apart_and_lines_lead_to_their_marks():
    points = np.concatenate([CORNERS, np.full((6, 2), 5.0)])
    words = [
        *WORDS,
        *(f"{w} of the middle" for w in "one two three four five six".split()),
    ]
    figure = plotting.embedding_map(points, words)
    shown = boxes(figure)
    assert [*shown] == words
    for word, box in shown.items():
        assert not any(box.overlaps(shown[w]) for w in words if w != word)
    (axes,) = figure.axes
    starts = {tuple(start) for start, _ in lines(axes)}
    assert starts == {(5.0, 5.0)}
    to_pixels = axes.transData.transform
    for start, end in lines(axes):
        assert any(box.padded(1).contains(*to_pixels(end)) for box in shown.values())
        assert np.linalg.norm(to_pixels(end) - to_pixels(start)) > 10
    far = [w for w in words if distance(figure, shown[w], (5, 5)) > 10]
    assert len(lines(axes)) == len([w for w in far if w not in WORDS])


@pytest.mark.usefixtures("few_moves")
def test_where_there_is_no_room_the_first_names_stay_and_the_map_says_how_many():
    points, words = crowd(50, 1)
    figure = plotting.embedding_map(points, words, size=(2, 2))
    shown = boxes(figure)
    assert words[0] in shown
    assert 5 < len(shown) < 50
    boxes_ = [*shown.values()]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes_) for b in boxes_[:i])
    said = f"{len(shown)} of 50 names are shown"
    assert figure.axes[0].get_xlabel() == said
    assert figure.axes[0].xaxis.label.get_position()[0] == 0
    assert f" {said}. Some of its names: {words[0]}, " in plotting.description(figure)
    (places,) = marks(figure.axes[0]).values()
    assert len(places) == 50


@pytest.mark.usefixtures("few_moves")
def test_names_with_a_group_stay_before_those_without():
    points = RNG.random((24, 2))
    words = [f"a rather long name {i}" for i in range(24)]
    groups = [""] * 20 + ["few"] * 4
    shown = boxes(plotting.embedding_map(points, words, groups, size=(3, 2)))
    assert 4 < len(shown) < 24
    assert set(words[20:]) < set(shown)


@pytest.mark.filterwarnings("error")
def test_groups_of_pandas_belong_to_points_by_place_and_not_by_row_name():
    groups = pd.Series(["", "", "few", ""], index=[*"dcba"])
    figure = plotting.embedding_map(CORNERS, WORDS, groups)
    few, others = figure.axes[0].collections[:2]
    np.testing.assert_array_equal(few.get_offsets(), CORNERS[2:3])
    np.testing.assert_array_equal(others.get_offsets(), CORNERS[[0, 1, 3]])


def test_a_name_that_could_not_be_moved_is_put_where_its_own_mark_has_room(monkeypatch):
    monkeypatch.setattr(maps, "adjust_text", lambda *names, **options: None)
    points = np.concatenate([CORNERS, np.repeat([[4.0, 5], [6, 5]], 6, axis=0)])
    words = [*WORDS, *(f"name {i}" for i in range(12))]
    figure = plotting.embedding_map(points, words, size=(4, 4))
    shown = boxes(figure)
    assert [*shown] == words
    to_pixels = figure.axes[0].transData.transform
    for word, point in zip(words, points, strict=True):
        assert distance(figure, shown[word], point) < 45
        others = [shown[w] for w in words if w != word]
        assert not shown[word].count_overlaps(others)
    moved = [box for word, box in shown.items() if word not in (*WORDS, *words[4::6])]
    assert len(moved) == 10
    for box in moved:
        assert not any(box.padded(2).contains(*to_pixels(point)) for point in points)


def test_names_stay_inside_the_map_when_they_are_given_another_place(monkeypatch):
    monkeypatch.setattr(maps, "adjust_text", lambda *names, **options: None)
    points = np.concatenate([CORNERS, CORNERS])
    words = [f"a corner with a long name {i}" for i in range(8)]
    figure = plotting.embedding_map(points, words, size=(6, 3))
    shown = boxes(figure)
    frame = figure.axes[0].bbox
    for word in shown.keys() & set(words[4:]):
        assert np.all(shown[word].min >= frame.min - 1)
        assert np.all(shown[word].max <= frame.max + 1)


@pytest.mark.usefixtures("few_moves")
def test_no_name_lies_on_the_legend():
    points, words = RNG.random((40, 2)), crowd(40, 1)[1]
    figure = plotting.embedding_map(points, words, words[:4] * 10, size=(2.5, 2.5))
    shown = boxes(figure)
    legend = figure.axes[0].get_legend().get_window_extent()
    assert not any(legend.overlaps(box) for box in shown.values())
    assert len(shown) > 5


def test_a_map_is_the_same_each_time():
    points, words = crowd(30, 1)
    first, second = (
        [text.get_position() for text in figure.axes[0].texts]
        for figure in (plotting.embedding_map(points, words) for _ in range(2))
    )
    assert first == second


@pytest.mark.slow
def test_three_hundred_names_are_placed_in_a_few_seconds():
    points, words = crowd(300, 1)
    started = time.process_time()
    plotting.embedding_map(points, words, size=(9, 9))
    assert time.process_time() - started < 8  # 2.6 on a quiet machine


def test_groups_have_a_colour_and_a_shape_each_and_the_smallest_are_grey():
    sizes = dict(zip("abcdefghi", range(10, 1, -1), strict=True))
    groups = [name for name, size in sizes.items() for _ in range(size)] + [""] * 30
    points = np.column_stack([np.arange(84.0), RNG.random(84)])
    (axes,) = plotting.embedding_map(points, [""] * 84, groups).axes
    legend = axes.get_legend()
    assert [text.get_text() for text in legend.get_texts()] == list("abcdefg")
    kinds = [c for c in axes.collections if c.get_label() in sizes]
    colours = [mpl.colors.to_hex(kind.get_facecolor()[0]) for kind in kinds]
    assert tuple(colours) == palette.FOR_MARKS
    shapes = {kind.get_paths()[0].vertices.tobytes() for kind in kinds}
    assert len(shapes) == 7
    places = marks(axes)
    of_a = [p.tolist() for p, g in zip(points, groups, strict=True) if g == "a"]
    assert places["a"] == of_a
    (others,) = [p for name, p in places.items() if name not in sizes]
    unnamed = [
        p.tolist() for p, g in zip(points, groups, strict=True) if g in ("h", "i", "")
    ]
    assert others == unnamed
    (grey,) = [c for c in axes.collections if c.get_offsets().tolist() == others]
    assert mpl.colors.to_hex(grey.get_facecolor()[0]) == palette.GREY


def test_a_map_of_three_dimensions_has_each_name_at_its_point():
    points = RNG.normal(size=(3, 3))
    figure = plotting.embedding_map(points, list("abc"), list("xxy"))
    (axes,) = figure.axes
    assert axes.name == "3d"
    at = {text.get_text(): text.get_position_3d() for text in axes.texts}
    for word, point in zip("abc", points, strict=True):
        np.testing.assert_allclose(at[word], point)
    np.testing.assert_allclose(
        np.column_stack(axes.collections[0]._offsets3d), points[:2]
    )
    assert "in 3 dimensions" in plotting.description(figure)
