"""`make deploy`, step by step; each looks at what is there, so that it may be run again at any time."""

from collections.abc import Mapping
from pathlib import Path

from deploy import outcome, plan
from deploy.environment_size import refuse_overfull
from deploy.errors import DeployError, NobodyThereError
from deploy.first_look import first_checks, send_test_mail
from deploy.installation import Installation
from deploy.ports import Stack
from deploy.preparation import Prepared, prepare
from deploy.template_text import parsed
from deploy.world import World
from local_stack.progress import step

_OF_MAILS = frozenset(
    {"ResendApiKey", "ResendBaseUrl", "AlertSender", "AlertRecipients", "EscalationRecipients", "SesFallbackSender"}
)


def deploy(installation: Installation, settings: Mapping[str, str], world: World) -> None:
    """Bring an installation to this checkout; `settings` were given with this very command. DeployError if it fails."""
    prepared = prepare(installation, settings, world)
    with step(f"Building for {prepared.wanted['Architecture']}"):
        build = world.build(prepared.wanted["Architecture"])
    planned = _planned(prepared, build, world)
    refuse_overfull(planned.template, planned.parameters)
    _agree(planned, world)
    if planned.migrations:
        with step("Migrating the database"):
            world.postgres.migrate(prepared.effective["DatabaseUrl"])
    with step("Deploying"):
        stack = prepared.cloud.deploy(prepared.wanted, settings, build)
    _bring_back(prepared, stack, world)
    _prove(prepared, stack, world, mail=prepared.before is None or not settings or bool(_OF_MAILS & settings.keys()))
    world.prompt.say("\n".join(outcome.lines_of(installation, prepared.effective, stack.outputs["ApiUrl"])))


def _planned(prepared: Prepared, build: Path, world: World) -> plan.Planned:
    return plan.Planned(
        before=prepared.before,
        earlier=parsed(prepared.before.template) if prepared.before else {},
        template=parsed(prepared.cloud.template(build).read_text()),
        parameters={name: value for name, value in prepared.wanted.items() if not world.rules[name].kept_as},
        fates=prepared.fates,
        held=frozenset(prepared.held),
        migrations=world.postgres.pending(prepared.effective["DatabaseUrl"]),
    )


def _agree(planned: plan.Planned, world: World) -> None:
    """Show the plan and ask; where nobody is there, go on unless something would be lost."""
    world.prompt.say("\n".join(["", "The plan:", *(f"  {line}" for line in plan.lines_of(planned)), ""]))
    loses = plan.loses(planned)
    try:
        agreed = world.prompt.confirm("Go on?", usual=not loses)
    except NobodyThereError:
        agreed = not loses
        if loses:
            raise DeployError(
                "Nothing was changed: what is marked with ! would be lost. YES=1 says that it may."
            ) from None
    if not agreed:
        raise DeployError("Nothing was changed.")


def _bring_back(prepared: Prepared, stack: Stack, world: World) -> None:
    queues = prepared.cloud.kept_queues(stack)
    if queues:
        with step("Bringing back what waited when the last stack was taken down"):
            moved = prepared.cloud.bring_back(stack, queues)
        world.prompt.say(f"  {moved} messages")


def _prove(prepared: Prepared, stack: Stack, world: World, *, mail: bool) -> None:
    with step("First round of checks"):
        seen = first_checks(prepared.cloud, stack)
    world.prompt.say("\n".join(f"  {line}" for line in seen))
    recipients = prepared.wanted["AlertRecipients"]
    if mail and recipients:
        with step(f"Test mail to {recipients}"):
            token = prepared.effective["ApiAdminToken"].split(",")[0]
            send_test_mail(world.api(stack.outputs["ApiUrl"], token), world.pause)
