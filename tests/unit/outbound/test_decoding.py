"""Answers are unpacked up to their limit, byte for byte, however they are cut into pieces."""

import gzip
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.outbound.call_errors import CallError, Kind
from pawpop_monitoring.outbound.decoding import unpack


def _cut(content: bytes, size: int) -> list[bytes]:
    return [content[at : at + size] for at in range(0, len(content), size)]


@given(st.binary(max_size=3000), st.integers(1, 700), st.sampled_from(["", "identity", "gzip", "deflate", "X-GZIP"]))
def test_what_fits_comes_out_whole(content: bytes, size: int, encoding: str) -> None:
    packed = {"gzip": gzip.compress(content), "X-GZIP": gzip.compress(content), "deflate": zlib.compress(content)}
    assert unpack(_cut(packed.get(encoding, content), size), encoding, max(1, len(content))) == content


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_one_byte_more_is_too_large(encoding: str) -> None:
    content = gzip.compress(b"x" * 1001) if encoding else b"x" * 1001
    assert unpack([content], encoding, 1001) == b"x" * 1001
    with pytest.raises(CallError) as raised:
        unpack([content], encoding, 1000)
    assert raised.value.kind is Kind.TOO_LARGE


@given(st.binary(min_size=1, max_size=200))
def test_anything_at_all_is_unpacked_or_refused(content: bytes) -> None:
    with suppress(CallError):
        assert len(unpack([content], "gzip", 50)) <= 50


def test_an_encoding_that_was_not_asked_for_is_refused() -> None:
    with pytest.raises(CallError, match="not asked for"):
        unpack([b"x"], "zstd", 50)
