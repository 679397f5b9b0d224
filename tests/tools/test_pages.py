"""The published site: every edition stays, the newest is at the root."""

import re
import subprocess
import sys
from pathlib import Path

import pages
import pytest
from repository import GitError, git

pytestmark = pytest.mark.slow  # git, many times
STATIC = "_static/book.css"


def book(folder: Path, text: str, *more: str) -> Path:
    """Write the pages of a book, each with a text, and return its folder."""
    for name in ("index.html", "chapters/one.html", *more):
        page = folder / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"<main>\n{pages.ARTICLE}\n<h1>{text} é</h1></main>", "utf-8")
    (folder / STATIC).parent.mkdir()
    (folder / STATIC).write_bytes(b"a {}\r\n")
    return folder


def clone(origin: Path, folder: Path) -> Path:
    git(origin, "clone", "--quiet", str(origin), str(folder))
    return folder


@pytest.fixture
def origin(tmp_path, monkeypatch):
    """Return a repository with the tags of three releases, which has no checkout."""
    for name, value in pages.AUTHOR.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "origin.git"
    folder.mkdir()
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main")
    first = clone(folder, tmp_path / "first")
    (first / "book.txt").write_text("The course.\n")
    git(first, "add", "--all")
    git(first, "commit", "--quiet", "-m", "The course")
    for name in ("v1.2.0", "v1.10.0", "v1.9.1", "draft"):
        git(first, "tag", name)
    git(first, "push", "--quiet", "--tags", "origin", "HEAD:main")
    return folder


@pytest.fixture
def project(origin, tmp_path):
    """Return a checkout of somebody whose git ignores pages."""
    folder = clone(origin, tmp_path / "project")
    (folder / ".git" / "info" / "exclude").write_text("*.html\n")
    return folder


@pytest.fixture
def publish(project, tmp_path):
    """Return a function that publishes an edition and returns the whole site."""

    def publish(edition: str, *more: str) -> Path:
        count = len(list(tmp_path.iterdir()))
        html = book(tmp_path / f"html-{count}", f"book {edition}", *more)
        pages.publish(project, html, edition)
        site = tmp_path / f"site-{count}"
        pages.export(project, pages.published(project), site)
        return site

    return publish


def notes(page: Path) -> list[str]:
    return re.findall(r'<p class="course-edition">(.*)</p>', page.read_text("utf-8"))


def test_main_is_at_the_root_until_there_is_a_release(publish):
    site = publish("main")
    for page in ("index.html", "chapters/one.html"):
        assert "book main é" in (site / page).read_text("utf-8")
        assert "book main é" in (site / "main" / page).read_text("utf-8")
        assert notes(site / page) == notes(site / "main" / page) == []
    assert (site / ".nojekyll").exists()


def test_every_edition_stays_and_the_newest_is_at_the_root(publish):
    for edition in ("main", "v1.2.0", "v1.10.0", "v1.9.1", "main"):
        site = publish(edition)
    editions = {"main", "v1.2.0", "v1.9.1", "v1.10.0"}
    assert {path.name for path in site.iterdir()} == editions | {
        ".nojekyll", "_static", "chapters", "index.html"
    }  # fmt: skip
    for edition in editions:
        page = (site / edition / "chapters" / "one.html").read_text("utf-8")
        assert f"book {edition} é" in page
        assert (site / edition / STATIC).read_bytes() == b"a {}\r\n"
    assert "book v1.10.0 é" in (site / "chapters" / "one.html").read_text("utf-8")
    assert (site / STATIC).read_bytes() == b"a {}\r\n"


def test_pages_of_other_editions_say_so_once_and_lead_to_the_newest(publish):
    publish("v1.2.0", "chapters/dropped.html")
    publish("v1.9.1")
    site = publish("v1.10.0")
    said = "This is edition 1.2.0. "
    link = '<a href="{}">The newest edition is 1.10.0</a>.'
    old = site / "v1.2.0"
    assert notes(old / "index.html") == [said + link.format("../index.html")]
    assert notes(old / "chapters" / "one.html") == [
        said + link.format("../../chapters/one.html")
    ]
    assert notes(old / "chapters" / "dropped.html") == [
        said + link.format("../../index.html")
    ]
    newest = [site / "index.html", site / "v1.10.0" / "chapters" / "one.html"]
    assert [notes(page) for page in newest] == [[], []]
    site = publish("main")
    assert notes(site / "main" / "index.html") == [
        "This is the edition in the making. " + link.format("../index.html")
    ]


def test_a_page_that_the_newest_edition_lacks_leaves_the_root(publish):
    site = publish("v1.2.0", "chapters/dropped.html")
    assert (site / "chapters" / "dropped.html").exists()
    site = publish("v1.9.1")
    assert not (site / "chapters" / "dropped.html").exists()
    assert (site / "v1.2.0" / "chapters" / "dropped.html").exists()


def test_an_edition_that_is_published_again_is_replaced(publish):
    publish("v1.2.0", "chapters/dropped.html")
    site = publish("v1.2.0")
    assert not (site / "v1.2.0" / "chapters" / "dropped.html").exists()


def test_the_name_of_the_site_stays(publish, project, tmp_path):
    site = publish("main")
    (site / "CNAME").write_text("course.example\n")
    pages.arrange(site, book(tmp_path / "next", "next"), "v1.2.0")
    assert (site / "CNAME").read_text() == "course.example\n"


def test_releases_that_are_not_published_are_listed(publish, project):
    assert pages.missing(project) == ["v1.2.0", "v1.9.1", "v1.10.0"]
    publish("main")
    publish("v1.9.1")
    assert pages.missing(project) == ["v1.2.0", "v1.10.0"]


def test_the_site_is_one_commit_and_the_checkout_is_left_alone(publish, project):
    before = git(project, "rev-parse", "HEAD")
    publish("main")
    publish("v1.2.0")
    commit = pages.published(project)
    assert git(project, "rev-list", "--count", commit) == "1"
    assert git(project, "status", "--porcelain") == ""
    assert git(project, "rev-parse", "HEAD") == before


def test_who_publishes_at_the_same_time_loses_nothing(
    publish, project, origin, tmp_path, monkeypatch
):
    """The site changes between the fetch and the push: the push is refused."""
    publish("v1.2.0")
    other = clone(origin, tmp_path / "other")
    arrange = pages.arrange

    def overtaken(site, html, edition):
        monkeypatch.setattr(pages, "arrange", arrange)
        pages.publish(other, book(tmp_path / "others", "book"), "v1.9.1")
        arrange(site, html, edition)

    monkeypatch.setattr(pages, "arrange", overtaken)
    with pytest.raises(GitError, match="git push"):
        publish("v1.10.0")
    assert pages.missing(project) == ["v1.10.0"]
    publish("v1.10.0")
    assert pages.missing(project) == []


@pytest.mark.parametrize("edition", ["v1.2", "../v1.2.0", "gh-pages", "v1.2.0/x", ""])
def test_what_is_no_edition_is_refused(publish, project, edition):
    with pytest.raises(pages.SiteError, match="is neither main nor a tag"):
        pages.publish(project, project, edition)
    assert pages.published(project) == ""


def test_what_is_no_book_is_refused(project):
    with pytest.raises(pages.SiteError, match=r"has no index\.html: build the book"):
        pages.publish(project, project, "v1.2.0")


def test_the_command_says_in_one_line_why_it_failed(tmp_path):
    program = [sys.executable, pages.__file__, "add", str(tmp_path), "v1.2.0"]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"{tmp_path} has no index.html: build the book.\n"
