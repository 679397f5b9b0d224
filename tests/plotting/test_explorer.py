import json
import re
import shutil
from importlib.resources import files

import numpy as np
import pytest

from helpers import palette
from helpers.explorer import HEIGHT, MARGIN, WIDTH, explore

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
RNG = np.random.default_rng(0)
NAMES = [f"name {i}" for i in range(20)]
SPACE = RNG.normal(size=(20, 6))
PLANE = RNG.normal(size=(20, 2))


def by_hand(i: int, count: int) -> tuple[list[str], list[str]]:
    cosines = SPACE @ SPACE[i] / np.linalg.norm(SPACE, axis=1)
    near = [NAMES[j] for j in np.argsort(-cosines) if j != i][:count]
    distances = np.linalg.norm(PLANE - PLANE[i], axis=1)
    return near, [NAMES[j] for j in np.argsort(distances) if j != i][:count]


def given(html: str) -> dict:
    """What the script of an explorer is given."""
    return json.loads(re.search(r"getElementById\(.*?\), (\{.*\})\);", html)[1])


def test_the_map_is_upside_up_and_fills_the_drawing():
    points = np.array([[0.0, 0], [1, 4], [2, 2]])
    html = explore(
        ["low", "high", "right"], SPACE[:3], points, first="low", count=1
    ).html
    places = dict(zip(given(html)["names"], given(html)["places"], strict=True))
    assert places == {
        "low": [MARGIN, HEIGHT - MARGIN],
        "high": [WIDTH / 2, MARGIN],
        "right": [WIDTH - MARGIN, HEIGHT / 2],
    }
    assert f'<svg viewBox="0 0 {WIDTH} {HEIGHT}"' in html


def test_the_script_is_given_the_neighbours_of_the_table():
    names = given(explore(NAMES, SPACE, PLANE, first="name 3", count=4).html)
    near, seen = by_hand(5, 4)
    assert [NAMES[j] for j in names["near"][5]] == near
    assert [NAMES[j] for j in names["seen"][5]] == seen
    assert names["first"] == 3
    cosines = np.sort(SPACE @ SPACE[5] / np.linalg.norm(SPACE, axis=1))[-5:-1]
    np.testing.assert_allclose(
        names["cosines"][5], cosines[::-1] / np.linalg.norm(SPACE[5]), atol=5e-4
    )


def test_no_name_can_end_the_script():
    hostile = ["</script><b>", "&'\"", "é"]
    html = explore(hostile, SPACE[:3], PLANE[:3], first="é", count=1).html
    assert html.count("</script") == 1
    assert given(html)["names"] == hostile


def test_its_colours_are_the_palettes():
    html = explore(NAMES, SPACE, PLANE, first="name 0").html
    colours = {palette.VERMILLION, palette.BLUE}
    assert set(re.findall(r"#[0-9a-f]{6}\b", html)) == colours
    assert f"--near: {palette.VERMILLION}; --seen: {palette.BLUE}" in html


@pytest.mark.parametrize("name", ["explorer.css", "explorer.js"])
def test_style_and_script_are_files_that_their_tools_can_read(name):
    text = files("helpers.explorer").joinpath(name).read_text("utf-8")
    assert "{{" not in text
    assert "{%" not in text
    assert max(map(len, text.splitlines())) <= 88


def test_it_is_shown_as_text_where_no_html_is():
    explorer = explore(NAMES, SPACE, PLANE, first="name 3", count=4)
    assert explorer._repr_html_() == explorer.html
    assert repr(explorer) == explorer.text


def test_the_table_lists_both_kinds_of_neighbours():
    explorer = explore(NAMES, SPACE, PLANE, first="name 3", count=4)
    rows = re.findall(
        r'<th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td>',
        explorer.html,
    )
    assert [row[0] for row in rows] == NAMES
    near, seen = by_hand(3, 4)
    kept = str(len({*near} & {*seen}))
    assert rows[3][1:] == (", ".join(near), ", ".join(seen), kept)
    assert repr(explorer).startswith("Map of 20 names. Of the 4 nearest in 6 dim")


def test_a_name_is_not_its_own_neighbour_even_beside_twins():
    twins = np.ones((5, 3))
    html = explore(list("abcde"), twins, twins[:, :2], first="a", count=2).html
    for name, near in re.findall(r'"row">(.)</th><td>(.*?)</td>', html):
        assert name not in near.split(", ")
        assert len(near.split(", ")) == 2


def test_it_asks_no_other_host():
    html = explore(NAMES, SPACE, PLANE, first="name 0").html
    assert set(re.findall(r"https?://[^\"' ]+", html)) <= {"http://www.w3.org/2000/svg"}


def test_a_name_that_is_missing_or_double_is_named():
    with pytest.raises(ValueError, match="'pear', which is none of the 20 names"):
        explore(NAMES, SPACE, PLANE, first="pear")
    with pytest.raises(ValueError, match="occurs twice"):
        explore(["a"] * 20, SPACE, PLANE, first="a")


@pytest.fixture(scope="module")
def page():
    if BROWSER is None:
        pytest.skip("no chromium or google-chrome is installed")
    from playwright.sync_api import sync_playwright

    hostile = [
        "</script><script>document.title='hacked'</script>",
        "<b>&'\"",
        *NAMES[2:],
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.set_content(explore(hostile, SPACE, PLANE, first=hostile[0], count=4).html)
        yield page
        browser.close()


@pytest.mark.slow
def test_names_are_text_and_never_code(page):
    assert page.title() == ""
    assert not page.errors
    assert page.input_value("input").startswith("</script>")
    assert page.locator("svg text").nth(1).text_content() == "<b>&'\""


@pytest.mark.slow
def test_the_keyboard_alone_is_enough(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
    page.fill("input", "")
    page.keyboard.type("NAME 7")
    page.keyboard.press("Enter")
    near, seen = by_hand(7, 4)
    cells = page.locator(".neighbours td").all_text_contents()
    assert [cell.rsplit(" ", 1)[0] for cell in cells[::2]][2:] == near[2:]
    assert cells[1::2] == seen
    assert "of the 4 nearest to name 7." in page.locator("[role=status]").text_content()
    assert page.locator("svg .near").count() == 4
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_attribute("svg", "viewBox") == "0 0 640 560"


@pytest.mark.slow
def test_an_unknown_name_says_so(page):
    page.fill("input", "pear")
    page.press("input", "Enter")
    said = page.locator("[role=status]").text_content()
    assert said == "“pear” is not on this map."
