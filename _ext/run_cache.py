"""Sphinx extension: a page runs again exactly when what it depends on has changed."""

import shutil
from pathlib import Path

import extension
from jupyter_client import KernelManager
from run_digests import cache_path, data_digest
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to Sphinx."""
    quiet_kernels()
    app.connect("config-inited", choose_cache)
    app.connect("build-finished", keep_downloads)
    app.connect("build-finished", forget_warnings)
    return extension.metadata(__file__)


def quiet_kernels() -> None:
    """Let kernels encrypt what they say; else each warns that it does not.

    The manager's own setting is out of reach: jupyter-cache starts kernels and hands
    no configuration on. So its default is changed, for the process of the build.
    """
    KernelManager.transport_encryption.default_value = "auto"


def choose_cache(app: Sphinx, config: Config) -> None:
    """Use the outputs that are up to date; delete those of other code.

    The path is a setting on which myst-nb's pages depend, so Sphinx itself reads
    every page again when a digest changes. Outputs on other data stay, for whoever
    goes to and fro between the full data and the samples.
    """
    current = cache_path(Path(app.srcdir), Path(app.outdir))
    for old in current.parent.parent.glob("*"):
        if old != current.parent:
            shutil.rmtree(old)
    config.nb_execution_cache_path = str(current)


def keep_downloads(app: Sphinx, exception: Exception | None) -> None:
    """File the outputs under the data that the build itself has just downloaded."""
    current = Path(app.config.nb_execution_cache_path)
    now = current.with_name(data_digest())
    if exception is None and current.exists() and not now.exists():
        shutil.copytree(current, now)


def forget_warnings(app: Sphinx, exception: Exception | None) -> None:
    """Make the build after one with warnings read all pages, and warn, again.

    Sphinx saves what it read even when warnings fail the build, and says nothing of
    an unchanged page: without this, building twice would turn a failure into success.
    It shows the number of warnings to no one but itself, and sets its public status
    only after this event. A handler of our own would count what it suppresses.
    """
    if app._warncount:
        Path(app.doctreedir, "environment.pickle").unlink(missing_ok=True)
