"""Handwritten digits."""

import numpy as np
import pytest

import helpers.data as data
from tests.data.content import npz


def test_mnist(upstream):
    x = np.arange(2 * 28 * 28).reshape(2, 28, 28).astype(np.uint8)
    y = np.array([5, 0], np.uint8)
    content = npz(x_train=x, y_train=y, x_test=x[:1], y_test=y[:1])
    upstream("mnist", {"mnist.npz": content}, train=2, test=1)
    loaded = data.load_mnist()
    assert (loaded.x_train == x).all()
    assert loaded.y_test.tolist() == [5]


def test_mnist_sample(samples):
    loaded = data.load_mnist()
    assert loaded.x_train.shape == (1500, 28, 28)
    assert loaded.x_test.shape == (297, 28, 28)
    assert loaded.x_train.dtype == np.uint8
    assert loaded.x_train.max() == 255


def test_full_mnist(full):
    mnist = data.load_mnist()
    assert mnist.x_train.shape == (60_000, 28, 28)
    assert mnist.x_test.shape == (10_000, 28, 28)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"y_test": np.array([10], np.uint8)}, "y_test holds more than digits"),
        (
            {"x_test": np.zeros((1, 28, 28))},
            "the type of x_test is float64 where uint8 is expected",
        ),
        ({"y_train": np.array([1, 2])}, "the type of y_train is int64 where uint8"),
        ({"x_train": np.zeros((1, 28, 28), np.uint8)}, "the shape of x_train is"),
        ({"y_train": np.zeros(3, np.uint8)}, "the shape of y_train is"),
    ],
)
def test_other_digits_are_refused(upstream, changes, message):
    x, y = np.zeros((2, 28, 28), np.uint8), np.array([5, 0], np.uint8)
    arrays = {"x_train": x, "y_train": y, "x_test": x[:1], "y_test": y[:1]}
    upstream("mnist", {"mnist.npz": npz(**arrays | changes)}, train=2, test=1)
    with pytest.raises(data.DataError, match=message):
        data.load_mnist()
