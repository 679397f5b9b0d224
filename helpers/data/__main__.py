"""List the datasets, and fetch them for a class without a network."""

import argparse
import sys
from pathlib import Path

from helpers.data import images, judgements, store, tables, text, upstream, vectors
from helpers.data.catalogue import CATALOGUE, Dataset
from helpers.data.files import DataError

READERS = {
    "sentences": text.read_sentences,
    "wine": tables.read_wine,
    "ratings": tables.read_ratings,
    "imdb": text.read_imdb,
    "reuters": text.read_reuters,
    "mnist": images.read_mnist,
    "translation": vectors.read_translation,
    "similarity": judgements.read_similarity,
    "analogies": judgements.read_analogies,
    "photos": images.read_photos,
    "mobilenet": images.read_mobilenet,
}


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
            return fetch_all(options.names or list(CATALOGUE), options.to)
        print(table())
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def table() -> str:
    """Return the catalogue as text, a line a dataset, with where each one is now."""
    rows = [("name", "what", "size", "licence", "from", "now in")]
    for name, dataset in CATALOGUE.items():
        host = dataset.package or upstream.host(name)
        size = f"{dataset.megabytes:.1f} MB"
        rows.append((name, dataset.what, size, dataset.licence, host, _place(name)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    places = f"EMBEDDINGS_DATA: {store.prepared_folder() or 'not set'}"
    return "\n".join(
        [
            *(line.rstrip() for line in lines),
            "",
            places,
            f"cache: {store.cache_folder()}",
        ]
    )


def fetch_all(names: list[str], folder: Path | None) -> int:
    """Download the named datasets (all if none is named) into a folder.

    What is there already is checked and kept. A failure does not stop the others.
    """
    unknown = [name for name in names if name not in CATALOGUE]
    if unknown:
        print(
            f"Unknown dataset: {', '.join(unknown)}. Known: {', '.join(CATALOGUE)}.",
            file=sys.stderr,
        )
        return 2
    folder = folder or store.cache_folder()
    failed = False
    for name in names:
        try:
            outcome = _fetch(name, CATALOGUE[name], folder)
        except DataError as error:
            outcome = f"failed. {error}"
            failed = True
        print(f"{name}: {outcome}", flush=True)
    return int(failed)


def _fetch(name: str, dataset: Dataset, folder: Path) -> str:
    if dataset.package:
        return f"comes with the package {dataset.package}"
    _, downloaded = store.fetch(name, READERS[name], folder)
    return f"{'done' if downloaded else 'already there'}, in {folder}"


def _place(name: str) -> str:
    if CATALOGUE[name].package:
        return "package"
    folder = store.prepared_folder()
    if folder and store.has(folder, name):
        return "EMBEDDINGS_DATA"
    return "cache" if store.has(store.cache_folder(), name) else "not cached"


if __name__ == "__main__":
    sys.exit(main())
