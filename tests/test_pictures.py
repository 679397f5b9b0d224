import io
import os
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo

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
    pictures = read_pictures(folder)
    assert pictures.names == ["cats/good.png"]
    *lines, last = capsys.readouterr().out.splitlines()
    assert last == "Read 1 pictures, 1 classes."
    return lines


def test_a_good_picture_comes_back_as_it_is(folder, capsys):
    pictures = read_pictures(folder)
    np.testing.assert_array_equal(pictures.images[0], np.asarray(picture()))
    assert pictures.images[0].dtype == np.uint8
    assert (pictures.labels, pictures.names) == (["cats"], ["cats/good.png"])
    assert capsys.readouterr().out == "Read 1 pictures, 1 classes.\n"


# A format, the mode it is saved in, and how far levels may be off.
SHOWN = [
    ("JPEG", "L", 4),
    ("JPEG", "RGB", 8),
    ("JPEG", "CMYK", 8),
    ("PNG", "1", 255),
    ("PNG", "L", 1),
    ("PNG", "LA", 1),
    ("PNG", "P", 90),
    ("PNG", "RGBA", 0),
    ("GIF", "P", 90),
    ("GIF", "L", 1),
    ("WEBP", "RGBA", 255),
    ("BMP", "RGB", 0),
    ("BMP", "L", 1),
    ("TIFF", "RGB", 0),
    ("TIFF", "RGBA", 0),
    ("TIFF", "CMYK", 1),
    ("TIFF", "1", 255),
    ("TIFF", "P", 90),
]


@pytest.mark.parametrize(("kind", "mode", "off"), SHOWN)
def test_what_a_viewer_shows_is_read_in_colour(kind, mode, off, tmp_path, capsys):
    (tmp_path / "cats").mkdir()
    saved = picture(mode)
    fine = {"quality": 100, "subsampling": 0} if kind == "JPEG" else {}
    saved.save(tmp_path / "cats" / "a", kind, **fine)
    pictures = read_pictures(tmp_path)
    assert capsys.readouterr().out == "Read 1 pictures, 1 classes.\n"
    (image,) = pictures.images
    assert (image.dtype, image.shape) == (np.uint8, (20, 30, 3))
    expected = np.asarray(saved.convert("RGB")).astype(int)
    assert np.abs(image - expected).max() <= off
    assert abs(image.mean() - expected.mean()) < 12


@pytest.mark.parametrize("name", ["a.jpg", "B.JPG", "c.jpeg", "d", "e.png", "f.txt"])
def test_a_name_says_nothing_of_what_is_in_a_file(name, tmp_path):
    (tmp_path / "cats").mkdir()
    picture().save(tmp_path / "cats" / name, "JPEG")
    assert read_pictures(tmp_path).names == [f"cats/{name}"]


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_a_pixel_keep_their_greys(kind, tmp_path):
    (tmp_path / "cats").mkdir()
    grey = np.linspace(0, 65_535, 600).astype(np.uint16).reshape(20, 30)
    Image.fromarray(grey).save(tmp_path / "cats" / "a", kind)
    (image,) = read_pictures(tmp_path).images
    np.testing.assert_array_equal(image, (grey >> 8)[..., None].repeat(3, 2))


@pytest.mark.parametrize("mode", ["P", "RGBA", "LA"])
def test_white_is_behind_what_is_transparent(mode, tmp_path):
    (tmp_path / "cats").mkdir()
    clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    clear.putpixel((3, 3), (0, 0, 0, 255))
    if mode == "P":
        clear.convert("P").save(tmp_path / "cats" / "a.gif", transparency=0)
        clear.quantize(4).save(tmp_path / "cats" / "b.png")
    else:
        clear.convert(mode).save(tmp_path / "cats" / "a.png")
    for image in read_pictures(tmp_path).images:
        assert image[0, 0].tolist() == [255, 255, 255]
    assert image[3, 3].tolist() == [0, 0, 0]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_of_several_pictures_the_first_is_read(kind, tmp_path):
    (tmp_path / "cats").mkdir()
    red, blue = (Image.new("RGB", (30, 20), colour) for colour in ("red", "blue"))
    red.save(tmp_path / "cats" / "a", kind, save_all=True, append_images=[blue])
    (image,) = read_pictures(tmp_path).images
    assert abs(image.mean(axis=(0, 1)) - [255, 0, 0]).max() < 8


def test_a_jpeg_of_several_pictures_is_one_of_its_first(tmp_path):
    (tmp_path / "cats").mkdir()
    red, blue = (Image.new("RGB", (64, 64), colour) for colour in ("red", "blue"))
    path = tmp_path / "cats" / "a.jpg"
    red.save(path, "MPO", save_all=True, append_images=[blue])
    assert Image.open(path).format == "MPO"
    (image,) = read_pictures(tmp_path, side=16).images
    assert abs(image.mean(axis=(0, 1)) - [255, 0, 0]).max() < 8


def test_levels_without_a_known_white_are_named(folder, capsys):
    levels = np.linspace(-5, 5, 600, dtype="float32").reshape(20, 30)
    Image.fromarray(levels).save(folder / "cats" / "a.tiff")
    (line,) = skipped(folder, capsys)
    assert line == "Skipped 'cats/a.tiff': its levels of grey have no known white."


@pytest.mark.parametrize(
    ("brand", "reason"),
    [
        (b"heic", "an HEIC picture, which is not read here: save it as JPEG"),
        (b"mif1", "an HEIC picture, which is not read here: save it as JPEG"),
        (b"avif", "an AVIF picture, which is not read here: save it as JPEG"),
        (b"mp42", "not a picture of a known format"),
    ],
)
def test_pictures_of_telephones_that_are_not_read_are_told_from_others(
    brand, reason, folder, capsys
):
    start = b"\0\0\0\x18ftyp" + brand + bytes(200)
    (folder / "cats" / "IMG_0001.HEIC").write_bytes(start)
    (line,) = skipped(folder, capsys)
    assert line == f"Skipped 'cats/IMG_0001.HEIC': {reason}."


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

    before = Image.MAX_IMAGE_PIXELS
    for name, side in (("large.png", 12_000), ("larger.png", 60_000)):
        header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
        data = chunk(b"IDAT", zlib.compress(bytes(1000)))
        (folder / "cats" / name).write_bytes(b"\x89PNG\r\n\x1a\n" + header + data)
    large, larger = skipped(folder, capsys)
    assert large == (
        "Skipped 'cats/large.png': 12,000 by 12,000 pixels, over 120 million."
    )
    assert before == Image.MAX_IMAGE_PIXELS
    assert larger.startswith("Skipped 'cats/larger.png': Image size (3600000000 pixels")
    assert not recwarn


def test_a_huge_file_is_not_read(folder, capsys):
    with (folder / "cats" / "huge.jpg").open("wb") as file:
        file.truncate(101_000_000)
    assert skipped(folder, capsys) == ["Skipped 'cats/huge.jpg': larger than 100 MB."]


def test_links_pipes_folders_and_strange_names(folder, capsys):
    cats = folder / "cats"
    (cats / "dangling").symlink_to("nowhere")
    (cats / "loop").symlink_to("loop")
    (cats / "nested").mkdir()
    os.mkfifo(cats / "pipe")
    (cats / "two\nlines").write_text("")
    (cats / os.fsdecode(b"\xff")).write_text("")
    for name in (".hidden", "Thumbs.db", "desktop.ini", "Icon\r"):
        (cats / name).write_text("")
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
    pictures = read_pictures(tmp_path / "mine")
    assert (pictures.images, pictures.labels, pictures.names) == ([], [], [])
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "progressive"),
    [((12_000, 9_000), False), ((12_000, 9_000), True), ((16_320, 12_240), False)],
)
def test_a_jpeg_as_large_as_of_any_telephone_is_read_in_small(
    size, progressive, tmp_path
):
    (tmp_path / "cats").mkdir()
    phone = Image.new("L", size, 200)
    phone.save(tmp_path / "cats" / "a.jpg", quality=30, progressive=progressive)
    (image,) = read_pictures(tmp_path).images
    assert image.shape == (384, 512, 3)
    assert np.abs(image - 200.0).max() < 4


def turned(mode: str, orientation: int) -> np.ndarray:
    """What a viewer shows of `picture(mode)` with that orientation."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    picture(mode).save(file, "PNG", exif=exif)
    return np.asarray(ImageOps.exif_transpose(Image.open(file)).convert("RGB"))


@pytest.mark.parametrize("orientation", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "JPEG"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_pictures_stand_upright_in_every_format(orientation, kind, mode, tmp_path):
    (tmp_path / "cats").mkdir()
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if kind == "WEBP" else {}
    if kind == "JPEG":
        options = {"quality": 100, "subsampling": 0}
    picture(mode).save(tmp_path / "cats" / "a", kind, exif=exif, **options)
    (image,) = read_pictures(tmp_path).images
    expected = turned(mode, orientation)
    assert image.shape == expected.shape
    assert np.abs(image - expected.astype(int)).max() <= 8


def bad_tag(kind: int, count: int, value: bytes, orientation: int) -> bytes:
    """Return an EXIF block with a good orientation and one tag that is bad."""
    entries = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    entries += struct.pack(">HHI", 0x011A, kind, count) + value
    return b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">H", 2) + entries + bytes(4)


@pytest.mark.parametrize(
    "tag",
    [
        (5, 1, b"\0\0\xff\xff"),  # a rational far outside
        (5, 1, b"\0\0\0\x08"),  # the start of the list taken for one
        (5, 9_999, b"\0\0\0\x08"),
        (3, 1, b"\xff\xff\xff\xff"),
        (7, 50_000, b"\0\0\0\x1a"),
        (99, 1, b"\0\0\0\0"),  # a type that there is not
    ],
)
@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_bad_tag_costs_neither_the_picture_nor_its_turn(
    tag, orientation, kind, tmp_path, capsys
):
    (tmp_path / "cats").mkdir()
    exif = bad_tag(*tag, orientation)
    picture().save(tmp_path / "cats" / "a.jpg", kind, exif=exif)
    (image,) = read_pictures(tmp_path).images
    assert image.shape == ((30, 20, 3) if orientation == 6 else (20, 30, 3))


@pytest.mark.parametrize("exif", [b"Exif\0\0", b"Exif\0\0MM", b"Exif\0\0" + bytes(90)])
def test_tags_that_are_none_cost_nothing(exif, tmp_path):
    (tmp_path / "cats").mkdir()
    picture().save(tmp_path / "cats" / "a.jpg", exif=exif)
    (image,) = read_pictures(tmp_path).images
    assert image.shape == (20, 30, 3)


def test_tags_that_are_no_numbers_cost_nothing(tmp_path):
    (tmp_path / "cats").mkdir()
    tags = PngInfo()
    tags.add_text("Raw profile type exif", "\nexif\n  4\nno hexadecimals")
    picture().save(tmp_path / "cats" / "a.png", pnginfo=tags)
    (image,) = read_pictures(tmp_path).images
    assert image.shape == (20, 30, 3)


def test_names_are_those_that_a_keyboard_types(tmp_path, capsys):
    for name in ("A\u0308pfel", "Birnen"):
        (tmp_path / name).mkdir()
        picture().save(tmp_path / name / "gru\u0308n.png")
    pictures = read_pictures(tmp_path)
    assert pictures.labels == ["Birnen", "\u00c4pfel"]
    assert pictures.names == ["Birnen/gr\u00fcn.png", "\u00c4pfel/gr\u00fcn.png"]
    assert capsys.readouterr().out == "Read 2 pictures, 2 classes.\n"


def test_a_class_in_two_spellings_is_one_class(tmp_path, capsys):
    for name in ("\u00c4pfel", "A\u0308pfel"):
        (tmp_path / name).mkdir()
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("this disk knows one spelling")
    picture().save(tmp_path / "A\u0308pfel" / "a.png")  # read before the other
    assert read_pictures(tmp_path).labels == ["\u00c4pfel"]
    skip, read = capsys.readouterr().out.splitlines()
    assert skip.endswith(": no usable picture in it.")  # of the other, which is empty
    assert read == "Read 1 pictures, 1 classes."
