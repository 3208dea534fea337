"""Dashboards as files: what is wrong is said with its line, and what is shipped is right."""

from pathlib import Path

import pytest

from pawpop_monitoring.bootstrap.board_services import Shipped
from pawpop_monitoring.domain.board import PanelKind, service_board
from pawpop_monitoring.domain.board_file import BoardFileError, board_of
from pawpop_monitoring.domain.metric import metrics_of
from pawpop_monitoring.domain.service import CHECKED_SERVICES

FOLDER = Path(__file__).parents[3] / "functions" / "manage_dashboards" / "templates"
HEAD = 'title = "Mine"\nrange = "7d"\n\n'
PANEL = '[[panels]]\nservice = "stripe"\nmetric = "paymentSuccessRate"\n'


def test_three_are_shipped_and_right() -> None:
    boards = [board_of(file.stem, file.read_text("utf-8"), CHECKED_SERVICES) for file in sorted(FOLDER.glob("*.toml"))]
    assert [board.name for board in boards] == ["costs", "developer", "owner"]


def test_a_panel_is_a_line_of_the_whole_unless_it_says_more() -> None:
    (panel,) = board_of("mine", HEAD + PANEL, CHECKED_SERVICES).panels
    assert (panel.kind, panel.group) == (PanelKind.LINE, "")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (HEAD + PANEL + '\n[[panels]]\nservice = "stripe"\nmetric = "nonsense"\n', 10, "must be a number of stripe"),
        (HEAD + PANEL + '\n[[panels]]\nservice = "shopify"\nmetric = "cost"\n', 9, "must be one of supabase"),
        (HEAD + '[[panels]]\nservice = "fal-ai"\nmetric = "cost"\ngroup = "user"\n', 7, "must be one of endpoint"),
        (HEAD + PANEL + 'group = "endpoint"\n', 7, "must be left out"),
        (HEAD + PANEL + 'kind = "pie"\n', 7, "kind must be one of line, bars, number"),
        (HEAD + PANEL + 'colour = "red"\n', 7, "colour is unknown"),
        (HEAD + '[[panels]]\nservice = "stripe"\n', 4, "metric is missing"),
        (HEAD + '[[panels]]\nservice = "system"\nmetric = "uptime24h"\n', 4, "must be one of service"),
        (HEAD + "[[panels]]\nservice = 7\nmetric = true\n", 5, "service is missing, or no text"),
        ('title = "Mine"\nrange = "1y"\n' + PANEL, 2, "range must be one of 24h, 7d, 30d, 90d"),
        (f'title = "{"x" * 81}"\nrange = "7d"\n{PANEL}', 1, "at most 80 letters"),
        ('title = "Mine"\nrange = "7d"\npanels = [3]\n', 3, "a panel must be a table"),
        ('title = "Mine"\nrange = "7d"\npanels = []\n', 3, "one to 40"),
        (HEAD + PANEL + '[["panels"]]\nservice = "stripe"\nmetric = "nonsense"\n', 9, "must be a number of stripe"),
        (HEAD + PANEL + "  [[ 'panels' ]] # second\nservice = 7\nmetric = 'cost'\n", 8, "service is missing"),
        (HEAD + '[["pan\\u0065ls"]]\nservice = 7\nmetric = "cost"\n', 5, "service is missing"),
        (HEAD + PANEL + 'group = """\n[[panels]]\nkind = 1\n"""\nkind = "pie"\n', 11, "kind must be one of"),
        (HEAD.replace("Mine", "A\u2028B\x85C") + PANEL + 'kind = "pie"\n', 7, "kind must be one of"),
        ((HEAD + PANEL + 'kind = "pie"\n').replace("\n", "\r\n"), 7, "kind must be one of"),
        (HEAD + PANEL + 'title = "Cost"\n[panels.more]\nkind = "pie"\n', 8, "more is unknown"),
        (HEAD + '[[panels]] # one\nservice = "stripe"\n[panels.metric]\nkind = "pie"\n', 6, "metric is missing"),
        (HEAD + '[[panels]]\nservice = "stripe"\n[more]\nmetric = "cost"\n', 4, "metric is missing"),
        (HEAD + "panels = [\n  {}, # one\n\n  {service = 7, metric = 'cost'},\n]\n", 7, "service is missing"),
        (HEAD + 'panels = [{service = "stripe", metric = "cost"}]\n', 4, "must be a number of stripe"),
        ("panels.more = 1\n" + HEAD, 1, "one to 40"),
        ('"ti\u2028tle" = 1\n' + HEAD + PANEL, 1, "ti tle is unknown"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(BoardFileError) as told:
        board_of("mine", text, CHECKED_SERVICES)
    assert f"mine.toml, line {line}: " in str(told.value)
    assert said in str(told.value)


def test_a_file_that_is_no_text_costs_itself_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(HEAD.encode() + b"# \xff")
    (tmp_path / "owner.toml").write_text(HEAD + PANEL)
    shipped = Shipped.load(tmp_path, CHECKED_SERVICES)
    assert list(shipped.boards) == ["owner"]
    assert shipped.problems == ["mine.toml, line 4: is not UTF-8"]


def test_all_that_is_wrong_is_said_at_once_and_no_toml_names_its_line_too() -> None:
    with pytest.raises(BoardFileError) as told:
        board_of(
            "mine", HEAD.replace("7d", "8d") + PANEL.replace("stripe", "x") + PANEL + "kind = 3\n", CHECKED_SERVICES
        )
    assert len(str(told.value).splitlines()) == 3
    with pytest.raises(BoardFileError, match=r"mine\.toml: .*line 2"):
        board_of("mine", 'title = "Mine"\nrange = \n', CHECKED_SERVICES)


@pytest.mark.parametrize("service", CHECKED_SERVICES)
def test_a_service_has_a_page_with_each_of_its_numbers(service: str) -> None:
    board = service_board(service)
    assert {panel.metric for panel in board.panels} == {metric.name for metric in metrics_of(service)}
    assert len(set(board.panels)) == len(board.panels)
