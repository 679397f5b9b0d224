"""Files that are whole, and the errors of those that are not."""

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
