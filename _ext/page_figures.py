"""Sphinx extension: each picture of an output takes its `alt` text from a fact.

The rule: the output that holds a picture also holds a fact of the kind "figure"
(`helpers.facts`), with a `description` for those who cannot see it and with `picture`,
"drawing" or "photo", which becomes a class of the image: a dark page turns drawings
inside out, not photos. A picture without is a warning, which fails a build with `-W`.
"""

import extension
from docutils import nodes
from run_facts import facts_of
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

LOGGER = logging.getLogger(__name__)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to Sphinx."""
    app.connect("doctree-read", describe_figures)
    return extension.metadata(__file__)


def describe_figures(app: Sphinx, page: nodes.document) -> None:
    """Give each picture its description and its class.

    myst-nb keeps every form of an output until it knows what it writes, so the
    picture and the fact stand side by side here.
    """
    for bundle in page.findall(nodes.container):
        if bundle.get("nb_element") != "mime_bundle":
            continue
        pictures = list(bundle.findall(nodes.image))
        figure = next(facts_of(bundle, "figure"), {})
        description = " ".join(figure.get("description", "").split())
        if pictures and not description:
            warning = "figure without description in %s"
            LOGGER.warning(warning, app.env.docname, location=bundle)
        for picture in pictures:
            picture["alt"] = description
            picture["classes"].append(figure.get("picture", "drawing"))
