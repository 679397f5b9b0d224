"""A Keras model taken apart into plain values, and what these are on the other side."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, eq=False)
class ModelLayer:
    """A layer, or an operation, of a model.

    Attributes:
        class_name: "Dense".
        name: as other layers know it.
        config: plain values, as Keras describes it; {} of a model within a model.
        weights: its arrays, in Keras's order.
        calls: on what it is called, as Keras describes it; [] in a `Sequential`.
        model: what it is, if it is a model of its own.
    """

    class_name: str
    name: str
    config: dict
    weights: list[np.ndarray]
    calls: list
    model: "KerasModel | None"


@dataclass(frozen=True, eq=False)
class KerasModel:
    """A Keras model of the student's, `Sequential` or functional, taken apart.

    Attributes:
        sequential: whether each layer is called on what the one before it gives.
        layers: in Keras's order.
        outputs: of which calls its outputs are, as Keras describes it; [] if
            sequential.
        input_shape: shape of the input, None for the size of the batch.
        compiled: whether `compile` was called.
        loss: name of the loss, "" if not compiled.
    """

    sequential: bool
    layers: list[ModelLayer]
    outputs: list
    input_shape: tuple
    compiled: bool
    loss: str


def parts_of(model: "keras.Model") -> dict | str:
    """Return the fields of a `KerasModel`, or what to call a model that has none.

    Args:
        model: a model of Keras's.
    """
    import keras

    name = type(model).__name__
    if not model.built:
        return f"{name} without an input shape"
    sequential = isinstance(model, keras.Sequential)
    layers: list[dict] = []
    config: dict[str, Any] = {}
    if sequential:
        layers = [_layer_parts(layer, []) for layer in model.layers]
    else:
        config = model.get_config()
        if "output_layers" not in config:
            return f"{name} with a `call` of its own"
        of_name = {layer.name: layer for layer in model.layers}
        for each in config["layers"]:
            calls = json.loads(json.dumps(each["inbound_nodes"], default=str))
            layer = of_name.get(each["name"])  # an operation, such as +, is no layer
            plain = json.loads(json.dumps(each["config"], default=str))
            layers.append(
                _layer_parts(layer, calls)
                if layer is not None
                else _fields(each["class_name"], each["name"], plain, [], calls, None)
            )
    loss = getattr(model, "loss", None)
    shape = model.input_shape
    return {
        "sequential": sequential,
        "layers": layers,
        "outputs": json.loads(json.dumps(config.get("output_layers", []))),
        "input_shape": shape if _is_one(shape) else (),
        "compiled": bool(model.compiled),
        "loss": str(getattr(loss, "name", None) or loss or ""),
    }


def _is_one(shape: Any) -> bool:
    """Say whether a shape is that of one input, and no list of those of several."""
    return isinstance(shape, tuple) and not any(isinstance(x, tuple) for x in shape)


def _layer_parts(layer: "keras.Layer", calls: list) -> dict:
    import keras

    name = type(layer).__name__
    if isinstance(layer, keras.Model):
        inner = parts_of(layer)
        if not isinstance(inner, str):
            return _fields(name, layer.name, {}, [], calls, inner)
    config = json.loads(json.dumps(layer.get_config(), default=str))
    weights = [np.asarray(array) for array in layer.get_weights()]
    return _fields(name, layer.name, config, weights, calls, None)


def _fields(
    class_name: str,
    name: str,
    config: dict,
    weights: list,
    calls: list,
    model: dict | None,
) -> dict:
    """Return the fields of a `ModelLayer`."""
    return {
        "class_name": class_name,
        "name": name,
        "config": config,
        "weights": weights,
        "calls": calls,
        "model": model,
    }


def model_of(facts: Any) -> KerasModel:
    """Return the model whose fields a student's process has sent.

    Raises:
        KeyError, TypeError: they are no model's.
    """
    model = KerasModel(**{**facts, "layers": [_layer_of(x) for x in facts["layers"]]})
    fits = (
        [type(model.sequential), type(model.compiled)] == [bool, bool]
        and [type(model.outputs), type(model.loss)] == [list, str]
        and type(model.input_shape) is tuple
        and all(type(side) in (int, type(None)) for side in model.input_shape)
    )
    if not fits:
        raise TypeError("a model whose parts are of other types")
    return model


def _layer_of(facts: Any) -> ModelLayer:
    inner = None if facts["model"] is None else model_of(facts["model"])
    layer = ModelLayer(**{**facts, "model": inner})
    fits = (
        [type(layer.class_name), type(layer.name)] == [str, str]
        and [type(layer.config), type(layer.calls)] == [dict, list]
        and type(layer.weights) is list
        and all(type(array) is np.ndarray for array in layer.weights)
    )
    if not fits:
        raise TypeError("a layer whose parts are of other types")
    return layer
