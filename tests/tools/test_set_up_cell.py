"""The set-up cell in a real kernel: beside another `helpers`, and where none is."""

import nbformat
import places
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

pytestmark = pytest.mark.slow
SET_UP = places.SET_UP.format(url="https://host/owner/name", ref="v1.2.0")
# Whatever is installed is out of sight, and pip writes a small course.
NOTHING_INSTALLED = """
import sys
from pathlib import Path

sys.meta_path = [finder for finder in sys.meta_path if "editable" not in repr(finder)]
sys.path = [path for path in sys.path if not Path(path, "helpers/palette.py").exists()]
sys.path.append(str(Path("installed").resolve()))
Path("installed").mkdir(exist_ok=True)


def pip(line):
    print("pip", line)
    target = Path("installed/helpers")
    target.mkdir()
    (target / "__init__.py").write_text("def start():\\n    print('started')\\n")


get_ipython().register_magic_function(pip)
"""


def run(folder, *cells: str) -> str:
    """Run cells in a kernel and return what the last one printed."""
    notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, cells)])
    client = NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    outputs = notebook.cells[-1].outputs
    return "".join(output.get("text", "") for output in outputs)


@pytest.mark.parametrize(
    ("file", "code", "place"),
    [
        ("helpers.py", "def view(picture): ...", "helpers.py"),
        ("helpers.py", "import a_package_that_is_not_installed", "helpers.py"),
        ("helpers.py", "def start(): print('the other')", "helpers.py"),
        ("helpers.py", "this is no Python", "helpers.py"),
        ("helpers/__init__.py", "", "helpers"),
        ("helpers/view.py", "", "helpers"),
    ],
    ids=["module", "broken import", "own start", "no Python", "package", "folder"],
)
def test_another_helpers_is_named_with_its_place(tmp_path, file, code, place):
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(code)
    with pytest.raises(CellExecutionError) as error:
        run(tmp_path, SET_UP)
    assert error.value.ename == "ImportError"
    assert error.value.evalue == (
        f"Another helpers is in the way: {tmp_path / place}. Rename it, restart."
    )


def test_another_helpers_that_is_installed_is_named(tmp_path):
    installed = tmp_path / "installed" / "helpers"
    installed.mkdir(parents=True)
    (installed / "__init__.py").touch()
    with pytest.raises(CellExecutionError) as error:
        run(tmp_path, NOTHING_INSTALLED, SET_UP)
    assert f"in the way: {installed}. Rename it" in error.value.evalue


def test_where_there_is_none_it_is_installed(tmp_path):
    printed = run(tmp_path, NOTHING_INSTALLED, SET_UP)
    assert printed == "pip install -q git+https://host/owner/name@v1.2.0\nstarted\n"


def test_once_the_other_is_renamed_the_cell_works_in_the_same_kernel(tmp_path):
    (tmp_path / "helpers.py").touch()
    fail = f"try:\n    get_ipython().run_cell({SET_UP!r}).raise_error()\n"
    fail += "except ImportError:\n    Path('helpers.py').rename('others.py')"
    assert run(tmp_path, NOTHING_INSTALLED, fail, SET_UP).endswith("started\n")


def test_the_course_itself_starts(tmp_path):
    assert " · seed 42 · data: " in run(tmp_path, SET_UP)
