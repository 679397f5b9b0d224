import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.offsetbox import AnnotationBbox

from helpers import palette, plotting
from helpers.plotting.describe import fact

RNG = np.random.default_rng(0)
GREYS = list(RNG.random((5, 8, 6)))
COLOUR = RNG.integers(0, 256, (4, 4, 3), "uint8")


def boxes(axes):
    return [artist for artist in axes.artists if isinstance(artist, AnnotationBbox)]


def test_images_stand_in_rows_with_their_captions():
    figure = plotting.images(GREYS, list("abcde"), columns=2, what="digits")
    grid = figure.axes
    assert len(grid) == 6
    for axes, picture, caption in zip(grid, GREYS, "abcde", strict=False):
        np.testing.assert_array_equal(axes.images[0].get_array(), picture)
        assert axes.images[0].get_cmap().name == "gray"
        assert axes.get_title() == caption
    assert not grid[5].images
    assert not any(axes.axison for axes in grid)
    rows = [axes.get_subplotspec().rowspan.start for axes in grid]
    assert rows == [0, 0, 1, 1, 2, 2]
    assert plotting.description(figure) == "5 digits, 2 in a row. a, b, c, d, e."


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (8, 1), (9, 2), (16, 2), (17, 3)])
def test_images_take_as_many_rows_as_they_need(count, rows):
    figure = plotting.images([COLOUR] * count)
    last = figure.axes[-1].get_subplotspec()
    assert last.rowspan.stop == rows
    np.testing.assert_array_equal(figure.axes[0].images[0].get_array(), COLOUR)
    assert sum(bool(axes.images) for axes in figure.axes) == count


def test_images_are_photos_only_if_said_so():
    assert fact(plotting.images([COLOUR]))["picture"] == "drawing"
    assert fact(plotting.images([COLOUR], photos=True))["picture"] == "photo"
    assert fact(plotting.picture_map(np.eye(2), [COLOUR] * 2, photos=True))[
        "picture"
    ] == ("photo")


def test_a_picture_map_has_each_picture_at_its_point_in_its_groups_frame():
    points = RNG.normal(size=(3, 2))
    figure = plotting.picture_map(
        points, GREYS[:3], ["y", "x", "y"], title="Digits", what="digits", zoom=0.5
    )
    (axes,) = figure.axes
    for box, picture, point in zip(boxes(axes), GREYS, points, strict=False):
        np.testing.assert_array_equal(box.offsetbox.get_data(), picture)
        assert box.offsetbox.get_zoom() == 0.5
        np.testing.assert_array_equal(box.xy, point)
        assert axes.get_xlim()[0] < point[0] < axes.get_xlim()[1]
        assert axes.get_ylim()[0] < point[1] < axes.get_ylim()[1]
    assert len(boxes(axes)) == 3
    first, second = palette.FOR_MARKS[:2]
    frames = [mpl.colors.to_hex(box.patch.get_edgecolor()) for box in boxes(axes)]
    assert frames == [second, first, second]
    assert {box.patch.get_linewidth() for box in boxes(axes)} == {1.5}
    legend = axes.get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["x", "y"]
    assert plotting.description(figure) == (
        "Map of 3 digits. Digits. Framed by group: x, y."
    )


def test_a_picture_map_without_groups_has_no_frames_and_no_empty_sentence():
    figure = plotting.picture_map(np.eye(2), GREYS[:2])
    (axes,) = figure.axes
    assert {box.patch.get_linewidth() for box in boxes(axes)} == {0}
    assert axes.get_legend() is None
    assert plotting.description(figure) == "Map of 2 pictures."


def test_more_groups_than_colours_begin_with_the_first_again():
    names = list("abcdefgh")
    (axes,) = plotting.picture_map(RNG.random((8, 2)), [COLOUR] * 8, names).axes
    frames = [mpl.colors.to_hex(box.patch.get_edgecolor()) for box in boxes(axes)]
    colours = [colour for colour in palette.FOR_MARKS if colour != palette.BLACK]
    assert frames == [*colours, *colours[:2]]
