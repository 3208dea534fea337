"""`make deploy`, from the first question to the last line."""

import stat

import pytest

from deploy import answers
from deploy.errors import DeployError
from deploy.ports import Domains, KeptQueue, Stack
from deploy.stored_secrets import Held
from tests.fakes.deploy import FakePrompt
from tests.unit.deploy.conftest import URL, Desk


def test_enter_wherever_it_may_be_ends_with_the_test_mail(first: Desk) -> None:
    first.deploy()
    assert first.happened == [
        f"migrated {URL}",
        "deployed",
        "ran CheckStripeFunction",
        "ran CheckSystemFunction",
        "raised low {'test': True}",
        "resolve a",
    ]
    assert "https://api.example/prod/dashboard" in first.prompt.text()


def test_only_what_can_not_be_known_is_asked(first: Desk) -> None:
    """`sam deploy --guided` asked 49 questions, and one for a secret for ever (aws.md 2)."""
    first.deploy()
    asked = [question.split(":")[0].split(" (")[0] for question in first.prompt.asked]
    assert len(asked) == 15
    assert asked[:3] == ["AWS region, for example eu-central-1 [eu-central-1]", "Database", "Resend"]
    assert asked[-1] == "Go on?"


def test_what_a_person_could_not_choose_better_is_made(first: Desk) -> None:
    first.deploy()
    tokens = {first.cloud.held[name].value for name in ("ApiAdminToken", "ApiReadToken", "ApiTrackToken", "LinkKey")}
    assert len(tokens) == 4
    assert all(len(token) > 40 for token in tokens)
    assert first.cloud.deployed["AlarmEmail"] == "pawpopart@gmail.com"


def test_answers_are_kept_for_their_owner_alone(first: Desk) -> None:
    first.deploy()
    file = first.installation.answers
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert answers.load(file)["DatabaseUrl"] == URL
    assert "# Resend API key with sending access" in file.read_text()


def test_the_second_time_nothing_is_asked_but_whether_to_go_on(running: Desk) -> None:
    running.deploy()
    assert running.prompt.asked == ["Go on?"]
    assert "secret" not in running.prompt.text()


def test_a_token_is_no_other_one_s_too(running: Desk) -> None:
    shared = running.cloud.held["ApiAdminToken"].value
    with pytest.raises(DeployError, match="ApiAdminToken and ApiTrackToken have a token in common") as refused:
        running.deploy(ApiTrackToken=f"another-token-0123,{shared}")
    assert shared not in str(refused.value)


def test_one_value_is_changed(running: Desk) -> None:
    """Nowhere was said how to change a threshold (newcomer.md F11)."""
    running.deploy(FalDailyCostLimit="80")
    assert "~ FalDailyCostLimit: 50 -> 80" in running.prompt.text()
    assert running.cloud.deployed["FalDailyCostLimit"] == "80"
    assert not any(each.startswith("raised") for each in running.happened)
    running.deploy()
    assert running.cloud.deployed["FalDailyCostLimit"] == "80"


def test_a_file_that_was_edited_counts(running: Desk) -> None:
    file = running.installation.answers
    file.write_text(file.read_text() + "CheckInterval=rate(1 minute)\n")
    running.deploy()
    assert running.cloud.deployed["CheckInterval"] == "rate(1 minute)"


def test_a_change_of_the_mails_is_proved_by_one(running: Desk) -> None:
    running.deploy(AlertRecipients="owner@example.com")
    assert "raised low {'test': True}" in running.happened


def test_nobody_there_and_everything_missing_is_named_at_once(desk: Desk) -> None:
    desk.prompt.present = False
    desk.suggested = {}
    with pytest.raises(DeployError, match="Region="):
        desk.deploy()
    desk.suggested = {"Region": "eu-central-1"}
    with pytest.raises(DeployError, match=r"(?s)DatabaseUrl=.*ResendApiKey=.*AlertRecipients="):
        desk.deploy()


def test_nobody_there_and_everything_answered_goes_on(desk: Desk) -> None:
    desk.prompt.present = False
    desk.deploy(DatabaseUrl=URL, ResendApiKey="re_key", AlertRecipients="owner@example.com")
    assert "deployed" in desk.happened
    assert desk.cloud.deployed["AlarmEmail"] == "owner@example.com"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"FalDailyCostLimt": "80"}, "Did you mean FalDailyCostLimit"),
        ({"FalDailyCostLimit": "-5"}, "0.01 or more"),
        ({"AlertRecipients": "owner@example.com, nobody"}, "email addresses"),
        ({"SecretsRevision": "3"}, "counts what is written"),
        ({"Region": "us-east-1"}, "stays where it is"),
    ],
)
def test_a_wrong_setting_is_refused_before_anything_else(desk: Desk, setting: dict[str, str], said: str) -> None:
    with pytest.raises(DeployError, match=said):
        desk.deploy(**setting)
    assert desk.prompt.asked == []


def test_a_refused_login_is_said_and_asked_again(first: Desk) -> None:
    first.postgres.refusals["postgresql://wrong"] = "The database refuses the login."
    first.prompt.answers["Database"] = ["postgresql://wrong", URL]
    first.deploy()
    assert "! DatabaseUrl: The database refuses the login." in first.prompt.text()
    assert first.cloud.held["DatabaseUrl"].value == URL


def test_a_refused_login_with_nobody_there_changes_nothing(desk: Desk) -> None:
    desk.prompt.present = False
    desk.postgres.refusals[URL] = "The database refuses the login."
    with pytest.raises(DeployError, match="Nothing was changed"):
        desk.deploy(DatabaseUrl=URL, ResendApiKey="re_key")
    assert desk.happened == []


def test_an_address_that_lambda_can_not_reach_is_refused(desk: Desk) -> None:
    desk.prompt.present = False
    with pytest.raises(DeployError):
        desk.deploy(
            DatabaseUrl="postgresql://p:x@db.abcdefghijklmnopqrst.supabase.co:5432/postgres", ResendApiKey="re_k"
        )
    assert "IPv6" in desk.prompt.text()


def test_a_domain_that_is_not_verified_is_said_with_those_that_are(first: Desk) -> None:
    first.resend.known["re_key"] = Domains(verified=frozenset({"shop.example"}))
    first.prompt.answers["Sender"] = ["Shop <monitoring@shop.example>"]
    first.deploy()
    assert "verified there: shop.example" in first.prompt.text()
    assert first.cloud.deployed["AlertSender"] == "Shop <monitoring@shop.example>"


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (Domains(), "may only send"),
        (Domains(unknown="ConnectTimeout"), "could not be asked"),
    ],
)
def test_what_can_not_be_known_of_a_key_stops_nobody(first: Desk, known: Domains, said: str) -> None:
    first.resend.known["re_key"] = known
    first.deploy()
    assert said in first.prompt.text()
    assert "deployed" in first.happened


def test_a_new_account_is_told_of_its_ten_functions(first: Desk) -> None:
    first.cloud.functions_at_once = 10
    first.deploy()
    assert "request-service-quota-increase" in first.prompt.text()


@pytest.mark.parametrize(
    ("sender", "anybody", "told"), [("", False, 0), ("m@a.example", False, 1), ("m@a.example", None, 0)]
)
def test_a_second_provider_that_reaches_nobody_is_told_before_it_is_needed(
    first: Desk, sender: str, anybody: bool | None, told: int
) -> None:
    first.cloud.mails_anybody = anybody
    first.deploy(SesFallbackSender=sender)
    assert first.prompt.text().count("Ask for production access") == told


def test_after_a_failure_it_goes_on_from_there(first: Desk) -> None:
    first.cloud.failures = ["AlertQueue: no permission"]
    with pytest.raises(DeployError, match="no permission"):
        first.deploy()
    token = first.cloud.held["ApiAdminToken"].value
    first.prompt = FakePrompt()
    first.deploy()
    assert first.prompt.asked == ["Go on?"]
    assert first.happened.count(f"migrated {URL}") == 1
    assert first.cloud.held["ApiAdminToken"].value == token


def test_no_is_taken_for_an_answer(first: Desk) -> None:
    first.prompt.answers["Go on?"] = ["n"]
    with pytest.raises(DeployError, match="Nothing was changed"):
        first.deploy()
    assert first.happened == []


def test_what_would_be_lost_is_marked_and_not_done_unasked(running: Desk) -> None:
    running.template = "Resources: {}"
    running.prompt.present = False
    with pytest.raises(DeployError, match="YES=1"):
        running.deploy()
    assert "! AlertQueue (AWS::SQS::Queue), with what is in it" in running.prompt.text()
    running.prompt = FakePrompt()
    with pytest.raises(DeployError, match="Nothing was changed"):
        running.deploy()
    running.prompt = FakePrompt({"Go on?": ["y"]})
    running.deploy()


def test_a_token_that_was_rotated_in_aws_stays_and_reaches_the_file(running: Desk) -> None:
    old = running.cloud.held["ApiReadToken"].value
    running.cloud.held["ApiReadToken"] = Held("rotated-by-hand-0123", frozenset({old, "rotated-by-hand-0123"}))
    running.deploy()
    assert "newer value, which stays" in running.prompt.text()
    assert running.cloud.held["ApiReadToken"].value == "rotated-by-hand-0123"
    assert answers.load(running.installation.answers)["ApiReadToken"] == "rotated-by-hand-0123"


def test_a_key_is_taken_away_only_in_so_many_words(running: Desk) -> None:
    running.deploy(StripeApiKey="rk_live_1")
    file = running.installation.answers
    file.write_text(file.read_text().replace("StripeApiKey=rk_live_1", "StripeApiKey="))
    running.deploy()
    assert running.cloud.held["StripeApiKey"].value == "rk_live_1"
    running.deploy(StripeApiKey="")
    assert "StripeApiKey" not in running.cloud.held


def test_a_key_that_was_put_into_aws_by_hand_is_not_said_to_be_missing(running: Desk) -> None:
    running.cloud.held["FalApiKey"] = Held("put-by-hand")
    running.deploy()
    assert "fal.ai itself is not probed" not in running.prompt.text()
    assert answers.load(running.installation.answers)["FalApiKey"] == "put-by-hand"


def test_another_checkout_takes_over_what_is_there(running: Desk) -> None:
    running.deploy(FalDailyCostLimit="80")
    token = running.cloud.held["ApiAdminToken"].value
    running.installation.answers.unlink()
    running.prompt = FakePrompt()
    running.deploy()
    assert running.cloud.deployed["FalDailyCostLimit"] == "80"
    assert running.cloud.held["ApiAdminToken"].value == token
    assert not any(question.startswith("Database") for question in running.prompt.asked)


def test_an_installation_of_the_version_before_keeps_its_secrets(first: Desk) -> None:
    first.cloud.present = Stack("UPDATE_COMPLETE", {"FalDailyCostLimit": "70", "DatabaseUrl": "****"}, template="")
    first.cloud.earlier = {"DatabaseUrl": URL, "ApiAdminToken": "an-old-admin-token"}
    first.deploy()
    assert first.cloud.held["ApiAdminToken"].value == "an-old-admin-token"
    assert first.cloud.deployed["FalDailyCostLimit"] == "70"


def test_a_key_of_supabase_brings_the_project_with_it(first: Desk) -> None:
    first.prompt.answers["Supabase: secret key"] = ["sb_secret_x"]
    first.deploy()
    assert first.cloud.deployed["SupabaseProjectUrl"] == "https://abcdefghijklmnopqrst.supabase.co"
    assert first.cloud.deployed["SupabaseProjectRef"] == "abcdefghijklmnopqrst"


def test_a_second_installation_has_names_and_defaults_of_its_own(first: Desk) -> None:
    first.name = "dev"
    first.deploy()
    assert (first.installation.stack, first.installation.answers.name) == ("pawpop-monitoring-dev", "dev.env")
    assert first.cloud.deployed["CheckInterval"] == "rate(15 minutes)"
    assert "make deploy ENV=dev SET='FalDailyCostLimit=80'" in first.prompt.text()


def test_what_is_off_is_said_with_its_command(first: Desk) -> None:
    first.deploy()
    assert "StripeApiKey          Stripe's API is not asked" in first.prompt.text()
    assert "make deploy SET='Name=value'" in first.prompt.text()


def test_what_waited_in_queues_is_brought_back(running: Desk) -> None:
    running.cloud.left = [KeptQueue("AlertQueue", "https://queue", 3)]
    running.deploy()
    assert "3 messages" in running.prompt.text()


@pytest.mark.parametrize(
    ("outcomes", "fine"), [([None, None, "accepted"], True), (["rejected"], False), ([None], False)]
)
def test_a_mail_that_does_not_go_out_is_no_success(first: Desk, outcomes: list[str | None], fine: bool) -> None:
    first.api.outcomes = outcomes
    if fine:
        first.deploy()
    else:
        with pytest.raises(DeployError, match="test mail has not gone out"):
            first.deploy()
    assert first.happened[-1] == "resolve a"
