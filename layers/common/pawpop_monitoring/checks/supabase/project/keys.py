"""Supabase's keys: the older ones are JWTs, the newer ones are opaque."""

import base64
from dataclasses import dataclass

_OPAQUE = "sb_"
_PUBLISHABLE = "sb_publishable_"

USER_AGENT = "pawpop-monitoring"
"""Said with every call: the gateway refuses a secret key that a browser seems to send."""


@dataclass(frozen=True, slots=True)
class ProjectKeys:
    """`api` is for the project's services, `management` for the Management API. Empty means not given."""

    api: str = ""
    management: str = ""

    @property
    def may_read_metrics(self) -> bool:
        """True unless it is known to be a key for browsers."""
        return bool(self.api) and not self.api.startswith(_PUBLISHABLE)

    def for_project(self) -> dict[str, str]:
        """Headers for the gateway. An opaque key is no bearer token; a JWT carries its role as one."""
        if not self.api:
            return {}
        bearer = {} if self.api.startswith(_OPAQUE) else {"Authorization": f"Bearer {self.api}"}
        return {"apikey": self.api, **bearer}

    def for_metrics(self) -> dict[str, str]:
        """Headers for the metrics endpoint, the same for both kinds of key."""
        pair = base64.b64encode(f"service_role:{self.api}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}

    def for_management(self) -> dict[str, str]:
        """Headers for the Management API."""
        return {"Authorization": f"Bearer {self.management}"}
