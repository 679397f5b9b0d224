"""Lists of integers out of pickles, with nothing run."""

import io
import os
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from helpers.data.listpickle import read_lists

LISTS = [[1, 255, 256, 70_000], [], [3], [2**31 - 1, 0]]
NUMBERS = [1, 255, 256, 70_000, 3, 2**31 - 1, 0]


def objects(items: list) -> np.ndarray:
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array


def archive(path: Path, pickled: bytes, documents: int) -> Path:
    """Write an `.npz` file of one array of objects with this pickle in it."""
    file = io.BytesIO()
    header = {"descr": "|O", "fortran_order": False, "shape": (documents,)}
    np.lib.format.write_array_header_1_0(file, header)
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("x.npy", file.getvalue() + pickled)
    return path


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "lists.npz"


def test_reads_what_numpy_writes(path):
    np.savez(path, x=objects(LISTS), y=np.arange(4))
    tokens, offsets = read_lists(path, "x")
    assert tokens.dtype == np.int32
    assert tokens.tolist() == NUMBERS
    assert offsets.tolist() == [0, 4, 4, 5, 7]


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_reads_every_protocol_numpy_has_used(path, protocol):
    pickled = pickle.dumps(objects(LISTS), protocol=protocol)
    tokens, _ = read_lists(archive(path, pickled, 4), "x")
    assert tokens.tolist() == NUMBERS


def test_reads_the_names_of_older_numpy_and_python_2(path):
    pickled = pickle.dumps(objects(LISTS), protocol=2)
    pickled = pickled.replace(b"numpy._core.", b"numpy.core.")
    tokens, _ = read_lists(archive(path, pickled, 4), "x")
    assert tokens.tolist() == NUMBERS


class Evil:
    def __init__(self, victim: Path) -> None:
        self.victim = victim

    def __reduce__(self):
        return os.system, (f"touch {self.victim}",)


@pytest.mark.parametrize("protocol", [0, 1, 2, 4])
def test_malicious_pickle_is_refused_and_runs_nothing(path, tmp_path, protocol):
    victim = tmp_path / "was-here"
    array = objects([[1], Evil(victim)])
    pickled = pickle.dumps(array, protocol=protocol)
    with pytest.raises(ValueError, match=r"posix\.system|the opcode"):
        read_lists(archive(path, pickled, 2), "x")
    assert not victim.exists()
    # The fixture is a real attack: it works on pickle itself.
    pickle.loads(pickled)
    assert victim.exists()


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([[1, -2], [3]], "out of range"),
        ([[1, 2**31], [3]], "out of range"),
        ([[1, "2"], [3]], "something else than integers"),
        ([[1, True], [3]], "something else than integers"),
        ([[1, [2]], [3]], "something else than integers"),
        ([(1, 2), [3]], "the row of lists"),
        ([None, [3]], "the row of lists"),
        ([[1.5], [3]], "opcode BINFLOAT"),
        ([{1: 2}, [3]], "opcode EMPTY_DICT"),
    ],
)
def test_other_content_is_refused(path, items, message):
    np.savez(path, x=objects(items))
    with pytest.raises(ValueError, match=message):
        read_lists(path, "x")


def test_number_of_documents_must_be_that_of_the_header(path):
    pickled = pickle.dumps(objects(LISTS), protocol=4)
    with pytest.raises(ValueError, match="its header says"):
        read_lists(archive(path, pickled, 5), "x")


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_cut_pickle_is_refused(path, cut):
    pickled = pickle.dumps(objects(LISTS), protocol=4)
    with pytest.raises(ValueError, match="pickle"):
        read_lists(archive(path, pickled[:-cut], 4), "x")


def test_two_pickles_are_refused(path):
    pickled = pickle.dumps(objects(LISTS), protocol=4)
    with pytest.raises(ValueError, match="more than one value"):
        read_lists(archive(path, pickled * 2, 4), "x")


@pytest.mark.parametrize(
    "opcodes",
    [b"K\x01e.", b"a.", b"(K\x01.", b"h\x05.", b"]K\x01R.", b"K\x01K\x02b.", b"t."],
)
def test_nonsense_is_refused(path, opcodes):
    with pytest.raises(ValueError, match="pickle"):
        read_lists(archive(path, b"\x80\x02" + opcodes, 1), "x")


def test_plain_numbers_are_no_lists(path):
    np.savez(path, x=np.arange(3))
    with pytest.raises(ValueError, match="not a row of lists"):
        read_lists(path, "x")
