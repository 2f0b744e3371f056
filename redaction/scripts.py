"""How scripts part their words."""


def unspaced(character: str) -> bool:
    """Whether this script writes no spaces between words: Thai, Lao, Khmer, kana, Han."""
    return character >= "\u0e00" and (
        character <= "\u0eff"
        or "\u1780" <= character <= "\u17ff"
        or "\u3040" <= character <= "\u30ff"
        or "\u3400" <= character <= "\u9fff"
        or character >= "\U00020000"
    )
