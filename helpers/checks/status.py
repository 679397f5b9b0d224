"""What can come of a question."""

from enum import StrEnum


class Status(StrEnum):
    """What came of a question, with a sign: colour is never the only one."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_ATTEMPTED = "not attempted"
    BROKEN = "broken"  # the check itself has failed

    @property
    def sign(self) -> str:
        """One character that stands for it."""
        return {"passed": "✓", "failed": "✗", "not attempted": "○", "broken": "⚠"}[self]
