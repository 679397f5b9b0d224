"""Sphinx extension: what the book owes its readers about how each page ran.

- The outputs of a run are kept in a folder named after what they depend on, so
  nothing old is shown when the helpers, the lock or the data change.
- Each executed page ends in a stamp: when it ran, in how many seconds, on which
  data, with which versions. (Exercises and solutions are shown, not run.)
- A chapter leads to its exercises, and they to their solutions.
- Each figure takes its `alt` text from its output's plain-text form.

A figure without a description, and a cell that writes to the standard error stream,
are warnings, which fail a build with `-W`.
"""

import hashlib
import os
import platform
import re
import shutil
import zlib
from datetime import UTC
from pathlib import Path

import nbformat
from docutils import nodes
from helpers.data.catalogue import CATALOGUE
from helpers.data.files import read_sums
from helpers.data.store import cache_folder, prepared_folder
from jupyter_cache import get_cache
from jupyter_client import KernelManager
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)

# What `repr` gives for an object that nobody described, such as
# <Figure size 640x480 with 1 Axes>.
UNDESCRIBED = re.compile(r"<.*>|", re.DOTALL)
# The folder that each folder's pages lead to, and what the link says.
LEADS_TO = {
    "chapters": ("exercises", "Try it: the exercises of this chapter"),
    "exercises": ("solutions", "Compare with the solutions, once you have tried"),
    "solutions": ("exercises", "Back to the exercises"),
}
PROGRESS_BAR = "%|"  # as tqdm draws it:  45%|████▌
# What the loaders print, and the line that helpers.start() prints.
DATA = re.compile(r"^Using the (full dataset|built-in sample) \(([^:)]+)", re.MULTILINE)
VERSIONS = re.compile(r"^Python \d.*$", re.MULTILINE)


def setup(app: Sphinx) -> dict[str, object]:
    """Connect the extension to Sphinx."""
    # Kernels would warn, page by page, that what they say is not encrypted.
    KernelManager.transport_encryption.default_value = "auto"
    app.connect("config-inited", choose_cache)
    app.connect("doctree-read", finish_page)
    app.connect("build-finished", keep_downloads)
    app.connect("build-finished", forget_warnings)
    # Sphinx reads every page again when `env_version` changes: here, with this file.
    return {
        "version": "1",
        "env_version": zlib.crc32(Path(__file__).read_bytes()),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


# The cache of executed notebooks


def choose_cache(app: Sphinx, config: Config) -> None:
    """Keep outputs under digests of what they depend on; delete what is outdated.

    The path is a setting on which myst-nb's pages depend, so Sphinx itself reads
    every page again when a digest changes. Outputs on other data stay, for whoever
    goes to and fro between the full data and the samples.
    """
    caches = Path(app.outdir).parent / ".jupyter_cache"
    current = caches / code_digest(Path(app.srcdir))
    for old in caches.glob("*"):
        if old != current:
            shutil.rmtree(old)
    config.nb_execution_cache_path = str(current / data_digest())


def code_digest(project: Path) -> str:
    """Return a digest of the version of Python, the lock and the files of `helpers`.

    No chapter sees the parts of `helpers` that check and grade exercises.
    """
    digest = hashlib.sha256(platform.python_version().encode())
    helpers = project / "helpers"
    apart = {"__pycache__", "checks", "grading"}
    files = [
        path
        for path in helpers.rglob("*")
        if not apart & set(path.relative_to(helpers).parts)
    ]
    for path in [project / "requirements.txt", *sorted(files)]:
        if path.is_file():
            digest.update(f"\0{path.relative_to(project).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def data_digest() -> str:
    """Return a digest of the data that the loaders would find, wherever it lies.

    It covers the name, the size and, where it is listed, the hash of each file. With
    EMBEDDINGS_DATA_MODE=sample no such file is read, and none counts.
    """
    mode = os.environ.get("EMBEDDINGS_DATA_MODE", "")
    digest = hashlib.sha256(mode.encode())
    folders = [] if mode == "sample" else [prepared_folder(), cache_folder()]
    names = sorted(name for dataset in CATALOGUE.values() for name in dataset.files)
    for folder in filter(None, folders):
        sums = read_sums(folder)
        for path in (folder / name for name in names):
            if path.is_file():
                fact = f"{path.name}\0{path.stat().st_size}\0{sums.get(path.name)}\0"
                digest.update(fact.encode())
    return digest.hexdigest()[:16]


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
    """
    if app._warncount:  # Sphinx shows this number to no one but itself
        Path(app.doctreedir, "environment.pickle").unlink(missing_ok=True)


# The pages


def finish_page(app: Sphinx, page: nodes.document) -> None:
    """Describe a notebook's figures, check its messages, add its link and stamp."""
    env = app.env
    if not env.doc2path(env.docname).endswith(".ipynb"):
        return
    describe_figures(page, env.docname)
    check_messages(page, env.docname)
    folder, _, name = env.docname.partition("/")
    if folder in LEADS_TO and f"{LEADS_TO[folder][0]}/{name}" in env.found_docs:
        page.append(way(*LEADS_TO[folder], name))
    if folder not in ("exercises", "solutions"):
        page.append(stamp(env))


def way(folder: str, words: str, name: str) -> nodes.paragraph:
    """Build the line that leads to the page of the same name in another folder."""
    link = pending_xref(
        "", refdomain="std", reftype="doc", reftarget=f"/{folder}/{name}",
        refexplicit=True, refwarn=True,
    )  # fmt: skip
    link += nodes.inline("", words, classes=["doc"])
    return nodes.paragraph("", "", link, classes=["course-way"])


def describe_figures(page: nodes.document, name: str) -> None:
    """Give each output's pictures the output's plain text as alternative text.

    myst-nb keeps every form of an output until it knows what it writes, so the
    picture and the text stand side by side here.
    """
    for bundle in page.findall(nodes.container):
        if bundle.get("nb_element") != "mime_bundle":
            continue
        forms = {form["mime_type"]: form for form in bundle.children}
        pictures = list(bundle.findall(nodes.image))
        text = forms["text/plain"].astext().strip() if "text/plain" in forms else ""
        if pictures and UNDESCRIBED.fullmatch(text):
            LOGGER.warning("figure without description in %s", name, location=bundle)
        for picture in pictures:
            picture["alt"] = " ".join(text.split())


def check_messages(page: nodes.document, name: str) -> None:
    """Drop download bars; warn of anything else on the standard error stream."""
    for block in list(page.findall(nodes.literal_block)):
        if "stderr" not in block["classes"]:
            continue
        lines = [line.strip() for line in block.astext().splitlines()]
        said = [line for line in lines if line and PROGRESS_BAR not in line]
        if said:
            LOGGER.warning("standard error in %s: %s", name, said[0], location=block)
        else:
            block.parent.remove(block)


def stamp(env: BuildEnvironment) -> nodes.container:
    """Build the block that says when and with what a page ran."""
    source = nbformat.read(env.doc2path(env.docname), as_version=4)
    cache = get_cache(env.mystnb_config.execution_cache_path)
    run = cache.match_cache_notebook(source)
    printed = "\n".join(
        output.text
        for cell in cache.get_cache_bundle(run.pk).nb.cells
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stdout"
    )
    found = dict.fromkeys(DATA.findall(printed))
    full = ", ".join(name for kind, name in found if kind == "full dataset")
    sample = ", ".join(name for kind, name in found if kind == "built-in sample")

    block = nodes.container(classes=["run-stamp"])
    if sample:
        block["classes"].append("run-stamp-sample")
        note = f"This page ran on a built-in sample ({sample}), not on the full data."
        block += nodes.paragraph("", note, classes=["run-stamp-note"])
    when = run.created.replace(tzinfo=UTC)  # the database keeps UTC without saying so
    seconds = max(1, round(run.data["execution_seconds"]))
    facts = [
        f"This page ran on {when.day} {when:%B %Y} "
        f"in {seconds} second{'s' if seconds != 1 else ''}"
    ]
    if found:
        kinds = [
            full and f"the full data ({full})",
            sample and f"a built-in sample ({sample})",
        ]
        facts.append("on " + " and ".join(filter(None, kinds)))
    if versions := VERSIONS.search(printed):
        parts = [part.strip() for part in versions[0].split("·")]
        facts.append("with " + ", ".join(part for part in parts if ":" not in part))
    block += nodes.paragraph("", f"{', '.join(facts)}.")
    return block
