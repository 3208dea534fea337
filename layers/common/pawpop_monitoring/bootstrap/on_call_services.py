"""Wiring of get_on_call."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from pawpop_monitoring.bootstrap.routing_rules import routing_rules
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.routing.on_call import OnCall


@dataclass(frozen=True, slots=True)
class OnCallServices:
    """Who is on call by the settings, and sentences on those of them that are wrong."""

    on_call: OnCall
    problems: Sequence[str]
    clock: Clock


def on_call_services() -> OnCallServices:
    """The services of this Lambda environment."""
    on_call = routing_rules(os.environ).routes.on_call
    return OnCallServices(on_call, tuple(on_call.problems.values()), system_clock)
