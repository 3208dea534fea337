"""What a chapter plays with."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from local_stack import emulator
from local_stack.demo.api import Api
from local_stack.demo.mailbox import Mail, Mailbox
from local_stack.demo.narrator import Narrator
from local_stack.demo.surprise import SurpriseError
from local_stack.postgres import Cluster
from local_stack.stack_file import Stack
from local_stack.time_lapse import let_an_interval_pass
from pawpop_monitoring.alerting.decide.policy import USUAL_INTERVAL, policy_for


@dataclass(frozen=True, slots=True)
class Scene:
    """The running stack, and a narrator. `began` is when the chapter did."""

    stack: Stack
    server: Cluster
    tell: Narrator
    mailbox: Mailbox
    api: Api
    began: datetime

    def check(self, function: str) -> None:
        """Run a check as its schedule would, an interval after the one before, and tell what it saw."""
        let_an_interval_pass(self.stack.database_url)
        client = emulator.client("lambda", self.stack.aws_endpoint_url)
        answer = client.invoke(FunctionName=self.stack.functions[function], Payload=b'{"source": "aws.events"}')
        payload: dict[str, Any] = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            raise SurpriseError(f"{function} crashed: {payload.get('errorMessage', payload)}")
        problems = "; ".join(payload["problems"]) or "no problems"
        self.tell.does(f"{function}: {payload['status']}, {problems}")

    def check_until_over(self, function: str, fingerprint: str) -> None:
        """Run a check as often as its rule wants to see that all is well, before it says so."""
        service, rule, *_ = fingerprint.split(":")
        for _ in range(policy_for(service, rule).good_looks(USUAL_INTERVAL)):
            self.check(function)

    def expect(self, fact: object, claim: str) -> None:
        """Tell that the claim holds; SurpriseError if it doesn't."""
        if not fact:
            raise SurpriseError(f"not so: {claim}")
        self.tell.sees(claim)

    def expect_mail(self, subject: str, *, cause: datetime) -> Mail:
        """Wait for the mail whose subject begins like this, and tell how long after `cause` it came."""
        mail = self.mailbox.wait_for(subject, self.began)
        seconds = (mail.received_at - cause).total_seconds()
        self.tell.sees(f"mail after {seconds:.1f} s: {mail.subject}")
        self.tell.adds(f"to {', '.join(mail.recipients)}  {self.mailbox.link(mail)}")
        return mail


def scene_of(stack: Stack, server: Cluster, narrator: Narrator) -> Scene:
    """A scene that begins now."""
    return Scene(stack, server, narrator, Mailbox(stack), Api(stack), datetime.now(UTC))
