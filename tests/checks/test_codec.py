"""Values as bytes: what arrives, and what is refused."""

import json
import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.checks import codec


def there_and_back(value):
    return codec.decode(codec.encode(value))


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -3,
        10**30,
        2.5,
        "žluťoučký kůň",
        [1, [2, (3, "x")]],
        (),
        {"a": 1, 2: None, (3, 4): [5]},
        {1, 2},
        np.float32(1.5),
        np.arange(6).reshape(2, 3)[:, ::-1],
        np.array(3.0),
        np.zeros((0, 4), "float32"),
        np.array(["ab", "c"]),
        np.array([True, False]),
        np.array(["a", None, 3], dtype=object),
        np.arange(3, dtype=">i4"),
    ],
    ids=repr,
)
def test_plain_values_arrive_as_they_left(value):
    arrived = there_and_back(value)
    assert type(arrived) is type(value)
    if isinstance(value, np.ndarray):
        assert arrived.shape == value.shape
        assert arrived.dtype == value.dtype.newbyteorder("=")
        assert arrived.flags.writeable
        assert (arrived == value).all()
    else:
        assert arrived == value


def test_nan_and_tables_arrive():
    assert np.isnan(there_and_back(float("nan")))
    table = pd.DataFrame({"word": ["a", "b"], "count": [1, 2]}, index=["x", "y"])
    pd.testing.assert_frame_equal(there_and_back(table), table)
    series = pd.Series([1.5, 2.5], index=[3, 4], name="loss")
    pd.testing.assert_series_equal(there_and_back(series), series, check_names=False)


@pytest.mark.parametrize("module", ["pandas", "pandas.elsewhere.frame", "notebook"])
def test_a_table_is_told_by_its_type_and_not_by_the_name_of_its_module(module):
    """As pandas 3 has it: `DataFrame.__module__` is "pandas" there."""
    frame = type("Table", (pd.DataFrame,), {"__module__": module})({"a": [1, 2]})
    arrived = there_and_back(frame)
    assert type(arrived) is pd.DataFrame
    assert arrived["a"].tolist() == [1, 2]
    series = type("Column", (pd.Series,), {"__module__": module})([3, 4])
    assert type(there_and_back(series)) is pd.Series
    for column, kind in (
        (pd.Series([1, 2], dtype=object), "i"),
        (pd.Series([1, 0.5], dtype=object), "f"),
        (pd.Series([1, 2], dtype="Int64"), "i"),
        (pd.Series([True], dtype="boolean"), "b"),
        (pd.Series(["a", 2]), "O"),
    ):
        assert there_and_back(column).to_numpy().dtype.kind == kind


def test_no_library_is_imported_to_tell_a_type(monkeypatch):
    monkeypatch.delitem(sys.modules, "pandas")
    monkeypatch.setitem(sys.modules, "keras", None)
    assert not codec.is_frame(pd.DataFrame())
    assert there_and_back(object()) == codec.Other("object")
    assert "pandas" not in sys.modules


def test_a_model_is_told_by_its_type_and_not_by_the_name_of_its_module(monkeypatch):
    class Model:
        built = False

    class Layer:
        pass

    class Sequential(Model):
        pass

    Sequential.__module__ = "elsewhere.models"
    keras = ModuleType("keras")
    keras.Model, keras.Sequential = Model, Sequential
    keras.layers = SimpleNamespace(Layer=Layer)
    monkeypatch.setitem(sys.modules, "keras", keras)
    other = codec.Other("Sequential without an input shape")
    assert there_and_back(Sequential()) == other
    other = codec.Other("Mine without an input shape")
    assert there_and_back(type("Mine", (Sequential,), {})()) == other


def test_what_is_not_plain_arrives_as_its_type_alone():
    class Int(int):
        def __eq__(self, other):
            return True

        __hash__ = int.__hash__

    class Array(np.ndarray):
        def __eq__(self, other):
            return True

    endless, endless_name = iter(int, 1), "callable_iterator"
    for value, name in [
        (endless, endless_name),
        (object(), "object"),
    ]:
        assert there_and_back(value) == codec.Other(name, name == endless_name)
    three = there_and_back(Int(3))
    assert (type(three), three) == (int, 3)
    assert there_and_back(np.array([None]).astype("O").view(Array)).tolist() == [None]
    assert type(there_and_back(np.ones(2).view(Array))) is np.ndarray
    stamp = np.array(["2026-01-01"], "datetime64[D]")
    assert there_and_back(stamp) == codec.Other("array of datetime64[D]")


def test_functions_stay_where_they_are():
    functions = []

    def keep(function):
        functions.append(function)
        return len(functions) - 1

    assert codec.decode(codec.encode([len, max], keep)) == [
        codec.Function(0),
        codec.Function(1),
    ]
    assert functions == [len, max]


@pytest.mark.slow
def test_a_sequential_model_arrives_in_parts():
    from keras import Sequential, layers

    model = Sequential([layers.Input((3,)), layers.Dense(2, "relu"), layers.Dense(1)])
    model.compile("adam", "mse")
    arrived = there_and_back(model)
    assert [layer.class_name for layer in arrived.layers] == ["Dense", "Dense"]
    assert arrived.layers[0].config["units"] == 2
    assert arrived.input_shape == (None, 3)
    assert (arrived.compiled, arrived.loss) == (True, "mse")
    weights = [array for layer in arrived.layers for array in layer.weights]
    for there, here in zip(weights, model.get_weights(), strict=True):
        assert (there == here).all()
    assert there_and_back(Sequential([layers.Dense(2)])) == codec.Other(
        "Sequential without an input shape"
    )


@pytest.mark.parametrize("value", [np.zeros(9_000_000), ["x" * 9_000_000]])
def test_too_large_a_value_is_refused(value):
    with pytest.raises(codec.CodecError, match="too large"):
        codec.encode(value)


def nested(depth: int):
    value = 1
    for _ in range(depth):
        value = [value]
    return value


def test_lists_may_be_nested_forty_deep_and_no_deeper():
    assert there_and_back(nested(40)) == nested(40)
    with pytest.raises(codec.CodecError, match="nested more than 40 deep"):
        codec.encode(nested(41))


def test_a_message_that_is_nested_deeper_than_any_value_is_refused():
    assert codec.decode(message(nested(42))) == nested(42)
    with pytest.raises(codec.CodecError, match="nested too deep"):
        codec.decode(message(nested(43)))


def test_a_message_as_large_as_allowed_arrives_and_one_byte_more_does_not(monkeypatch):
    monkeypatch.setattr(codec, "LARGEST", 16)
    assert (there_and_back(np.ones(2)) == 1).all()
    with pytest.raises(codec.CodecError, match="it is too large"):
        codec.encode([np.ones(2), np.ones(1, "uint8")])
    with pytest.raises(codec.CodecError, match="the message is too large"):
        codec.decode(message(1, bytes(17)))
    monkeypatch.setattr(codec, "LONGEST", 5)
    assert there_and_back("abc") == "abc"
    with pytest.raises(codec.CodecError, match="it is too large"):
        codec.encode("abcd")
    with pytest.raises(codec.CodecError, match="the message is too large"):
        codec.decode(message("abcd"))


def test_a_list_within_itself_is_refused():
    value = []
    value.append(value)
    with pytest.raises(codec.CodecError, match="nested more than 40 deep"):
        codec.encode(value)


def message(plain, buffers=b"") -> bytes:
    text = json.dumps(plain).encode()
    return len(text).to_bytes(8, "big") + text + buffers


def layer(**parts) -> dict:
    """Return a layer as it stands in a message, some of its parts replaced."""
    facts = {
        "class_name": "Dense",
        "name": "dense",
        "config": {"kind": "dict", "items": []},
        "weights": [],
        "calls": [],
        "model": None,
    } | parts
    items = [{"kind": "tuple", "items": [*item]} for item in facts.items()]
    return {"kind": "dict", "items": items}


def model(**parts) -> dict:
    """Return a model as it stands in a message, some of its parts replaced."""
    facts = {
        "sequential": True,
        "layers": [layer()],
        "outputs": [],
        "input_shape": {"kind": "tuple", "items": [None, 3]},
        "compiled": True,
        "loss": "mse",
    } | parts
    items = [{"kind": "tuple", "items": [*item]} for item in facts.items()]
    return {"kind": "model", "facts": {"kind": "dict", "items": items}}


def test_a_model_is_read_from_its_parts():
    arrived = codec.decode(message(model()))
    [dense] = arrived.layers
    assert (dense.class_name, dense.name, dense.config) == ("Dense", "dense", {})
    assert (dense.weights, dense.calls, dense.model) == ([], [], None)
    assert arrived.input_shape == (None, 3)
    assert (arrived.sequential, arrived.compiled, arrived.loss) == (True, True, "mse")


NO_ROWS = {"kind": "array", "dtype": "<U1", "shape": [0, 2]}
ARRAY = {"kind": "array", "dtype": "<f8", "shape": [2]}


@pytest.mark.parametrize(
    "forged",
    [
        b"",
        b"\xff" * 8,
        b"\x00" * 7 + b"\x05" + b"{....",
        message([1], b"more"),
        message(ARRAY, b"\0" * 15),
        message({**ARRAY, "shape": [-2]}),
        message({**ARRAY, "shape": [-2, -1]}, bytes(16)),
        message({**ARRAY, "shape": [-1, 0]}),
        message({**ARRAY, "shape": [2**62]}),
        message({**ARRAY, "shape": "ab"}),
        message({**ARRAY, "dtype": "O"}, b"\0" * 16),
        message({**ARRAY, "dtype": "V8"}, b"\0" * 16),
        message({**ARRAY, "dtype": "no such"}),
        message({"kind": "array"}),
        message({"kind": "buffers"}),
        message({"kind": "_init__"}),
        message({"kind": ["tuple"]}),
        message({"kind": "tuple", "items": 3}),
        message({"kind": "dict", "items": [[[], 1]]}),
        message({"kind": "model", "facts": {"kind": "dict", "items": []}}),
        message({"kind": "series", "items": [[], [], [], ""]}),
        message({"kind": "series", "items": [[1], ["a", "b"], [[1], [2]], ""]}),
        message({"kind": "frame", "items": [[1, 2], [NO_ROWS], [[3, 4]], ""]}),
        message({"kind": "frame", "items": [[1], ["a"], [[3, 4]], ""]}),
        message({"kind": "function", "handle": "__import__"}),
        message(model(extra=1)),
        *(message(model(**{name: 3})) for name in ("layers", "outputs", "input_shape")),
        message(model(layers=[["Dense", "units"]])),
        message(model(layers=[layer(more=1)])),
        message(model(layers=[layer(config="units")])),
        message(model(layers=[layer(weights=["x"])])),
        message(model(layers=[layer(calls=3)])),
        message(model(layers=[layer(model={"kind": "dict", "items": []})])),
        message(model(sequential=1)),
        message(model(input_shape=[None, 3])),
        message(model(input_shape={"kind": "tuple", "items": ["x"]})),
        message(model(compiled="yes")),
        message(model(loss=None)),
        b"\x00" * 6 + b"\xff\xff" + b"[" * 65_535,
    ],
)
def test_forged_bytes_are_refused(forged):
    with pytest.raises(codec.CodecError):
        codec.decode(forged)
