"""Mutants that a program makes of a right answer."""

import numpy as np
import pytest

from helpers.checks.mutants import changed_values, mutants


def windows(ids, length, step=1):
    count = len(ids) - length + 1
    found = [ids[i : i + length] for i in range(0, count, step)]
    return -np.array(found).sum(axis=1)


def changes() -> dict[str, object]:
    made = list(mutants(windows, {"np": np}))
    assert len({mutant.change for mutant in made}) == len(made)
    return {mutant.change.split(": ", 1)[-1]: mutant.answer for mutant in made}


def test_a_function_that_forgets_is_made_of_each_argument():
    arguments = [mutant.change for mutant in mutants(windows, {"np": np})][:4]
    assert arguments[0] == "the first result is repeated"
    for name, change in zip(("ids", "length", "step"), arguments[1:], strict=True):
        assert change.startswith(f"the argument {name} is ignored")


def test_what_is_of_the_first_call_is_right_the_first_time_and_never_again():
    for mutant in list(mutants(windows, {"np": np}))[:3]:
        first, second = np.arange(5), np.arange(10, 17)
        assert (mutant.answer(first, 2) == windows(first, 2)).all()
        assert mutant.answer(second, 3).tolist() != windows(second, 3).tolist()


@pytest.mark.parametrize(
    "change",
    [
        "len(ids) is that of the first call",
        "+ for - in len(ids) - length",
        "- for + in len(ids) - length + 1",
        "- for + in i + length",
        "2 for 1",
        "0 for 1",
        "one more in the slice i:i + length",
        "one less in range(0, count, step)",
        "another axis than axis=1",
        "no minus in -np.array(found).sum(axis=1)",
    ],
)
def test_sizes_signs_axes_and_bounds_are_changed(change):
    assert change in changes()


def test_a_size_of_the_first_call_stays():
    stuck = changes()["len(ids) is that of the first call"]
    assert (stuck(np.arange(5), 2) == windows(np.arange(5), 2)).all()
    assert len(stuck(np.arange(9), 2)) == 4


def test_a_change_is_one_change_of_the_code():
    turned = changes()["no minus in -np.array(found).sum(axis=1)"]
    assert turned(np.ones(3), 2).tolist() == [2, 2]
    assert windows(np.ones(3), 2).tolist() == [-2, -2], "the original stays as it is"


def test_values_are_changed_too():
    assert [m.answer for m in changed_values(2.5)] == [-2.5, 3.5]
    assert [m.answer for m in changed_values(["a", "b"])] == [["b", "a"], ["a"]]
    rolled, short, turned = changed_values(np.arange(6).reshape(3, 2))
    assert rolled.answer[0].tolist() == [4, 5]
    assert (short.answer.shape, turned.answer.shape) == ((2, 2), (2, 3))
    assert not list(changed_values("SELECT 1"))
