"""Notebooks to be graded, and what a test of the sandbox needs."""

import shutil
from pathlib import Path

import nbformat
import pytest

from helpers.checks.catalogue import named

PROJECT = Path(__file__).parents[2]
WINDOWS = named("03-word-windows")
# Two questions of the exercise that need no training, of a point each.
QUICK = """
import numpy as np

def windows(ids, length):
    if len(ids) < length:
        return np.empty((0, length), ids.dtype)
    return np.lib.stride_tricks.sliding_window_view(ids, length)

def perplexity(probabilities, answers):
    right = probabilities[np.arange(len(answers)), answers]
    return np.exp(-np.log(right).mean())
"""
# And a third.
EASY = f"""
{QUICK}
def parameters(words, width, context, hidden):
    table, inputs = words * width, context * width
    if hidden == 0:
        return table + (inputs + 1) * words
    return table + (inputs + 1) * hidden + (hidden + 1) * words
"""

needs_bubblewrap = pytest.mark.skipif(
    shutil.which("bwrap") is None, reason="bubblewrap (bwrap) is not installed"
)


def load(folder: str, name: str = WINDOWS.name) -> nbformat.NotebookNode:
    """Return a notebook of the course."""
    return nbformat.read(PROJECT / folder / f"{name}.ipynb", as_version=4)


def code_of(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the source of its code cells."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def notebook_of(*cells: str, outputs=()) -> str:
    """Return a notebook of these code cells, as a file has it."""
    notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, cells)])
    notebook.cells[-1].outputs = list(outputs)
    return nbformat.writes(notebook)
