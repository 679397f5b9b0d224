"""What students' code sees of held-out data: everything but the right labels."""

import hashlib
import zipfile

import numpy as np
import pytest

from helpers.checks.heldout import PHOTOS, REVIEWS, split
from helpers.data._shelf.files import read_sums
from helpers.grading import blind


@pytest.fixture
def prepared(tmp_path):
    """A folder of files in the prepared format, with their hashes."""
    folder = tmp_path / "prepared"
    folder.mkdir()
    rng = np.random.default_rng(0)
    np.savez(
        folder / "reuters.npz", tokens=np.arange(9), labels=rng.integers(46, size=500)
    )
    labels = rng.integers(2, size=REVIEWS + 99)
    np.savez(folder / "imdb.npz", train_labels=labels, test_labels=labels)
    with zipfile.ZipFile(folder / "photos.zip", "w") as archive:
        for number in range(60):
            kind = ("cats", "dogs", "horses")[number // 20]
            archive.writestr(f"photos/{kind}/{number:02d}.jpg", f"photo {number}")
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
    ]
    (folder / "SHA256SUMS").write_text("".join(sums))
    return folder


@pytest.mark.parametrize(
    ("exercise", "file", "name", "count"),
    [
        ("11-imdb-reviews", "imdb.npz", "train_labels", REVIEWS),
        ("12-reuters-topics", "reuters.npz", "labels", 500),
    ],
)
def test_only_held_out_labels_have_moved(
    prepared, tmp_path, exercise, file, name, count
):
    copies = blind.copies(prepared, tmp_path / "copies", [exercise])
    assert set(copies) == {prepared / file, prepared / "SHA256SUMS"}
    with np.load(prepared / file) as before, np.load(copies[prepared / file]) as after:
        assert set(before) == set(after)
        for other in set(before) - {name}:
            assert (before[other] == after[other]).all()
        before, after = before[name], after[name]
    shown, held_out = split(count)
    assert (before[shown] == after[shown]).all()
    assert (before[count:] == after[count:]).all()
    assert (before[held_out] != after[held_out]).mean() > 0.3
    assert sorted(before[held_out]) == sorted(after[held_out])


def test_held_out_photos_have_changed_places(prepared, tmp_path):
    copies = blind.copies(prepared, tmp_path / "copies", ["13-mobilenet-transfer"])
    with zipfile.ZipFile(copies[prepared / "photos.zip"]) as archive:
        names = sorted(archive.namelist())
        found = [archive.read(name).decode() for name in names]
    shown, held_out = split(60, PHOTOS)
    assert [found[i] for i in shown] == [f"photo {i}" for i in shown]
    assert [found[i] for i in held_out] != [f"photo {i}" for i in held_out]
    assert sorted(found) == sorted(f"photo {i}" for i in range(60))


def test_the_copies_have_hashes_of_their_own(prepared, tmp_path):
    names = ["11-imdb-reviews", "12-reuters-topics", "13-mobilenet-transfer"]
    copies = blind.copies(prepared, tmp_path / "copies", names)
    assert len(copies) == 4
    sums = read_sums(tmp_path / "copies")
    for path, copy in copies.items():
        if path.name != "SHA256SUMS":
            assert sums[path.name] == hashlib.sha256(copy.read_bytes()).hexdigest()
            assert copy.read_bytes() != path.read_bytes()


def test_other_exercises_see_the_data_as_they_are(prepared, tmp_path):
    assert blind.copies(prepared, tmp_path / "copies", ["03-word-windows"]) == {}
