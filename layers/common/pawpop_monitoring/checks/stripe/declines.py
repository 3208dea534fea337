"""Why payments fail: a no of the customer's bank, a block by Radar, or something of ours.

By Stripe's decline codes and error codes. A code that is not listed, or none at all, counts as ours: not to
know why a payment failed is no reason to be calm.
"""

from pawpop_monitoring.domain.readings.stripe import Payments

# Left out of every rate, as Stripe leaves them out of its authorization rate: that payment was not wanted.
BLOCKED = frozenset(
    {"blocked", "elevated_risk_level", "fraudulent", "highest_risk_level", "merchant_blacklist", "rule"}
)

# What a working checkout meets every day. Not among them: `processing_error`, `invalid_amount`, `testmode_decline`,
# and whatever Stripe's API itself reports.
BANK_DECLINES = frozenset(
    {
        "approve_with_id", "call_issuer", "card_declined", "card_not_supported", "card_velocity_exceeded",
        "currency_not_supported", "do_not_honor", "do_not_try_again", "duplicate_transaction", "expired_card",
        "generic_decline", "incorrect_address", "incorrect_cvc", "incorrect_number", "incorrect_pin", "incorrect_zip",
        "insufficient_funds", "insufficient_funds_for_transfer", "invalid_account", "invalid_cvc",
        "invalid_expiry_month", "invalid_expiry_year", "invalid_number", "invalid_pin", "issuer_not_available",
        "live_mode_test_card", "lost_card", "mobile_device_authentication_required",
        "new_account_information_available", "no_action_taken", "not_permitted", "offline_pin_required",
        "online_or_offline_pin_required",
        "payment_intent_authentication_failure", "payment_method_provider_decline", "pickup_card",
        "pin_try_exceeded", "reenter_transaction", "restricted_card", "revocation_of_all_authorizations",
        "revocation_of_authorization", "security_violation", "service_not_allowed", "stolen_card",
        "stop_payment_order", "transaction_not_allowed", "try_again_later", "withdrawal_count_limit_exceeded",
        # Cards, by what Stripe itself says of them.
        "card_decline_rate_limit_exceeded", "expired_payment_method", "incorrect_postal_code", "postal_code_invalid",
        # Debits: the customer's bank account is closed, blocked or mistyped, or its owner objects.
        "account_closed", "account_number_invalid", "bank_account_bad_routing_numbers", "bank_account_declined",
        "bank_account_restricted", "bank_account_unusable", "debit_not_authorized", "no_account",
        "payment_method_bank_account_blocked", "refer_to_customer", "routing_number_invalid",
    }
)  # fmt: skip


# The customer's own doing, or not doing anything: cancelled in the wallet, left the bank's page open, was not there to
# confirm a renewal (on a page of the shop that is asked for before a payment can fail).
GIVEN_UP = frozenset(
    {
        "authentication_required", "canceled", "customer_canceled",
        "india_recurring_payment_mandate_canceled", "payment_intent_canceled",
        "payment_intent_payment_attempt_expired", "payment_method_customer_decline",
    }
)  # fmt: skip


NOT_OURS = BANK_DECLINES | BLOCKED | GIVEN_UP


def declined_by_bank(payments: Payments) -> int:
    """Payments that the customer's bank, or the customer's card, kept from succeeding."""
    return sum(number for code, number in payments.failed.items() if code in BANK_DECLINES)


def failed_here(payments: Payments) -> int:
    """Payments that failed for a reason that the shop or Stripe has to put right, or for none that is known."""
    return sum(number for code, number in payments.failed.items() if code not in NOT_OURS)


def given_up(payments: Payments) -> int:
    """Payments that the customer broke off or let expire."""
    return sum(number for code, number in payments.failed.items() if code in GIVEN_UP)


def blocked(payments: Payments) -> int:
    """Payments that Radar refused."""
    return sum(number for code, number in payments.failed.items() if code in BLOCKED)
