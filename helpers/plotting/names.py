"""Names as they are: Matplotlib takes dollars for formulas and hides some labels."""

from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes

# For all that makes a `Text`: what is between two dollars is no formula.
PLAIN: dict[str, Any] = {"parse_math": False}


def plain_legend(
    axes: Axes, marks: Sequence[Artist], names: Sequence[str], **options: Any
) -> None:
    """Add a legend that shows each name as it is; none where there are no marks.

    Args:
        axes: where it belongs.
        marks: what is explained.
        names: one a mark.
        options: passed on to `Axes.legend`.
    """
    if not marks:
        return
    # Named afterwards: a label that begins with "_" would be left out.
    legend = axes.legend(marks, [""] * len(marks), **options)
    for text, name in zip(legend.get_texts(), names, strict=True):
        text.set(text=name, **PLAIN)
