"""Quiet logs: a history of a machine-made test would drown its own explanation."""

import logging

import pytest


@pytest.fixture(autouse=True)
def quiet_logs(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="pawpop_monitoring")
