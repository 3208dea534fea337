"""Everything that is known before a deployment changes anything."""

from collections.abc import Mapping
from dataclasses import dataclass

from deploy import answers, interview, live, values
from deploy.errors import DeployError
from deploy.installation import PRESETS, Installation
from deploy.ports import Cloud, Stack
from deploy.questions import REGION
from deploy.stored_secrets import Fate, Held, fates
from deploy.template_text import parsed
from deploy.world import World
from parameter_file import assignments
from parameter_file.errors import ParameterError


@dataclass(frozen=True, slots=True)
class Prepared:
    """`wanted` is what was given, `effective` what will hold: of a secret with a newer value in AWS, that one."""

    cloud: Cloud
    before: Stack | None
    held: Mapping[str, Held]
    wanted: Mapping[str, str]
    effective: Mapping[str, str]
    fates: Mapping[str, Fate]


def prepare(installation: Installation, settings: Mapping[str, str], world: World) -> Prepared:
    """Ask what can't be known, try it, and keep the answers; `settings` were given with this very command."""
    known = _checked(answers.load(installation.answers), world) | _checked(settings, world, values.REFUSED)
    known[REGION] = interview.region(known, world)
    cloud = world.cloud(known[REGION])
    world.prompt.say(f"{installation.stack} in {known[REGION]}, account {cloud.account()}")
    before, held = cloud.stack(), cloud.secrets()
    known = {**_existing(before, held, cloud, installation, world), **known}
    known = interview.answers(known, installation, cloud, world)
    wanted = values.whole({**live.share(cloud.concurrency()), **known}, world.rules)
    decided = fates({name: value for name, value in wanted.items() if world.rules[name].kept_as}, held, settings)
    newer = {name: held[name].value for name, fate in decided.items() if name in held and _stays(fate)}
    if shared := values.shared_tokens({**wanted, **newer}):
        raise DeployError(f"{' and '.join(shared)} have a token in common, which would open nothing: give each its own")
    told = {name: rule.description for name, rule in world.rules.items()}
    answers.keep(installation.answers, {**known, **newer}, told)
    return Prepared(cloud, before, held, wanted, {**wanted, **newer}, decided)


def _stays(fate: Fate) -> bool:
    return fate in {Fate.KEEP, Fate.OUTDATED}


def _checked(given: Mapping[str, str], world: World, refused: Mapping[str, str] | None = None) -> dict[str, str]:
    try:
        assignments.check(given, world.rules, refused or {})
    except ParameterError as error:
        raise DeployError(str(error)) from None
    return dict(given)


def _existing(
    before: Stack | None, held: Mapping[str, Held], cloud: Cloud, installation: Installation, world: World
) -> dict[str, str]:
    """What AWS knows and this checkout may not, as after another's deployment, or of an earlier version."""
    found = {name: each.value for name, each in held.items()}
    if before is None:
        return {**PRESETS.get(installation.name, {}), **found}
    if not installation.answers.exists():
        found |= values.taken_over(before.parameters, parsed(before.template), world.rules)
    return {**cloud.earlier_secrets(before), **found}
