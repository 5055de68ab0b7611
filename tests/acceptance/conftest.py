"""What the acceptance tests of one test process share."""

from collections.abc import Iterator

import pytest

from tests.acceptance.starting import end_server


@pytest.fixture(scope="session", autouse=True)
def _end_of_the_fork_server() -> Iterator[None]:
    """The fork server, where one was needed, ends with the tests."""
    yield
    end_server()
