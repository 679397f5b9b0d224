"""The course's colours: one source for figures, explorer, pages and feedback.

Colours of data are those of M. Okabe and K. Ito, "Color Universal Design", 2008,
https://jfly.uni-koeln.de/color/, which colour-blind readers tell apart. Those of pages
come in two themes; each text has a contrast of 4.5 or more with what lies behind it.
Importing this imports nothing heavy.

Not each colour of data serves each purpose. Against white, the contrast of yellow is
1.3, of orange 2.2, of sky 2.3, of purple 3.1, of green 3.4, of vermillion 3.9, of blue
5.2. WCAG 2 asks for 4.5 for words, and for 3 for bold words and for marks.
"""

from collections.abc import Mapping
from types import MappingProxyType

BLACK = "#000000"
ORANGE = "#e69f00"
SKY = "#56b4e9"
GREEN = "#009e73"
YELLOW = "#f0e442"
BLUE = "#0072b2"
VERMILLION = "#d55e00"
PURPLE = "#cc79a7"

OKABE_ITO = (BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILLION, PURPLE)

# Not of Okabe and Ito: what is no data.
INK = "#333333"  # words
GREY = "#6b6b6b"  # what stands behind: lines to compare with, groups without a name

# Bold words in these can be read on white; all other words are in ink.
FOR_WORDS = (BLUE, VERMILLION, GREEN, BLACK)
# The order of lines and marks: first those that stand out. Orange and sky come last,
# and where they may occur a second sign has to tell them: a shape or a place. No
# yellow: it is not seen on white.
FOR_MARKS = (*FOR_WORDS, PURPLE, ORANGE, SKY)

# Text on `paper` or `panel`; `accent` is for links and what went well, `notice` for
# what the reader should not overlook. `-soft` lies behind text, `-line` beside it.
LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#1e232b",
        "quiet": "#5a6370",
        "paper": "#fdfcf9",
        "panel": "#f5f3ed",
        "line": "#e2ded4",
        "accent": "#0a6385",
        "accent-soft": "#e6f0f3",
        "notice": "#8a4300",
        "notice-soft": "#fdf1e0",
        "notice-line": VERMILLION,
    }
)
DARK: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#dcdfe4",
        "quiet": "#9aa4b2",
        "paper": "#14171c",
        "panel": "#1c2128",
        "line": "#333b46",
        "accent": "#78c5de",
        "accent-soft": "#182b34",
        "notice": "#ffc58f",
        "notice-soft": "#33240f",
        "notice-line": VERMILLION,
    }
)


def css(selector: str, theme: Mapping[str, str]) -> str:
    """Return a CSS rule that sets a theme's colours as custom properties.

    Args:
        selector: which elements it is for, such as ":root".
        theme: `LIGHT` or `DARK`.
    """
    lines = (f"  --{name}: {colour};" for name, colour in theme.items())
    return "\n".join([f"{selector} {{", *lines, "}"])
