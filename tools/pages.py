"""The published pages: every edition under its own address, the newest at the root.

`python tools/pages.py missing` lists the tags that are not published yet;
`add HTML EDITION` puts a built book beside the others, as `v1.2.0` or `main`;
`export SITE` writes the whole site into a folder. The site is kept on a branch of the
remote, a single commit: whatever is added, all other editions stay.
"""

import argparse
import html
import re
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from places import MAIN, PROJECT
from repository import GitError, git

BRANCH = "refs/heads/published"
TAG = re.compile(r"v(\d+)\.(\d+)\.(\d+)")
STAYS = {"CNAME", ".nojekyll"}  # at the root, whatever the newest edition is
ARTICLE = '<article class="bd-article">'
NOTE = re.compile(r'\n<p class="course-edition">.*?</p>')
AS_IT_IS = ("-c", "core.autocrlf=false")
AUTHOR = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Pages"), ("EMAIL", "pages@localhost"))
}


class SiteError(Exception):
    """A book cannot be published; the message says why."""


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("missing", help="list the tags that are not published")
    added = commands.add_parser("add", help="publish a built book")
    added.add_argument("html", type=Path, help="folder of its pages")
    added.add_argument("edition", help="its tag, or main")
    exported = commands.add_parser("export", help="write the whole site")
    exported.add_argument("site", type=Path, help="folder, which must not exist")
    options = parser.parse_args()
    try:
        if options.command == "missing":
            print("\n".join(missing(PROJECT)))
        elif options.command == "add":
            publish(PROJECT, options.html, options.edition)
        else:
            export(PROJECT, published(PROJECT), options.site)
    except (SiteError, GitError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def missing(project: Path) -> list[str]:
    """List the tags of releases that are not published yet, oldest first."""
    commit = published(project)
    names = git(project, "ls-tree", "--name-only", commit) if commit else ""
    tags = set(git(project, "tag").split()) - set(names.split("\n"))
    return sorted(filter(TAG.fullmatch, tags), key=_age)


def publish(project: Path, book: Path, edition: str) -> None:
    """Put a built book beside the editions that are published, and push the site.

    Args:
        project: a checkout whose remote `origin` keeps the site.
        book: folder of the book's pages.
        edition: a tag such as v1.2.0, or main. If it is published, it is replaced.

    Raises:
        SiteError: `book` is no book, or `edition` no edition.
        GitError: git failed, or the site has changed meanwhile: nothing is published.
    """
    if edition != MAIN and not TAG.fullmatch(edition):
        raise SiteError(f"{edition} is neither {MAIN} nor a tag such as v1.2.0.")
    if not (book / "index.html").is_file():
        raise SiteError(f"{book} has no index.html: build the book.")
    old = published(project)
    with TemporaryDirectory() as work:
        site = Path(work, "site")
        export(project, old, site)
        arrange(site, book, edition)
        place = {
            "GIT_DIR": git(project, "rev-parse", "--absolute-git-dir"),
            "GIT_WORK_TREE": str(site),
            "GIT_INDEX_FILE": str(Path(work, "index")),
        }
        git(site, *AS_IT_IS, "add", "--all", "--force", ".", **place)
        tree = git(site, "write-tree", **place)
    new = git(project, "commit-tree", tree, "-m", f"With {edition}", **AUTHOR)
    lease = f"--force-with-lease={BRANCH}:{old}"
    git(project, "push", "--quiet", lease, "origin", f"{new}:{BRANCH}")


def published(project: Path) -> str:
    """Return the commit of the published site, fetched; nothing if there is none."""
    commit, _, _ = git(project, "ls-remote", "origin", BRANCH).partition("\t")
    if commit:
        git(project, "fetch", "--quiet", "--depth=1", "origin", BRANCH)
    return commit


def export(project: Path, commit: str, site: Path) -> None:
    """Write the files of a commit into a new folder; none if there is no commit."""
    site.mkdir(parents=True)
    if commit:
        with TemporaryDirectory() as work:
            place = {"GIT_INDEX_FILE": str(Path(work, "index"))}
            git(project, "read-tree", commit, **place)
            prefix = f"--prefix={site.resolve().as_posix()}/"
            git(project, *AS_IT_IS, "checkout-index", "--all", prefix, **place)


def arrange(site: Path, book: Path, edition: str) -> None:
    """Put a book into a site: into its own folder, and at the root if it is newest.

    The pages of the other editions say which one they are, and link to the newest.
    """
    shutil.rmtree(site / edition, ignore_errors=True)
    shutil.copytree(book, site / edition)
    editions = [path.name for path in site.iterdir() if _is_edition(path.name)]
    newest = max(editions, key=_age)
    for path in site.iterdir():
        if not _is_edition(path.name) and path.name not in STAYS:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name in editions:
        for page in (site / name).rglob("*.html"):
            _note(site, page, name, newest)
    shutil.copytree(site / newest, site, dirs_exist_ok=True)
    (site / ".nojekyll").touch()  # or names with a leading underscore are left out


def _note(site: Path, page: Path, edition: str, newest: str) -> None:
    text = page.read_text("utf-8")
    plain = NOTE.sub("", text)
    if edition != newest:
        inside = page.relative_to(site / edition)
        target = inside if (site / newest / inside).exists() else Path("index.html")
        way = "../" * len(inside.parts) + target.as_posix()
        note = (
            f'\n<p class="course-edition">{_name(edition)} '
            f'<a href="{html.escape(way)}">The newest edition is {newest[1:]}</a>.</p>'
        )
        plain = plain.replace(ARTICLE, ARTICLE + note, 1)
    if plain != text:
        page.write_text(plain, "utf-8")


def _name(edition: str) -> str:
    if edition == MAIN:
        return "This is the edition in the making."
    return f"This is edition {edition[1:]}."


def _is_edition(name: str) -> bool:
    return name == MAIN or TAG.fullmatch(name) is not None


def _age(edition: str) -> tuple[int, ...]:
    numbers = TAG.fullmatch(edition)
    return tuple(map(int, numbers.groups())) if numbers else ()  # main: before all


if __name__ == "__main__":
    sys.exit(main())
