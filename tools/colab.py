"""Run chapters as Google Colab would: its versions, our package, a lone notebook.

Usage: python tools/colab.py (PINS | --here) [CHAPTER…]

PINS is Colab's published `pip freeze` (github.com/googlecolab/backend-info). A fresh
environment in build/colab gets the part of it that the notebooks touch; COLAB_PYTHON
names its interpreter, if not the one that runs this. With --here, for Colab's own
image, no environment is made. Installing the project must change no version that was
there. Then each chapter runs, top to bottom, in an empty folder.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
ENVIRONMENT = ROOT / "build" / "colab"
COLAB_HAS = """
    tensorflow keras numpy pandas matplotlib scikit-learn scipy plotly duckdb pyarrow
    pooch pillow requests tqdm filelock ipykernel ipython ipywidgets jupyter-client
    nbclient nbformat setuptools wheel pip
""".split()
EXECUTE = """
import sys, nbclient, nbformat
notebook = nbformat.read(sys.argv[1], 4)
nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
"""


def read_pins(path: Path) -> dict[str, str]:
    """Return the version of each package in the output of `pip freeze`.

    Raises:
        SystemExit: it lacks a package that the notebooks need.
    """
    lines = re.findall(r"^([\w.-]+)==(\S+)$", path.read_text("utf-8"), re.MULTILINE)
    pins = {re.sub(r"[-_.]+", "-", name.lower()): version for name, version in lines}
    missing = [name for name in COLAB_HAS if name not in pins]
    if missing:
        raise SystemExit(f"{path} has no pin of {', '.join(missing)}.")
    return pins


def build(pins: dict[str, str], folder: Path) -> Path:
    """Make an environment anew from Colab's pins and return its interpreter.

    Raises:
        CalledProcessError: uv failed.
    """
    uv = Path(sys.executable).with_name("uv")
    interpreter = os.environ.get("COLAB_PYTHON", sys.executable)
    subprocess.run([uv, "venv", "-q", "--clear", "-p", interpreter, folder], check=True)
    constraints = folder / "constraints.txt"
    constraints.write_text("".join(f"{n}=={v}\n" for n, v in pins.items()))
    python = folder / "bin" / "python"
    install = [uv, "pip", "install", "-q", "-p", python, "-c", constraints, *COLAB_HAS]
    subprocess.run(list(map(str, install)), check=True)
    return python


def install_changes_nothing(python: Path, project: Path) -> None:
    """Install the project as readers do, and compare versions before and after.

    Raises:
        CalledProcessError: pip failed.
        SystemExit: a version that was there has changed.
    """
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]

    def freeze() -> set[str]:
        command = [*pip, "freeze"]
        return set(subprocess.check_output(command, text=True).splitlines())

    before = freeze()
    subprocess.run([*pip, "install", "--quiet", str(project)], check=True)
    after = freeze()
    if changed := sorted(before - after):
        raise SystemExit(f"Installing the project changed {', '.join(changed)}.")
    added = ", ".join(sorted(after - before))
    print(f"Installing the project changed no version; it added {added}.", flush=True)


def run(python: Path, chapter: Path) -> bool:
    """Execute a chapter in a folder that holds nothing else; say whether it worked."""
    started = time.monotonic()
    with TemporaryDirectory() as alone:
        shutil.copy(chapter, alone)
        command = [str(python), "-c", EXECUTE, chapter.name]
        failed = subprocess.run(command, cwd=alone, check=False).returncode != 0
    seconds = time.monotonic() - started
    name = f"{chapter.parent.name}/{chapter.stem}"
    print(f"{name} {'failed' if failed else 'ran'}, {seconds:.0f} s.", flush=True)
    return not failed


def main(arguments: Sequence[str]) -> None:
    """Do what the usage says.

    Raises:
        SystemExit: a version has changed, or a chapter failed.
    """
    if not arguments:
        raise SystemExit(__doc__)
    pins, *names = arguments
    if pins == "--here":
        python = Path(sys.executable)
    else:
        python = build(read_pins(Path(pins)), ENVIRONMENT)
    install_changes_nothing(python, ROOT)
    chapters = [Path(n) for n in names] or sorted(ROOT.glob("chapters/*.ipynb"))
    failed = [chapter.stem for chapter in chapters if not run(python, chapter)]
    if failed:
        raise SystemExit(f"Failed with Colab's versions: {', '.join(failed)}.")


if __name__ == "__main__":
    main(sys.argv[1:])
