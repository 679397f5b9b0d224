import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from helpers import facts


@pytest.fixture
def shell():
    shell = InteractiveShell.instance()
    yield shell
    InteractiveShell.clear_instance()


def test_a_notebook_gets_one_output_with_nothing_but_the_fact(shell):
    shell.kernel = object()
    with capture_output() as captured:
        facts.tell(kind="data", dataset="wine", source="full")
    [output] = captured.outputs
    fact = {"kind": "data", "dataset": "wine", "source": "full"}
    assert output.data == {facts.MIME: fact}
    assert captured.stdout == ""


def test_a_terminal_shows_nothing(shell):
    with capture_output() as captured:
        facts.tell(kind="data", dataset="wine", source="full")
    assert not captured.outputs
    assert captured.stdout == ""


def test_a_script_shows_nothing(capsys):
    facts.tell(kind="data", dataset="wine", source="full")
    assert capsys.readouterr().out == ""
