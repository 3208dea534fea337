"""Who may press: whoever is in the workspace, or those alone who are named."""

import re
from dataclasses import dataclass

from pawpop_monitoring.domain.errors import ConfigurationError

_TEAM = re.compile(r"[TE][A-Z0-9]{2,20}")
_USER = re.compile(r"[UW][A-Z0-9]{2,20}")


@dataclass(frozen=True, slots=True)
class Permits:
    """Ids of workspaces and of people; none named is all that Slack lets in."""

    teams: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()

    def let(self, team: str, user: str) -> bool:
        """True if that person may act."""
        return (not self.teams or team in self.teams) and (not self.users or user in self.users)


def permits_of(text: str) -> Permits:
    """Ids apart by commas or spaces: `T…` of workspaces, `U…` of people; ConfigurationError names what is neither."""
    words = [word for word in re.split(r"[\s,;]+", text) if word]
    teams = frozenset(word for word in words if _TEAM.fullmatch(word))
    users = frozenset(word for word in words if _USER.fullmatch(word))
    wrong = [word[:40] for word in words if word not in teams | users]
    if wrong:
        raise ConfigurationError(
            f"SLACK_ALLOWED: {', '.join(map(repr, wrong))}. Write ids: T… of the workspace, U… of people."
        )
    return Permits(teams, users)
