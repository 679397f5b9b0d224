"""A figure's description, for readers who cannot see it, and its kind."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import matplotlib.pyplot as plt
from matplotlib.figure import Figure


@dataclass(frozen=True)
class Description:
    """What a figure shows, and whether it consists of photos or is a drawing."""

    text: str
    photos: bool

    def fact(self) -> dict[str, str]:
        """Return it as the fact that a notebook tells the book."""
        picture = "photo" if self.photos else "drawing"
        return {"kind": "figure", "picture": picture, "description": self.text}


_DESCRIPTIONS: WeakKeyDictionary[Figure, Description] = WeakKeyDictionary()


def described(figure: Figure, text: str, *, photos: bool = False) -> Figure:
    """Give a figure its description, and hand it over to the cell to be shown.

    Args:
        figure: any Matplotlib figure.
        text: what the picture shows, for readers who cannot see it.
        photos: whether it consists of photos. Dark pages show a drawing with light and
            dark exchanged, and photos as they are.

    Returns:
        The same figure, closed.
    """
    _DESCRIPTIONS[figure] = Description(text, photos)
    plt.close(figure)  # otherwise the notebook would show it a second time
    return figure


def description(figure: Figure) -> str:
    """Return the words given to `described`, or Matplotlib's own `repr`."""
    known = _DESCRIPTIONS.get(figure)
    return repr(figure) if known is None else known.text


def fact(figure: Figure) -> dict[str, str] | None:
    """Return what the book is told of a figure; None if nobody described it."""
    known = _DESCRIPTIONS.get(figure)
    return None if known is None else known.fact()


def sentences(*parts: str) -> str:
    """Join the parts that are not empty, each closed by one mark."""
    stripped = [part.strip() for part in parts]
    return " ".join(
        part if part[-1] in ".?!" else f"{part}." for part in stripped if part
    )
