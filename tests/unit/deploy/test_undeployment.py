"""What is left of an installation that is taken down."""

import pytest

from deploy import answers
from deploy.errors import DeployError
from deploy.ports import KeptQueue
from tests.fakes.deploy import FakePrompt
from tests.unit.deploy.conftest import URL, Desk


def test_undeploying_says_what_is_lost_and_keeps_what_waits(running: Desk) -> None:
    """`sam delete` was silent about it (aws.md 20)."""
    running.cloud.left = [KeptQueue("AlertDeadLetterQueue", "u1", 2), KeptQueue("RecordQueue", "u2", 0)]
    with pytest.raises(DeployError, match="Nothing was deleted"):
        running.undeploy()
    running.prompt = FakePrompt({"Delete pawpop-monitoring?": ["y"]})
    running.undeploy()
    assert "webhooks of Stripe and Resend" in running.prompt.text()
    assert "2 in AlertDeadLetterQueue" in running.prompt.text()
    assert [queue.name for queue in running.cloud.left] == ["AlertDeadLetterQueue"]
    assert (running.cloud.present, running.cloud.held) == (None, {})
    assert answers.load(running.installation.answers)["DatabaseUrl"] == URL


def test_undeploying_needs_somebody_who_agrees(running: Desk) -> None:
    running.prompt.present = False
    with pytest.raises(DeployError, match="YES=1"):
        running.undeploy()
    assert running.happened == []
