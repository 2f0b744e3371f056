"""Check digits that candidates are tried against often enough for speed to matter.

The rarer ones come from python-stdnum, which a test holds these against.
"""

_DOUBLED = {str(digit): sum(divmod(2 * digit, 10)) for digit in range(10)}


def luhn(number: str) -> bool:
    """Whether ASCII digits end in the check digit of ISO/IEC 7812-1, annex B."""
    plain = sum(map(int, number[-1::-2]))
    doubled = sum(map(_DOUBLED.__getitem__, number[-2::-2]))
    return (plain + doubled) % 10 == 0
