"""Set the look of all figures, and what a notebook keeps of each."""

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.rcsetup import cycler

from helpers import facts, palette
from helpers.plotting.describe import description, fact


def use_style() -> None:
    """Set Matplotlib's defaults for the course and register descriptions."""
    mpl.style.use("helpers.plotting.style")
    mpl.rcParams["axes.prop_cycle"] = cycler(color=palette.FOR_MARKS)
    mpl.rcParams["axes.edgecolor"] = palette.GREY
    for words in ("axes.labelcolor", "axes.titlecolor", "legend.labelcolor"):
        mpl.rcParams[words] = palette.INK
    for axis in ("xtick", "ytick"):
        mpl.rcParams[f"{axis}.color"] = palette.INK
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:  # a script, not a notebook
        return
    shell.run_line_magic("matplotlib", "inline")
    shell.run_line_magic("config", "InlineBackend.figure_formats = ['retina']")
    shell.display_formatter.mimebundle_formatter.for_type(Figure, words_of)


def words_of(figure: Figure) -> dict[str, object]:
    """Return what a notebook keeps of a figure beside its picture, by MIME type."""
    words: dict[str, object] = {"text/plain": description(figure)}
    if (data := fact(figure)) is not None:
        words[facts.MIME] = data
    return words
