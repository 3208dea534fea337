"""How tests are shared between the workers of `pytest -n 2`: by file, and the deployed stack is one worker's alone."""

from xdist.scheduler import LoadScopeScheduling

_DEPLOYED = "tests/e2e/"
_DAYS = "tests/unit/scenarios/"
"""Played days and years: one of them takes seconds, and none needs another."""


class OneStack(LoadScopeScheduling):  # type: ignore[misc]  # xdist brings no types
    """Files go to whichever worker is free, in the order of collection, which has the long ones first."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file.startswith(_DAYS):
            return nodeid
        return _DEPLOYED if file.startswith(_DEPLOYED) else file
