"""Sphinx extension: the pages' colours, as a stylesheet made from `helpers.palette`."""

from pathlib import Path

import extension
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

from helpers import palette

FILE = "palette.css"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to Sphinx."""
    app.connect("config-inited", write_palette)
    app.add_css_file(FILE)  # ahead of those of `_static`, which come last
    return extension.metadata(__file__)


def write_palette(app: Sphinx, config: Config) -> None:
    """Write the stylesheet beside the book; Sphinx copies it in."""
    path = Path(app.doctreedir, FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    # The light theme also without JavaScript, which sets the attribute.
    light = palette.css('html:not([data-theme="dark"])', palette.LIGHT)
    dark = palette.css('html[data-theme="dark"]', palette.DARK)
    path.write_text(f"{light}\n\n{dark}\n", "utf-8")
    config.html_static_path.append(str(path))
