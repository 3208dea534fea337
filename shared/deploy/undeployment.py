"""`make undeploy`: takes an installation down, says what is lost by it, and keeps what waits."""

from collections.abc import Sequence

from deploy import answers, interview
from deploy.errors import DeployError, NobodyThereError
from deploy.installation import Installation
from deploy.ports import KeptQueue
from deploy.questions import REGION
from deploy.world import World
from local_stack.progress import step

_LOST = """{stack} in {region}, account {account}, is taken down. Lost with it:
  - its address: webhooks of Stripe and Resend, and links in mails, lead nowhere; another deployment has another one
  - its logs, its metrics' alarms, and what it keeps beside the database (who was told what, bounced addresses)
  - its secrets in Parameter Store; {answers} keeps their values
Kept:
  - all tables of the database, with the history of every alert
  - queues in which something waits; the next '{command}' brings it back"""


def undeploy(installation: Installation, world: World) -> None:
    """Delete the stack and its secrets once a person has agreed; DeployError if there is none, or nobody to agree."""
    known = answers.load(installation.answers)
    region = interview.region(known, world)
    cloud = world.cloud(region)
    account = cloud.account()
    if cloud.stack() is None:
        raise DeployError(f"There is no stack {installation.stack} in {region}, account {account}.")
    told = {"stack": installation.stack, "region": region, "account": account, "command": installation.command()}
    world.prompt.say(_LOST.format(**told, answers=installation.answers.relative_to(installation.root)))
    _agree(installation, world)
    held = {name: each.value for name, each in cloud.secrets().items()}
    words = {name: rule.description for name, rule in world.rules.items()}
    answers.keep(installation.answers, {REGION: region, **held}, words)
    with step("Deleting the stack"):
        cloud.delete()
    cloud.remove_secrets()
    queues = cloud.kept_queues(None)
    for queue in queues:
        if not queue.messages:
            cloud.delete_queue(queue)
    world.prompt.say("\n".join(_waiting(queues)))


def _agree(installation: Installation, world: World) -> None:
    try:
        agreed = world.prompt.confirm(f"Delete {installation.stack}?", usual=False)
    except NobodyThereError:
        raise DeployError("Nothing was deleted: nobody is there to agree. YES=1 says that it may be.") from None
    if not agreed:
        raise DeployError("Nothing was deleted.")


def _waiting(queues: Sequence[KeptQueue]) -> list[str]:
    full = [queue for queue in queues if queue.messages]
    if not full:
        return ["Nothing waited in its queues."]
    return ["Still waiting, for 14 days after each was sent:", *(f"  {each.messages} in {each.name}" for each in full)]
