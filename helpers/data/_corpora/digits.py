"""scikit-learn's handwritten digits, enlarged."""

import numpy as np

LICENCE = "CC BY 4.0"
CITATION = (
    "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, 1998, "
    "https://doi.org/10.24432/C50P49."
)


def digits(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the 1,797 digits of 8×8 pixels, enlarged.

    Args:
        size: width and height wanted, in pixels.

    Returns:
        Images, uint8 (1797, size, size), 0 to 255; and labels, uint8 (1797,).
    """
    from PIL import Image
    from sklearn.datasets import load_digits

    bunch = load_digits()
    small = (bunch.images * 255 / 16).round().astype(np.uint8)
    enlarged = [
        Image.fromarray(image).resize((size, size), Image.Resampling.BICUBIC)
        for image in small
    ]
    images = np.stack([np.asarray(image) for image in enlarged])
    return images, bunch.target.astype(np.uint8)


def in_colour(images: np.ndarray) -> np.ndarray:
    """Return grey images (…, height, width) as equal red, green and blue."""
    return np.repeat(images[..., None], 3, -1)
