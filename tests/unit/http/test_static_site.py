"""Pages come with the headers that bind a browser, and assets may be kept for as long as they are the same."""

import re
from pathlib import Path

import pytest

from functions.dashboard_page.app import site as dashboard_site
from pawpop_monitoring.http.static_site import StaticSite

STATIC = Path(__file__).parents[3] / "functions" / "dashboard_page" / "static"


@pytest.fixture(scope="module")
def site() -> StaticSite:
    """The dashboard itself."""
    return dashboard_site()


def test_the_page_names_only_its_own_assets(site: StaticSite) -> None:
    addresses = re.findall(r'(?:src|href)="([^"#]+)"', site.html)
    own = [address for address in addresses if address.startswith(f"dashboard/assets/{site.version}/")]
    assert sorted(set(addresses) - set(own)) == ["status"]
    assert {address.rpartition("/")[2] for address in own} <= site.assets.keys()
    assert "{{" not in site.html


def test_nothing_is_written_into_the_page(site: StaticSite) -> None:
    """The policy forbids inline script and style, so there must be none to miss."""
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", site.html)
    policy = site.page()["headers"]["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_no_script_parses_text_as_html() -> None:
    for file in (STATIC / "modules").glob("*.js"):
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", file.read_text())


def test_assets_of_this_version_are_kept_and_others_asked_for_again(site: StaticSite) -> None:
    assert "immutable" in site.asset(site.version, "app.js")["headers"]["Cache-Control"]
    assert site.asset("an-older-one", "app.js")["headers"]["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["../app.py", "index.html", "nothing.js", ""])
def test_nothing_else_is_served(site: StaticSite, name: str) -> None:
    assert site.asset(site.version, name)["statusCode"] == 404


def test_any_change_makes_another_version(site: StaticSite) -> None:
    changed = StaticSite.of("{{assets}}", {**site.assets, "app.js": "// changed"}, base="dashboard")
    assert changed.version != site.version
    assert changed.html == f"dashboard/assets/{changed.version}"


def test_the_chart_library_comes_with_its_licence() -> None:
    assert "MIT" in (STATIC / "vendor" / "uplot.LICENSE.txt").read_text()
    assert "uPlot" in (STATIC / "vendor" / "uplot.min.js").read_text()
