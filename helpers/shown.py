"""What a notebook shows: HTML, and text where only text can be shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """A value that a notebook shows as `html`, and anything else as `text`."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text
