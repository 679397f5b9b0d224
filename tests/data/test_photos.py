"""Small labelled photos."""

import io

import numpy as np
import pytest

import helpers.data as data
from helpers.data import DATASETS
from tests.data.content import zipped


def jpeg(width: int, height: int) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (width, height), (200, 100, 0)).save(file, "JPEG")
    return file.getvalue()


def test_photos(upstream):
    archive = zipped(
        {
            "transfer-learning-c70e2ccb/README.md": b"",
            "transfer-learning-c70e2ccb/train/cats/a (1).jpg": jpeg(6, 4),
            "transfer-learning-c70e2ccb/train/horses/b.jpg": jpeg(5, 5),
            "transfer-learning-c70e2ccb/train/dogs/c.jpg": jpeg(3, 8),
            "transfer-learning-c70e2ccb/train/dogs/../../../evil.jpg": jpeg(3, 8),
            "transfer-learning-c70e2ccb/valid/dogs/d.jpg": jpeg(3, 8),
        }
    )
    upstream("photos", {"transfer-learning.zip": archive}, cats=1, dogs=1, horses=1)
    loaded = data.load_photos()
    assert loaded.names == ["cats/a (1)", "dogs/c", "horses/b"]
    assert [image.shape for image in loaded.images] == [(4, 6, 3), (8, 3, 3), (5, 5, 3)]
    assert loaded.labels.tolist() == [0, 1, 2]


@pytest.mark.parametrize("content", [b"no picture", bytes(6_000_000), b"\xff\xd8\xff"])
def test_picture_that_is_none_is_refused(tmp_path, alter, content):
    alter("photos", counts={"cats": 1, "dogs": 0, "horses": 0})
    (tmp_path / "photos.zip").write_bytes(zipped({"photos/cats/a.jpg": content}))
    with pytest.raises(data.DataError, match=r"photos\.zip"):
        DATASETS["photos"].read(tmp_path)


def test_photos_sample(samples):
    loaded = data.load_photos()
    assert {image.shape for image in loaded.images} == {(96, 96, 3)}
    assert loaded.label_names == ("5", "6", "7", "8", "9")
    assert np.bincount(loaded.labels).tolist() == [40] * 5


def test_full_photos(full):
    photos = data.load_photos()
    assert np.bincount(photos.labels).tolist() == [106, 35, 56]
    assert all(image.shape[2] == 3 for image in photos.images)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (jpeg(4, 4) + bytes(5_000_000), r"photos/cats/a\.jpg is too large for a photo"),
        (jpeg(4_097, 1), r"photos/cats/a\.jpg has too many pixels"),
        (jpeg(1, 4_097), r"photos/cats/a\.jpg has too many pixels"),
    ],
)
def test_a_picture_that_is_too_large_is_refused(tmp_path, alter, content, message):
    alter("photos", counts={"cats": 1, "dogs": 0, "horses": 0})
    (tmp_path / "photos.zip").write_bytes(zipped({"photos/cats/a.jpg": content}))
    with pytest.raises(data.DataError, match=message):
        DATASETS["photos"].read(tmp_path)
