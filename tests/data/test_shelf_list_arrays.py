"""Lists of integers out of pickles, with nothing run."""

import io
import os
import pickle
import struct
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from helpers.data._shelf import list_arrays
from helpers.data._shelf.list_arrays import read_lists
from tests.data.content import lists

LISTS = [[1, 255, 256, 70_000], [], [3], [2**31 - 1, 0]]
NUMBERS = [1, 255, 256, 70_000, 3, 2**31 - 1, 0]


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
    np.savez(path, x=lists(*LISTS), y=np.arange(4))
    tokens, offsets = read_lists(path, "x")
    assert tokens.dtype == np.int32
    assert tokens.tolist() == NUMBERS
    assert offsets.tolist() == [0, 4, 4, 5, 7]


def test_reads_the_longer_integers_of_python_2(path):
    pickled = pickle.dumps(lists([7, 300]), protocol=2)
    pickled = pickled.replace(b"K\x07M,\x01", b"\x8a\x01\x07\x8a\x02,\x01")
    assert b"\x8a\x01\x07" in pickled
    tokens, _ = read_lists(archive(path, pickled, 1), "x")
    assert tokens.tolist() == [7, 300]


def test_reads_the_texts_of_python_2(path):
    pickled = pickle.dumps(lists(*LISTS), protocol=2)
    for text in (b"O8", b"|"):
        count = len(text).to_bytes(4, "little")
        assert b"X" + count + text in pickled
        pickled = pickled.replace(b"X" + count + text, b"U" + count[:1] + text)
    tokens, _ = read_lists(archive(path, pickled, 4), "x")
    assert tokens.tolist() == NUMBERS


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_reads_every_protocol_numpy_has_used(path, protocol):
    pickled = pickle.dumps(lists(*LISTS), protocol=protocol)
    tokens, _ = read_lists(archive(path, pickled, 4), "x")
    assert tokens.tolist() == NUMBERS


def test_reads_the_names_of_older_numpy_and_python_2(path):
    pickled = pickle.dumps(lists(*LISTS), protocol=2)
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
    array = lists([1], Evil(victim))
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
        ([[1, 2**63 - 1], [3]], "out of range"),
        ([[1, 2**63], [3]], "opcode LONG1"),
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
    np.savez(path, x=lists(*items))
    with pytest.raises(ValueError, match=message):
        read_lists(path, "x")


def test_number_of_documents_must_be_that_of_the_header(path):
    pickled = pickle.dumps(lists(*LISTS), protocol=4)
    with pytest.raises(ValueError, match="its header says"):
        read_lists(archive(path, pickled, 5), "x")


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_cut_pickle_is_refused(path, cut):
    pickled = pickle.dumps(lists(*LISTS), protocol=4)
    with pytest.raises(ValueError, match="pickle"):
        read_lists(archive(path, pickled[:-cut], 4), "x")


def test_two_pickles_are_refused(path):
    pickled = pickle.dumps(lists(*LISTS), protocol=4)
    with pytest.raises(ValueError, match="more than one value"):
        read_lists(archive(path, pickled * 2, 4), "x")


def text(content: bytes) -> bytes:
    return b"\x8c" + bytes([len(content)]) + content


def named(module: bytes, name: bytes) -> bytes:
    return text(module) + text(name) + b"\x93"


CALL = named(b"numpy._core.multiarray", b"_reconstruct") + b")R"
DTYPE = named(b"numpy", b"dtype") + b")R"
HUGE = (2**31 - 1).to_bytes(4, "little")
FAR = (2**40).to_bytes(8, "little")

HOSTILE = {
    "runs a command": (b"cos\nsystem\n" + text(b"true") + b"\x85R.", "os.system"),
    "evaluates": (
        named(b"builtins", b"eval") + text(b"1") + b"\x85R.",
        "builtins.eval",
    ),
    "looks up a member": (
        named(b"numpy", b"core.multiarray._reconstruct") + b".",
        "names numpy.core",
    ),
    "calls copyreg": (named(b"copyreg", b"_reconstructor") + b"(tR.", "copyreg"),
    "registers": (named(b"copyreg", b"add_extension") + b"(tR.", "copyreg"),
    "encodes a long text": (
        named(b"_codecs", b"encode") + b"X" + struct.pack("<I", 10**6) + b"x" * 10**6,
        "opcode BINUNICODE",
    ),
    "asks for an object by its id": (b"Pid\n.", "opcode PERSID"),
    "asks for an object by a value": (b"K\x01Q.", "opcode BINPERSID"),
    "asks for the registry": (b"\x82\x01.", "opcode EXT1"),
    "asks for the wide registry": (b"\x84\x01\0\0\0.", "opcode EXT4"),
    "makes an instance": (b"(inumpy\ndtype\n.", "opcode INST"),
    "makes another instance": (b"(" + named(b"numpy", b"dtype") + b"o.", "opcode OBJ"),
    "makes a new object": (named(b"numpy", b"dtype") + b")\x81.", "opcode NEWOBJ"),
    "makes one by keywords": (
        named(b"numpy", b"dtype") + b")}\x92.",
        "opcode EMPTY_DICT",
    ),
    "makes a set": (b"(\x91.", "opcode FROZENSET"),
    "asks for a buffer": (b"\x97.", "opcode NEXT_BUFFER"),
    "evaluates a line": (b"S'x'\n.", "opcode STRING"),
    "makes a number of its text": (b"I" + b"9" * 5_000 + b"\n.", "opcode INT"),
    "has a number of many bytes": (b"\x8b" + HUGE + b".", "opcode LONG4"),
    "has bytes without end": (b"\x8e" + FAR + b".", "opcode BINBYTES8"),
    "has a text without end": (b"\x8d" + FAR + b".", "opcode BINUNICODE8"),
    "has an array of bytes without end": (b"\x96" + FAR + b".", "opcode BYTEARRAY8"),
    "has a frame without end": (b"\x95" + FAR + b"].", "malformed"),
    "keeps at a far place": (b"]r" + HUGE + b".", "opcode LONG_BINPUT"),
    "takes from a far place": (b"]j" + HUGE + b".", "malformed"),
    "is nested": (b")" + b"\x85" * 10**5 + b".", "row of lists"),
    "is nested in lists": (b"]" * 10**4 + b"a" * (10**4 - 1) + b".", "row of lists"),
    "holds itself": (b"]\x94h\0a.", "row of lists"),
    "holds itself as its state": (CALL + b"\x94h\0b.", "row of lists"),
    "sets no state": (CALL + b"Nb.", "row of lists"),
    "sets the state of a dtype": (
        DTYPE + b"(K\x01K\x01\x85N\x89]]atb.",
        "row of lists",
    ),
    "sets a state of another length": (CALL + b"(K\x01]]atb.", "row of lists"),
    "sets the shape to a nest": (
        CALL + b"(K\x01)" + b"\x85" * 10**4 + b"N\x89]]atb.",
        "row of lists",
    ),
    "sets the state of a name": (named(b"numpy", b"dtype") + b"(K\x01tb.", "malformed"),
    "sets an attribute of a name": (
        named(b"numpy", b"dtype") + b"N}\x86b.",
        "opcode EMPTY_DICT",
    ),
    "calls a call": (CALL + b")R.", "malformed"),
    "calls a number": (b"K\x01)R.", "malformed"),
    "calls without arguments": (named(b"numpy", b"dtype") + b"K\x01R.", "malformed"),
    "names with a number": (b"K\x01K\x02\x93.", "malformed"),
    "appends to a call": (CALL + b"K\x01a.", "malformed"),
    "is of a later protocol": (b"\x80\x09].", "opcode PROTO"),
    "is none": (b"", "cut off"),
    "has an unknown opcode": (b"\xff.", "cut off"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pickle_is_refused_at_no_cost(path, name):
    opcodes, message = HOSTILE[name]
    archive(path, b"\x80\x04" + opcodes, 1)
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match=message):
            read_lists(path, "x")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1e6 + 120 * len(opcodes)


def test_hostile_pickles_leave_nothing_behind(path):
    """A stub is made anew: what one pickle does to it, the next does not see."""
    for opcodes, _ in HOSTILE.values():
        with pytest.raises(ValueError, match="pickle"):
            read_lists(archive(path, b"\x80\x04" + opcodes, 1), "x")
    np.savez(path, x=lists(*LISTS))
    assert read_lists(path, "x")[0].tolist() == NUMBERS


def test_a_far_place_would_cost_much_without_the_first_wall():
    """The attack is a real one: a few bytes make pickle itself take memory."""
    place = (2**20).to_bytes(4, "little")
    tracemalloc.start()
    try:
        pickle.loads(b"\x80\x02]r" + place + b".")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak > 1e7


def test_a_member_that_unpacks_to_too_much_is_refused(path, monkeypatch):
    monkeypatch.setattr(list_arrays, "_LARGEST_MEMBER", 10_000)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("x.npy", bytes(10_001))
    with pytest.raises(ValueError, match="x is too large"):
        read_lists(path, "x")


def test_a_missing_member_is_named(path):
    np.savez(path, y=np.arange(3))
    with pytest.raises(KeyError, match=r"x\.npy"):
        read_lists(path, "x")


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
