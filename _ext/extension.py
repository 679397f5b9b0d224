"""What the extensions of the book have in common."""

import zlib
from pathlib import Path

from docutils import nodes
from sphinx.util.typing import ExtensionMetadata


def metadata(file: str) -> ExtensionMetadata:
    """Return what `setup` returns, for an extension that is written in `file`.

    Sphinx reads every page again when `env_version` changes: here, with the file.
    """
    return {
        "version": "1",
        "env_version": zlib.crc32(Path(file).read_bytes()),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def remove(node: nodes.Node) -> None:
    """Remove a node from its page, and each container that is empty then."""
    place = node.parent
    place.remove(node)
    if isinstance(place, nodes.container) and not place.children:
        remove(place)
