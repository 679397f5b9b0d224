import re
import shutil

import numpy as np
import pytest

from helpers.explorer import explore

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


def test_names_are_text_and_never_code(page):
    assert page.title() == ""
    assert not page.errors
    assert page.input_value("input").startswith("</script>")
    assert page.locator("svg text").nth(1).text_content() == "<b>&'\""


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


def test_an_unknown_name_says_so(page):
    page.fill("input", "pear")
    page.press("input", "Enter")
    said = page.locator("[role=status]").text_content()
    assert said == "“pear” is not on this map."
