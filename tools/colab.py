"""Run chapters as Google Colab would: its versions, our package, a lone notebook.

Usage: python tools/colab.py PINS [CHAPTER…]

PINS is Colab's published `pip freeze` (github.com/googlecolab/backend-info). A fresh
environment in build/colab gets the part of it that the notebooks touch. Installing
the project there must change no version. Then each chapter runs, top to bottom, in
an empty folder. COLAB_PYTHON names another interpreter than the one that runs this:
Colab has Python 3.13.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENVIRONMENT = ROOT / "build" / "colab"
PYTHON = ENVIRONMENT / "bin" / "python"
UV = Path(sys.executable).with_name("uv")
COLAB_HAS = """
    tensorflow keras numpy pandas matplotlib scikit-learn scipy plotly duckdb pyarrow
    pooch pillow requests tqdm filelock ipykernel ipython ipywidgets jupyter-client
    nbclient nbformat setuptools wheel
""".split()


def uv(*arguments: str | Path) -> str:
    """Run `uv pip` on the environment and return what it printed.

    Raises:
        CalledProcessError: uv failed.
    """
    command = [UV, "pip", *arguments[:1], "--quiet", "--python", PYTHON, *arguments[1:]]
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout


def build(pins: Path) -> None:
    """Make the environment anew from Colab's pins.

    Raises:
        SystemExit: PINS lacks a package that the notebooks need.
    """
    found = re.findall(r"^([\w.-]+)==(\S+)$", pins.read_text(), re.MULTILINE)
    pinned = {name.lower().replace("_", "-"): version for name, version in found}
    missing = [name for name in COLAB_HAS if name not in pinned]
    if missing:
        raise SystemExit(f"{pins} has no pin of {', '.join(missing)}")
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    interpreter = os.environ.get("COLAB_PYTHON", sys.executable)
    subprocess.run([UV, "venv", "-q", "-p", interpreter, ENVIRONMENT], check=True)
    constraints = ENVIRONMENT / "constraints.txt"
    constraints.write_text("".join(f"{n}=={v}\n" for n, v in pinned.items()))
    wanted = [f"{name}=={pinned[name]}" for name in COLAB_HAS]
    uv("install", "--compile-bytecode", "--constraint", constraints, *wanted)


def install_changes_nothing() -> None:
    """Install the project and compare versions before and after.

    Raises:
        SystemExit: a version that was there has changed.
    """
    before = set(uv("freeze").split())
    uv("install", ROOT)
    added = sorted(set(uv("freeze").split()) - before)
    changed = sorted(before - set(uv("freeze").split()))
    if changed:
        raise SystemExit(f"Installing the project changed {', '.join(changed)}")
    names = [line.split("==")[0] for line in added if "==" in line]
    print(f"Installing the project changed no version; it added {', '.join(names)}.")


def run(chapter: Path) -> None:
    """Execute a chapter from a folder that holds nothing else.

    Raises:
        CalledProcessError: a cell failed.
    """
    alone = ROOT / "build" / "alone"
    shutil.rmtree(alone, ignore_errors=True)
    alone.mkdir(parents=True)
    notebook = Path(shutil.copy(chapter, alone))
    execute = f"""
import nbclient, nbformat
notebook = nbformat.read({notebook.name!r}, 4)
nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
"""
    subprocess.run([PYTHON, "-c", execute], cwd=alone, check=True)
    print(f"{chapter.parent.name}/{chapter.stem} ran.", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(__doc__)
    build(Path(sys.argv[1]))
    install_changes_nothing()
    chapters = sorted((ROOT / "chapters").glob("*.ipynb"))
    for chapter in [Path(name) for name in sys.argv[2:]] or chapters:
        run(chapter)
