"""The rule `settings`: is each setting that a person gave one that can be used?"""

from collections.abc import Mapping

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.rules.system import SETTINGS
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_THRESHOLDS = "MONITORING_"


def judge_settings(judgement: Judgement, mistakes: Mapping[str, str]) -> None:
    """With a wrong threshold a service is not judged; for anything else there is a fallback."""
    if not mistakes:
        judgement.clear([SETTINGS])
        return
    unjudged = any(name.startswith(_THRESHOLDS) for name in mistakes)
    finding = SETTINGS.broken(
        Severity.HIGH if unjudged else Severity.MEDIUM,
        f"{', '.join(sorted(mistakes))} can't be used as set",
        evidence={
            "settings": [mistakes[name] for name in sorted(mistakes)],
            "change": [f"make deploy SET='{parameter_of(name)}=…'" for name in sorted(mistakes)],
        },
    )
    judgement.bad(finding, ServiceStatus.WARNING)


def parameter_of(variable: str) -> str:
    """What a person sets for an environment variable: FalDailyCostLimit for MONITORING_FAL_DAILY_COST_LIMIT.

    A setting that is no variable, such as ChannelSlack, is one that a person sets.
    """
    if not variable.isupper():
        return variable
    return "".join(word.capitalize() for word in variable.removeprefix(_THRESHOLDS).split("_"))
