from types import SimpleNamespace

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from helpers import palette, plotting

TEN = np.arange(1.0, 11)


def rgba(colour):
    return mpl.colors.to_rgba(colour)


def names(axes, axis="y"):
    return [label.get_text() for label in getattr(axes, f"get_{axis}ticklabels")()]


def test_curves_draws_each_series_and_names_it_at_its_end():
    figure = plotting.curves(
        {"a": [3, 2, 1], "b": [5, 4, 4.5]}, xlabel="step", ylabel="error"
    )
    (axes,) = figure.axes
    drawn = [line.get_xydata().tolist() for line in axes.lines]
    assert drawn == [[[1, 3], [2, 2], [3, 1]], [[1, 5], [2, 4], [3, 4.5]]]
    ends = {text.get_text().strip(): text.xy for text in axes.texts}
    assert ends == {"a": (3, 1), "b": (3, 4.5)}
    assert [line.get_color() for line in axes.lines] == [
        palette.BLUE,
        palette.VERMILLION,
    ]
    assert [text.get_color() for text in axes.texts] == [
        palette.BLUE,
        palette.VERMILLION,
    ]
    assert {text.get_weight() for text in axes.texts} == {"bold"}
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("step", "error")
    assert (axes.get_xscale(), axes.get_yscale()) == ("linear", "linear")
    assert plotting.description(figure) == (
        "Line chart of error by step: a from 3 to 1; b from 5 to 4.5."
    )


def test_curves_writes_no_name_in_a_colour_too_light_to_read():
    series = {str(i): [i, i] for i in range(7)}
    (axes,) = plotting.curves(series).axes
    colours = [text.get_color() for text in axes.texts]
    assert tuple(colours) == (*palette.FOR_WORDS, *[palette.INK] * 3)
    assert tuple(line.get_color() for line in axes.lines) == palette.FOR_MARKS


def test_curves_stand_where_x_says_on_two_logarithmic_axes():
    (axes,) = plotting.curves({"a": [1, 10]}, [10, 1000], log=True).axes
    assert axes.lines[0].get_xdata().tolist() == [10, 1000]
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    assert axes.texts[0].xy == (1000, 10)


def test_a_reference_is_a_dashed_line_across_with_its_name():
    (axes,) = plotting.curves({"a": [3, 1]}, reference=(2.5, "floor")).axes
    line = axes.lines[1]
    assert list(line.get_ydata()) == [2.5, 2.5]
    assert list(line.get_xdata()) == [0, 1]  # of the axes' width
    assert line.get_linestyle() == "--"
    assert line.get_color() == palette.GREY
    name = axes.texts[1]
    assert (name.get_text(), name.xy) == ("floor", (1, 2.5))
    assert len(plotting.curves({"a": [3, 1]}).axes[0].lines) == 1


def test_history_draws_training_and_validation():
    fitted = SimpleNamespace(
        history={"loss": [9, 8], "val_loss": [7, 6], "top_k": [1, 2]}
    )
    (axes,) = plotting.history(fitted).axes
    assert [list(line.get_ydata()) for line in axes.lines] == [[9, 8], [7, 6]]
    assert [text.get_text().strip() for text in axes.texts] == [
        "training",
        "validation",
    ]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("epoch", "loss")
    (axes,) = plotting.history(fitted, "top_k", reference=(1.5, "goal")).axes
    assert list(axes.lines[0].get_ydata()) == [1, 2]
    assert axes.get_ylabel() == "top k"
    assert len(axes.lines) == 2  # no validation, but the reference
    assert plotting.history(fitted, ylabel="mine").axes[0].get_ylabel() == "mine"


def test_matrix_shows_values_with_names_in_order():
    values = np.array([[0.0, 1, 2], [3, 4, 5]])
    figure = plotting.matrix(
        values, ["up", "down"], "abc", title="A table", numbers=".1f"
    )
    (axes,) = figure.axes
    (image,) = axes.images
    np.testing.assert_array_equal(image.get_array(), values)
    assert names(axes) == ["up", "down"]
    assert names(axes, "x") == ["a", "b", "c"]
    low, high = axes.get_ylim()
    assert low > high  # row 0 is on top
    printed = {text.get_position(): text.get_text() for text in axes.texts}
    assert printed == {(j, i): f"{values[i, j]:.1f}" for i in (0, 1) for j in range(3)}
    assert axes.get_title(loc="left") == "A table"
    assert plotting.description(figure) == "Heat map of A table: 2 rows by 3 columns."


def test_colours_diverge_from_zero_only_where_a_value_is_negative():
    (image,) = plotting.matrix(np.array([[0.0, 5]])).axes[0].images
    assert (image.get_cmap().name, image.get_clim()) == ("Blues", (0, 5))
    (image,) = plotting.matrix(np.array([[-2.0, 5]])).axes[0].images
    assert (image.get_cmap().name, image.get_clim()) == ("RdBu_r", (-5, 5))
    (image,) = plotting.matrix(np.zeros((1, 2))).axes[0].images
    assert image.get_clim() == (0, 1)


def test_numbers_are_light_on_dark_squares_and_dark_on_light_ones():
    (axes,) = plotting.matrix(np.array([[0.1, 10]]), numbers=".0f").axes
    assert [text.get_color() for text in axes.texts] == [palette.INK, "white"]
    assert not plotting.matrix(np.array([[0.1, 10]])).axes[0].texts


def test_draw_matrix_takes_the_strongest_colour_from_outside():
    figure, axes = mpl.pyplot.subplots()
    mpl.pyplot.close(figure)
    plotting.draw_matrix(axes, np.array([[1.0, 2]]), limit=8)
    assert axes.images[0].get_clim() == (0, 8)


def test_product_shows_the_three_and_frames_the_rows_that_count():
    vector, table = np.array([0.0, 1, 0, 2]), TEN[:8].reshape(4, 2)
    figure = plotting.product(vector, table, ["a", "b", "c", "d"])
    above, middle, below = figure.axes
    np.testing.assert_array_equal(above.images[0].get_array(), [vector])
    np.testing.assert_array_equal(middle.images[0].get_array(), table)
    np.testing.assert_array_equal(below.images[0].get_array(), [vector @ table])
    assert names(above, "x") == names(middle) == ["a", "b", "c", "d"]
    frames = [patch.get_bbox().bounds for patch in middle.patches]
    assert frames == [(-0.5, 0.5, 2, 1), (-0.5, 2.5, 2, 1)]
    assert {patch.get_edgecolor() for patch in middle.patches} == {
        rgba(palette.VERMILLION)
    }
    assert [text.get_text() for text in below.texts] == ["17.00", "20.00"]
    assert middle.images[0].get_clim() == below.images[0].get_clim()
    assert plotting.description(figure).endswith("gives 2 numbers. Framed: b, d.")


def test_dumbbells_draws_two_marks_and_a_line_a_row_the_first_lowest():
    table = pd.DataFrame({"own": [1.0, 4.0], "same": [3.0, 2.0]}, ["low", "high"])
    figure = plotting.dumbbells(table, xlabel="mean points")
    (axes,) = figure.axes
    own, same = axes.lines
    assert own.get_xydata().tolist() == [[1, 0], [4, 1]]
    assert same.get_xydata().tolist() == [[3, 0], [2, 1]]
    assert (own.get_marker(), same.get_marker()) == ("o", "s")
    assert (own.get_linestyle(), same.get_linestyle()) == ("None", "None")
    (bars,) = axes.collections
    drawn = [segment.tolist() for segment in bars.get_segments()]
    assert drawn == [[[1, 0], [3, 0]], [[2, 1], [4, 1]]]
    assert names(axes) == ["low", "high"]
    assert axes.get_yticks().tolist() == [0, 1]
    low, high = axes.get_ylim()
    assert low < high
    legend = [text.get_text() for text in axes.get_legend().get_texts()]
    assert legend == ["own", "same"]
    assert plotting.description(figure) == (
        "Two marks a row, mean points, own and same: low 1.0 and 3.0; high 4.0 and 2.0."
    )


def test_confusion_shows_the_shares_of_each_true_class_as_a_row():
    figure = plotting.confusion([0, 1, 1, 1], [0, 1, 1, 0], ["no", "yes"])
    (axes,) = figure.axes
    np.testing.assert_allclose(axes.images[0].get_array(), [[1, 0], [1 / 3, 2 / 3]])
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("predicted", "true")
    assert names(axes) == names(axes, "x") == ["no", "yes"]
    assert plotting.description(figure) == (
        "Confusion matrix. Right of each class: no 100%, yes 67%."
    )


def test_confusion_of_many_classes_has_no_numbers_and_says_which_it_tells():
    classes = np.arange(20)
    figure = plotting.confusion(classes, classes, [f"c{i}" for i in classes])
    assert not figure.axes[0].texts
    assert "of the first 12 classes: c0 100%" in plotting.description(figure)


@pytest.mark.parametrize("count", [12, 13])
def test_confusion_prints_numbers_for_up_to_twelve_classes(count):
    classes = np.arange(count)
    figure = plotting.confusion(classes, classes, [f"c{i}" for i in classes])
    assert len(figure.axes[0].texts) == (count**2 if count == 12 else 0)
