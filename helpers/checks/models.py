"""Rebuild a student's Keras model in the judge's process, from plain values."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.checks.compare import Hint, expect, expect_type
from helpers.checks.model_parts import KerasModel, ModelLayer
from helpers.errors import first_line

if TYPE_CHECKING:
    import keras

# Layers that a student may use. Only their own code runs when a model is rebuilt.
LAYERS = (
    "Activation ActivityRegularization Add AdditiveAttention AlphaDropout Attention "
    "Average AveragePooling1D AveragePooling2D BatchNormalization Bidirectional "
    "Concatenate Conv1D Conv1DTranspose Conv2D Conv2DTranspose Cropping1D Cropping2D "
    "Dense DepthwiseConv1D DepthwiseConv2D Dot Dropout ELU Embedding Flatten GRU "
    "GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D "
    "GlobalMaxPooling1D GlobalMaxPooling2D GroupNormalization LSTM LayerNormalization "
    "LeakyReLU Masking MaxPooling1D MaxPooling2D Maximum Minimum MultiHeadAttention "
    "Multiply Normalization PReLU Permute ReLU RepeatVector Rescaling Reshape "
    "SeparableConv1D SeparableConv2D SimpleRNN Softmax SpatialDropout1D "
    "SpatialDropout2D Subtract TimeDistributed UnitNormalization UpSampling1D "
    "UpSampling2D ZeroPadding1D ZeroPadding2D"
).split()
# What a functional model may do between layers, and how Keras calls it: `a + b` is Add.
OPERATIONS = {
    "Absolute": "abs",
    "Add": "add",
    "Any": "any",
    "Cast": "cast",
    "Concatenate": "concatenate",
    "ConvertToTensor": "convert_to_tensor",
    "Divide": "divide",
    "Equal": "equal",
    "Exp": "exp",
    "ExpandDims": "expand_dims",
    "Greater": "greater",
    "GreaterEqual": "greater_equal",
    "Less": "less",
    "LessEqual": "less_equal",
    "Log": "log",
    "LogicalAnd": "logical_and",
    "LogicalNot": "logical_not",
    "LogicalOr": "logical_or",
    "Matmul": "matmul",
    "Max": "max",
    "Maximum": "maximum",
    "Mean": "mean",
    "Min": "min",
    "Minimum": "minimum",
    "Multiply": "multiply",
    "Negative": "negative",
    "NotEqual": "not_equal",
    "Relu": "relu",
    "Reshape": "reshape",
    "Sigmoid": "sigmoid",
    "Softmax": "softmax",
    "Sqrt": "sqrt",
    "Square": "square",
    "Squeeze": "squeeze",
    "Stack": "stack",
    "Subtract": "subtract",
    "Sum": "sum",
    "Tanh": "tanh",
    "Transpose": "transpose",
    "TrueDivide": "true_divide",
}
# Configurations that only say what holds weights in training.
_TRAINING = ("regularizer", "constraint", "dtype", "name")
_BATCH = 4_096  # rows at once: more would need memory, fewer would need time
_LONGEST = 150  # characters of Keras's own words in a hint


def expect_layers(answer: object, what: str, classes: Sequence[str] = ()) -> KerasModel:
    """Require a model that has layers of these classes, in this order.

    `Sequential` or functional; of a functional one, the order is Keras's own.

    Returns:
        The model.
    """
    model = expect_type(answer, KerasModel, what)
    names = [layer.class_name for layer in layers_of(model)]
    rest = iter(names)
    for layer in classes:
        expect(
            layer in rest,
            f"{what[:1].upper()}{what[1:]} has the layers {', '.join(names)}; "
            f"{_request(classes)}.",
        )
    return model


def _request(classes: Sequence[str]) -> str:
    """Return how to ask for layers."""
    if len(classes) == 1:
        return f"{classes[0]} was asked"
    return f"{', '.join(classes)} were asked, in this order"


def layers_of(model: KerasModel) -> list[ModelLayer]:
    """Return a model's layers without its input, those of models within it included."""
    layers: list[ModelLayer] = []
    for layer in model.layers:
        inner = layer.model
        layers += [layer] if inner is None else layers_of(inner)
    return [layer for layer in layers if layer.class_name != "InputLayer"]


def expect_compiled(model: KerasModel) -> None:
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


def predict(model: KerasModel, inputs: np.ndarray) -> np.ndarray:
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


def rebuild(model: KerasModel) -> "keras.Model":
    """Return the student's model as a Keras model of one's own.

    Raises:
        Hint: it has layers that cannot be rebuilt.
    """
    try:
        return _rebuilt(model)
    except Hint:
        raise
    except Exception as error:
        problem = first_line(error, _LONGEST)
        raise Hint(f"Your model could not be rebuilt: {problem}") from None


def _rebuilt(model: KerasModel) -> "keras.Model":
    import keras

    layers = [_layer_of(layer) for layer in model.layers]
    inputs = keras.Input(tuple(model.input_shape[1:]))
    if model.sequential:
        rebuilt = keras.Sequential([inputs, *layers])
    else:
        rebuilt = keras.Model(inputs, _output(model, layers, inputs))
    for layer, own in zip(model.layers, layers, strict=True):
        if own is not None and layer.model is None:
            own.set_weights(layer.weights)
        if isinstance(own, keras.layers.Normalization):
            own.finalize_state()  # it computes from what has just been set
    return rebuilt


def _layer_of(layer: ModelLayer) -> Any:
    """Return a layer, a model within the model, or None of what is neither."""
    if layer.model is not None:
        return _rebuilt(layer.model)
    if layer.class_name == "InputLayer" or _is_operation(layer):
        return None
    return _layer(layer.class_name, layer.config)


def _is_operation(layer: ModelLayer) -> bool:
    """Say whether it is no layer. `a + b` has the class of the layer `Add`."""
    if layer.class_name in LAYERS:  # which keep a dtype, as operations do not
        return layer.class_name in OPERATIONS and "dtype" not in layer.config
    return layer.class_name in OPERATIONS or layer.class_name == "GetItem"


def _output(model: KerasModel, layers: list, inputs: object) -> object:
    """Call the layers of a functional model one after the other; return its output.

    Raises:
        Hint: it has several inputs or outputs, or calls that cannot be made.
    """
    starts = [layer for layer in model.layers if layer.class_name == "InputLayer"]
    expect(len(starts) == 1, f"Your model has {len(starts)} inputs; one was asked.")
    # `Model(inputs, [output])` keeps the list.
    output = model.outputs[0] if len(model.outputs) == 1 else model.outputs
    expect(
        len(output) == 3 and isinstance(output[0], str),
        "Your model has several outputs; one was asked.",
    )
    tensors: dict[tuple[str, int], object] = {(starts[0].name, 0): inputs}
    # Keras lists a layer once, with all its calls, some of which wait for later ones.
    waiting = [
        (layer, own, number)
        for layer, own in zip(model.layers, layers, strict=True)
        for number in range(len(layer.calls))
    ]
    while waiting:
        later = []
        for layer, own, number in waiting:
            call = layer.calls[number]
            ready = _sources(call) <= tensors.keys() and (
                number == 0 or (layer.name, number - 1) in tensors
            )
            if ready:
                tensors[layer.name, number] = _called(layer, own, call, tensors)
            else:
                later.append((layer, own, number))
        expect(len(later) < len(waiting), "Your model's layers call one another.")
        waiting = later
    name, number, _ = output
    return tensors[name, number]


def _called(layer: ModelLayer, own: Any, call: dict, tensors: dict) -> object:
    import keras

    args = [_value(each, tensors) for each in call["args"]]
    kwargs = {k: _value(v, tensors) for k, v in call["kwargs"].items() if v is not None}
    if own is not None:
        return own(*args, **kwargs)
    if layer.class_name == "GetItem":
        source, places = args
        return source[tuple(places) if isinstance(places, list) else places]
    of_no_use = {"name"} if layer.class_name == "Cast" else {"name", "dtype"}
    options = {k: v for k, v in layer.config.items() if k not in of_no_use}
    return getattr(keras.ops, OPERATIONS[layer.class_name])(*args, **kwargs, **options)


def _value(plain: Any, tensors: dict) -> Any:
    """Return an argument of a call, as Keras describes it."""
    if isinstance(plain, list):
        return [_value(each, tensors) for each in plain]
    if not isinstance(plain, dict):
        return plain
    config = plain["config"]
    if plain["class_name"] == "__keras_tensor__":
        return tensors[_source(config)]
    if plain["class_name"] == "__ellipsis__":
        return ...
    expect(
        plain["class_name"] == "__slice__",
        f"Your model is called with a {plain['class_name']}, which cannot be checked.",
    )
    return slice(config["start"], config["stop"], config["step"])


def _source(config: dict) -> tuple[str, int]:
    name, number, _ = config["keras_history"]
    return str(name), int(number)


def _sources(plain: Any) -> set[tuple[str, int]]:
    """Return which calls' outputs occur in the arguments of a call."""
    if isinstance(plain, dict) and plain.get("class_name") == "__keras_tensor__":
        return {_source(plain["config"])}
    if isinstance(plain, dict):
        plain = list(plain.values())
    if isinstance(plain, list):
        return set().union(*map(_sources, plain))
    return set()


def _layer(name: str, config: dict[str, Any]) -> "keras.Layer":
    import keras

    expect(
        name in LAYERS and hasattr(keras.layers, name),
        f"Your model has a layer {name}, which cannot be checked. The guide for "
        "students lists those that can; Lambda, and layers of your own, cannot.",
    )
    plain = {
        # Weights are set later.
        key: "zeros" if key.endswith("initializer") else _setting(name, key, value)
        for key, value in config.items()
        if not key.endswith(_TRAINING)
    }
    return getattr(keras.layers, name)(**plain)


def _setting(name: str, key: str, value: Any) -> Any:
    """Return a setting of a layer, which may be a layer itself."""
    if not isinstance(value, dict):
        return value
    expect(
        isinstance(value.get("config"), dict) and value.get("class_name") in LAYERS,
        f"The {key} of your layer {name} cannot be checked. Use one of Keras's own.",
    )
    return _layer(value["class_name"], value["config"])
