import matplotlib as mpl
import pytest

from helpers import plotting


@pytest.fixture(autouse=True)
def _course_style():
    """The course's look, for as long as a test runs."""
    with mpl.rc_context():
        plotting.use_style()
        yield
