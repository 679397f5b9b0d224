"""What the project's own files promise to those who work on it."""

import re
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=[path.name for path in WORKFLOWS])
def test_every_action_is_pinned_by_hash_with_its_version_beside_it(path):
    lines = [line.strip() for line in path.read_text().splitlines() if "uses:" in line]
    loose = [
        line
        for line in lines
        if not re.fullmatch(r"(- )?uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)
    ]
    assert not loose


def test_what_the_audit_leaves_out_has_a_reason_above_it():
    text = (PROJECT / "tools" / "audit-ignored.txt").read_text()
    groups = [group.splitlines() for group in text.strip().split("\n\n")]
    for group in groups[1:]:
        holes = [line for line in group if not line.startswith("#")]
        assert holes and group[0].startswith("#"), group
        assert all(re.fullmatch(r"[A-Z]+-[\w-]+", line) for line in holes), group


@pytest.mark.parametrize(
    "path",
    sorted((PROJECT / ".github").rglob("*.yml")),
    ids=lambda path: path.name,
)
def test_forms_and_workflows_are_yaml(path):
    assert yaml.safe_load(path.read_text())
