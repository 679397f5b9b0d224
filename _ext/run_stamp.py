"""Sphinx extension: a page that ran ends in a stamp.

It says when the page ran, in how many seconds, on which data and with which versions.
"""

from datetime import UTC

import extension
import nbformat
from docutils import nodes
from jupyter_cache import get_cache
from myst_nb.sphinx_ import NbMetadataCollector
from run_facts import facts_of
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

LATE = 700  # below whatever else is added to a page


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to Sphinx."""
    app.connect("doctree-read", add_stamp, priority=LATE)
    return extension.metadata(__file__)


def add_stamp(app: Sphinx, page: nodes.document) -> None:
    """Add the stamp to a page that ran. Exercises and solutions are only shown."""
    if NbMetadataCollector.get_exec_data(app.env, app.env.docname):
        page.append(stamp(app.env, page))


def stamp(env: BuildEnvironment, page: nodes.document) -> nodes.container:
    """Build the block that says when and with what a page ran."""
    data = {fact["dataset"]: fact["source"] for fact in facts_of(page, "data")}
    full = ", ".join(name for name, source in data.items() if source == "full")
    sample = ", ".join(name for name, source in data.items() if source == "sample")

    block = nodes.container(classes=["run-stamp"])
    if sample:
        block["classes"].append("run-stamp-sample")
        note = f"This page ran on a built-in sample ({sample}), not on the full data."
        block += nodes.paragraph("", note, classes=["run-stamp-note"])
    parts = [when(env)]
    if data:
        sources = [
            full and f"the full data ({full})",
            sample and f"a built-in sample ({sample})",
        ]
        parts.append("on " + " and ".join(filter(None, sources)))
    for fact in facts_of(page, "versions"):
        versions = [f"{name} {version}" for name, version in fact["versions"]]
        parts.append("with " + ", ".join([*versions, f"seed {fact['seed']}"]))
    block += nodes.paragraph("", f"{', '.join(parts)}.")
    return block


def when(env: BuildEnvironment) -> str:
    """Return the day and the seconds of the run, which the cache has kept."""
    source = nbformat.read(env.doc2path(env.docname), as_version=4)
    cache = get_cache(env.config.nb_execution_cache_path)
    run = cache.match_cache_notebook(source)
    day = run.created.replace(tzinfo=UTC)  # the database keeps UTC without saying so
    seconds = max(1, round(run.data["execution_seconds"]))
    return (
        f"This page ran on {day.day} {day:%B %Y} "
        f"in {seconds} second{'s' if seconds != 1 else ''}"
    )
