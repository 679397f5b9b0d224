"""Weights of a small image network."""

import random

import h5py
import numpy as np
import pytest

import helpers.data as data
from helpers.data import mobilenet


def test_weights_of_another_kind_are_refused(upstream):
    upstream("mobilenet", {"mobilenet_2_5_224_tf_no_top.h5": b"\x89HDF\r\n\x1a\nxx"})
    with pytest.raises(data.DataError, match="Could not download mobilenet"):
        data.load_mobilenet()


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["sample", "full"])
def test_weights_fit_mobilenet(mode, request):
    request.getfixturevalue("samples" if mode == "sample" else "full")
    import keras

    loaded = data.load_mobilenet()
    network = keras.applications.MobileNet(
        alpha=loaded.alpha, include_top=False, weights=None, input_shape=(96, 96, 3)
    )
    before = network.get_weights()
    network.load_weights(loaded.path)
    after = network.get_weights()
    # Nothing is left as it was initialised, and every number can be computed with.
    assert all((a != b).any() for a, b in zip(before, after, strict=True))
    assert all(np.isfinite(a).all() for a in after)


def test_real_mobilenet(prepared, upstream_of_real, cache):
    file = "mobilenet_2_5_224_tf_no_top.h5"
    content = (prepared / file).read_bytes()
    upstream_of_real("mobilenet", content)
    assert data.load_mobilenet().path == cache / file
    assert (cache / file).read_bytes() == content


def test_weights_without_the_network_s_layers_are_refused(tmp_path):
    with h5py.File(tmp_path / "mobilenet_2_5_224_tf_no_top.h5", "w") as file:
        file.create_group("conv1")
    with pytest.raises(data.DataError, match="it holds no layer conv_pw_13"):
        data.MOBILENET.read(tmp_path)


def test_seeded_layers_leave_the_notebook_s_own_draws():
    random.seed(5)
    expected = random.random()
    random.seed(5)
    with mobilenet._seeded_layers():
        first = random.random()
    assert random.random() == expected
    with mobilenet._seeded_layers():
        assert random.random() == first
