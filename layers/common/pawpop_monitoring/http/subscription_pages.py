"""The pages on which people ask for mails about incidents, confirm that they want them, and end them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubscriptionPage:
    """`button` is what it does if there is anything to do; with `asks_address` a person types one first."""

    status: int
    title: str
    text: str
    button: str = ""
    asks_address: bool = False
    tone: str = "usual"


FORM = SubscriptionPage(
    200,
    "Get mail about incidents",
    "We write when an incident begins and when it is over, and never for anything else. "
    "First we ask that address whether it really wants that.",
    "Send me the question",
    asks_address=True,
)
ASKED = SubscriptionPage(
    200,
    "Look into your mailbox",
    "If this address is not on the list yet, a mail with a link is on its way to it. The link works for a day.",
    tone="good",
)
NO_ADDRESS = SubscriptionPage(
    400,
    "That is no mail address",
    "Please look at it: jane@example.com.",
    FORM.button,
    asks_address=True,
    tone="bad",
)
FULL = SubscriptionPage(
    200, "The list is full", "More mails than we may send would be needed. The Atom feed tells the same, at once."
)
TOO_MANY = SubscriptionPage(
    429,
    "Not today",
    "So many have asked today that no more mails can be sent. Try again tomorrow, or use the feed.",
)
CONFIRM = SubscriptionPage(
    200, "One more step", "Shall we write to you when an incident begins and when it is over?", "Yes, write to me"
)
CONFIRMED = SubscriptionPage(
    200, "You are on the list", "Each mail has a link that takes you off it again.", tone="good"
)
LEAVE = SubscriptionPage(200, "Get no more mails?", "Nothing will be kept of your address.", "Take me off the list")
LEFT = SubscriptionPage(200, "You are off the list", "Nothing is kept of your address.", tone="good")
GONE = SubscriptionPage(
    404, "This link has done its work", "It was used, or is more than a day old. You can ask for mails anew."
)
FAILED = SubscriptionPage(503, "That did not work", "It is our fault. Please try again in a minute.", tone="bad")
