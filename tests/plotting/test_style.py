import matplotlib as mpl
import matplotlib.pyplot as plt

from helpers import palette, plotting
from helpers.facts import MIME
from helpers.plotting.style import words_of

PAPER = "#ffffff"
DARK = "#14171c"  # the book's dark page


def luminance(colour):
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """The contrast of WCAG 2, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_colours_of_data_are_okabe_and_itos():
    """As published: red, green, blue from 0 to 255."""
    published = {
        (0, 0, 0), (230, 159, 0), (86, 180, 233), (0, 158, 115),
        (240, 228, 66), (0, 114, 178), (213, 94, 0), (204, 121, 167),
    }  # fmt: skip
    rgb = {tuple(bytes.fromhex(colour[1:])) for colour in palette.OKABE_ITO}
    assert rgb == published
    assert set(palette.FOR_MARKS) < set(palette.OKABE_ITO)
    assert len(set(palette.FOR_MARKS)) == 7


def test_words_can_be_read_on_white():
    for colour in palette.FOR_WORDS:  # in bold
        assert contrast(colour, PAPER) >= 3
    for colour in (palette.INK, palette.GREY, palette.BLUE):
        assert contrast(colour, PAPER) >= 4.5


def test_the_explorers_two_colours_are_seen_on_light_and_dark_pages():
    for colour in (palette.VERMILLION, palette.BLUE):
        for page in (PAPER, DARK):
            assert contrast(colour, page) >= 3


def test_the_style_sets_the_order_of_the_colours_and_the_frame():
    assert plotting.COLOURS == palette.FOR_MARKS
    cycle = [step["color"] for step in mpl.rcParams["axes.prop_cycle"]]
    assert tuple(cycle) == palette.FOR_MARKS
    figure, axes = plt.subplots()
    plt.close(figure)
    assert figure.get_size_inches().tolist() == [7, 4]
    assert not axes.spines["top"].get_visible()
    assert not axes.spines["right"].get_visible()
    assert axes.spines["left"].get_edgecolor() == mpl.colors.to_rgba(palette.GREY)
    assert axes.xaxis.label.get_color() == palette.INK
    axes.set_title("left")
    assert axes.get_title(loc="left") == "left"


def test_the_style_is_a_file_that_readers_can_use():
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.style.use("helpers.plotting.style")
        assert mpl.rcParams["figure.constrained_layout.use"]
        assert mpl.rcParams["legend.frameon"] is False


def test_a_notebook_keeps_a_figures_words_and_tells_the_book_of_it():
    figure = plotting.images([[[0.5]]], what="digit", photos=True)
    text = "1 digit, 1 in a row."
    fact = {"kind": "figure", "picture": "photo", "description": text}
    assert words_of(figure) == {"text/plain": text, MIME: fact}
    plain = mpl.figure.Figure()
    assert words_of(plain) == {"text/plain": repr(plain)}
