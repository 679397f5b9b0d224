"""Exercise 02: what a part of an answer is worth, and hints that coincide."""

import pytest

from helpers.checks.questions.ex02_sequences_of_ids import text_vectors, vocabulary
from tests.checks.asking import verdict

VECTORS = """
import numpy as np

def text_vectors(ids, table):
    rows = [row[row > 0] for row in ids]
    nothing = {nothing}
    return [table[row].mean(axis=0) if len(row) else nothing for row in rows]
"""
VOCABULARY = """
from collections import Counter

def vocabulary(texts, size):
    often = Counter(" ".join(texts).split())
    ordered = sorted(often, key=lambda word: {key})
    return {{word: id for id, word in enumerate(ordered[: size - 2], 2)}}
"""


@pytest.mark.parametrize(
    ("nothing", "points"),
    [("0 * table[0]", 2), ("np.nan * table[0]", 1), ("table[0]", 1)],
)
def test_a_text_without_words_is_worth_a_point(nothing, points):
    assert verdict(VECTORS.format(nothing=nothing), text_vectors).points == points


def test_a_text_without_words_is_worth_nothing_alone():
    code = "def text_vectors(ids, table): return 0 * table[ids].sum(axis=1)"
    assert verdict(code, text_vectors).points == 0


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("(-often[word], word)", ""),
        ("-often[word]", "numbered as they appeared"),
        ("(-often[word], len(word), word)", "from short to long"),
        ("word", "are in alphabetical order"),
        ("(often[word], word)", "begins with rare words"),
        ("(-sum(word in text.split() for text in texts), word)", "counted the texts"),
        ("(-' '.join(texts).count(word), word)", "a part of longer ones"),
    ],
)
def test_every_order_of_words_has_its_own_hint(key, hint):
    assert hint in verdict(VOCABULARY.format(key=key), vocabulary).hint
