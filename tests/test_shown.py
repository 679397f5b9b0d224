"""What a notebook shows."""

from helpers.shown import Shown


def test_html_for_notebooks_and_text_for_the_rest():
    shown = Shown(html="<b>yes</b>", text="yes")
    assert shown._repr_html_() == "<b>yes</b>"
    assert repr(shown) == f"{shown}" == "yes"
