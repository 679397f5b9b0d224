"""Colab's versions: what is read of its list, and what is refused."""

import sys
from pathlib import Path

import colab
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

# A stand-in for an interpreter with pip: `freeze` tells what its folder's files say,
# another before the project is installed than after.
PYTHON = """#!/bin/sh
here=$(dirname "$0")
case "$*" in
    *"pip --disable-pip-version-check freeze") cat "$here/freeze.txt" ;;
    *"install --quiet /the/project") cp "$here/later.txt" "$here/freeze.txt" ;;
    *) echo "unexpected: $*" >&2; exit 9 ;;
esac
"""


@pytest.fixture
def freezing(tmp_path):
    """Return a function that makes an interpreter of two lists of packages."""

    if sys.platform == "win32":
        pytest.skip("the stand-in is a shell script")

    def make(before: str, after: str) -> Path:
        (tmp_path / "freeze.txt").write_text(before)
        (tmp_path / "later.txt").write_text(after)
        python = tmp_path / "python"
        python.write_text(PYTHON)
        python.chmod(0o755)
        return python

    return make


@pytest.fixture
def chapter(tmp_path):
    """Return a function that writes a chapter with a file beside it."""

    def write(*cells: str) -> Path:
        path = tmp_path / "chapters" / "01-page.ipynb"
        path.parent.mkdir()
        (path.parent / "beside.txt").write_text("not to be seen")
        kernel = {"name": "python3", "display_name": "Python 3"}
        notebook = new_notebook(
            cells=[new_code_cell(cell) for cell in cells],
            metadata={"kernelspec": kernel},
        )
        nbformat.write(notebook, path)
        return path

    return write


def freeze(**other: str) -> str:
    """Return a list as Colab's, with these lines in place of its own."""
    lines = {name: f"{name}==1.0" for name in colab.COLAB_HAS} | other
    return "\n".join(["# Colab", *lines.values(), "own @ file:///own.whl"]) + "\n"


def test_pins_are_read_by_their_normal_names(tmp_path):
    path = tmp_path / "pins.txt"
    path.write_text(freeze(keras="Keras==3.13.2", one="scikit_image.Extra==0.26.0rc1"))
    pins = colab.read_pins(path)
    assert pins["keras"] == "3.13.2"
    assert pins["scikit-image-extra"] == "0.26.0rc1"
    assert set(pins) == {*colab.COLAB_HAS, "scikit-image-extra"}


def test_a_list_without_a_package_that_the_notebooks_need_is_refused(tmp_path):
    path = tmp_path / "pins.txt"
    path.write_text(freeze(keras="keras-hub==1.0", pillow="pillow>=11"))
    with pytest.raises(SystemExit) as refusal:
        colab.main([str(path)])
    assert str(refusal.value) == f"{path} has no pin of keras, pillow."


def test_installing_the_project_may_add_packages(freezing, capsys):
    python = freezing("numpy==2.1.3\n", "numpy==2.1.3\nembeddings @ file:///x y\n")
    colab.install_changes_nothing(python, Path("/the/project"))
    said = capsys.readouterr().out
    assert said.endswith("changed no version; it added embeddings @ file:///x y.\n")


def test_installing_the_project_must_not_change_a_version(freezing):
    before = "numpy==2.1.3\npandas==2.2.3\nscipy==1.16.3\n"
    python = freezing(before, "numpy==2.4.0\npandas==2.2.3\nembeddings==0.1\n")
    with pytest.raises(SystemExit) as refusal:
        colab.install_changes_nothing(python, Path("/the/project"))
    changed = "Installing the project changed numpy==2.1.3, scipy==1.16.3."
    assert str(refusal.value) == changed


@pytest.mark.slow
def test_a_chapter_runs_with_no_file_beside_it(chapter, capfd):
    path = chapter("import os; assert os.listdir() == ['01-page.ipynb'], os.listdir()")
    assert colab.run(Path(sys.executable), path)
    assert capfd.readouterr().out.startswith("chapters/01-page ran, ")


@pytest.mark.slow
def test_a_chapter_that_fails_is_named_and_shows_its_error(chapter, capfd):
    path = chapter("number = 0", "1 / number")
    assert not colab.run(Path(sys.executable), path)
    said = capfd.readouterr()
    assert "ZeroDivisionError" in said.err
    assert said.out.startswith("chapters/01-page failed, ")


@pytest.mark.slow
def test_every_chapter_is_tried_before_those_that_failed_are_told(
    chapter, capfd, monkeypatch
):
    path = chapter("1 / 0")
    monkeypatch.setattr(colab, "install_changes_nothing", lambda *_: None)
    with pytest.raises(SystemExit) as failure:
        colab.main(["--here", str(path), str(path)])
    assert str(failure.value) == "Failed with Colab's versions: 01-page, 01-page."
    assert capfd.readouterr().out.count("failed, ") == 2
