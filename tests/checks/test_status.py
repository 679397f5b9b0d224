"""Statuses: a sign, a colour and words for each."""

import pytest

from helpers.checks.status import Status
from helpers.palette import OKABE_ITO

PAPERS = ("#ffffff", "#14171c")  # light, and that of the book and the pages in the dark


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("paper", PAPERS)
def test_a_colour_is_told_from_the_paper(status, paper):
    dark, light = sorted(map(luminance, (status.colour, paper)))
    assert (light + 0.05) / (dark + 0.05) >= 3


@pytest.mark.parametrize("shown", ["sign", "words"])
def test_no_two_look_alike(shown):
    assert len({getattr(status, shown) for status in Status}) == len(Status) == 6


def test_colours_that_two_share_do_not_contradict():
    sharing = {Status.PARTLY: Status.FAILED, Status.BY_HAND: Status.NOT_ATTEMPTED}
    assert all(one.colour == other.colour for one, other in sharing.items())
    assert len({status.colour for status in Status}) == 4


def test_each_is_its_name_in_messages_and_files():
    assert Status("not attempted") is Status.NOT_ATTEMPTED
    assert [*Status] == [
        "passed",
        "partly",
        "failed",
        "not attempted",
        "by hand",
        "broken",
    ]
    assert f"{Status.FAILED}" == "failed"
    assert {status.colour for status in Status} <= {*OKABE_ITO}
