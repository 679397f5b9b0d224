"""Where the folders of the data are."""

import pytest

from helpers.data._shelf.folders import cache_folder, prepared_folder


@pytest.mark.parametrize("variable", ["EMBEDDINGS_DATA", "EMBEDDINGS_CACHE"])
def test_a_relative_folder_becomes_an_absolute_one(variable, monkeypatch, tmp_path):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(variable, "here")
    of = {"EMBEDDINGS_DATA": prepared_folder, "EMBEDDINGS_CACHE": cache_folder}
    assert of[variable]() == tmp_path / "here"
