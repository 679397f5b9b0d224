import pytest

from helpers.digest import code_digest


@pytest.fixture
def folder(tmp_path):
    for name in ("one.py", "data/two.csv", "apart/three.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    return tmp_path


def test_the_same_code_has_the_same_digest(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file():
            copy = other / path.relative_to(folder)
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(path.read_bytes())
    assert code_digest(other) == code_digest(folder)
    assert len(code_digest(folder)) == 64


def change(path):
    path.write_text("changed")


def rename(path):
    path.rename(path.with_name("renamed.py"))


@pytest.mark.parametrize("file", ["one.py", "data/two.csv", "apart/three.py"])
@pytest.mark.parametrize("edit", [change, rename, lambda path: path.unlink()])
def test_any_file_counts_by_name_and_content(folder, file, edit):
    before = code_digest(folder)
    edit(folder / file)
    assert code_digest(folder) != before


@pytest.mark.parametrize("between", [b"\0y\0", b"\0y", b"y"])
def test_where_a_file_ends_counts(folder, between):
    (folder / "x").write_bytes(b"one")
    (folder / "y").write_bytes(b"two")
    before = code_digest(folder)
    (folder / "y").unlink()
    (folder / "x").write_bytes(b"one" + between + b"two")
    assert code_digest(folder) != before


def test_folders_apart_do_not_count(folder):
    before = code_digest(folder, apart=["apart"])
    change(folder / "apart" / "three.py")
    assert code_digest(folder, apart=["apart"]) == before


def test_what_python_compiles_does_not_count(folder):
    before = code_digest(folder)
    (folder / "data" / "__pycache__").mkdir()
    change(folder / "data" / "__pycache__" / "one.pyc")
    assert code_digest(folder) == before
