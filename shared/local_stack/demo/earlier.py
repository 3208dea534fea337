"""Demos that were played before leave traces that would change this one."""

import psycopg

from local_stack.demo.scene import Scene

# As if a day had passed: an alert that opens more than three times in that time is flapping, and held open.
FORGET = """
UPDATE monitoring_rule_states SET opens = '{}', flapping_notified_at = NULL, version = version + 1
WHERE fingerprint = %s AND opens <> '{}'
"""


def forget(scene: Scene, fingerprint: str) -> None:
    """Close what an earlier demo left open, and let the engine forget how often it opened."""
    for alert_id in scene.api.open_alert_ids(fingerprint):
        scene.tell.does(f"Resolving {alert_id}, which an earlier demo left open")
        scene.api.resolve(alert_id)
    with psycopg.connect(scene.stack.database_url, autocommit=True) as connection:
        if connection.execute(FORGET, [fingerprint]).rowcount:
            scene.tell.does("Forgetting the demos of the last day, so that this one does not count as flapping")
