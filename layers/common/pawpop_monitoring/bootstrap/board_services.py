"""Wiring of manage_dashboards."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pawpop_monitoring.bootstrap.clients import load_settings
from pawpop_monitoring.bootstrap.dashboard_services import DashboardSettings, loaded_gauges
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads, standby_reads
from pawpop_monitoring.domain.board import Board, service_board
from pawpop_monitoring.domain.board_file import BoardFileError, board_of, text_of
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.errors import NotFoundError
from pawpop_monitoring.http.gauges import Gauges
from pawpop_monitoring.settings import ServiceNames, watched_services
from pawpop_monitoring.storage.board_store import BoardStore
from pawpop_monitoring.storage.connection import Database

_logger = logging.getLogger(__name__)


class BoardSettings(DashboardSettings):
    """Environment of manage_dashboards."""

    additional_services: ServiceNames = ()


@dataclass(frozen=True, slots=True)
class Shipped:
    """The dashboards of files by name, and what is wrong with files that can't be used."""

    boards: Mapping[str, Board]
    problems: Sequence[str]

    @classmethod
    def load(cls, folder: Path, services: Sequence[str]) -> "Shipped":
        """One wrong file costs itself alone."""
        boards, problems = {}, []
        for file in sorted(folder.glob("*.toml")):
            try:
                boards[file.stem] = board_of(file.stem, text_of(file.stem, file.read_bytes()), services)
            except BoardFileError as error:
                _logger.warning("a dashboard can't be used: %s", error)
                problems += str(error).split("\n")
        return cls(boards, problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardServices:
    """`services` are the names that panels may use."""

    shipped: Shipped
    kept: BoardStore
    database: Database
    standby: StandbyReads
    gauges: Gauges
    services: Sequence[str]
    zone: ZoneInfo
    check_interval: timedelta
    clock: Clock

    def of_services(self) -> Mapping[str, Board]:
        """A page for each service."""
        return {board.name: board for board in map(service_board, self.services)}

    def given(self, name: str) -> tuple[Board, str]:
        """The one that nobody made, with its origin; NotFoundError if there is none."""
        if board := self.shipped.boards.get(name):
            return board, "shipped"
        if board := self.of_services().get(name):
            return board, "service"
        raise NotFoundError("There is no such dashboard")


def board_services(folder: Path) -> BoardServices:
    """The services of this Lambda environment; dashboards that are shipped lie in `folder`."""
    settings = load_settings(BoardSettings)
    services = tuple(dict.fromkeys((*watched_services(settings.services_off), *settings.additional_services)))
    shared = database(settings.database_secret_id)
    return BoardServices(
        shipped=Shipped.load(folder, services),
        kept=BoardStore(shared),
        database=shared,
        standby=standby_reads(alerts=settings.standby_table, silences=settings.standby_table),
        gauges=loaded_gauges(),
        services=services,
        zone=settings.display_time_zone,
        check_interval=settings.check_interval,
        clock=system_clock,
    )
