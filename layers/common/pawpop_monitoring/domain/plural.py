"""A number with what it counts, as people read it."""


def plural(count: int, one: str, several: str = "") -> str:
    """`1 request`, `2,400 requests`; `several` where that is not `one` and an s."""
    return f"1 {one}" if count == 1 else f"{count:,} {several or f'{one}s'}"
