import os
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from helpers.pictures import read_pictures


@pytest.fixture
def folder(tmp_path):
    """A folder of the class "cats" with one good picture in it."""
    (tmp_path / "cats").mkdir()
    picture().save(tmp_path / "cats" / "good.png")
    return tmp_path


def picture(mode="RGB", size=(30, 20)):
    noise = np.random.default_rng(0).integers(0, 256, (*size[::-1], 3), "uint8")
    return Image.fromarray(noise).convert(mode)


def skipped(folder, capsys):
    """Read a folder with one good picture; return what is said of the others."""
    found = read_pictures(folder)
    assert found.names == ["cats/good.png"]
    *lines, last = capsys.readouterr().out.splitlines()
    assert last == "Read 1 pictures, 1 classes."
    return lines


def test_a_good_picture_comes_back_as_it_is(folder, capsys):
    found = read_pictures(folder)
    np.testing.assert_array_equal(found.images[0], np.asarray(picture()))
    assert found.images[0].dtype == np.uint8
    assert (found.labels, found.names) == (["cats"], ["cats/good.png"])
    assert capsys.readouterr().out == "Read 1 pictures, 1 classes.\n"


@pytest.mark.parametrize(
    ("mode", "name", "reason"),
    [
        ("L", "a.jpg", "greyscale"),
        ("CMYK", "a.jpg", "CMYK"),
        ("P", "a.gif", "with a palette"),
        ("RGBA", "a.png", "partly transparent"),
    ],
)
def test_other_colours_are_named(mode, name, reason, folder, capsys):
    picture(mode).save(folder / "cats" / name)
    (line,) = skipped(folder, capsys)
    assert line == f"Skipped 'cats/{name}': {reason}, not RGB."


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_pictures_are_named(kind, share, folder, capsys):
    path = folder / "cats" / "short"
    picture(size=(300, 200)).save(path, kind)
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    (line,) = skipped(folder, capsys)
    assert line.startswith("Skipped 'cats/short': ")


@pytest.mark.parametrize("content", [b"", b"Dear diary", b"%!PS\nshowpage", b"\0\0"])
def test_other_files_are_named(content, folder, capsys):
    (folder / "cats" / "a.jpg").write_bytes(content)
    (line,) = skipped(folder, capsys)
    assert line == "Skipped 'cats/a.jpg': not a picture of a known format."


def test_a_bomb_is_not_opened(folder, capsys, recwarn):
    def chunk(kind, data):
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    for name, side in (("large.png", 12_000), ("larger.png", 60_000)):
        header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
        data = chunk(b"IDAT", zlib.compress(bytes(1000)))
        (folder / "cats" / name).write_bytes(b"\x89PNG\r\n\x1a\n" + header + data)
    large, larger = skipped(folder, capsys)
    assert large == "Skipped 'cats/large.png': too many pixels."
    assert larger.startswith("Skipped 'cats/larger.png': Image size (3600000000 pixels")
    assert not recwarn


def test_a_huge_file_is_not_read(folder, capsys):
    with (folder / "cats" / "huge.jpg").open("wb") as file:
        file.truncate(60_000_000)
    assert skipped(folder, capsys) == ["Skipped 'cats/huge.jpg': too large a file."]


def test_links_pipes_folders_and_strange_names(folder, capsys):
    cats = folder / "cats"
    (cats / "dangling").symlink_to("nowhere")
    (cats / "loop").symlink_to("loop")
    (cats / "nested").mkdir()
    os.mkfifo(cats / "pipe")
    (cats / "two\nlines").write_text("")
    (cats / os.fsdecode(b"\xff")).write_text("")
    (cats / ".hidden").write_text("")
    lines = skipped(folder, capsys)
    assert lines[:4] == [
        f"Skipped 'cats/{name}': not a file."
        for name in ("dangling", "loop", "nested", "pipe")
    ]
    assert lines[4].startswith(r"Skipped 'cats/two\nlines': ")
    assert lines[5].startswith(r"Skipped 'cats/\udcff': ")
    assert len(lines) == 6


def test_what_is_no_class_or_an_empty_one_is_named(folder, capsys):
    (folder / "dogs").mkdir()
    (folder / "lost.png").write_bytes((folder / "cats" / "good.png").read_bytes())
    (folder / "loop").symlink_to("loop")
    assert skipped(folder, capsys) == [
        f"Skipped '{folder.name}/dogs': no usable picture in it.",
        f"Skipped '{folder.name}/loop': not in the subfolder of a class.",
        f"Skipped '{folder.name}/lost.png': not in the subfolder of a class.",
    ]


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.write_text("")])
def test_a_folder_that_is_none_is_one_line_and_no_pictures(make, tmp_path, capsys):
    make(tmp_path / "mine")
    found = read_pictures(tmp_path / "mine")
    assert (found.images, found.labels, found.names) == ([], [], [])
    skip, read = capsys.readouterr().out.splitlines()
    assert skip.startswith(f"Skipped '{tmp_path.name}/mine': N")
    assert read == "Read 0 pictures, 0 classes."


def test_large_pictures_are_shrunk_and_turned_upright(tmp_path):
    (tmp_path / "cats").mkdir()
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    picture(size=(1200, 600)).save(tmp_path / "cats" / "a.jpg", exif=exif)
    (image,) = read_pictures(tmp_path, side=100).images
    assert image.shape == (100, 50, 3)
