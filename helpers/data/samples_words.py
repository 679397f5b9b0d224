"""Samples of word judgements: categories and pairs of words, listed by hand."""

from itertools import combinations, permutations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

_CATEGORIES = """
dog cat horse cow sheep tiger
red blue green yellow white black
mother father sister brother daughter son
bread cheese meat soup cake rice
head arm leg hand foot nose
car train bus truck ship plane
rain snow wind storm sun ice
doctor teacher lawyer nurse judge soldier
gold silver iron wood stone glass
guitar piano violin drums flute trumpet
house castle hotel church prison palace
happy sad angry afraid proud lonely
"""

_PAIRS = {
    "capital-common-countries": """
        paris france rome italy madrid spain berlin germany london england
        tokyo japan moscow russia cairo egypt athens greece vienna austria
        lisbon portugal warsaw poland dublin ireland oslo norway ottawa canada
        havana cuba beijing china baghdad iraq tehran iran stockholm sweden""",
    "family": """
        king queen man woman boy girl father mother brother sister son daughter
        husband wife uncle aunt nephew niece prince princess grandfather grandmother
        actor actress""",
    "gram3-comparative": """
        big bigger small smaller fast faster slow slower high higher low lower
        old older young younger strong stronger weak weaker cheap cheaper
        deep deeper long longer short shorter hard harder""",
    "gram6-nationality-adjective": """
        france french italy italian spain spanish germany german england english
        japan japanese russia russian egypt egyptian greece greek china chinese
        poland polish ireland irish sweden swedish norway norwegian""",
    "gram7-past-tense": """
        going went saying said seeing saw taking took knowing knew thinking thought
        writing wrote playing played walking walked running ran selling sold
        looking looked working worked falling fell paying paid""",
    "gram8-plural": """
        dog dogs cat cats car cars house houses child children man men woman women
        film films book books city cities country countries hand hands eye eyes
        road roads bird birds""",
}


def similarity() -> "pd.DataFrame":
    """Return pairs of words: 10 if they share a category, else 0, as many of each."""
    import pandas as pd

    categories = [line.split() for line in _CATEGORIES.strip().splitlines()]
    same = [pair for category in categories for pair in combinations(category, 2)]
    across = [
        (first, second)
        for one, other in combinations(categories, 2)
        for first in one
        for second in other
    ]
    chosen = np.random.default_rng(0).choice(len(across), len(same), replace=False)
    rows = [(*pair, 10.0) for pair in same] + [(*across[i], 0.0) for i in chosen]
    return pd.DataFrame(rows, columns=["first", "second", "similarity"])


def analogies() -> "pd.DataFrame":
    """Return every "a is to b as c is to d" that two pairs of a section make."""
    import pandas as pd

    rows = []
    for section, text in _PAIRS.items():
        listed = text.split()
        pairs = zip(listed[::2], listed[1::2], strict=True)
        rows += [(section, *one, *other) for one, other in permutations(pairs, 2)]
    return pd.DataFrame(rows, columns=["section", "a", "b", "c", "d"])
