"""Draw what the chapters show, each picture with a description in words.

What draws a whole picture returns a Matplotlib figure, which a notebook shows once,
when it is the last expression of a cell. Its description is the figure's plain-text
form: Jupyter stores it beside the picture, and the book makes it the `alt` text.
Colours are those of `helpers.palette`.
"""

from helpers.palette import BLUE, GREY, SKY, VERMILLION
from helpers.palette import FOR_MARKS as COLOURS
from helpers.plotting.charts import (
    confusion,
    curves,
    draw_matrix,
    dumbbells,
    history,
    matrix,
    product,
)
from helpers.plotting.describe import described, description
from helpers.plotting.maps import embedding_map
from helpers.plotting.pictures import images, picture_map
from helpers.plotting.style import use_style

__all__ = [
    "BLUE",
    "COLOURS",
    "GREY",
    "SKY",
    "VERMILLION",
    "confusion",
    "curves",
    "described",
    "description",
    "draw_matrix",
    "dumbbells",
    "embedding_map",
    "history",
    "images",
    "matrix",
    "picture_map",
    "product",
    "use_style",
]
