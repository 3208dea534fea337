"""How the engine of a function is wired."""

from pawpop_monitoring.bootstrap.alerting import AlertingSettings, build_alerting
from pawpop_monitoring.bootstrap.clients import hurried_dynamodb
from pawpop_monitoring.storage.silence_store import DynamoSilenceStore


def test_the_engine_does_not_wait_again_and_again_for_a_standby_that_hangs() -> None:
    """It goes on without it, and a check that waits until its time is over tells nobody of anything."""
    names = ("database_secret_id", "standby_table", "alert_topic_arn", "record_queue_url")
    engine = build_alerting(AlertingSettings.model_validate(dict.fromkeys(names, "x")))
    silences = engine.silences
    assert isinstance(silences, DynamoSilenceStore)
    assert silences.client is hurried_dynamodb
    assert engine.silence_notices.standby.client is hurried_dynamodb  # type: ignore[attr-defined]
