"""Move the project, or make a release: the commands behind `make url` and `release`.

`python tools/release.py cells` writes every notebook's set-up cell anew, as
`_config.yml` wants it; `url https://HOST/OWNER/NAME` moves the project there;
`release 1.2.0` makes a release and returns `main` to its state.
"""

import argparse
import datetime
import re
import sys
from pathlib import Path

import places
from places import MAIN, Draft, PlacesError
from repository import GitError, git

ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+/[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


def main() -> int:
    """Do what the command line says; say what was done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("cells", help="write every notebook's set-up cell anew")
    move = commands.add_parser("url", help="move the project to another address")
    move.add_argument("url", help="https://HOST/OWNER/NAME")
    make = commands.add_parser("release", help="commit and tag a release")
    make.add_argument("version", help="such as 1.2.0")
    options = parser.parse_args()
    try:
        if options.command == "release":
            release(places.PROJECT, options.version, datetime.date.today())
            name = places.tag(options.version)
            print(f"Made {name}. Publish it: git push --atomic origin {MAIN} {name}")
        else:
            url = options.url if options.command == "url" else None
            print(f"{len(set_cells(places.PROJECT, url))} files say so now.")
    except (PlacesError, GitError, OSError) as error:
        print(f"Nothing was changed. {error}", file=sys.stderr)
        return 1
    return 0


def set_cells(project: Path, url: str | None = None) -> list[str]:
    """Write every set-up cell anew, for another address of the project or the present.

    Args:
        project: folder of `_config.yml`.
        url: https://HOST/OWNER/NAME.

    Returns:
        The files written.

    Raises:
        PlacesError: `url` is no such address, or a file lacks what is to be changed.
    """
    draft = Draft(project)
    if url is not None:
        if not ADDRESS.fullmatch(url) or url.endswith(".git"):
            raise PlacesError(f"{url} is not of the form https://HOST/OWNER/NAME.")
        draft.set(places.URL, url)
    draft.set_cells()
    draft.write()
    return list(draft.texts)


def release(project: Path, version: str, day: datetime.date) -> None:
    """Commit and tag a release, and commit what `main` goes on with.

    Args:
        project: the checkout, on `main`.
        version: three numbers, such as 1.2.0.
        day: of the release.

    Raises:
        PlacesError: it cannot be made.
        GitError: git failed; the checkout is as it was.
    """
    refuse(project, version)
    start = git(project, "rev-parse", "HEAD")
    try:
        to_release(project, version, day).write()
        git(project, "commit", "--quiet", "--all", "-m", f"Version {version}")
        name = places.tag(version)
        git(project, "tag", "--annotate", name, "-m", f"Version {version}")
        to_main(project, version).write()
        git(project, "commit", "--quiet", "--all", "-m", f"After version {version}")
    except BaseException:
        git(project, "reset", "--quiet", "--hard", start)
        if tags(project, version):
            git(project, "tag", "--delete", places.tag(version))
        raise


def refuse(project: Path, version: str) -> None:
    """See that a release can be made of the checkout.

    Raises:
        PlacesError: it cannot; the message says why.
    """
    if not VERSION.fullmatch(version):
        raise PlacesError(f"{version} is no version of three numbers, such as 1.2.0.")
    branch = git(project, "branch", "--show-current") or "no branch"
    if branch != MAIN:
        raise PlacesError(f"The checkout is on {branch}: git switch {MAIN}.")
    if git(project, "status", "--porcelain"):
        raise PlacesError("The checkout has changes: commit them, see git status.")
    if tags(project, version):
        raise PlacesError(f"The tag {places.tag(version)} exists.")
    draft = Draft(project)
    present = draft.value(places.VERSIONS[0])
    if places.number(version) <= places.number(present):
        raise PlacesError(f"{version} is no later version than {present}.")
    if not places.unreleased(draft.text(places.CHANGELOG)):
        raise PlacesError(f"{places.CHANGELOG} has nothing under '## Unreleased'.")
    if faults := places.disagreements(project):
        raise PlacesError(faults[0])


def to_release(project: Path, version: str, day: datetime.date) -> Draft:
    """Return the texts of a release."""
    draft = _edition(project, places.tag(version), version)
    draft.set(places.CITED_VERSION, version)
    draft.set(places.CITED_DAY, f"{day}")
    head = f"## Unreleased\n\n## {version} ({day})\n"
    draft.texts[places.CHANGELOG] = draft.text(places.CHANGELOG).replace(
        "## Unreleased\n", head, 1
    )
    return draft


def to_main(project: Path, version: str) -> Draft:
    """Return the texts that `main` goes on with after a release."""
    major, minor, micro = places.number(version).release
    return _edition(project, MAIN, f"{major}.{minor}.{micro + 1}.dev0")


def _edition(project: Path, ref: str, version: str) -> Draft:
    draft = Draft(project)
    draft.set(places.REF, ref)
    draft.set(places.EDIT, "true" if ref == MAIN else "false")  # no tag can be edited
    for place in places.VERSIONS:
        draft.set(place, version)
    draft.set_cells()
    return draft


def tags(project: Path, version: str) -> str:
    """Return the tag of a version; nothing if there is none yet."""
    return git(project, "tag", "--list", places.tag(version))


if __name__ == "__main__":
    sys.exit(main())
