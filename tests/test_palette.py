"""The themes of the pages: complete, and legible by WCAG 2's contrast."""

import re

import pytest

from helpers import palette

THEMES = {"light": palette.LIGHT, "dark": palette.DARK}
each_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    ]
    return sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_themes_name_the_same_colours():
    assert list(palette.LIGHT) == list(palette.DARK)


@each_theme
@pytest.mark.parametrize(
    ("text", "behind"),
    [
        (text, behind)
        for text in ("ink", "quiet", "accent", "notice")
        for behind in ("paper", "panel")
    ]
    + [("ink", "accent-soft"), ("accent", "accent-soft")]
    + [("ink", "notice-soft"), ("notice", "notice-soft")],
)
def test_a_text_is_legible(theme, text, behind):
    assert contrast(theme[text], theme[behind]) >= 4.5


@each_theme
@pytest.mark.parametrize("behind", ["paper", "panel", "notice-soft"])
def test_the_line_beside_a_notice_is_seen(theme, behind):
    assert contrast(theme["notice-line"], theme[behind]) >= 3


@each_theme
def test_css_sets_every_colour_of_a_theme(theme):
    rule = palette.css(":root", theme)
    assert rule.startswith(":root {\n")
    assert rule.endswith("\n}")
    assert dict(re.findall(r"^  --([\w-]+): (#[0-9a-f]{6});$", rule, re.M)) == theme
