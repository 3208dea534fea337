"""Unpacking an answer no further than it may grow: 51 kB of gzip can stand for 50 MB."""

import zlib
from collections.abc import Iterable

from pawpop_monitoring.outbound.call_errors import CallError, Kind

_EITHER_HEADER = zlib.MAX_WBITS | 32
"""gzip's or zlib's."""
_PLAIN = frozenset({"", "identity"})
_ZIPPED = frozenset({"gzip", "x-gzip", "deflate"})


def unpack(pieces: Iterable[bytes], encoding: str, most: int) -> bytes:
    """All of the pieces, decoded, at most `most` bytes; CallError if there are more, or if they can't be decoded."""
    match encoding.strip().lower():
        case name if name in _PLAIN:
            return _joined(pieces, most)
        case name if name in _ZIPPED:
            return _unzipped(pieces, most)
    raise CallError(Kind.ENCODING, f"encoding {encoding[:40]!r} was not asked for")


def _joined(pieces: Iterable[bytes], most: int) -> bytes:
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > most:
            raise CallError(Kind.TOO_LARGE, f"more than {most} bytes")
    return bytes(content)


def _unzipped(pieces: Iterable[bytes], most: int) -> bytes:
    content, unzip = bytearray(), zlib.decompressobj(_EITHER_HEADER)
    try:
        for piece in pieces:
            content += unzip.decompress(piece, most + 1 - len(content))
            if len(content) > most:
                raise CallError(Kind.TOO_LARGE, f"more than {most} bytes unpacked")
    except zlib.error as error:
        raise CallError(Kind.ENCODING, str(error)) from None
    if not unzip.eof and (content or unzip.unconsumed_tail):
        raise CallError(Kind.ENCODING, "the packed answer breaks off")
    return bytes(content)
