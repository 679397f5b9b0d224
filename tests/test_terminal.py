"""Commands on poor terminals and in pipes that end early."""

import os
import subprocess
import sys
from collections.abc import Sequence

import pytest

COMMANDS = [["-m", "helpers.data"], ["-m", "helpers.data", "--help"]]
OWN = """
from helpers.terminal import command

@command
def main(arguments):
    print("7 × 2")
    return 3

raise SystemExit(main())
"""


def run(arguments: Sequence[str], **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments],
        stderr=subprocess.PIPE,
        encoding="latin-1",  # knows every byte
        check=False,
        **options,
    )


def test_a_character_that_the_terminal_lacks_is_a_question_mark():
    poor = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = run(["-c", OWN], stdout=subprocess.PIPE, env=poor)
    assert (done.stdout, done.stderr, done.returncode) == ("7 ? 2\n", "", 3)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_the_table_of_the_data_is_printed_in_every_encoding(arguments, encoding):
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = run(arguments, stdout=subprocess.PIPE, env=environment)
    assert done.returncode == 0
    assert done.stderr == ""


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_reader_who_has_gone_is_no_error_to_be_shown(arguments):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as gone:
        done = run(arguments, stdout=gone)
    assert done.stderr == ""
