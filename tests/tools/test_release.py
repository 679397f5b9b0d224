"""A release: all agrees in its tag, it can be installed, and `main` is as before."""

import datetime
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pages
import places
import pytest
import yaml
from release import to_main, to_release

from tests.book.small_book import Book

PROJECT = Path(__file__).parents[2]
VERSION = "98.7.6"
CHANGES = "### Fixed\n\n- A change that readers notice.\n\n"


def git(folder: Path, *arguments: str) -> str:
    program = ["git", "-c", "core.autocrlf=false", *arguments]
    done = subprocess.run(
        program, cwd=folder, capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout


def release(folder: Path, version: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "tools/release.py", "release", version]
    return subprocess.run(
        program, cwd=folder, capture_output=True, text=True, check=False
    )


def tree(folder: Path, commit: str) -> dict[str, str]:
    """Return the hash of each file in a commit."""
    lines = git(folder, "ls-tree", "-r", "-z", commit).split("\0")
    parts = (line.partition("\t") for line in lines if line)
    return {name: entry.split()[2] for entry, _, name in parts}


@pytest.fixture(scope="module", autouse=True)
def somebody():
    with pytest.MonkeyPatch.context() as patch:
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", "Somebody")
            patch.setenv(f"GIT_{role}_EMAIL", "somebody@localhost")
        yield


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return a repository of the project's files as they are here, on `main`."""
    if not (PROJECT / ".git").exists():
        pytest.skip("git lists the project's files, and this is no checkout")
    origin = tmp_path_factory.mktemp("course")
    listed = git(PROJECT, "ls-files", "-z", "-co", "--exclude-standard").split("\0")
    for name in filter(None, listed):
        if (PROJECT / name).is_file():
            (origin / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, origin / name)
    changelog = origin / places.CHANGELOG
    text = changelog.read_text("utf-8")
    if not places.unreleased(text):
        heading = "## Unreleased\n\n"
        changelog.write_text(text.replace(heading, heading + CHANGES), "utf-8")
    if (draft := places.Draft(origin)).value(places.REF) != places.MAIN:
        to_main(origin, draft.value(places.VERSIONS[0])).write()
    git(origin, "init", "--quiet", "--initial-branch", places.MAIN)
    git(origin, "add", "--all", "--force")
    git(origin, "commit", "--quiet", "-m", "The course")
    return origin


@pytest.fixture
def clone(course, tmp_path):
    git(tmp_path, "clone", "--quiet", str(course), "clone")
    return tmp_path / "clone"


@pytest.fixture(scope="module")
def released(course, tmp_path_factory):
    """Return a clone in which a release has been made."""
    folder = tmp_path_factory.mktemp("released")
    git(folder, "clone", "--quiet", str(course), "clone")
    done = release(folder / "clone", VERSION)
    assert done.returncode == 0, done.stderr
    return folder / "clone"


@pytest.fixture(scope="module")
def tagged(released, tmp_path_factory):
    """Return the files of the tag, as a checkout has them."""
    folder = tmp_path_factory.mktemp("tagged")
    git(folder, "clone", "--quiet", "--branch", f"v{VERSION}", str(released), "tag")
    return folder / "tag"


@pytest.mark.slow
def test_in_the_tag_all_files_agree(tagged):
    assert places.disagreements(tagged) == []
    config = yaml.safe_load((tagged / "_config.yml").read_text("utf-8"))
    assert config["repository"]["branch"] == f"v{VERSION}"
    package = (tagged / "pyproject.toml").read_text("utf-8")
    assert f'\nversion = "{VERSION}"\n' in package
    for path in places.notebooks(tagged):
        cell = places.set_up_cell(nbformat.read(path, as_version=4), path.name)
        assert f"{config['repository']['url']}@v{VERSION}\n" in cell.source


@pytest.mark.slow
def test_every_button_of_the_book_leads_to_the_tag(tagged, tmp_path):
    book = Book(tmp_path)
    shutil.copy(tagged / "_config.yml", tmp_path)
    book.write("1")
    built = book.build()
    assert built.exit_code == 0, built.output
    assert pages.ARTICLE in book.page(), "where an old edition says that it is old"
    url = places.Draft(tagged).value(places.URL)
    path = url.removeprefix("https://github.com")
    links = set(re.findall(rf'href="(https://[^"]*{path}/[^"]*)"', book.page()))
    colab = f"https://colab.research.google.com/github{path}/blob/v{VERSION}"
    assert f"{colab}/chapters/page.ipynb" in links
    for link in links:
        assert f"/v{VERSION}/" in link or link.startswith(f"{url}/issues/"), link


@pytest.mark.slow
def test_what_was_unreleased_is_the_release_of_today(course, tagged, released):
    before = (course / places.CHANGELOG).read_text("utf-8")
    after = (tagged / places.CHANGELOG).read_text("utf-8")
    day = datetime.date.fromisoformat(re.search(rf"## {VERSION} \((.*)\)", after)[1])
    assert datetime.timedelta(0) <= datetime.date.today() - day <= datetime.timedelta(1)
    head = f"## Unreleased\n\n## {VERSION} ({day})\n"
    assert after == before.replace("## Unreleased\n", head)
    citation = yaml.safe_load((tagged / "CITATION.cff").read_text("utf-8"))
    assert (citation["version"], citation["date-released"]) == (VERSION, f"{day}")


@pytest.mark.slow
def test_the_day_is_that_of_the_release(course):
    draft = to_release(course, VERSION, datetime.date(2031, 2, 3))
    assert draft.value(places.CITED_DAY) == "2031-02-03"
    assert f"\n## {VERSION} (2031-02-03)\n" in draft.text(places.CHANGELOG)


@pytest.mark.slow
def test_main_is_as_before_but_for_the_version(course, released):
    assert git(released, "status", "--porcelain", "--branch").startswith("## main")
    assert places.disagreements(released) == []
    before, after = tree(course, "main"), tree(released, "main")
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == {
        "CHANGELOG.md",
        "CITATION.cff",
        "helpers/__init__.py",
        "pyproject.toml",
    }
    assert '"98.7.7.dev0"' in (released / "helpers" / "__init__.py").read_text("utf-8")


@pytest.mark.slow
def test_the_tag_is_annotated_and_one_commit_before_main(released):
    assert git(released, "cat-file", "-t", f"v{VERSION}") == "tag\n"
    tagged = git(released, "rev-parse", f"v{VERSION}^{{commit}}")
    assert tagged == git(released, "rev-parse", "main~1")


@pytest.mark.slow
def test_the_set_up_cell_installs_the_release(released, tagged, tmp_path, monkeypatch):
    """Git reads the address as that of the clone, so the cell's line is as it is."""
    path = places.notebooks(tagged)[0]
    cell = places.set_up_cell(nbformat.read(path, as_version=4), path.name)
    [line] = re.findall(r"%(pip install .*)", cell.source)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    url = places.Draft(tagged).value(places.URL)
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.{released.as_uri()}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", url)
    options = ["--no-deps", "--no-build-isolation", "--target", str(tmp_path)]
    subprocess.run(
        [sys.executable, "-m", *line.split(), *options], check=True, cwd=tmp_path
    )
    code = "import helpers; print(helpers.__version__, helpers.__file__)"
    said = subprocess.check_output(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        text=True,
    )
    assert said.split() == [VERSION, str(tmp_path / "helpers" / "__init__.py")]


def dirty(folder: Path) -> None:
    (folder / "index.md").write_text("Another first page.\n")


def untracked(folder: Path) -> None:
    (folder / "chapters" / "notes.txt").write_text("Not yet.\n")


def elsewhere(folder: Path) -> None:
    git(folder, "switch", "--quiet", "--create", "other")


def on_no_branch(folder: Path) -> None:
    git(folder, "switch", "--quiet", "--detach")


def tag_exists(folder: Path) -> None:
    git(folder, "tag", f"v{VERSION}")


def nothing_new(folder: Path) -> None:
    text = (folder / places.CHANGELOG).read_text("utf-8")
    text = places.UNRELEASED.sub("## Unreleased\n\n", text)
    commit(folder, places.CHANGELOG, text)


def disagreement(folder: Path) -> None:
    text = (folder / "helpers" / "__init__.py").read_text("utf-8")
    commit(folder, "helpers/__init__.py", text.replace('.dev0"', '.dev9"'))


def commit(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, "utf-8")
    git(folder, "commit", "--quiet", "--all", "-m", "A change")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("prepare", "version", "said"),
    [
        (dirty, VERSION, "The checkout has changes: commit them"),
        (untracked, VERSION, "The checkout has changes: commit them"),
        (elsewhere, VERSION, "The checkout is on other: git switch main."),
        (on_no_branch, VERSION, "The checkout is on no branch: git switch main."),
        (tag_exists, VERSION, f"The tag v{VERSION} exists."),
        (nothing_new, VERSION, "CHANGELOG.md has nothing under '## Unreleased'."),
        (disagreement, VERSION, "pyproject.toml says version "),
        (None, "0.1.0", "0.1.0 is no later version than "),
        (None, "v1.2.0", "v1.2.0 is no version of three numbers"),
        (None, "1.2", "1.2 is no version of three numbers"),
        (None, "1.2.0.dev0", "1.2.0.dev0 is no version of three numbers"),
    ],
)
def test_what_is_no_release_is_refused_in_one_line(clone, prepare, version, said):
    if prepare is not None:
        prepare(clone)
    state = [git(clone, *line.split()) for line in ("log --all", "status -s", "tag")]
    done = release(clone, version)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith(f"Nothing was changed. {said}")
    after = [git(clone, *line.split()) for line in ("log --all", "status -s", "tag")]
    assert after == state


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the hook is a shell script")
@pytest.mark.parametrize("commits", [0, 1])
def test_a_release_that_git_refuses_leaves_the_checkout_as_it_was(clone, commits):
    """A hook refuses the first commit, or the one after the tag."""
    hook = clone / ".git" / "hooks" / "pre-commit"
    fail = "{ echo no >&2; exit 1; }"
    hook.write_text(f"#!/bin/sh\n[ $(git tag | wc -l) -lt {commits} ] || {fail}\n")
    hook.chmod(0o755)
    start = git(clone, "rev-parse", "HEAD")
    done = release(clone, VERSION)
    assert done.returncode == 1
    assert done.stderr == "Nothing was changed. git commit: no\n"
    assert git(clone, "rev-parse", "HEAD") == start
    assert git(clone, "status", "--porcelain") == git(clone, "tag") == ""


@pytest.mark.slow
def test_a_second_release_follows_the_first(released, tmp_path):
    git(tmp_path, "clone", "--quiet", str(released), "clone")
    folder = tmp_path / "clone"
    text = (folder / places.CHANGELOG).read_text("utf-8")
    heading = "## Unreleased\n\n"
    commit(folder, places.CHANGELOG, text.replace(heading, heading + CHANGES))
    assert release(folder, "99.0.0").returncode == 0
    git(folder, "switch", "--quiet", "--detach", "v99.0.0")
    assert places.disagreements(folder) == []
