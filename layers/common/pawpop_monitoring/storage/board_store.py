"""Dashboards that people made, and the deployments that they told of."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from pawpop_monitoring.domain.board import Board, Panel, PanelKind
from pawpop_monitoring.domain.errors import ConflictError
from pawpop_monitoring.storage.connection import Database

MOST_BOARDS = 50

_ALL = "SELECT name, title, range, panels, updated_at, updated_by FROM monitoring_dashboards ORDER BY title, name"
_SAVE = """
INSERT INTO monitoring_dashboards (name, title, range, panels, updated_at, updated_by)
SELECT %(name)s, %(title)s, %(range)s, %(panels)s, %(at)s, %(by)s
WHERE EXISTS (SELECT FROM monitoring_dashboards WHERE name = %(name)s)
  OR (SELECT count(*) FROM monitoring_dashboards) < %(most)s
ON CONFLICT (name) DO UPDATE SET
  title = excluded.title, range = excluded.range, panels = excluded.panels,
  updated_at = excluded.updated_at, updated_by = excluded.updated_by
"""
_REMOVE = "DELETE FROM monitoring_dashboards WHERE name = %s"
_DEPLOYED = """
INSERT INTO monitoring_deployments (id, at, label, told_by) VALUES (%(id)s, %(at)s, %(label)s, %(by)s)
ON CONFLICT (id) DO NOTHING
"""
_KNOWN = "SELECT at, label FROM monitoring_deployments WHERE id = %s"
_DROP_OLD = "DELETE FROM monitoring_deployments WHERE at < %s"


@dataclass(frozen=True, slots=True)
class KeptBoard:
    """A dashboard, and who changed it when."""

    board: Board
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class BoardStore:
    """Raises StoreUnavailableError when the database can't be reached or written."""

    database: Database

    def all(self) -> Sequence[KeptBoard]:
        """By title."""
        with self.database.transaction() as cursor:
            return [KeptBoard(_board_of(row), row["updated_at"], row["updated_by"]) for row in cursor.execute(_ALL)]

    def save(self, board: Board, by: str, now: datetime) -> None:
        """Keep it, in place of one of that name; ConflictError if there are too many."""
        values = {
            "name": board.name,
            "title": board.title,
            "range": board.range,
            "panels": Jsonb([asdict(panel) for panel in board.panels]),
            "at": now,
            "by": by,
            "most": MOST_BOARDS,
        }
        with self.database.transaction() as cursor:
            if cursor.execute(_SAVE, values).rowcount == 0:
                raise ConflictError(f"There are {MOST_BOARDS} dashboards already; remove one first.")

    def remove(self, name: str) -> bool:
        """Forget it; False if there was none."""
        with self.database.transaction() as cursor:
            return cursor.execute(_REMOVE, [name]).rowcount > 0

    def deployed(
        self, deployment: str, label: str, by: str, at: datetime, forget_before: datetime
    ) -> tuple[datetime, str]:
        """Remember a deployment; one that was told before under that id changes nothing.

        Its moment and label, as they are kept, are the answer.
        """
        with self.database.transaction() as cursor:
            cursor.execute(_DROP_OLD, [forget_before])
            cursor.execute(_DEPLOYED, {"id": deployment, "at": at, "label": label, "by": by})
            kept = cursor.execute(_KNOWN, [deployment]).fetchone()
            return (kept["at"], kept["label"]) if kept else (at, label)


def _board_of(row: Mapping[str, Any]) -> Board:
    panels = tuple(Panel(**each | {"kind": PanelKind(each["kind"])}) for each in row["panels"])
    return Board(name=row["name"], title=row["title"], range=row["range"], panels=panels)
