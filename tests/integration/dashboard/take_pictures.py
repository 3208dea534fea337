"""`python -m tests.integration.dashboard.take_pictures FOLDER`: states of the page to be looked at."""

import sys
from collections.abc import Callable
from pathlib import Path

from pawpop_monitoring.domain.severity import Severity
from tests.e2e.browser.chromium import chromium
from tests.e2e.browser.scenes import all_well, database_down, one_critical, some_silenced
from tests.factories import make_alert
from tests.integration.dashboard.board_desk import BoardDesk
from tests.integration.dashboard.desk import DESKTOP, PHONE, Desk, alerts
from tests.integration.dashboard.insight_scenes import busy, young

ELEVEN = ["critical", *["low"] * 10]
FIVE = ["medium", "high", "critical!", "high", "critical"]


def _connections() -> Desk:
    scene = one_critical()
    facts = {
        "value": 91.0,
        "threshold": 90,
        "unit": "%",
        "usedConnections": 88,
        "byApplication": {"shop-checkout": 60, "image-worker": 22, "pawpop-monitoring": 4},
    }
    first = make_alert(id="alert_c", message="High connection usage detected", details=facts)
    return Desk(scene, [first, *alerts("high", "critical!")])


STATES: dict[str, tuple[Callable[[], Desk], str]] = {
    "well": (lambda: Desk(all_well(), []), ""),
    "one": (lambda: Desk(all_well(), alerts("critical")), ""),
    "five": (lambda: Desk(all_well(), alerts(*FIVE)), ""),
    "eleven": (lambda: Desk(all_well(), alerts(*ELEVEN)), ""),
    "thousand": (lambda: Desk(all_well(), alerts(*["medium", "high", "low", "critical"] * 250)), ""),
    "database-down": (lambda: Desk(database_down(), _down()), ""),
    "silenced": (lambda: Desk(some_silenced(), []), ""),
    "alert": (_connections, "#alert=alert_c"),
    "insights": (lambda: Desk(all_well(), [], insights=busy()), "#page=insights"),
    "insights-young": (lambda: Desk(all_well(), [], insights=young()), "#page=insights"),
    "board": (lambda: BoardDesk(all_well(), alerts("high")), "#board=developer&compare=week"),
    "board-costs": (lambda: BoardDesk(all_well(), []), "#board=costs"),
    "board-service": (lambda: BoardDesk(all_well(), []), "#board=service-supabase&span=90d"),
    "alert-read": (lambda: Desk(all_well(), alerts("critical!"), scope="read"), "#alert=alert_0"),
}


def _down() -> list:  # type: ignore[type-arg]
    return [
        make_alert(
            rule="unreachable", message="Database unreachable: it refuses connections", severity=Severity.CRITICAL
        )
    ]


def main(folder: Path) -> None:
    """Each state on desktop and phone, by day and by night."""
    folder.mkdir(parents=True, exist_ok=True)
    only = sys.argv[2:]
    with chromium() as browser:
        for name, (make, fragment) in STATES.items():
            if only and name not in only:
                continue
            for screen, size in (("desktop", DESKTOP), ("phone", PHONE)):
                for colours in ("light", "dark"):
                    desk = make()
                    page = desk.open(browser, fragment, viewport=size, color_scheme=colours)
                    page.wait_for_selector("script[src*=uplot]", state="attached")
                    page.wait_for_timeout(300)
                    page.screenshot(
                        path=folder / f"{name}-{screen}-{colours}.png", full_page=name.startswith(("alert", "insights"))
                    )
                    print(name, screen, colours, desk.failures)
                    page.context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
