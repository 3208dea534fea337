"""What to do when a migration fails, from what dbmate says of it."""

import re

from pawpop_monitoring.storage.refused_connections import refusal_of

_STEP_1 = "shared/postgres_role/role.sql makes a role that may do it."

# The first that is found counts. A pooler in transaction mode gives each statement to whichever session is free.
_WORDS = {
    r"prepared statement|bind message (supplies|has)": (
        "The URL leads through a transaction pooler, which mixes the sessions that a migration needs."
        " Use the session pooler (port 5432 instead of 6543) or the direct connection."
    ),
    r"views of yours": "A view of yours uses what the migration changes; its name stands above. Nothing was changed.",
    r"must be owner of": f"It belongs to another role, which has to hand it over (ALTER ... OWNER TO). {_STEP_1}",
    r"permission denied for schema": f"The role may not create tables in the schema public. {_STEP_1}",
    r"read-only transaction": "The database is read-only; see whether its disk is full, or whether it is a standby.",
}
_OTHERWISE = "A migration failed and was rolled back. Correct it and run 'make migrate' again."


def words_for(log: str) -> str:
    """A sentence or two for the end of dbmate's output."""
    known = next((words for pattern, words in _WORDS.items() if re.search(pattern, log)), None)
    return known or refusal_of(log) or _OTHERWISE
