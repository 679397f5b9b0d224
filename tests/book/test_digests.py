"""Which outputs of a run are still up to date. No book is built here."""

import platform
import sys

import pytest
from run_digests import cache_path

FILE = "wine-reviews.parquet"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return a project whose data lie in `data`, and the sums of none."""
    for name in ("helpers/grading/grade.py", "helpers/plotting.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("VALUE = 1\n")
    (tmp_path / "requirements.txt").write_text("numpy==2.1.3\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE).write_bytes(b"data")
    monkeypatch.setenv("EMBEDDINGS_DATA", "")
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "")
    monkeypatch.setenv("EMBEDDINGS_CACHE", str(tmp_path / "data"))
    return tmp_path


def path(project):
    return cache_path(project, project / "_build" / "html")


def test_the_folder_is_named_after_the_code_and_inside_after_the_data(project):
    current = path(project)
    assert path(project) == current
    assert current.parent.parent == project / "_build" / ".jupyter_cache"
    (project / "data" / FILE).write_bytes(b"other data")
    assert path(project) != current
    assert path(project).parent == current.parent


@pytest.mark.parametrize("file", ["helpers/plotting.py", "requirements.txt"])
def test_outputs_of_other_code_are_outdated(project, file):
    before = path(project)
    (project / file).write_text("VALUE = 2\n")
    assert path(project).parent != before.parent
    assert path(project).name == before.name


def test_no_chapter_sees_the_grader(project):
    before = path(project)
    (project / "helpers" / "grading" / "grade.py").write_text("VALUE = 2\n")
    assert path(project) == before


def test_another_python_is_other_code(project, monkeypatch):
    before = path(project)
    monkeypatch.setattr(platform, "python_version", lambda: "3.99.0")
    assert path(project).parent != before.parent


def test_the_same_data_elsewhere_are_the_same(project, monkeypatch):
    before = path(project)
    (project / "data").rename(project / "elsewhere")
    assert path(project) != before
    monkeypatch.setenv("EMBEDDINGS_CACHE", str(project / "elsewhere"))
    assert path(project) == before
    monkeypatch.setenv("EMBEDDINGS_CACHE", str(project / "none"))
    monkeypatch.setenv("EMBEDDINGS_DATA", str(project / "elsewhere"))
    assert path(project) == before


def test_the_samples_are_another_source_whatever_lies_there(project, monkeypatch):
    full = path(project)
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "sample")
    sample = path(project)
    assert sample != full
    (project / "data" / FILE).write_bytes(b"other data")
    assert path(project) == sample


def test_a_listed_hash_counts(project):
    before = path(project)
    (project / "data" / "SHA256SUMS").write_text(f"{'0' * 64}  {FILE}\n")
    assert path(project) != before


def test_digests_need_no_sphinx():
    import subprocess

    code = "import run_digests, sys; print('sphinx' in sys.modules)"
    folder = next(place for place in sys.path if place.endswith("_ext"))
    shown = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.strip() == "False"
