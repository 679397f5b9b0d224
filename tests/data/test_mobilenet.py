"""Weights of a small image network."""

import numpy as np
import pytest

import helpers.data as data


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
