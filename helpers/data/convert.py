"""From upstream files to prepared ones, a function a dataset.

Each reads the downloaded files of folder `raw` and writes the prepared files into
folder `out`. It raises whatever happens on files of another kind.
"""

import gzip
import io
import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from helpers.data.catalogue import CATALOGUE
from helpers.data.listpickle import read_lists

_SHUFFLE_SEED = 113


def sentences(raw: Path, out: Path) -> None:
    """Compress `raw_sentences.txt`."""
    text = (raw / "raw_sentences.txt").read_bytes()
    (out / "sentences.txt.gz").write_bytes(gzip.compress(text, mtime=0))


def wine(raw: Path, out: Path) -> None:
    """Keep five columns of the CSV file."""
    import pandas as pd

    columns = ["country", "taster_name", "variety", "points", "price"]
    table = pd.read_csv(
        raw / "winemag-data-130k-v2.csv",
        usecols=columns,
        dtype={"points": "int64", "price": "float64"},
    )[columns].rename(columns={"taster_name": "taster"})
    (out / "wine-reviews.parquet").write_bytes(table.to_parquet(index=False))


def ratings(raw: Path, out: Path) -> None:
    """Keep the archive as it is."""
    shutil.move(raw / "ml-latest-small.zip", out)


def similarity(raw: Path, out: Path) -> None:
    """Keep the table as it is."""
    shutil.move(raw / "wordsim353.tsv", out)


def analogies(raw: Path, out: Path) -> None:
    """Keep the list as it is."""
    shutil.move(raw / "questions-words.txt", out)


def imdb(raw: Path, out: Path) -> None:
    """Turn lists of ranks into flat arrays, in shuffled order (upstream is sorted)."""
    arrays = {}
    rng = np.random.default_rng(_SHUFFLE_SEED)
    for split in ("train", "test"):
        tokens, offsets = read_lists(raw / "imdb.npz", f"x_{split}")
        labels = _labels(raw / "imdb.npz", f"y_{split}", len(offsets) - 1)
        order = rng.permutation(len(labels))
        parts = np.split(tokens, offsets[1:-1])
        arrays |= {
            f"{split}_tokens": np.concatenate([parts[i] for i in order]),
            f"{split}_offsets": np.concatenate(
                [[0], np.cumsum(np.diff(offsets)[order])]
            ),
            f"{split}_labels": labels[order],
        }
    _save(out / "imdb.npz", **arrays)
    _words(raw / "imdb_word_index.json", out / "imdb-words.txt")


def reuters(raw: Path, out: Path) -> None:
    """Turn lists of ranks into flat arrays, in upstream order."""
    tokens, offsets = read_lists(raw / "reuters.npz", "x")
    labels = _labels(raw / "reuters.npz", "y", len(offsets) - 1)
    _save(out / "reuters.npz", tokens=tokens, offsets=offsets, labels=labels)
    _words(raw / "reuters_word_index.json", out / "reuters-words.txt")


def mnist(raw: Path, out: Path) -> None:
    """Keep the file as it is."""
    shutil.move(raw / "mnist.npz", out)


def mobilenet(raw: Path, out: Path) -> None:
    """Keep the file as it is."""
    shutil.move(raw / "mobilenet_2_5_224_tf_no_top.h5", out)


def photos(raw: Path, out: Path) -> None:
    """Keep the JPEG files of the archive's folder `train`, a folder a class."""
    wanted = re.compile(r"[^/]+/train/(cats|dogs|horses)/([^/]+\.jpg)")
    with (
        zipfile.ZipFile(raw / "transfer-learning.zip") as archive,
        zipfile.ZipFile(out / "photos.zip", "w") as kept,
    ):
        for name in sorted(archive.namelist()):
            if match := wanted.fullmatch(name):
                kept.writestr(f"photos/{match[1]}/{match[2]}", archive.read(name))


def translation(raw: Path, out: Path) -> None:
    """Keep the most frequent words of two languages, and the dictionary as it is."""
    counts = CATALOGUE["translation"].counts
    with (raw / "glove-wiki-gigaword-100.gz").open("rb") as file:
        # English words only: no numbers, punctuation or single letters.
        english = re.compile(r"[a-z]+(-[a-z]+)*")
        words, vectors = _word_vectors(
            _gunzipped_lines(file),
            counts["source"],
            lambda word: len(word) > 1 and english.fullmatch(word) is not None,
        )
    _save(out / "vectors-en.npz", words=words, vectors=vectors)
    with (raw / "wiki.fr.vec").open("rb") as file:
        whole_lines = (line for line in file if line.endswith(b"\n"))
        words, vectors = _word_vectors(whole_lines, counts["target"], lambda word: True)
    _save(out / "vectors-fr.npz", words=words, vectors=vectors)

    rows = ["english\tfrench\tsplit"]
    for split, file in (("train", "en-fr.0-5000.txt"), ("test", "en-fr.5000-6500.txt")):
        for line in (raw / file).read_text("utf-8").splitlines():
            source, target = line.split()
            rows.append(f"{source}\t{target}\t{split}")
    text = "\n".join(rows) + "\n"
    (out / "dictionary-en-fr.tsv").write_text(text, "utf-8", newline="\n")


def _labels(path: Path, member: str, documents: int) -> np.ndarray:
    with np.load(path, allow_pickle=False) as archive:
        labels = archive[member]
    if labels.shape != (documents,) or labels.dtype.kind not in "iu":
        raise ValueError(f"{member} is not one whole number a document")
    if labels.min() < 0 or labels.max() > 255:
        raise ValueError(f"{member} holds labels outside 0 to 255")
    return labels.astype(np.uint8)


def _words(index: Path, path: Path) -> None:
    """Write the words of a word → rank index, a line each, by rank."""
    ranks = json.loads(index.read_text("utf-8"))
    if sorted(ranks.values()) != list(range(1, len(ranks) + 1)):
        raise ValueError(f"{index.name} does not number its words 1, 2, 3, …")
    words = sorted(ranks, key=ranks.__getitem__)
    path.write_text("".join(f"{word}\n" for word in words), "utf-8", newline="\n")


def _gunzipped_lines(file: io.BufferedReader) -> Iterator[bytes]:
    """Yield the lines of the start of a gzip file, as far as it goes."""
    unzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    rest = b""
    while chunk := file.read(1 << 20):
        *lines, rest = (rest + unzip.decompress(chunk)).split(b"\n")
        yield from lines


def _word_vectors(
    lines: Iterator[bytes], count: int, keep: Callable[[str], bool]
) -> tuple[np.ndarray, np.ndarray]:
    """Read the first `count` words to keep of a word2vec text.

    Returns:
        The words (str) and their vectors, float16, one row a word.
    """
    size = int(next(iter(lines)).split()[1])
    found = ((word.decode("utf-8"), rest) for word, rest in _split(lines, size))
    kept = list(islice((pair for pair in found if keep(pair[0])), count))
    if len(kept) < count:
        raise ValueError(f"{len(kept):,} words where {count:,} are expected")
    words, rows = zip(*kept, strict=True)
    vectors = np.array([np.array(row, np.float32) for row in rows])
    return np.array(words), vectors.astype(np.float16)


def _split(lines: Iterator[bytes], size: int) -> Iterator[tuple[bytes, list[bytes]]]:
    for line in lines:
        # The numbers are counted from the end: some "words" are a kind of space.
        word, *numbers = line.rstrip(b" \r\n").rsplit(b" ", size)
        yield word, numbers


def _save(path: Path, **arrays: np.ndarray) -> None:
    # By way of memory: on a full disk, zipfile would hide the reason.
    whole = io.BytesIO()
    np.savez_compressed(whole, **arrays)
    path.write_bytes(whole.getbuffer())
