"""Models of students: rebuilt from plain values, and run."""

from pathlib import Path

import numpy as np
import pytest

from helpers.checks import codec, models
from helpers.checks.compare import Hint
from helpers.checks.judge import question
from helpers.checks.model_parts import KerasModel, ModelLayer
from helpers.checks.models import (
    LAYERS,
    OPERATIONS,
    expect_compiled,
    expect_layers,
    expect_probabilities,
    predict,
    rebuild,
)
from helpers.checks.status import Status
from tests.checks.asking import verdict

uses_keras = pytest.mark.slow
PROJECT = Path(__file__).parents[2]


def plain(*layers: tuple[str, dict], input_shape=(None, 3), compiled=False):
    parts = [ModelLayer(kind, kind, config, [], [], None) for kind, config in layers]
    return KerasModel(True, parts, [], input_shape, compiled, "")


def test_layers_are_required_in_their_order():
    model = plain(("Embedding", {}), ("Flatten", {}), ("Dense", {}))
    assert expect_layers(model, "your model", ["Embedding", "Dense"]) is model
    hint = "Your model has the layers Embedding, Flatten, Dense; Dense, Embedding were"
    with pytest.raises(Hint, match=hint):
        expect_layers(model, "your model", ["Dense", "Embedding"])
    with pytest.raises(Hint, match="Dense, Dense were asked, in this order"):
        expect_layers(model, "your model", ["Dense", "Dense"])
    with pytest.raises(Hint, match="is None; a Keras model, `Sequential` or func"):
        expect_layers(None, "your model")


def test_a_model_is_to_be_compiled():
    expect_compiled(plain(compiled=True))
    with pytest.raises(Hint, match="Compile your model"):
        expect_compiled(plain())


@pytest.mark.parametrize(
    "values", [[[0.0], [1.0]], [[0.25, 0.75], [1.0, 0.0]], [[0.5, 0.5009]]]
)
def test_probabilities(values):
    expect_probabilities(np.array(values))


@pytest.mark.parametrize(
    ("values", "hint"),
    [
        ([[0.5], [1.001]], "lie between 0 and 1"),
        ([[-0.001]], "lie between 0 and 1"),
        ([[np.nan]], "lie between 0 and 1"),
        ([[0.5, 0.6]], "be positive and sum to 1"),
        ([[0.5, 0.4]], "be positive and sum to 1"),
        ([[0.5, 0.502]], "be positive and sum to 1"),
        ([[1.1, -0.1]], "be positive and sum to 1"),
        ([[0.5, np.nan]], "be positive and sum to 1"),
    ],
)
def test_what_are_no_probabilities(values, hint):
    with pytest.raises(Hint, match=f"are no probabilities: they should {hint}"):
        expect_probabilities(np.array(values))


class Rebuilt:
    """What stands in for Keras: doubles its inputs, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.sizes: list[int] = []

    def __call__(self, inputs: np.ndarray, training: bool) -> np.ndarray:
        if self.error is not None:
            raise self.error
        assert training is False
        self.sizes.append(len(inputs))
        return 2 * inputs


def test_many_inputs_are_predicted_in_parts(monkeypatch):
    rebuilt = Rebuilt()
    monkeypatch.setattr(models, "rebuild", lambda model: rebuilt)
    inputs = np.arange(3.0 * 8_193).reshape(-1, 3)
    assert (predict(plain(), inputs) == 2 * inputs).all()
    assert rebuilt.sizes == [2_731] * 3


@pytest.mark.parametrize("shape", [(5, 4), (5, 3, 1), (5,)])
def test_inputs_of_another_shape_than_the_models_are_told(monkeypatch, shape):
    monkeypatch.setattr(models, "rebuild", lambda model: Rebuilt())
    with pytest.raises(Hint, match=r"takes inputs of shape \(3,\); \("):
        predict(plain(), np.ones(shape))


def test_an_open_side_takes_any_length(monkeypatch):
    monkeypatch.setattr(models, "rebuild", lambda model: Rebuilt())
    model = plain(input_shape=(None, None, 2))
    assert predict(model, np.ones((4, 7, 2))).shape == (4, 7, 2)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "MemoryError"),
        (ValueError("too\nbad"), "too"),
        (ValueError("x" * 999), "x" * 150),
    ],
    ids=["without text", "two lines", "long"],
)
def test_a_model_that_cannot_be_run_is_the_students_and_no_broken_check(
    monkeypatch, error, words
):
    @question("9.9")
    def model(student, rng):
        """A model."""
        predict(plain(), np.ones((2, 3)))

    monkeypatch.setattr(models, "rebuild", lambda model: Rebuilt(error))
    outcome = verdict("", model)
    assert outcome.status is Status.FAILED
    assert outcome.hint == f"Your model could not be run: {words}"


@uses_keras
def test_a_model_is_rebuilt_with_its_weights_and_without_what_only_training_needs():
    from keras import Sequential, initializers, layers, regularizers

    model = Sequential(
        [
            layers.Input((5,), dtype="int32"),
            layers.Embedding(
                9,
                4,
                embeddings_regularizer=regularizers.L2(0.1),
                embeddings_constraint="non_neg",
                embeddings_initializer=initializers.RandomNormal(seed=3),
                name="mine",
            ),
            layers.GlobalAveragePooling1D(),
            layers.Dense(3, "softmax", kernel_regularizer=regularizers.L1(0.1)),
        ]
    )
    arrived = codec.decode(codec.encode(model))
    rebuilt = rebuild(arrived)
    embedding, _, dense = rebuilt.layers
    assert embedding.embeddings_regularizer is None
    assert embedding.embeddings_constraint is None
    assert dense.kernel_regularizer is None
    assert embedding.name != "mine"
    ids = np.arange(10).reshape(2, 5) % 9
    outputs = np.asarray(model(ids))
    np.testing.assert_allclose(predict(arrived, ids), outputs, rtol=1e-5)
    expect_probabilities(outputs)


@uses_keras
@pytest.mark.parametrize(
    ("layer", "hint"),
    [
        (("Lambda", {}), "has a layer Lambda, which cannot be checked"),
        (("Dense", {"units": 2, "activation": {"class_name": "x"}}), "The activation"),
        (("Dense", {"units": -1}), "could not be rebuilt: "),
        (("Dense", {"unit": 1}), "could not be rebuilt: "),
    ],
)
def test_what_cannot_be_rebuilt_is_told(layer, hint):
    with pytest.raises(Hint, match=hint):
        rebuild(plain(layer))


@uses_keras
def test_weights_that_do_not_fit_are_told():
    with pytest.raises(Hint, match="could not be rebuilt: You called `set_weights"):
        rebuild(plain(("Dense", {"units": 2})))


@uses_keras
def test_every_layer_that_may_be_used_is_one_of_keras():
    import keras

    assert [name for name in LAYERS if not hasattr(keras.layers, name)] == []


def test_the_guide_lists_the_layers_that_may_be_used():
    guide = (PROJECT / "guide" / "for-students.md").read_text("utf-8")
    [line] = [each for each in guide.splitlines() if each.startswith("`Activation`")]
    assert line == ", ".join(f"`{name}`" for name in LAYERS) + "."


def same(model, inputs: np.ndarray) -> None:
    """Require a model to give the same when it is rebuilt."""
    arrived = codec.decode(codec.encode(model))
    outputs = np.asarray(model(inputs, training=False))
    np.testing.assert_allclose(predict(arrived, inputs), outputs, rtol=1e-5, atol=1e-6)


IDS = np.arange(20).reshape(4, 5) % 9
NUMBERS = np.random.default_rng(0).normal(2, 3, size=(6, 4)).astype("float32")


@uses_keras
def test_a_functional_model_is_rebuilt_with_all_its_calls():
    import keras
    from keras import layers

    ids = layers.Input((5,), dtype="int32")
    vectors = layers.Embedding(9, 8, mask_zero=True)(ids)
    attended = layers.MultiHeadAttention(2, 4)(vectors, value=vectors)
    mean = keras.ops.mean(vectors + attended, axis=1)
    shared = layers.Dense(8, activation=layers.LeakyReLU())
    both = layers.Concatenate()([shared(mean), shared(mean * 2), vectors[:, 0]])
    inner = keras.Sequential([layers.Input((24,)), layers.Dense(3), layers.ELU()])
    model = keras.Model(ids, layers.Dense(2, "softmax")(inner(both)))
    model.compile("adam", "mse")
    arrived = expect_layers(
        codec.decode(codec.encode(model)), "your model", ["Embedding", "Dense"]
    )
    expect_compiled(arrived)
    assert [layer.class_name for layer in models.layers_of(arrived)].count("Dense") == 3
    same(model, IDS)


@uses_keras
def test_layers_that_hold_layers_and_layers_with_facts_are_rebuilt():
    import keras
    from keras import layers

    reader = layers.Bidirectional(layers.LSTM(3), merge_mode="sum")
    same(keras.Sequential([layers.Input((5,)), layers.Embedding(9, 4), reader]), IDS)
    scaled = layers.Normalization()
    scaled.adapt(NUMBERS)
    rest = [layers.Dense(3, activation=layers.ReLU(2.0)), layers.PReLU()]
    model = keras.Sequential([layers.Input((4,)), scaled, *rest])
    model.layers[-1].set_weights([np.array([0.1, 0.2, 0.3])])
    same(model, NUMBERS)
    same(keras.Sequential([layers.Input((4,)), model, layers.Dense(1)]), NUMBERS)


@uses_keras
def test_masks_go_with_the_vectors_of_a_functional_model():
    import keras
    from keras import layers

    ids = keras.Input((5,))
    vectors = layers.Embedding(9, 4, mask_zero=True)(ids)
    for layer in (
        layers.GlobalAveragePooling1D(),
        layers.Bidirectional(layers.LSTM(3)),
        lambda rows: layers.LSTM(3)(layers.Masking(0.5)(rows)),
        lambda rows: layers.Attention()([rows, rows]),
    ):
        same(keras.Model(ids, layer(vectors)), IDS)
    pooled = layers.GlobalAveragePooling1D()(vectors, mask=ids > 3)
    same(keras.Model(ids, [pooled]), IDS)
    weights = keras.ops.cast(ids != 0, "float32")[..., None]
    same(keras.Model(ids, keras.ops.sum(vectors * weights, axis=1)), IDS)


@uses_keras
@pytest.mark.parametrize("operation", [*OPERATIONS.values(), "getitem"])
def test_what_stands_between_layers_is_computed(operation):
    import keras
    from keras import ops

    inputs = keras.Input((4,))
    positive = ops.absolute(inputs) + 1.0
    computed = {
        "any": lambda: ops.any(ops.greater(inputs, 2), axis=1),
        "cast": lambda: ops.cast(ops.greater(inputs, 2), "int32"),
        "concatenate": lambda: ops.concatenate([inputs, positive], axis=-1),
        "expand_dims": lambda: ops.expand_dims(inputs, axis=1),
        "getitem": lambda: inputs[:, 1:3],
        "log": lambda: ops.log(positive),
        "logical_and": lambda: ops.logical_and(inputs > 0, inputs < 2),
        "logical_not": lambda: ops.logical_not(inputs > 0),
        "logical_or": lambda: ops.logical_or(inputs < 0, inputs > 2),
        "matmul": lambda: ops.matmul(inputs, ops.transpose(positive)),
        "reshape": lambda: ops.reshape(inputs, (-1, 2, 2)),
        "sqrt": lambda: ops.sqrt(positive),
        "squeeze": lambda: ops.squeeze(ops.reshape(inputs, (-1, 1, 4)), axis=1),
        "stack": lambda: ops.stack([inputs, positive], axis=1),
        "transpose": lambda: ops.transpose(inputs, axes=(1, 0)),
    }
    two = {"add", "subtract", "multiply", "divide", "true_divide", "maximum", "minimum"}
    two |= {"equal", "not_equal", "greater", "greater_equal", "less", "less_equal"}
    one = getattr(ops, operation, None)
    usual = (lambda: one(inputs, positive)) if operation in two else lambda: one(inputs)
    if operation in {"mean", "sum", "max", "min"}:
        usual = lambda: one(inputs, axis=1, keepdims=True)  # noqa: E731
    output = computed.get(operation, usual)()
    same(keras.Model(inputs, output), NUMBERS)


@uses_keras
def test_models_that_cannot_be_rebuilt_are_told():
    import keras
    from keras import layers

    class Mine(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(1)

        def call(self, inputs):
            return self.dense(inputs)

    def told(model) -> str:
        with pytest.raises(Hint) as hint:
            answer = codec.decode(codec.encode(model))
            predict(expect_layers(answer, "your model"), NUMBERS)
        return str(hint.value)

    mine = Mine()
    assert "is a Mine without an input shape; a Keras model, `Sequential` or" in told(
        mine
    )
    mine(NUMBERS)
    assert "is a Mine with a `call` of its own; a Keras model, `Sequential` or" in told(
        mine
    )
    left, right = keras.Input((4,)), keras.Input((4,))
    assert "has 2 inputs" in told(keras.Model([left, right], left + right))
    assert "has several outputs" in told(keras.Model(left, [left + 1, left + 2]))
    assert "cumsum" in told(keras.Model(left, keras.ops.cumsum(left))).lower()
    secret = layers.Lambda(lambda x: x)(left)
    assert "a layer Lambda" in told(keras.Model(left, secret))


@uses_keras
def test_a_forged_functional_model_is_told_and_runs_nothing():
    import keras
    from keras import layers

    inputs = keras.Input((4,))
    model = keras.Model(inputs, layers.Dense(1)(layers.Dense(2)(inputs)))
    for change in (
        lambda m: m.layers[1].calls[0]["args"].append({"class_name": "x", "config": 0}),
        lambda m: m.layers[1].calls.append({"args": [], "kwargs": {"training": {}}}),
        lambda m: m.layers[1].calls.clear(),
        lambda m: m.outputs.clear(),
        lambda m: m.layers[1].config.update(units={"class_name": "Dense"}),
        lambda m: m.layers[2].calls.__setitem__(0, "x"),
    ):
        arrived = codec.decode(codec.encode(model))
        change(arrived)
        with pytest.raises(Hint):
            rebuild(arrived)
