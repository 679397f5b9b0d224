"""Files that are whole, and the errors of those that are not."""

import shutil
import subprocess
import zlib

import numpy as np
import pytest

from helpers.data import DataError
from helpers.data._shelf.files import (
    SUMS,
    DamagedFileError,
    check_equal,
    publish,
    read_arrays,
    read_checked,
    read_sums,
    reading,
    save_arrays,
    sha256,
    unlisted,
)


def test_a_damaged_file_has_a_path_and_a_fault(tmp_path):
    path = tmp_path / "a.txt"
    with pytest.raises(DamagedFileError) as caught, reading(path):
        raise zlib.error("Error -3 while decompressing.\nMore of it")
    assert caught.value.path == path
    assert caught.value.fault == "Error -3 while decompressing"
    assert str(caught.value) == f"{path}: Error -3 while decompressing."


def test_an_error_without_words_is_named(tmp_path):
    with pytest.raises(DamagedFileError, match=": EOFError"), reading(tmp_path):
        raise EOFError


@pytest.mark.parametrize("error", [MemoryError(), DataError("said already")])
def test_what_is_not_the_file_s_fault_passes(tmp_path, error):
    with pytest.raises(type(error)) as caught, reading(tmp_path):
        raise error
    assert caught.value is error


@pytest.mark.parametrize(
    ("value", "expected", "message"),
    [
        (1_000, 20_000, "the size is 1,000 where 20,000 is expected"),
        ((3,), (4,), r"the size is \(3,\) where \(4,\) is expected"),
        (np.dtype("float32"), np.dtype("uint8"), "is float32 where uint8 is expected"),
    ],
)
def test_another_value_is_told_in_words(value, expected, message):
    check_equal(value, value, "the size is")
    with pytest.raises(ValueError, match=message):
        check_equal(value, expected, "the size is")


def test_a_published_file_is_listed_beside_the_others(tmp_path):
    (tmp_path / SUMS).write_text(f"{'0' * 64}  other.txt\n")
    work = tmp_path / "work"
    work.mkdir()
    (work / "a.txt").write_text("a")
    publish(work, tmp_path, ["a.txt"])
    assert (tmp_path / "a.txt").read_text() == "a"
    assert set(read_sums(tmp_path)) == {"a.txt", "other.txt"}
    assert read_checked(tmp_path, ["a.txt"], lambda folder: folder) == tmp_path
    (tmp_path / "a.txt").write_text("b")
    with pytest.raises(DamagedFileError) as caught:
        read_checked(tmp_path, ["a.txt"], lambda folder: folder)
    assert caught.value.path == tmp_path / "a.txt"


def test_the_sums_of_sha256sum_in_either_mode_are_read(tmp_path):
    (tmp_path / SUMS).write_text(f"{'A' * 64} *a b.txt\n{'b' * 64}  c.txt\n")
    assert read_sums(tmp_path) == {"a b.txt": "a" * 64, "c.txt": "b" * 64}


A, B = "a" * 64, "b" * 64


@pytest.mark.parametrize(
    "line",
    [
        f"{A}  ./c.txt\n",
        f"{A} *./c.txt\n",
        f"{A} c.txt\n",
        f"{A}\tc.txt\n",
        f"{A}  .//c.txt\r\n",
        f"{A.upper()}  c.txt",
        f"\ufeff{A}  c.txt\n",
        f"# sums of {B}\n\n   \n{A}  c.txt\n\n",
        f"{A}  .\\c.txt\r\n",
        f"SHA256 (./c.txt) = {A}\n",
        f"SHA2-256(c.txt)= {A}\n",
        f"{B}  c.txt\n{A}  ./c.txt\n",
    ],
)
def test_the_sums_of_many_tools_are_read(line, tmp_path):
    (tmp_path / SUMS).write_text(line, "utf-8", newline="")
    assert read_sums(tmp_path) == {"c.txt": A}


def test_an_escaped_name_is_read(tmp_path):
    (tmp_path / SUMS).write_text(f"\\{A}  ./a\\\\b\\nc.txt\n", "utf-8")
    assert read_sums(tmp_path) == {"a\\b\nc.txt": A}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
@pytest.mark.parametrize(
    "command",
    [
        "sha256sum * > SHA256SUMS",
        "sha256sum --tag c.txt > SHA256SUMS",
        "sha256sum -b ./c.txt > SHA256SUMS",
        "sha256sum $PWD/c.txt > SHA256SUMS",
        "find . -type f -exec sha256sum {} + > ../sums; mv ../sums SHA256SUMS",
        "cd ..; find folder -type f -exec sha256sum {} + > sums; "
        "mv sums folder/SHA256SUMS",
    ],
)
def test_a_list_made_in_any_way_finds_out_an_altered_file(command, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "c.txt").write_text("whole")
    subprocess.run(["sh", "-c", command], cwd=folder, check=True)
    assert unlisted(folder, ["c.txt"]) == []
    assert read_checked(folder, ["c.txt"], lambda path: path) == folder
    (folder / "c.txt").write_text("other")
    with pytest.raises(DamagedFileError, match="does not match SHA256SUMS"):
        read_checked(folder, ["c.txt"], lambda path: path)


def test_a_file_of_the_same_name_in_another_folder_counts_only_without_its_own_line(
    tmp_path,
):
    (tmp_path / "c.txt").write_text("c")
    own = sha256(tmp_path / "c.txt")
    (tmp_path / SUMS).write_text(f"{own}  c.txt\n{B}  old/c.txt\n")
    assert read_checked(tmp_path, ["c.txt"], lambda path: path) == tmp_path
    (tmp_path / SUMS).write_text(f"{own}  new/c.txt\n{B}  old/c.txt\n")
    assert read_checked(tmp_path, ["c.txt"], lambda path: path) == tmp_path
    (tmp_path / SUMS).write_text(f"{B}  old/c.txt\n")
    with pytest.raises(DamagedFileError):
        read_checked(tmp_path, ["c.txt"], lambda path: path)


def test_what_a_list_lacks_is_named(tmp_path):
    assert unlisted(tmp_path, ["c.txt"]) == []  # no list at all
    (tmp_path / SUMS).write_text(f"{A}  ./c.txt\n")
    assert unlisted(tmp_path, ["c.txt", "d.txt"]) == ["d.txt"]
    (tmp_path / SUMS).write_text("\n")
    assert unlisted(tmp_path, ["c.txt"]) == ["c.txt"]


def test_arrays_come_back_by_name(tmp_path):
    path = tmp_path / "a.npz"
    save_arrays(path, {"x": np.arange(3), "y": np.zeros(2, np.uint8)})
    arrays = read_arrays(path)
    assert arrays["x"].tolist() == [0, 1, 2]
    assert list(arrays) == ["x", "y"]
    assert list(read_arrays(path, "y")) == ["y"]
    with pytest.raises(KeyError, match="z is not a file in the archive"):
        read_arrays(path, "z")


def test_pickled_arrays_are_refused(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, x=np.array([[1], "a"], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        read_arrays(path)
