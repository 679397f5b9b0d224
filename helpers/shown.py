"""What a notebook shows as HTML, and everything else as text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """The value of a cell: `html` in a notebook, `text` where only text is shown."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text
