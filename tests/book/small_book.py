"""A book of a few pages, built with the project's own settings and extensions."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PROJECT = Path(__file__).parents[2]
ARGUMENTS = ("-W", "--keep-going")  # as `make book` has them
RUN_NUMBER = "import uuid\nprint('run', uuid.uuid4().hex)"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5"
    "ErkJggg=="
)


def tell(**fact: object) -> str:
    """Return code that tells the book a fact."""
    arguments = ", ".join(f"{name}={value!r}" for name, value in fact.items())
    return f"from helpers import facts\nfacts.tell({arguments})"


def picture(**figure: str) -> str:
    """Return code that shows one grey pixel, with a fact of the kind "figure"."""
    return (
        "from IPython.display import display\n"
        "from helpers import facts\n"
        f"forms = {{'image/png': {PIXEL!r}, 'text/plain': '<Figure with 1 Axes>'}}\n"
        f"figure = {figure!r}\n"
        "fact = {facts.MIME: {'kind': 'figure', **figure}} if figure else {}\n"
        "display({**forms, **fact}, raw=True)"
    )


class Book:
    """A book in a folder of its own, beside an empty folder of data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        for name in ("_ext", "_static"):
            shutil.copytree(PROJECT / name, folder / name)
        shutil.copy(PROJECT / "_config.yml", folder)
        (folder / "index.md").write_text("# Book\n")
        (folder / "requirements.txt").write_text("numpy==2.1.3\n")
        for name in ("helpers", "chapters", "data"):
            (folder / name).mkdir()
        self.write_helpers("VALUE = 1\n")
        self.chapters: list[str] = []

    def write_helpers(self, code: str) -> None:
        """Write the module on which every page depends. No cell imports it."""
        (self.folder / "helpers" / "__init__.py").write_text(code)

    def write(
        self, *cells: str, name: str = "page", prose: str = "Some words."
    ) -> None:
        """Write a chapter: a heading, the prose and these code cells."""
        notebook = new_notebook(
            cells=[
                new_markdown_cell(f"# Page\n\n{prose}"),
                *map(new_code_cell, cells),
            ],
            metadata={
                "kernelspec": {"name": "python3", "display_name": "Python 3"},
                "language_info": {"name": "python"},
            },
        )
        nbformat.write(notebook, self.folder / "chapters" / f"{name}.ipynb")
        self.chapters = sorted({*self.chapters, name})
        pages = ", ".join(f"{{file: chapters/{name}}}" for name in self.chapters)
        (self.folder / "_toc.yml").write_text(
            f"format: jb-book\nroot: index\nchapters: [{pages}]\n"
        )

    def environment(self) -> dict[str, str]:
        """Return what a build must not take from the machine's own settings."""
        return {
            "EMBEDDINGS_DATA": "",
            "EMBEDDINGS_DATA_MODE": "",
            "EMBEDDINGS_CACHE": str(self.data),
            "IPYTHONDIR": str(self.folder / "ipython"),
            "PLOTLY_RENDERER": "",
        }

    def build(self, **environment: str) -> Result:
        """Build the book in this process: a second build imports nothing again."""
        return build(self.folder, {**self.environment(), **environment})

    def command(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """Build the book as `make book` does, in a process of its own."""
        scripts = Path(sysconfig.get_path("scripts"))
        return subprocess.run(
            [scripts / "jupyter-book", "build", ".", *ARGUMENTS],
            cwd=self.folder,
            env={**os.environ, **self.environment(), **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def page(self, name: str = "page") -> str:
        """Return a chapter's page as it was last built."""
        path = self.folder / "_build" / "html" / "chapters" / f"{name}.html"
        return path.read_text("utf-8")

    def run_number(self, **environment: str) -> str:
        """Build the book and return what RUN_NUMBER printed, new in every run."""
        built = self.build(**environment)
        assert built.exit_code == 0, built.output
        return re.search(r"run (\w{32})", self.page())[1]


def build(folder: Path, environment: Mapping[str, str]) -> Result:
    """Build the book in a folder with Jupyter Book's command, in this process."""
    from jupyter_book.cli.main import main

    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "path", sys.path.copy())  # the book's `_ext` is added
        return CliRunner().invoke(main, ["build", str(folder), *ARGUMENTS])
