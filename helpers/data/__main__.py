"""List the datasets, and fetch them for a class without a network."""

import argparse
import sys
from pathlib import Path

from helpers.data import DATASETS, DataError
from helpers.data._shelf import store
from helpers.data._shelf.dataset import Dataset, Downloaded
from helpers.data._shelf.files import has_files
from helpers.data._shelf.folders import cache_folder, prepared_folder
from helpers.data._shelf.limits import COMMAND
from helpers.terminal import command


@command
def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m helpers.data",
        description="Without a command: list the datasets and where they are.",
    )
    commands = parser.add_subparsers(dest="command")
    fetch = commands.add_parser(
        "fetch",
        help="download datasets and prepare them",
        description=fetch_all.__doc__,
    )
    fetch.add_argument("names", nargs="*", metavar="NAME", help="all if none is named")
    fetch.add_argument(
        "--to",
        type=Path,
        metavar="DIR",
        help="folder to fill, for use as EMBEDDINGS_DATA (default: the cache folder)",
    )
    options = parser.parse_args(arguments)
    try:
        if options.command == "fetch":
            return fetch_all(options.names or list(DATASETS), options.to)
        print(table())
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def table() -> str:
    """Return the datasets as text, a line each, with where each one is now."""
    head = ("name", "what", "counts", "size", "licence", "from", "now in")
    rows = [head, *(_row(dataset) for dataset in DATASETS.values())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return "\n".join(
        [
            *(line.rstrip() for line in lines),
            "",
            f"EMBEDDINGS_DATA: {prepared_folder() or 'not set'}",
            f"cache: {cache_folder()}",
        ]
    )


def fetch_all(names: list[str], folder: Path | None) -> int:
    """Download the named datasets (all if none is named) into a folder.

    What is there already is checked and kept. A failure does not stop the others. For a
    slow server this waits two minutes, where a notebook takes a sample after seconds.
    """
    unknown = [name for name in names if name not in DATASETS]
    if unknown:
        print(
            f"Unknown dataset: {', '.join(unknown)}. Known: {', '.join(DATASETS)}.",
            file=sys.stderr,
        )
        return 2
    folder = folder or cache_folder()
    failed = False
    for name in names:
        try:
            outcome = _fetch(DATASETS[name], folder)
        except DataError as error:
            outcome = f"failed. {error}"
            failed = True
        print(f"{name}: {outcome}", flush=True)
    return int(failed)


def _fetch(dataset: Dataset, folder: Path) -> str:
    """Fetch one dataset and return in words what was done."""
    if not isinstance(dataset, Downloaded):
        return f"comes with the package {dataset.origin}"
    _, downloaded = store.fetch(dataset, folder, COMMAND)
    return f"{'done' if downloaded else 'already there'}, in {folder}"


def _row(dataset: Dataset) -> tuple[str, ...]:
    return (
        dataset.name,
        dataset.what,
        ", ".join(f"{count:,} {rows}" for rows, count in dataset.counts.items()),
        f"{dataset.megabytes:.1f} MB",
        dataset.licence,
        dataset.origin,
        _place(dataset),
    )


def _place(dataset: Dataset) -> str:
    """Return in words where a dataset is now."""
    if not isinstance(dataset, Downloaded):
        return "package"
    prepared = prepared_folder()
    if prepared and has_files(prepared, dataset.files):
        return "EMBEDDINGS_DATA"
    return "cache" if has_files(cache_folder(), dataset.files) else "not cached"


if __name__ == "__main__":
    sys.exit(main())
