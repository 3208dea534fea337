"""From what is known to values that work: asks what is missing, and again what somebody else refuses."""

from collections.abc import Collection, Mapping

from deploy.asking import complete
from deploy.errors import DeployError
from deploy.installation import Installation
from deploy.ports import Cloud
from deploy.preflight import look
from deploy.questions import QUESTIONS, REGION, Question
from deploy.values import derived, made, whole
from deploy.world import World

_FURTHER = (Question("AlertSender", "Sender of the mails, Name <address>, in a domain that is verified at Resend"),)


def region(known: Mapping[str, str], world: World) -> str:
    """Where the stack is, or shall be."""
    asked = [question for question in QUESTIONS if question.parameter == REGION]
    return {**known, **complete(known, asked, world.rules, world.suggested, world.prompt)}[REGION]


def answers(known: Mapping[str, str], installation: Installation, cloud: Cloud, world: World) -> dict[str, str]:
    """What is known in the end, `known` included; DeployError if it is refused and nobody is there to ask."""
    found = dict(known)
    while True:
        found |= complete(found, QUESTIONS, world.rules, world.suggested, world.prompt)
        found |= {name: value for name, value in world.suggested.items() if name not in found}
        found |= derived(found) | made(found)
        findings = look(whole(found, world.rules), installation, cloud, world.resend, world.postgres)
        for finding in findings:
            world.prompt.say(f"{'!' if finding.parameter else '-'} {finding.text}")
        refused = {finding.parameter for finding in findings if finding.parameter}
        if not refused:
            return found
        found |= _again(refused, found, world)


def _again(refused: Collection[str], found: Mapping[str, str], world: World) -> dict[str, str]:
    questions = [question for question in (*QUESTIONS, *_FURTHER) if question.parameter in refused]
    left = {name: value for name, value in found.items() if name not in refused}
    try:
        return complete(left, questions, world.rules, {}, world.prompt)
    except DeployError:
        raise DeployError("Nothing was changed. Mend what is marked with ! and run this again.") from None
