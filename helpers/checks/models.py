"""Rebuild a student's Keras model in the judge's process, from plain values."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.checks.codec import SequentialModel
from helpers.checks.compare import Hint, expect, expect_type
from helpers.errors import first_line

if TYPE_CHECKING:
    import keras

# Layers that a student may use. Only their own code runs when a model is rebuilt.
LAYERS = (
    "Activation AveragePooling1D AveragePooling2D BatchNormalization Conv1D Conv2D "
    "Conv2DTranspose Dense Dropout Embedding Flatten GRU GaussianNoise "
    "GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D "
    "GlobalMaxPooling2D LSTM LayerNormalization LeakyReLU Masking MaxPooling1D "
    "MaxPooling2D ReLU Rescaling Reshape SeparableConv1D SeparableConv2D SimpleRNN "
    "Softmax SpatialDropout1D SpatialDropout2D UnitNormalization UpSampling2D"
).split()
# Configurations that only say what holds weights in training.
_TRAINING = ("regularizer", "constraint", "dtype", "name")
_BATCH = 4_096  # rows at once: more would need memory, fewer would need time
_LONGEST = 150  # characters of Keras's own words in a hint


def expect_layers(
    answer: object, what: str, classes: Sequence[str] = ()
) -> SequentialModel:
    """Require a `Sequential` model that has layers of these classes, in this order.

    Returns:
        The model.
    """
    model = expect_type(answer, SequentialModel, what)
    names = [name for name, _ in model.layers]
    rest = iter(names)
    for layer in classes:
        expect(
            layer in rest,
            f"{what[:1].upper()}{what[1:]} has the layers {', '.join(names)}; "
            f"{', '.join(classes)} were asked, in this order.",
        )
    return model


def expect_compiled(model: SequentialModel) -> None:
    """Require a model that can have been trained."""
    expect(model.compiled, "Compile your model, and train it, before you check it.")


def expect_probabilities(values: np.ndarray) -> None:
    """Require probabilities, shape (n, classes), or of one class alone, (n, 1)."""
    fits = bool((values >= 0).all())
    if values.shape[1] == 1:
        request = "lie between 0 and 1"
        fits = fits and bool((values <= 1).all())
    else:
        request = "be positive and sum to 1"
        fits = fits and np.allclose(values.sum(axis=1), 1, atol=1e-3)
    expect(
        fits,
        f"What your model gives are no probabilities: they should {request}. What "
        "activation has its last layer?",
    )


def predict(model: SequentialModel, inputs: np.ndarray) -> np.ndarray:
    """Compute a model's outputs for many inputs, an array (n, …).

    Raises:
        Hint: the model has layers that cannot be rebuilt, or does not fit the inputs,
            or needs too much memory.
    """
    rebuilt = rebuild(model)
    shape, given = tuple(model.input_shape[1:]), inputs.shape[1:]
    fits = len(shape) == len(given) and all(
        side in (None, length) for side, length in zip(shape, given, strict=True)
    )
    expect(fits, f"Your model takes inputs of shape {shape}; {given} was asked.")
    # Called as a function, a model needs no graph: quicker for a few thousand rows.
    parts = np.array_split(inputs, math.ceil(len(inputs) / _BATCH))
    try:
        outputs = [np.asarray(rebuilt(part, training=False)) for part in parts]
    except Exception as error:
        problem = first_line(error, _LONGEST)
        raise Hint(f"Your model could not be run: {problem}") from None
    return np.concatenate(outputs)


def rebuild(model: SequentialModel) -> "keras.Sequential":
    """Return the student's model as a Keras model of one's own.

    Raises:
        Hint: it has layers that cannot be rebuilt.
    """
    import keras

    try:
        inputs = keras.Input(tuple(model.input_shape[1:]))
        layers = [_layer(name, config) for name, config in model.layers]
        rebuilt = keras.Sequential([inputs, *layers])
        rebuilt.set_weights(model.weights)
    except Hint:
        raise
    except Exception as error:
        problem = first_line(error, _LONGEST)
        raise Hint(f"Your model could not be rebuilt: {problem}") from None
    return rebuilt


def _layer(name: str, config: dict[str, Any]) -> "keras.Layer":
    import keras

    expect(
        name in LAYERS,
        f"Your model has a layer {name}, which cannot be checked. Use layers such as "
        "Embedding, Dense, Conv1D, LSTM or pooling.",
    )
    plain = {
        key: "zeros" if key.endswith("initializer") else value  # weights are set later
        for key, value in config.items()
        if not key.endswith(_TRAINING)
    }
    for key, value in plain.items():
        expect(
            not isinstance(value, dict),
            f"The {key} of your layer {name} cannot be checked. Use one of Keras's "
            "own, by its name.",
        )
    return getattr(keras.layers, name)(**plain)
