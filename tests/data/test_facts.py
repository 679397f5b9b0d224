"""What a loader tells the book, in a real kernel."""

import nbformat
import pytest
from nbclient import NotebookClient

from helpers.facts import MIME

pytestmark = pytest.mark.slow


def outputs(source: str) -> list:
    """Run one cell in a kernel of its own."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    NotebookClient(notebook, timeout=120).execute()
    return notebook.cells[0].outputs


def test_a_notebook_s_reader_sees_one_line_and_the_book_two_facts(samples):
    source = (
        "from helpers.data import load_iris, load_wine\n"
        "wine, iris = load_wine(), load_iris()"
    )
    lines, facts = [], []
    for output in outputs(source):
        if output.output_type == "stream":
            assert output.name == "stdout"
            lines += output.text.splitlines()
        else:
            assert output.output_type == "display_data"
            assert list(output.data) == [MIME]
            facts.append(output.data[MIME])
    assert lines == [
        "Using the built-in sample (wine: 60,000 simulated ratings): "
        "the full dataset needs a network or EMBEDDINGS_DATA.",
        "Using the full dataset (iris: 150 flowers, from scikit-learn).",
    ]
    assert facts == [
        {"kind": "data", "dataset": "wine", "source": "sample"},
        {"kind": "data", "dataset": "iris", "source": "full"},
    ]
