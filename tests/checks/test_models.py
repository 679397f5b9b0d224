"""Models of students: rebuilt from plain values, and run."""

import numpy as np
import pytest

from helpers.checks import codec, models
from helpers.checks.compare import Hint
from helpers.checks.judge import question
from helpers.checks.model_parts import KerasModel, ModelLayer
from helpers.checks.models import (
    LAYERS,
    expect_compiled,
    expect_layers,
    expect_probabilities,
    predict,
    rebuild,
)
from helpers.checks.status import Status
from tests.checks.asking import verdict

uses_keras = pytest.mark.slow


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
    with pytest.raises(Hint, match="is None; a Keras model was asked"):
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
