"""What is made of the body of an answer."""

import pytest

from pawpop_monitoring.outbound.http_client import Answer


@pytest.mark.parametrize("body", [b'{"a": 1}', b'\xef\xbb\xbf{"a": 1}', b' \r\n{"a": 1}\n'])
def test_json_is_read_with_and_without_a_mark_before_it(body: bytes) -> None:
    """One that a proxy had written made fal.ai and the project's services unreachable."""
    assert Answer(200, {}, body, 1.0).json() == {"a": 1}
