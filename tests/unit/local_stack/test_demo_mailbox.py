"""The demo reads the outbox that a person can open."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx

from local_stack.demo.mailbox import Mailbox
from tests.unit.local_stack.test_stack_file import STACK

BODY = {"from": "a@example.com", "to": ["b@example.com"], "text": "x"}


def test_a_mail_is_found_by_its_subject_and_knows_its_alert(resend: httpx.Client) -> None:
    mailbox = Mailbox(replace(STACK, outbox_url=f"{resend.base_url}/resend/outbox"))
    before = datetime.now(UTC) - timedelta(seconds=1)
    for kind, subject in (
        ("1-opened", "[HIGH] supabase Alert: full"),
        ("2-resolved", "[RESOLVED] supabase Alert: full"),
    ):
        answer = resend.post(
            "/resend/emails", json=BODY | {"subject": subject}, headers={"Idempotency-Key": f"alert_7/{kind}"}
        )
        assert answer.is_success
    mail = mailbox.wait_for("[RESOLVED]", before)
    assert (mail.subject, mail.alert_id, mail.recipients) == (
        "[RESOLVED] supabase Alert: full",
        "alert_7",
        ("b@example.com",),
    )
    page = httpx.get(mailbox.link(mail), headers={"Accept": "text/html"}).text
    assert f'id="{mailbox.link(mail).rpartition("#")[2]}"' in page
