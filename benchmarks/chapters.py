"""Measure each chapter: wall time, peak memory, and the trainings it times itself.

Usage: python benchmarks/chapters.py [CHAPTER…]

Chapters run one after the other, each in a kernel and a folder of its own, on the
data the environment names. A chapter that times a training keeps the seconds in a
dictionary `training_seconds`. Exits 1 if a chapter misses its budget on this machine;
budgets are for two CPU cores with nothing else running.
"""

import json
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

ROOT = Path(__file__).parent.parent
WALL = 60.0  # seconds a chapter, set-up included
OTHER_WALL = {"10-autoencoders": 100.0, "13-mobilenet-transfer": 50.0}
MEMORY = 4000.0  # megabytes at the peak
TRAINING = {  # seconds of training, by chapter and name
    "03-word-windows": {"the original": 20, "one hidden layer": 60},
    "04-word-vectors": {"PPMI and SVD": 10},
    "06-wine-factorization": {"factorization": 10},
    "11-imdb-reviews": {"pooling": 20},
}
# Kernels would warn that what they say is not encrypted.
KERNELS = Config(KernelManager={"transport_encryption": "auto"})
REPORT = """
import json, resource, sys
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
peak_megabytes = peak / (1e6 if sys.platform == "darwin" else 1e3)
print(json.dumps([peak_megabytes, globals().get("training_seconds", {})]))
"""


def measure(chapter: Path) -> tuple[float, float, dict[str, float]]:
    """Run a chapter.

    Returns:
        Seconds of wall time, peak memory of the kernel in megabytes, and seconds a
        training.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed.
    """
    notebook = nbformat.read(chapter, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(REPORT))
    started = time.perf_counter()
    with TemporaryDirectory() as folder:
        resources = {"metadata": {"path": folder}}
        client = NotebookClient(
            notebook, timeout=300, resources=resources, config=KERNELS
        )
        client.execute()
    wall = time.perf_counter() - started
    peak, seconds = json.loads(notebook.cells[-1].outputs[0].text)
    return wall, peak, seconds


def main(names: list[str]) -> int:
    """Measure the named chapters, or all; return 1 if one missed its budget."""
    paths = sorted((ROOT / "chapters").glob("*.ipynb"))
    chapters = {path.stem: path for path in paths}
    if unknown := sorted(set(names) - set(chapters)):
        sys.exit(f"No such chapter: {unknown[0]}; there are {', '.join(chapters)}.")
    if data := os.environ.get("EMBEDDINGS_DATA"):  # a chapter runs in another folder
        os.environ["EMBEDDINGS_DATA"] = str(Path(data).absolute())
    missed = 0
    print(f"{'chapter':<28}{'wall s':>8}{'peak MB':>9}  training s")
    for chapter in (chapters[name] for name in names or chapters):
        wall, peak, seconds = measure(chapter)
        limits = TRAINING.get(chapter.stem, {})
        missed += wall > OTHER_WALL.get(chapter.stem, WALL) or peak > MEMORY
        missed += any(seconds[name] > limit for name, limit in limits.items())
        timed = ", ".join(f"{name} {seconds[name]:.1f}" for name in limits)
        print(f"{chapter.stem:<28}{wall:>8.1f}{peak:>9.0f}  {timed}", flush=True)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
