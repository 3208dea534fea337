"""An installation in an account of nobody."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from deploy import deployment, undeployment
from deploy.asking import REGION_RULE
from deploy.installation import Installation
from deploy.questions import REGION
from deploy.world import World
from parameter_file.declared import declared
from tests.fakes.deploy import FakeApi, FakeCloud, FakePostgres, FakePrompt, FakeResend, build_of
from tests.unit.template.document import FILE

RULES = {REGION: REGION_RULE, **declared(FILE)}
URL = "postgresql://pawpop_monitor.abcdefghijklmnopqrst:secret@aws-0-eu-central-1.pooler.supabase.com:6543/postgres"


@dataclass
class Desk:
    """A person before a checkout; `happened` is what was done, in order."""

    root: Path
    happened: list[str] = field(default_factory=list)
    prompt: FakePrompt = field(default_factory=FakePrompt)
    resend: FakeResend = field(default_factory=FakeResend)
    template: str = "Resources: {AlertQueue: {Type: AWS::SQS::Queue}}"
    name: str = "prod"

    def __post_init__(self) -> None:
        self.cloud = FakeCloud(RULES, self.happened)
        self.postgres = FakePostgres(self.happened)
        self.api = FakeApi(self.happened)
        self.suggested = {
            REGION: "eu-central-1",
            **{n: RULES[n].default or "" for n in ("AlertRecipients", "EscalationRecipients")},
        }

    @property
    def installation(self) -> Installation:
        return Installation(self.name, self.root)

    def world(self) -> World:
        return World(
            prompt=self.prompt,
            cloud=lambda _region: self.cloud,
            resend=self.resend,
            postgres=self.postgres,
            build=build_of(self.root, self.template),
            api=lambda _url, _token: self.api,
            rules=RULES,
            suggested=self.suggested,
            pause=lambda _seconds: None,
        )

    def deploy(self, **settings: str) -> None:
        deployment.deploy(self.installation, settings, self.world())

    def undeploy(self) -> None:
        undeployment.undeploy(self.installation, self.world())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def first(desk: Desk) -> Desk:
    """Somebody who has an address and a key, and presses Enter wherever it may be."""
    desk.prompt.answers = {"Database": [URL], "Resend: API key": ["re_key"]}
    return desk


@pytest.fixture
def running(first: Desk) -> Desk:
    """An installation that was deployed once."""
    first.deploy()
    first.happened.clear()
    first.prompt = FakePrompt()
    return first
