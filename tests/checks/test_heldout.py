"""Held-out parts: what is shown to exercises, and what is not."""

import os
import subprocess
import sys
from functools import partial

import numpy as np
import pytest

from helpers.checks.heldout import (
    HeldOut,
    newswires,
    reuters,
    reviews,
    sentences,
    split,
)


@pytest.mark.parametrize(
    ("n", "share", "count"), [(10, 0.2, 2), (7, 0.5, 4), (3, 0, 0)]
)
def test_a_split_parts_all_examples_and_is_the_same_everywhere(n, share, count):
    train, held_out = split(n, share)
    assert len(held_out) == count
    assert sorted([*train, *held_out]) == list(range(n))
    assert (np.diff(train) > 0).all()
    assert (split(n, share)[1] == held_out).all()


def test_held_out_sentences_are_not_those_to_train_on(monkeypatch):
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "sample")
    (train, _, size), (held_out, answers, same) = sentences(), sentences(held_out=True)
    assert size == same > answers.max()
    assert 0.15 < len(held_out) / (len(train) + len(held_out)) < 0.25
    train[:] = -1
    assert (sentences()[0] >= 0).all(), "a copy is given away"


def test_a_held_out_part_is_made_once_and_not_before_it_is_asked_for():
    calls = []
    part = HeldOut(lambda: calls.append(1) or len(calls))
    assert calls == []
    assert (part(), part()) == (1, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_a_held_out_part_can_be_made_in_another_process():
    code = (
        "import os; from functools import partial; "
        "from helpers.checks.heldout import HeldOut; "
        "part = HeldOut(partial(os.getpid)); part.make_elsewhere(); "
        "print(part() not in (None, os.getpid()), part() == part())"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert printed.stdout.split() == ["True", "True"]
    assert HeldOut(partial(os.getpid))() == os.getpid()


@pytest.mark.slow
def test_held_out_newswires_and_reviews_are_the_rest(monkeypatch):
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "sample")
    corpus, train, held_out = reuters(), newswires(), newswires(held_out=True)
    assert len(train.texts) + len(held_out.texts) == len(corpus.texts)
    rows = split(len(corpus.texts))[1]
    assert (held_out.texts.labels == corpus.texts.labels[rows]).all()
    for number, row in ((0, rows[0]), (-1, rows[-1])):
        assert (held_out.texts[number] == corpus.texts[row]).all()
    (shown, labels), (hidden, answers) = reviews(), reviews(held_out=True)
    assert shown.shape == (len(labels), 100) == (8_000, 100)
    assert hidden.shape == (len(answers), 100) == (2_000, 100)
    assert shown.max() < 5_000


_SHOWN = {
    "sentences": "np.column_stack(h.sentences(held_out)[:2])",
    "reviews": "h.reviews(held_out)[1]",
    "newswires": "h.newswires(held_out).texts.labels",
    "photos": "[h.photos().images[i].tobytes() for i in split(held_out)]",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", _SHOWN)
def test_what_is_held_out_tells_a_students_process_nothing(name):
    # In a process of its own: what has changed places stays there.
    code = f"""
import numpy as np
from helpers.checks import heldout as h

def split(held_out):
    return h.split(len(h.photos().images), h.PHOTOS)[held_out]

def parts():
    return [{_SHOWN[name]} for held_out in (False, True)]

before = [np.array(part) for part in parts()]
h.show_{name}()
after = [np.array(part) for part in parts()]
assert (before[0] == after[0]).all(), "the part to train on has changed"
assert (before[1] != after[1]).mean() > 0.3, "what is held out has not"
assert (np.sort(before[1], axis=None) == np.sort(after[1], axis=None)).all()
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "EMBEDDINGS_DATA_MODE": "sample"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
