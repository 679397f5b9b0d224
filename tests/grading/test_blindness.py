"""What a notebook in the sandbox finds of what is held out: nothing that helps."""

import os

import pytest

from helpers.checks.catalogue import named
from helpers.checks.status import Status
from helpers.grading.batch import grade_here
from helpers.grading.settings import Settings
from helpers.grading.submissions import Submission
from tests.grading.notebooks import WINDOWS, code_of, load, needs_bubblewrap

pytestmark = [pytest.mark.slow, needs_bubblewrap]

IMPORTS = (
    "import numpy as np\nfrom helpers import data\nfrom helpers.checks import heldout"
)
# By exercise: what can be asked for of the part to train on, and of what is held out.
PARTS = {
    "03": "np.column_stack(heldout.sentences(held_out)[:2])",
    "05": "data.load_translation().dictionary.groupby('split')['target']"
    ".apply(list)['test' if held_out else 'train']",
    "11": "heldout.reviews(held_out)[1]",
    "12": "heldout.newswires(held_out).texts.labels",
    "13": "[int(heldout.photos().images[row].sum()) for row in"
    " heldout.split(len(heldout.photos().images), heldout.PHOTOS)[held_out]]",
}


# Samples are made of installed packages, as a notebook can do, too: the guide says so.
FORGET = """
if data.load_sentences().source == "full":
    for load in heldout.windows, heldout.imdb, heldout.reuters, heldout.photos:
        load.cache_clear()
"""


def looks(number: str) -> str:
    """Return a cell that looks at both parts."""
    part = f"def part(held_out): return np.array({PARTS[number]})"
    return "\n".join([IMPORTS, FORGET, part, "shown, hidden = part(False), part(True)"])


def own_question(number: str) -> str:
    """Return a question that passes if what a notebook has found is blind."""
    return f'''
from helpers.checks.compare import expect
from helpers.checks.judge import question
{IMPORTS}

@question("{int(number)}.1", rounds=1)
def looks_{number}(student, rng):
    """Both parts."""
    def part(held_out): return np.array({PARTS[number]})
    shown, hidden = part(False), part(True)
    expect((student["shown"] == shown).all(), "the part to train on differs")
    expect(student["hidden"].shape == hidden.shape, "another shape")
    expect((student["hidden"] != hidden).mean() > 0.2, "what is held out can be found")
'''


@pytest.fixture(scope="module")
def found():
    """Grades of notebooks that look at what is held out, by exercise."""
    submissions = [
        Submission("looks", named(number), "", cells=(looks(number),))
        for number in PARTS
    ]
    settings = Settings(checks="".join(map(own_question, PARTS)))
    grades = grade_here(submissions, settings, seed=1, jobs=1)
    return {grade.exercise[:2]: grade for grade in grades}


@pytest.mark.parametrize("number", PARTS)
def test_what_is_held_out_has_changed_places_in_the_sandbox(found, number):
    if number == "05" and os.environ.get("EMBEDDINGS_DATA_MODE") == "sample":
        pytest.skip("in the sample each word translates to itself")
    assert found[number].errors == ()
    answer = found[number].answers[0]
    assert answer.status is Status.PASSED, answer.hint


def test_who_trains_on_held_out_sentences_earns_less(tmp_path):
    honest = code_of(load("solutions", WINDOWS.name))
    last = "contexts, answers, size = sentences(held_out=True)\n"
    last += "model.fit(contexts, answers, batch_size=512, epochs=4, verbose=0)"
    looked_up = [*honest, last]
    submissions = [
        Submission(name, WINDOWS, "", cells=tuple(cells))
        for name, cells in (("honest", honest), ("looked up", looked_up))
    ]
    graded = grade_here(submissions, Settings(), seed=1, jobs=1)
    grades = {grade.student: grade for grade in graded}
    answers = {
        name: next(answer for answer in grade.answers if answer.id == "3.5")
        for name, grade in grades.items()
    }
    assert answers["honest"].status is Status.PASSED, answers["honest"].hint
    assert answers["looked up"].status is not Status.PASSED
    assert grades["looked up"].points < grades["honest"].points
