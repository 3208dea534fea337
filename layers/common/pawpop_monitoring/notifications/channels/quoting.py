"""What may be repeated of a setting that holds secrets: people write words in another order, too."""

_SHORTER_THAN_KEYS = 20


def named(word: str, where: str) -> str:
    """`'jp'`; a word as long as a key may be one, so it is told by `where` it stands."""
    return f"'{word}'" if len(word) <= _SHORTER_THAN_KEYS else where
