"""Rebuild a student's Keras model in the judge's process, from plain values."""

from collections.abc import Sequence

import numpy as np

from helpers.checks.codec import SequentialModel
from helpers.checks.compare import Hint, expect, expect_type

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


def expect_layers(
    model: object, what: str, wanted: Sequence[str] = ()
) -> list[tuple[str, dict]]:
    """Require a `Sequential` model that has layers of these classes, in this order.

    Returns:
        Class name and configuration of each of its layers.
    """
    expect_type(model, SequentialModel, what)
    names = [name for name, _ in model.layers]
    rest = iter(names)
    for layer in wanted:
        expect(
            layer in rest,
            f"{what[:1].upper()}{what[1:]} has the layers {', '.join(names)}; "
            f"{', '.join(wanted)} were asked, in this order.",
        )
    return model.layers


def predict(model: SequentialModel, inputs: np.ndarray) -> np.ndarray:
    """Compute a model's outputs for many inputs, an array (n, …).

    Raises:
        Hint: the model has layers that cannot be rebuilt, or does not fit the inputs,
            or needs too much memory.
    """
    rebuilt = rebuild(model)
    wanted, given = tuple(model.input_shape[1:]), inputs.shape[1:]
    fits = len(wanted) == len(given) and all(
        side in (None, length) for side, length in zip(wanted, given, strict=True)
    )
    expect(fits, f"Your model takes inputs of shape {wanted}; {given} was asked.")
    # Called as a function, a model needs no graph: quicker for a few thousand rows.
    parts = np.array_split(inputs, -(-len(inputs) // 4096))
    try:
        found = [np.asarray(rebuilt(part, training=False)) for part in parts]
    except Exception as error:
        said = str(error).splitlines()[0][:150]
        raise Hint(f"Your model could not be run: {said}") from None
    return np.concatenate(found)


def rebuild(model: SequentialModel):
    """Return the student's model as a Keras model of one's own.

    Raises:
        Hint: it has layers that cannot be rebuilt.
    """
    import keras

    try:
        inputs = keras.Input(tuple(model.input_shape[1:]))
        layers = [_layer(keras, name, config) for name, config in model.layers]
        rebuilt = keras.Sequential([inputs, *layers])
        rebuilt.set_weights(model.weights)
    except Hint:
        raise
    except Exception as error:
        said = str(error).splitlines()[0][:150]
        raise Hint(f"Your model could not be rebuilt: {said}") from None
    return rebuilt


def _layer(keras, name: str, config: dict):
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
