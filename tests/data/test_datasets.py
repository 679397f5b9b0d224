"""What holds of every dataset."""

import importlib
import subprocess
import sys

import pytest

import helpers.data as data
from helpers.data import DATASETS
from helpers.data._shelf.dataset import Downloaded, Packaged

# Their samples are made in seconds.
LARGE = {"imdb", "mobilenet", "reuters", "sentences", "translation"}
DOWNLOADED = [
    name for name, dataset in DATASETS.items() if isinstance(dataset, Downloaded)
]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow if name in LARGE else ())
        for name in DATASETS
    ],
)
def test_every_sample_says_what_it_is(name, samples, capsys):
    loaded = getattr(data, f"load_{name}")()
    (line,) = capsys.readouterr().out.splitlines()
    always_full = isinstance(DATASETS[name], Packaged)
    if always_full:
        assert line.startswith(f"Using the full dataset ({name}: ")
    else:
        assert line.startswith(f"Using the built-in sample ({name}: ")
    assert loaded.source == ("full" if always_full else "sample")
    assert loaded.citation.endswith(".")
    assert loaded.licence
    assert len(repr(loaded)) < 160
    with pytest.raises(AttributeError):
        loaded.source = "other"


@pytest.mark.parametrize("name", DOWNLOADED)
def test_full_comes_from_the_prepared_folder(name, full, capsys):
    loaded = getattr(data, f"load_{name}")()
    assert loaded.source == "full"
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"Using the full dataset ({name}: ")
    assert line.endswith(", from EMBEDDINGS_DATA).")


@pytest.mark.parametrize("name", DATASETS)
def test_a_dataset_is_the_constant_of_its_module(name):
    module = importlib.import_module(f"helpers.data.{name}")
    assert getattr(module, name.upper()) is DATASETS[name]
    assert DATASETS[name].name == name


@pytest.mark.parametrize("name", DOWNLOADED)
def test_every_source_is_complete(name):
    dataset = DATASETS[name]
    assert dataset.files
    assert dataset.sources
    assert all(source.url.startswith("https://") for source in dataset.sources)


def test_there_are_thirteen_datasets():
    assert list(DATASETS) == [
        "analogies",
        "glove",
        "imdb",
        "iris",
        "mnist",
        "mobilenet",
        "photos",
        "ratings",
        "reuters",
        "sentences",
        "similarity",
        "translation",
        "wine",
    ]


def test_import_is_light():
    """It takes hardly more than NumPy, without which no dataset can do."""

    def work(module: str) -> float:
        program = (
            f"import sys, time\nimport {module}\n"
            "heavy = {'pandas', 'tensorflow', 'keras', 'sklearn', 'scipy', 'pyarrow',"
            " 'requests', 'pooch', 'h5py', 'PIL', 'matplotlib'}\n"
            "print(time.process_time(), *sorted(heavy & set(sys.modules)))\n"
        )
        command = [sys.executable, "-c", program]
        runs = [subprocess.check_output(command, text=True).split() for _ in range(3)]
        assert [heavy for _, *heavy in runs] == [[]] * 3
        return min(float(seconds) for seconds, *_ in runs)

    assert work("helpers.data") < 2.5 * work("numpy")
