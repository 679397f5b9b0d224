import matplotlib as mpl
import nbformat
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from nbclient import NotebookClient

from helpers import plotting

RNG = np.random.default_rng(0)
FIGURES = {
    "curves": lambda: plotting.curves({"a": [3, 2, 1]}, reference=(2, "goal")),
    "log curves": lambda: plotting.curves({"a": [1, 10]}, [1, 10], log=True),
    "matrix": lambda: plotting.matrix(RNG.normal(size=(2, 3)), "ab", "cde"),
    "product": lambda: plotting.product(np.eye(3)[1], RNG.normal(size=(3, 2)), "abc"),
    "map": lambda: plotting.embedding_map(RNG.normal(size=(3, 2)), ["a", "b", "c"]),
    "3-D map": lambda: plotting.embedding_map(
        RNG.normal(size=(3, 3)), list("abc"), list("xxy")
    ),
    "dumbbells": lambda: plotting.dumbbells(
        pd.DataFrame({"own": [1.0, 2.0], "same": [2.0, 1.5]}, ["a", "b"]), xlabel="mean"
    ),
    "images": lambda: plotting.images(list(RNG.random((3, 8, 8))), ["a", "b", "c"]),
    "picture map": lambda: plotting.picture_map(
        RNG.normal(size=(3, 2)), list(RNG.random((3, 8, 8))), list("xxy")
    ),
    "confusion": lambda: plotting.confusion([0, 1, 1], [0, 1, 0], ["no", "yes"]),
}


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_every_figure_is_drawn_described_and_left_to_the_cell(draw, tmp_path):
    figure = draw()
    assert isinstance(figure, Figure)
    assert len(plotting.description(figure)) > 20
    assert not mpl.pyplot.get_fignums()  # an open figure would be shown twice
    figure.savefig(tmp_path / "figure.png")
    assert (tmp_path / "figure.png").stat().st_size > 1_000


def test_confusion_shows_shares_of_the_true_class():
    figure = plotting.confusion([0, 1, 1, 1], [0, 1, 1, 0], ["no", "yes"])
    assert "no 100%, yes 67%" in plotting.description(figure)


def test_neighbour_table_has_a_row_a_word():
    table = plotting.neighbour_table(["a", "b", "c"], np.eye(3) + 0.1, ["a", "c"], 2)
    assert table.index.tolist() == ["a", "c"]
    assert table.shape == (2, 2)


def test_a_notebook_shows_a_figure_once_with_its_description():
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell("from helpers import plotting"),
            nbformat.v4.new_code_cell("plotting.use_style()"),
            nbformat.v4.new_code_cell("plotting.curves({'a': [2, 1]})"),
        ]
    )
    NotebookClient(notebook, kernel_name="python3").execute()
    assert [len(cell.outputs) for cell in notebook.cells] == [0, 0, 1]
    shown = notebook.cells[2].outputs[0].data
    assert shown["text/plain"] == "Line chart of loss by epoch: a from 2 to 1."
    assert shown["image/png"]
