"""Check digits that candidates are tried against often enough for speed to matter.

The rarer ones come from python-stdnum, which a test holds these against.
"""

_DIGITS = b"0123456789"
_PLAIN = bytes.maketrans(_DIGITS, bytes(range(10)))
_DOUBLED = bytes.maketrans(_DIGITS, bytes(sum(divmod(2 * digit, 10)) for digit in range(10)))


def luhn(number: str) -> bool:
    """Whether ASCII digits end in the check digit of ISO/IEC 7812-1, annex B."""
    data = number.encode("ascii")
    plain, doubled = data[-1::-2].translate(_PLAIN), data[-2::-2].translate(_DOUBLED)
    return (sum(plain) + sum(doubled)) % 10 == 0


def _dihedral(left: int, right: int) -> int:
    """The product of two elements of the group of the pentagon's symmetries, 5 to 9 mirrored."""
    turns = left % 5 + right % 5 if left < 5 else left % 5 - right % 5  # noqa: PLR2004 - the five turns
    return turns % 5 + (5 if (left < 5) != (right < 5) else 0)  # noqa: PLR2004 - likewise


def _permutations() -> tuple[tuple[int, ...], ...]:
    rows = [tuple(range(10))]
    first = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
    while len(rows) < 8:  # noqa: PLR2004 - the order of the permutation
        rows.append(tuple(rows[-1][digit] for digit in first))
    return tuple(rows)


_PRODUCT = tuple(tuple(_dihedral(left, right) for right in range(10)) for left in range(10))
_PERMUTED = _permutations()


def verhoeff(number: str) -> bool:
    """Whether ASCII digits end in their check digit (J. Verhoeff, 1969)."""
    check = 0
    for place, digit in enumerate(number.encode("ascii")[::-1].translate(_PLAIN)):
        check = _PRODUCT[check][_PERMUTED[place % 8][digit]]
    return check == 0


_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_FINALS = frozenset({1, 0x2BC830A3})
"""Of Bech32 (BIP 173) and of Bech32m (BIP 350)."""


def bech32(text: str) -> bool:
    """Whether a text ends in its check, by BIP 173 or 350: one case, a name, 1, then the data."""
    if text not in {text.lower(), text.upper()}:
        return False
    name, _, data = text.lower().rpartition("1")
    values = [_BECH32.find(char) for char in data]
    if not name or min(values, default=-1) < 0:
        return False
    check = 1
    codes = [ord(char) for char in name]
    for value in (*(code >> 5 for code in codes), 0, *(code & 31 for code in codes), *values):
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, part in enumerate(_BECH32_GENERATOR):
            check ^= part if top >> bit & 1 else 0
    return check in _BECH32_FINALS
