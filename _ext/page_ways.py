"""Sphinx extension: a chapter leads to its exercises, and they to their solutions."""

import extension
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

# The folder that each folder's pages lead to, and what the link says.
LEADS_TO = {
    "chapters": ("exercises", "Try it: the exercises of this chapter"),
    "exercises": ("solutions", "Compare with the solutions, once you have tried"),
    "solutions": ("exercises", "Back to the exercises"),
}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to Sphinx."""
    app.connect("doctree-read", add_way)
    return extension.metadata(__file__)


def add_way(app: Sphinx, page: nodes.document) -> None:
    """Add the link to the page of the same name in the folder that follows."""
    folder, _, name = app.env.docname.partition("/")
    if folder in LEADS_TO and f"{LEADS_TO[folder][0]}/{name}" in app.env.found_docs:
        page.append(way(*LEADS_TO[folder], name))


def way(folder: str, words: str, name: str) -> nodes.paragraph:
    """Build the line that leads to a page."""
    link = pending_xref(
        "", refdomain="std", reftype="doc", reftarget=f"/{folder}/{name}",
        refexplicit=True, refwarn=True,
    )  # fmt: skip
    link += nodes.inline("", words, classes=["doc"])
    return nodes.paragraph("", "", link, classes=["course-way"])
