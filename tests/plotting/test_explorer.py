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
    return json.loads(re.search(r'<script type="application/json">(.*?)<', html)[1])


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
    assert html.count("</script") == 2  # the ends of its data and of its program
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


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 9])
def test_a_small_map_has_all_the_neighbours_that_there_are(count):
    explorer = explore(NAMES[:count], SPACE[:count], PLANE[:count], first="name 0")
    data = given(explorer.html)
    for i, (near, seen) in enumerate(zip(data["near"], data["seen"], strict=True)):
        assert len(near) == len(seen) == min(8, count - 1)
        assert i not in near + seen
    said = f" Of the {min(8, count - 1)} nearest in 6 dimensions it keeps "
    assert (said in explorer.text) == (count > 1)


@pytest.mark.parametrize("count", [0, -1])
def test_a_count_that_is_none_is_named(count):
    with pytest.raises(ValueError, match=f"count is {count}: it has to be 1 or more"):
        explore(NAMES, SPACE, PLANE, first="name 0", count=count)


def test_names_that_are_no_text_are_shown_as_text():
    html = explore(range(20), SPACE, PLANE, first=np.int64(3)).html
    assert given(html)["names"] == [str(i) for i in range(20)]
    assert given(html)["first"] == 3


@pytest.mark.parametrize("dtype", ["float16", "int32", "longdouble"])
def test_numbers_of_every_dtype_make_a_map(dtype):
    space, plane = (SPACE * 100).astype(dtype), (PLANE * 9_000).astype(dtype)
    data = given(explore(NAMES, space, plane, first="name 0").html)
    wide = explore(NAMES, space.astype(float), plane.astype(float), first="name 0")
    assert data["near"] == given(wide.html)["near"]
    assert data["seen"] == given(wide.html)["seen"]
    assert np.allclose(data["places"], given(wide.html)["places"], atol=0.2)


def test_nothing_in_it_has_an_id():
    html = explore(NAMES, SPACE, PLANE, first="name 0").html
    assert not re.search(r"<[^>]* (id|for|list|href|aria-labelledby)=", html)


@pytest.fixture(scope="module")
def browser():
    if BROWSER is None:
        pytest.skip("no chromium or google-chrome is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def visit(browser):
    """Return a function that opens a page; its errors are in `page.errors`."""

    def visit(html: str):
        page = browser.new_page(viewport={"width": 1_000, "height": 700})
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.set_content(f"<!doctype html>{html}")
        return page

    return visit


@pytest.fixture(scope="module")
def page(visit):
    hostile = [
        "</script><script>document.title='hacked'</script>",
        "<b>&'\"",
        *NAMES[2:],
    ]
    return visit(explore(hostile, SPACE, PLANE, first=hostile[0], count=4).html)


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


def lively(page, names: int) -> bool:
    """Tell whether each explorer of a page has its names and answers to a click."""
    for root in page.locator(".explorer").all():
        root.get_by_role("button").click()  # the whole map: every mark can be reached
        root.locator("g.name circle").nth(2).dispatch_event("click")
        drawn = root.locator("g.name").count(), root.locator("g.chosen").count()
        if drawn != (names, 1) or root.locator("tbody tr").count() == 0:
            return False
        if root.locator("input").input_value() != "name 2":
            return False
    return not page.errors


ONE = explore(NAMES, SPACE, PLANE, first="name 0").html
OTHER = explore(NAMES, SPACE, PLANE, first="name 0", ask="Which?").html


@pytest.mark.slow
@pytest.mark.parametrize("parts", [[ONE, OTHER], [ONE, ONE], [ONE, OTHER, ONE]])
def test_the_same_data_may_be_explored_several_times_in_one_page(parts, visit):
    page = visit("<hr>".join(parts))
    assert page.locator(".explorer").count() == len(parts)
    assert lively(page, 20)
    lists = page.locator("datalist").evaluate_all("all => all.map(one => one.id)")
    assert len(set(lists)) == len(parts)
    assert lists == page.locator("input").evaluate_all(
        "all => all.map(one => one.list.id)"
    )


AS_JUPYTERLAB = """
  const host = document.createElement("div");
  host.innerHTML = html;
  for (const old of host.querySelectorAll("script")) {
    const script = document.createElement("script");
    for (const { name, value } of old.attributes) script.setAttribute(name, value);
    script.textContent = old.textContent;
    old.parentNode.replaceChild(script, old);
  }
  document.body.append(host);
"""
# Programs run at the end of the head, out of the place where they stand.
AS_JQUERY = """
  const host = document.createElement("div");
  host.innerHTML = html;
  document.body.append(host);
  for (const old of host.querySelectorAll("script:not([type])")) {
    const script = document.createElement("script");
    script.textContent = old.textContent;
    document.head.append(script);
    script.remove();
  }
"""


@pytest.mark.slow
@pytest.mark.parametrize("insert", [AS_JUPYTERLAB, AS_JQUERY])
def test_copies_of_an_output_live_however_a_notebook_inserts_them(insert, visit):
    page = visit("")
    for html in (ONE, ONE, OTHER):
        page.evaluate(f"(html) => {{ {insert} }}", html)
    assert page.locator(".explorer").count() == 3
    assert lively(page, 20)


@pytest.mark.slow
def test_a_later_copy_leaves_the_earlier_as_its_reader_has_left_it(visit):
    page = visit(ONE)
    page.fill("input", "name 7")
    page.evaluate(f"(html) => {{ {AS_JUPYTERLAB} }}", OTHER)
    assert page.locator("input").first.input_value() == "name 7"
    assert page.locator("input").last.input_value() == "name 0"


@pytest.mark.slow
def test_a_page_that_was_saved_lives_again_with_each_name_once(visit):
    page = visit(ONE + OTHER)
    saved = page.content()
    again = visit("")
    again.set_content(saved)
    assert lively(again, 20)


WORDS = [
    "watch", "wat", "many", "man", "Polish", "polish", "a watt", "cafés", "cafe\u0301",
    "New York", "New", "straw", "ÅNGSTRÖM", "n", "new york city", "'s", "1.0", "10",
]  # fmt: skip


@pytest.fixture(scope="module")
def words(visit):
    return visit(explore(WORDS, SPACE[:18], PLANE[:18], first="watch").html)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("wat", "wat"),
        ("man", "man"),
        ("polish", "polish"),
        ("Polish", "Polish"),
        ("POLISH", "Polish"),
        ("WAT", "wat"),
        (" wat ", "wat"),
        ("watc", "watch"),
        ("pol", "Polish"),
        ("new york", "New York"),
        ("new yo", "New York"),
        ("york", "New York"),
        ("att", "a watt"),
        ("caf\u00e9", "cafe\u0301"),
        ("cafe", "cafe\u0301"),
        ("cafe\u0301s", "cafés"),
        ("\u00e5ngstro\u0308m", "ÅNGSTRÖM"),
        ("angstrom", "ÅNGSTRÖM"),
        ("1", "1.0"),
        ("10", "10"),
        ("'", "'s"),
    ],
)
def test_enter_takes_what_was_typed_before_what_begins_with_it(typed, shown, words):
    words.fill("input", typed)
    words.press("input", "Enter")
    assert words.input_value("input") == shown
    assert shown in words.locator("[role=status]").text_content()
    assert words.locator("g.chosen text").text_content() == shown


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["", "  ", "\u0301", "pear"])
def test_enter_takes_nothing_where_nothing_was_typed_or_is_like_it(typed, words):
    words.fill("input", "n")
    words.press("input", "Enter")
    words.fill("input", typed)
    words.press("input", "Enter")
    assert words.locator("g.chosen text").text_content() == "n"
    assert "is not on this map" in words.locator("[role=status]").text_content()


@pytest.mark.slow
def test_what_is_typed_letter_by_letter_stays_as_it_is_typed(words):
    words.fill("input", "")
    words.locator("input").press_sequentially("New York")
    assert words.input_value("input") == "New York"  # though "New" is a name, too
    assert words.locator("g.chosen text").text_content() == "New York"


@pytest.mark.slow
@pytest.mark.parametrize("width", [1_000, 360])
def test_a_very_long_name_does_not_widen_the_page(width, visit):
    long = ["a" * 400, "b-" * 200, "<" * 400, *NAMES[3:]]
    page = visit(explore(long, SPACE, PLANE, first=long[0], ask="c" * 400).html)
    page.set_viewport_size({"width": width, "height": 700})
    page.locator("summary").click()
    for name in (*long[:3], "name 5"):
        page.fill("input", name)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_map_of_few_names_lives(count, visit):
    few = explore(NAMES[:count], SPACE[:count], PLANE[:count], first="name 0")
    page = visit(few.html)
    assert page.locator("g.name").count() == count
    said = page.locator("[role=status]").text_content()
    alone = "name 0 is alone on this map."
    assert said == alone if count == 1 else f"of the {count - 1} nearest" in said
    assert not page.errors
