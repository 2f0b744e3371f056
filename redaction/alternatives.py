r"""Long lists of alternatives in short ones: what hyperscan reads many times as fast.

`\b(?:a|b|...)[0-9]{16}` with eighty prefixes is one automaton of a thousand states that runs over
every byte; with ten of them it is a search for literals. So an expression is read as several, of
which each has a part of its alternatives. Together they match what it matches, and nothing else.
"""

from collections.abc import Iterator


def parted(source: str, most: int) -> tuple[str, ...]:
    """The expression as several whose longest list of alternatives has so many at most.

    Args:
        source: an expression in the syntax that hyperscan and RE2 share.
        most: alternatives in each.
    """
    start, end, bars = _longest_list(source)
    if len(bars) + 1 <= most:
        return (source,)
    edges = [start, *(bar + 1 for bar in bars)]
    alternatives = [source[begin:stop] for begin, stop in zip(edges, [*bars, end], strict=True)]
    before, after = source[:start], source[end:]
    # Alternatives of the whole expression stand in no group, and those of a group in their own.
    return tuple(
        before + "|".join(alternatives[at : at + most]) + after
        for at in range(0, len(alternatives), most)
    )


def _longest_list(source: str) -> tuple[int, int, list[int]]:
    """Start and end of the longest list at the top, and its bars; the whole where that is one."""
    whole: list[int] = []
    groups: list[tuple[int, int, list[int]]] = []
    depth = 0
    inside: list[int] = []
    start = 0
    for at, sign in _signs(source):
        if sign == "(":
            depth += 1
            if depth == 1:
                start, inside = at + len("(?:"), []
        elif sign == ")":
            depth -= 1
            if depth == 0 and _stands_once(source, start, at):
                groups.append((start, at, inside))
        elif depth == 0:
            whole.append(at)
        elif depth == 1:
            inside.append(at)
    if whole:  # a list in one of its alternatives cannot be parted without the others
        return 0, len(source), whole
    return max(groups, key=lambda group: len(group[2]), default=(0, 0, []))


def _stands_once(source: str, start: int, end: int) -> bool:
    """Whether a group is a plain one that is not repeated: a part of `(a|b)+` is not `a+|b+`."""
    plain = source[start - len("(?:") : start] == "(?:"
    return plain and source[end + 1 : end + 2] not in ("*", "+", "?", "{")


def _signs(source: str) -> Iterator[tuple[int, str]]:
    """Parentheses and bars that are signs of the syntax, not characters that are sought."""
    at, in_class = 0, False
    while at < len(source):
        char = source[at]
        if char == "\\":
            at += 2
            continue
        if in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
            at += 1 if source[at + 1 : at + 2] == "^" else 0
            at += 1 if source[at + 1 : at + 2] == "]" else 0
        elif char in "()|":
            yield at, char
        at += 1
