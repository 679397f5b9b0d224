"""Sphinx extension: what the cells of a notebook tell the book (`helpers.facts`).

Where a cell told a fact, the page holds a node `fact` while extensions read the page.
Then it is dropped, with what it alone has filled: readers see nothing of it.
"""

from collections.abc import Iterator
from typing import Any

import extension
from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from helpers import facts

LAST = 900  # after the extensions that read facts, which have 500


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to Sphinx."""
    app.connect("doctree-read", drop_facts, priority=LAST)
    return extension.metadata(__file__)


class fact(nodes.Invisible, nodes.Element):
    """A fact that a cell told; `content` is its dictionary."""


class Facts:
    """myst-nb's renderer of facts, named in pyproject.toml."""

    mime_priority_overrides = ()

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Return a fact as a node, None for other outputs."""
        if data.mime_type != facts.MIME:
            return None
        return [fact("", content=data.content)]


def facts_of(place: nodes.Element, kind: str) -> Iterator[dict[str, Any]]:
    """Yield the facts of one kind in a page or in a part of it."""
    for node in place.findall(fact):
        if node["content"].get("kind") == kind:
            yield node["content"]


def drop_facts(app: Sphinx, page: nodes.document) -> None:
    """Remove each fact from a page, and each part of an output that is empty then."""
    for node in list(page.findall(fact)):
        extension.remove(node)
