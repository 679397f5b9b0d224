"""What keeps a folder from being graded."""


class GradingError(Exception):
    """Nothing can be graded; the message says why in one line."""
