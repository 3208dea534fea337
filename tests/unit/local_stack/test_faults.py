"""Faults: parsed strictly, used up one call at a time."""

import json

import pytest

from local_stack.sandbox.faults import Fault, FaultBook, InvalidFaultError


def test_an_empty_object_is_a_fault_that_changes_nothing() -> None:
    fault = Fault.parse(b"{}")
    assert not fault.refuses
    assert fault.latency_ms == 0


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (b"{", "must be a JSON object"),
        (b"[]", "must be a JSON object"),
        (b'{"state": 500}', "Unknown field state"),
        (b'{"status": "500"}', "status must be a whole number from 100 to 599"),
        (b'{"status": 99}', "status must be a whole number from 100 to 599"),
        (b'{"latency_ms": -1}', "latency_ms must be"),
        (b'{"latency_ms": true}', "latency_ms must be"),
        (b'{"latency_ms": null}', "latency_ms must be"),
        (b'{"remaining": 0}', "remaining must be"),
        (b'{"headers": {"Retry-After": 1}}', "headers must be an object of strings"),
        (b'{"drop": 1}', "drop must be true or false"),
    ],
)
def test_a_malformed_fault_is_explained(given: bytes, complaint: str) -> None:
    with pytest.raises(InvalidFaultError, match=complaint):
        Fault.parse(given)


@pytest.mark.parametrize(
    ("given", "refuses"),
    [({"status": 399}, False), ({"status": 400}, True), ({"drop": True}, True), ({"latency_ms": 5}, False)],
)
def test_only_error_answers_and_drops_keep_a_call_from_being_processed(given: dict[str, int], refuses: bool) -> None:
    assert Fault.parse(json.dumps(given).encode()).refuses is refuses


def test_remaining_counts_down_and_then_the_fault_is_gone() -> None:
    book = FaultBook()
    book.put("fal", Fault(status=500, remaining=2))
    taken = [book.take("fal") for _ in range(3)]
    assert [fault is not None for fault in taken] == [True, True, False]


def test_without_remaining_a_fault_stays_until_it_is_cleared() -> None:
    book = FaultBook()
    book.put("fal", Fault(status=500))
    assert all(book.take("fal") for _ in range(5))
    book.clear("fal")
    assert book.take("fal") is None


def test_a_fault_of_one_provider_does_not_touch_another() -> None:
    book = FaultBook()
    book.put("fal", Fault(status=500))
    assert book.take("resend") is None
