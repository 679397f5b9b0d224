"""What nbval has run, the book does not run again."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from stage import stage

PROJECT = Path(__file__).parents[2]
STAGED = "staged/chapters/01-page/01-page.ipynb"
RUN = "import uuid\nprint('run', uuid.uuid4().hex)"
OUTPUTS = r"""
import sys
from IPython.display import clear_output, display, update_display

print("gone")
clear_output()
data = {"text/plain": "first", "application/own+json": {"a": [1]}}
display(data, raw=True, display_id="it", metadata={"isolated": True})
print("45%|████▌", file=sys.stderr)
print("out", end="")
"out"
"""
UPDATE = """
update_display({"text/plain": "second"}, raw=True, display_id="it")
import plotly.express as px
px.scatter(x=[1], y=[2], title="A figure")
"""

pytestmark = pytest.mark.slow


class Project:
    """A small project: the book's settings, and a chapter or two."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("_ext", "_static"):
            shutil.copytree(PROJECT / name, folder / name)
        shutil.copy(PROJECT / "_config.yml", folder)
        (folder / "index.md").write_text("# Book\n")
        (folder / "requirements.txt").write_text("numpy==2.1.3\n")
        (folder / "helpers").mkdir()
        (folder / "helpers" / "__init__.py").write_text("VALUE = 1\n")
        self.last_cells = folder / "tests" / "last_cells" / "chapters"
        self.last_cells.mkdir(parents=True)
        self.environment = {
            **os.environ,
            "EMBEDDINGS_DATA_MODE": "sample",
            "EMBEDDINGS_CACHE": str(folder / "data"),
            "IPYTHONDIR": str(folder / "ipython"),
        }

    def write(self, name: str, *cells: str, folder: str = "chapters") -> None:
        """Write a notebook of these code cells; the book shows the last one."""
        path = self.folder / folder / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        notebook = new_notebook(
            cells=[new_markdown_cell("# Page"), *map(new_code_cell, cells)],
            metadata={
                "kernelspec": {"name": "python3", "display_name": "Python 3"},
                "language_info": {"name": "python"},
            },
        )
        nbformat.write(notebook, path)
        (self.folder / "_toc.yml").write_text(
            f"format: jb-book\nroot: index\nchapters: [{{file: {folder}/{name}}}]\n"
        )

    def nbval(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Run the chapters as `make notebooks` does."""
        stage(self.folder / "staged", ["chapters", "solutions"], self.folder)
        command = [
            *(sys.executable, "-m", "pytest", self.folder / "staged"),
            *("-p", "tools.nbval_cache", "--book", self.folder),
            *("-c", PROJECT / "pyproject.toml", "--rootdir", self.folder),
            *("--nbval-lax", "--nbval-current-env", *options),
        ]
        return self._run(command, cwd=PROJECT)

    def page(self, name: str) -> str:
        """Build the book, which must succeed without a warning; return a page."""
        scripts = Path(sysconfig.get_path("scripts"))
        command = [scripts / "jupyter-book", "build", ".", "-W", "--keep-going"]
        built = self._run(command, cwd=self.folder)
        assert built.returncode == 0, built.stdout + built.stderr
        page = self.folder / "_build" / "html" / "chapters" / f"{name}.html"
        return page.read_text("utf-8")

    def cached(self) -> dict[str, nbformat.NotebookNode]:
        """Return the notebooks in the book's cache, by their first line of code."""
        paths = self.folder.glob("_build/.jupyter_cache/*/*/executed/*/base.ipynb")
        notebooks = [nbformat.read(path, as_version=4) for path in paths]
        return {n.cells[0].source.splitlines()[0]: n for n in notebooks}

    def _run(self, command: list, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=cwd,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            timeout=180,
            check=False,
        )


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def run_number(text: str) -> str:
    return re.search(r"run (\w{32})", text)[1]


def test_the_book_shows_the_run_of_nbval_and_runs_only_what_has_changed(project):
    project.write("01-page", RUN, "import sys; sys.stderr.write('45%|████▌')")
    (project.last_cells / "01-page.py").write_text("print('added')\nassert uuid")
    assert project.nbval().returncode == 0
    [notebook] = project.cached().values()
    number = run_number(notebook.cells[0].outputs[0].text)
    page = project.page("01-page")
    assert run_number(page) == number
    assert re.search(r"This page ran on .* in \d+ seconds?", page)
    assert "added" not in page

    project.write("01-page", RUN, "1 + 1")
    assert run_number(project.page("01-page")) != number


def ordered(outputs: list) -> list[str]:
    """Return outputs as text, in an order that does not depend on who was faster."""
    return sorted(json.dumps(output, sort_keys=True) for output in outputs)


def test_the_outputs_are_those_that_the_book_would_have_made(project):
    project.write("01-page", OUTPUTS, UPDATE)
    assert project.nbval().returncode == 0
    [by_nbval] = project.cached().values()
    shutil.rmtree(project.folder / "_build")
    project.page("01-page")
    [by_book] = project.cached().values()

    first, second = by_nbval.cells
    kinds = [output.output_type for output in first.outputs]
    assert sorted(kinds) == ["display_data", "execute_result", "stream", "stream"]
    [shown] = [o for o in first.outputs if o.output_type == "display_data"]
    assert shown.data == {"text/plain": "second"}
    assert "application/vnd.plotly.v1+json" in second.outputs[-1].data
    assert [cell.execution_count for cell in by_nbval.cells] == [1, 2]
    assert by_nbval.metadata == by_book.metadata
    for one, other in zip(by_nbval.cells, by_book.cells, strict=True):
        assert one.source == other.source
        assert ordered(one.outputs) == ordered(other.outputs)


@pytest.mark.parametrize(
    ("cells", "last_cell", "options"),
    [
        (("1 / 0", "2"), "", ()),
        (("1", "1 / 0"), "", ()),
        (("1", "2"), "assert False", ()),
        (("import time; time.sleep(60)", "2"), "", ("--nbval-cell-timeout=3",)),
        (("1", "import os; os._exit(1)"), "", ("--nbval-cell-timeout=3",)),
        (("1", "# NBVAL_SKIP\n2"), "", ()),
        (("1", "2"), "", ("--deselect", f"{STAGED}::Cell 1")),
    ],
    ids=["first", "last", "results", "time", "dies", "skipped", "partly"],
)
def test_a_run_that_is_not_whole_is_not_stored(project, cells, last_cell, options):
    project.write("01-page", *cells)
    if last_cell:
        (project.last_cells / "01-page.py").write_text(last_cell)
    assert project.nbval(*options).returncode in (0, 1)
    assert not project.cached()


def test_workers_store_at_the_same_time_and_chapters_only(project):
    names = [f"0{number}" for number in range(1, 7)]
    for name in names:
        project.write(f"{name}-page", f"# {name}")
    project.write("01-page", "# solution", folder="solutions")
    assert project.nbval("-n", "2", "--dist", "loadfile").returncode == 0
    assert sorted(project.cached()) == [f"# {name}" for name in names]
