"""What students' code sees of held-out data: everything but the right labels."""

import gzip
import hashlib
import zipfile

import numpy as np
import pytest

from helpers.checks.catalogue import EXERCISES, Exercise, HeldOutLabels, named
from helpers.checks.heldout import PHOTOS, REVIEWS, SENTENCES, split
from helpers.data._shelf.files import read_sums
from helpers.grading.sandbox import blind


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
    lines = [
        " ".join(f"W{i}" for i in rng.integers(250, size=rng.integers(3, 9)))
        for _ in range(SENTENCES + 99)
    ]
    text = "".join(f"{line}\n" for line in lines)
    (folder / "sentences.txt.gz").write_bytes(gzip.compress(text.encode()))
    pairs = [
        f"word{i}\tmot\u2028{i}\t{('train', 'test')[i % 5 == 0]}" for i in range(200)
    ]
    text = "\n".join(["english\tfrench\tsplit", *pairs, ""])
    (folder / "dictionary-en-fr.tsv").write_text(text, "utf-8")
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
    copies = blind.copies(prepared, tmp_path / "copies", [named(exercise)])
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
    copies = blind.copies(prepared, tmp_path / "copies", [named("13")])
    with zipfile.ZipFile(copies[prepared / "photos.zip"]) as archive:
        names = sorted(archive.namelist())
        found = [archive.read(name).decode() for name in names]
    shown, held_out = split(60, PHOTOS)
    assert [found[i] for i in shown] == [f"photo {i}" for i in shown]
    assert [found[i] for i in held_out] != [f"photo {i}" for i in held_out]
    assert sorted(found) == sorted(f"photo {i}" for i in range(60))


def read_lines(path):
    return gzip.decompress(path.read_bytes()).decode().splitlines()


def test_the_words_of_held_out_sentences_have_changed_places(prepared, tmp_path):
    path = prepared / "sentences.txt.gz"
    copies = blind.copies(prepared, tmp_path / "copies", [named("03")])
    before, after = read_lines(path), read_lines(copies[path])
    shown, held_out = split(SENTENCES)
    for rows in (shown, range(SENTENCES, len(before))):
        assert [before[row] for row in rows] == [after[row] for row in rows]
    old, new = ([lines[row].split() for row in held_out] for lines in (before, after))
    assert [len(words) for words in old] == [len(words) for words in new]
    assert sum(a == b for a, b in zip(old, new, strict=True)) < len(old) / 20
    flat = [sorted(word for words in part for word in words) for part in (old, new)]
    assert flat[0] == flat[1]


def test_the_translations_of_held_out_words_have_changed_places(prepared, tmp_path):
    path = prepared / "dictionary-en-fr.tsv"
    copies = blind.copies(prepared, tmp_path / "copies", [named("05")])
    before, after = (p.read_text("utf-8").split("\n") for p in (path, copies[path]))
    moved = [one for one, other in zip(before, after, strict=True) if one != other]
    assert len(moved) > 30
    assert all(line.endswith("\ttest") for line in moved)
    for column in range(3):
        old, new = (
            sorted(line.split("\t")[column] for line in lines[:-1])
            for lines in (before, after)
        )
        assert old == new
    sources = [[line.split("\t")[0] for line in lines] for lines in (before, after)]
    assert sources[0] == sources[1]


def test_the_copies_have_hashes_of_their_own(prepared, tmp_path):
    before = read_sums(prepared)
    copies = blind.copies(prepared, tmp_path / "copies", EXERCISES.values())
    assert len(copies) == 6
    sums = read_sums(tmp_path / "copies")
    assert set(sums) == set(before)
    assert read_sums(prepared) == before
    for path, copy in copies.items():
        if path.name != "SHA256SUMS":
            assert sums[path.name] == hashlib.sha256(copy.read_bytes()).hexdigest()
            assert copy.read_bytes() != path.read_bytes()


def test_other_exercises_see_the_data_as_they_are(prepared, tmp_path):
    assert blind.copies(prepared, tmp_path / "copies", [named("04")]) == {}
    assert not (tmp_path / "copies").exists()


def test_files_that_are_not_blinded_keep_their_hashes(prepared, tmp_path):
    blind.copies(prepared, tmp_path / "copies", [named("12")])
    sums, before = read_sums(tmp_path / "copies"), read_sums(prepared)
    assert {name for name in before if sums[name] != before[name]} == {"reuters.npz"}


def test_data_without_hashes_get_none(prepared, tmp_path):
    (prepared / "SHA256SUMS").unlink()
    copies = blind.copies(prepared, tmp_path / "copies", [named("12")])
    assert set(copies) == {prepared / "reuters.npz"}


def test_data_that_are_not_there_have_no_copies(tmp_path):
    assert blind.copies(tmp_path, tmp_path / "copies", EXERCISES.values()) == {}


def test_two_exercises_can_hold_out_parts_of_one_file(prepared, tmp_path):
    names = ("train_labels", "test_labels")
    both = [
        Exercise(90 + number, name, name, holds_out=HeldOutLabels("imdb.npz", name))
        for number, name in enumerate(names)
    ]
    path = prepared / "imdb.npz"
    copies = blind.copies(prepared, tmp_path / "copies", both)
    with np.load(path) as before, np.load(copies[path]) as after:
        assert all((before[name] != after[name]).any() for name in names)
