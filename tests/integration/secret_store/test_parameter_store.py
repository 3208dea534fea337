"""Parameter Store as functions read it, both ways, and as a deployment writes it; over moto."""

import json
from collections.abc import Iterator
from threading import Lock
from typing import Any

import pytest
from botocore.exceptions import ClientError

from deploy.parameter_store import ParameterStore
from deploy.stored_secrets import Fate
from local_stack import emulator
from local_stack.paths import Paths
from pawpop_monitoring.aws.lean_clients import cached_secret
from pawpop_monitoring.aws.secret import KeptSecrets
from pawpop_monitoring.bootstrap import secret_source
from pawpop_monitoring.domain.errors import SecretMissingError, SecretUnavailableError

pytestmark = [
    pytest.mark.integration,
    # A function keeps its connections to AWS for as long as its environment lives.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]
NAMES = {"FalApiKey": "fal/api", "FalAdminKey": "fal/admin", "DatabaseUrl": "database-url"}
FAL = "/pawpop/shop/fal/api,/pawpop/shop/fal/admin"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    paths = Paths(tmp_path_factory.mktemp("emulator"))
    paths.create()
    yield emulator.url(emulator.start(paths))
    emulator.stop(paths)


@pytest.fixture
def ssm(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name, value in {
        **emulator.CREDENTIALS,
        "AWS_REGION": emulator.REGION,
        "AWS_DEFAULT_REGION": emulator.REGION,
        "AWS_ENDPOINT_URL": endpoint,
    }.items():
        monkeypatch.setenv(name, value)
    client = emulator.client("ssm", endpoint)
    for stack in ("shop", "shop-dev"):
        ParameterStore(client, stack, NAMES).remove_all()
    return client


@pytest.fixture(params=["powertools", "lean"])
def read(request: pytest.FixtureRequest, ssm: Any) -> Any:
    if request.param == "lean":
        return lambda secret_id: cached_secret(secret_id)()
    return KeptSecrets(secret_source.ParameterStore(Lock())).get


def test_one_and_several_parameters_are_read_as_their_readers_want_them(read: Any, ssm: Any) -> None:
    store = ParameterStore(ssm, "shop", NAMES)
    store.keep({"FalAdminKey": "id:a", "DatabaseUrl": "postgresql://h/d"})
    assert read("/pawpop/shop/database-url") == "postgresql://h/d"
    assert json.loads(read(FAL)) == {"admin": "id:a"}
    store.keep({"FalApiKey": "id:b"})
    assert json.loads(read(f"{FAL},/pawpop/shop/database-url")) == {
        "api": "id:b",
        "admin": "id:a",
        "database-url": "postgresql://h/d",
    }


def test_what_is_not_set_is_told_as_that(read: Any) -> None:
    with pytest.raises(SecretMissingError):
        read("/pawpop/shop/database-url")
    assert json.loads(read(FAL)) == {}


@pytest.mark.parametrize("lean", [True, False])
@pytest.mark.usefixtures("ssm")
def test_a_store_that_is_away_is_said_to_be_away(lean: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(SecretUnavailableError) as raised:
        cached_secret(FAL)() if lean else secret_source.ParameterStore(Lock()).read(FAL)
    assert raised.value.store_away
    assert not isinstance(raised.value, SecretMissingError)


@pytest.mark.parametrize(("code", "is_away"), [("ThrottlingException", True), ("AccessDeniedException", False)])
def test_a_store_in_trouble_is_told_from_a_secret_that_it_keeps(
    code: str, is_away: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise ClientError({"Error": {"Code": code}}, "GetParameter")

    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", refuse)
    with pytest.raises(SecretUnavailableError, match=code) as raised:
        secret_source.ParameterStore(Lock()).read("/pawpop/shop/database-url")
    assert raised.value.store_away is is_away


def test_the_values_are_encrypted_and_an_old_one_never_comes_back(ssm: Any) -> None:
    store = ParameterStore(ssm, "shop", NAMES)
    assert store.keep({"DatabaseUrl": "one", "FalApiKey": ""}) == {"DatabaseUrl": Fate.WRITE, "FalApiKey": Fate.KEEP}
    assert ssm.get_parameter(Name="/pawpop/shop/database-url")["Parameter"]["Type"] == "SecureString"
    revision = store.revision()
    ssm.put_parameter(Name="/pawpop/shop/database-url", Value="rotated", Type="SecureString", Overwrite=True)
    assert store.revision() != revision
    assert store.keep({"DatabaseUrl": "one"}) == {"DatabaseUrl": Fate.OUTDATED}
    assert store.held()["DatabaseUrl"].value == "rotated"
    assert store.keep({"DatabaseUrl": "one"}, insisted=["DatabaseUrl"]) == {"DatabaseUrl": Fate.WRITE}
    assert store.keep({"DatabaseUrl": ""}, insisted=["DatabaseUrl"]) == {"DatabaseUrl": Fate.REMOVE}
    assert store.held() == {}


def test_another_stack_is_left_alone(ssm: Any) -> None:
    one, other = ParameterStore(ssm, "shop", NAMES), ParameterStore(ssm, "shop-dev", NAMES)
    one.keep({"DatabaseUrl": "one"})
    other.keep({"DatabaseUrl": "other"})
    one.remove_all()
    assert (one.held(), other.held()["DatabaseUrl"].value) == ({}, "other")
