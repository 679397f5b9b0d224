"""Tell the book where it lives: `python tools/url.py https://github.com/you/name`.

The address is `repository.url` in `_config.yml`. Every notebook repeats it in its
set-up cell, because a notebook that is opened in Colab has no other file beside it.
"""

import argparse
import os
import re
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+/[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")
SETTING = re.compile(r"(?<=^repository:\n  url: )\S+$", re.MULTILINE)


class AddressError(Exception):
    """The address cannot be changed; the message says why and what to do."""


def main() -> int:
    """Change the address in the project and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url", help="https://HOST/OWNER/NAME")
    try:
        changed = change(PROJECT, parser.parse_args().url)
    except (AddressError, OSError) as error:
        print(f"Nothing was changed. {error}", file=sys.stderr)
        return 1
    print(f"The address is written in {len(changed)} files.")
    return 0


def change(project: Path, new: str) -> list[Path]:
    """Replace the repository's address in `_config.yml` and in every notebook.

    All new texts are on disk, beside the old, before the first of them takes its
    place. `_config.yml` comes last: whatever happens, the same call can be repeated.

    Args:
        project: folder of `_config.yml`.
        new: https://HOST/OWNER/NAME.

    Returns:
        The files written.

    Raises:
        AddressError: `new` is no such address, or a file does not name the old one.
    """
    if not ADDRESS.fullmatch(new) or new.endswith(".git"):
        raise AddressError(f"{new} is not of the form https://HOST/OWNER/NAME.")
    config = project / "_config.yml"
    old = current(config)
    mention = re.compile(re.escape(old) + r"(?![\w.-])")
    texts = {}
    for path in [*notebooks(project), config]:
        text = path.read_bytes().decode("utf-8")
        if not (mention.search(text) or new in text):
            name = path.relative_to(project)
            raise AddressError(f"{name} does not name {old}: correct its set-up cell.")
        texts[path] = mention.sub(new, text)
    drafts = {path: path.with_name(f".{path.name}.new") for path in texts}
    try:
        for path, draft in drafts.items():
            draft.write_bytes(texts[path].encode("utf-8"))
        for path, draft in drafts.items():
            os.replace(draft, path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    return list(texts)


def current(config: Path) -> str:
    """Return the address that `_config.yml` names.

    Raises:
        AddressError: it names none.
    """
    found = SETTING.search(config.read_text("utf-8"))
    if found is None:
        raise AddressError(f"{config} has no repository.url.")
    return found[0]


def notebooks(project: Path) -> list[Path]:
    """List the notebooks that have a set-up cell."""
    folders = ("chapters", "exercises", "solutions")
    return sorted(path for name in folders for path in project.glob(f"{name}/*.ipynb"))


if __name__ == "__main__":
    sys.exit(main())
