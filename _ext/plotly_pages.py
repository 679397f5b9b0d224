"""Sphinx extension: Plotly's figures, turned by the reader, from the book's own files.

myst-nb drops Plotly's output. Here it becomes a block of HTML, and pages that hold one
load Plotly from the book's folder, after all else. Its colours follow the theme.
"""

import os
from pathlib import Path

import extension
import plotly
from docutils import nodes
from jinja2 import Template
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

LOGGER = logging.getLogger(__name__)

SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
FIGURE = Template(
    """
<div id="{{ name }}" class="plotly-figure" role="img" aria-label="{{ title }}"
  style="height: {{ height }}px"></div>
<script>
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById({{ name | tojson }});
  const figure = {{ figure | tojson }};
  const GRID = "rgba(128, 128, 128, 0.5)"; // seen on light and on dark
  const inked = () => {
    const style = getComputedStyle(document.body);
    const axis = { color: style.color, gridcolor: GRID, showbackground: false };
    const scene = Object.fromEntries(["xaxis", "yaxis", "zaxis"].map(
      (name) => [name, { ...figure.layout.scene?.[name], ...axis }]));
    return {
      ...figure.layout, paper_bgcolor: "rgba(0, 0, 0, 0)", autosize: true,
      margin: { l: 0, r: 0, t: 40, b: 0 },
      font: { color: style.color, family: style.fontFamily },
      scene: { ...figure.layout.scene, ...scene },
    };
  };
  const options = { responsive: true, displayModeBar: false };
  const draw = () => Plotly.react(place, figure.data, inked(), options);
  new MutationObserver(draw).observe(
    document.documentElement, { attributeFilter: ["data-theme"] });
  draw();
});
</script>
""",
    autoescape=True,
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to Sphinx."""
    os.environ["PLOTLY_RENDERER"] = "plotly_mimetype"  # for the notebooks' kernels
    app.connect("config-inited", carry_plotly)
    app.connect("html-page-context", load_plotly)
    return extension.metadata(__file__)


def carry_plotly(app: Sphinx, config: Config) -> None:
    """Copy Plotly's script, which the lock has installed, into the book."""
    config.html_static_path.append(str(SCRIPT))


def load_plotly(
    app: Sphinx,
    page: str,
    template: str,
    context: dict[str, object],
    doctree: nodes.document | None,
) -> None:
    """Make a page load Plotly if it shows a figure of Plotly's."""
    if doctree is not None and any(
        "plotly" in block["classes"] for block in doctree.findall(nodes.raw)
    ):
        app.add_js_file(SCRIPT.name, loading_method="defer")


class PlotlyFigures:
    """myst-nb's renderer of Plotly outputs, named in pyproject.toml."""

    MIME = "application/vnd.plotly.v1+json"
    mime_priority_overrides = (("*", MIME, 1),)

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Return a Plotly output as HTML, None for other outputs."""
        if inline or data.mime_type != PlotlyFigures.MIME:
            return None
        layout = data.content["layout"]
        title = layout.get("title", {}).get("text", "")
        if not title:
            LOGGER.warning("Plotly figure without a title in cell %s", data.cell_index)
        html = FIGURE.render(
            name=f"plotly-{data.cell_index}-{data.output_index}",
            title=f"Figure to turn by dragging: {title}",
            height=layout.get("height", 450),
            figure={"data": data.content["data"], "layout": layout},
        )
        return [nodes.raw("", html, format="html", classes=["output", "plotly"])]
