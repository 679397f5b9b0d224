"""Sphinx extension: what a page's cells write to the standard error stream.

Download bars are dropped. Anything else is a warning, which fails a build with `-W`.
"""

import extension
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

LOGGER = logging.getLogger(__name__)

PROGRESS_BAR = "%|"  # as tqdm draws it:  45%|████▌


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to Sphinx."""
    app.connect("doctree-read", check_messages)
    return extension.metadata(__file__)


def check_messages(app: Sphinx, page: nodes.document) -> None:
    """Drop download bars; warn of the rest."""
    for block in list(page.findall(nodes.literal_block)):
        if "stderr" not in block["classes"]:
            continue
        lines = [line.strip() for line in block.astext().splitlines()]
        messages = [line for line in lines if line and PROGRESS_BAR not in line]
        if messages:
            warning = "standard error in %s: %s"
            LOGGER.warning(warning, app.env.docname, messages[0], location=block)
        else:
            extension.remove(block)
