"""Walking a request: rules say what stands where, a walk collects it and writes changes back.

A rule is a function `(walk, value, pointer)` that takes one value of the tree and must take all of
it: every string, number and key counts as one token of the source, in document order, and the
walk's cursor is the only link between tree and source. `skip` takes what needs no look.

No rule trusts the shape of what it is given: a value of a shape that it does not expect is walked
as free text, so that nothing leaves unseen because somebody wrote a list for a string.
"""

from collections.abc import Callable, Mapping, Sequence

from privacy.text import Column, Place, Role, Segment
from providers.codec import MalformedBodyError, OpaqueItem, StateRef
from providers.inline import packs_bytes
from providers.json_text import Document, Edit, Json, count, parse_text, quote
from providers.notes import Part, Write
from providers.sheet import Sheet


class Walk:
    """One pass through a request.

    Attributes:
        segments: the texts found so far.
        opaque: content that nobody can look into.
        unknown: pointers of fields that no rule knows.
        block: number of the conversational block that the pass is in.
        blocks: number of the last block, where the codec knows it beforehand.
        role: who speaks.
        part: the part of a message that the pass is in; None outside of parts.
        refers: state of the recipient that is named.
        column: where the pass is in a row of a table; None outside tables.
        joint: what is walked is compared with other calls; see `Segment.joint`.
    """

    __slots__ = (
        "_cursor",
        "_sheet",
        "_sheets",
        "_sites",
        "block",
        "blocks",
        "column",
        "joint",
        "opaque",
        "part",
        "refers",
        "role",
        "segments",
        "unknown",
    )

    def __init__(self, document: Document) -> None:
        self.segments: list[Segment] = []
        self.opaque: list[OpaqueItem] = []
        self.unknown: list[str] = []
        self.refers: list[StateRef] = []
        self.block = 0
        self.blocks = 0
        self.role = Role.SETTING
        self.part: Part | None = None
        self.column: Column | None = None
        self.joint = False
        self._sheet = Sheet(document)
        self._sheets = [self._sheet]
        self._sites: list[tuple[Sheet, int, bool]] = []
        self._cursor = 0

    @property
    def cursor(self) -> int:
        """The token that comes next."""
        return self._cursor

    def skip(self, value: Json) -> None:
        """Pass over a value."""
        self._cursor += count(value)

    def string(self, text: str, pointer: str, place: Place = Place.TEXT, hint: str = "") -> None:
        """Take a string; an empty one holds nothing to look at."""
        if text:
            self._add(self._segment(text, pointer, place, hint))
        else:
            self._cursor += 1

    def number(self, pointer: str, place: Place, hint: str = "") -> None:
        """Take a number, as it is written."""
        text = self._sheet.document.number(self._cursor)
        self._add(self._segment(text, pointer, place, hint))

    def key(self, name: str, pointer: str, place: Place) -> None:
        """Take a key; `pointer` is that of its value."""
        self._add(self._segment(name, f"{pointer}~key", place, ""), is_key=True)

    def skip_key(self) -> None:
        """Pass over a key."""
        self._cursor += 1

    def meet(self, kind: str, pointer: str, content: bytes = b"", file: str = "") -> None:
        """Note content that nobody can look into; see `OpaqueItem`."""
        removal = self.part.removal(kind) if self.part else None
        self.opaque.append(OpaqueItem(kind, pointer, self.column, removal, content, file=file))

    def enter_part(self, value: Json, write: Write | None) -> Part | None:
        """Enter a part of a message; the part around it is returned, to be `part` again after."""
        outer, document = self.part, self._sheet.document
        known = isinstance(value, dict) and value and self._sheet is self._sheets[0]
        self.part = Part(document, self._cursor, write) if write and known else None
        return outer

    def inside(
        self,
        document: Document,
        rule: "Rule",
        pointer: str,
        wrap: Callable[[str], str] = quote,
        write: Callable[[str], str] = quote,
    ) -> None:
        """Take a string that is a document of its own, by a rule.

        Args:
            document: its text.
            rule: takes it.
            pointer: where the string stands.
            wrap: writes its source as the string.
            write: writes a text as its source has it.
        """
        outer, token = self._sheet, self._cursor
        self._sheet = Sheet(document, outer, token, wrap, write)
        self._sheets.append(self._sheet)
        self._cursor = 0
        rule(self, document.tree, f"{pointer}#")
        self._sheet, self._cursor = outer, token + 1

    def _segment(self, text: str, pointer: str, place: Place, hint: str) -> Segment:
        return Segment(text, pointer, self.block, self.role, place, hint, self.column, self.joint)

    def _add(self, segment: Segment, *, is_key: bool = False) -> None:
        self.segments.append(segment)
        self._sites.append((self._sheet, self._cursor, is_key))
        self._cursor += 1

    def rewrite(self, texts: Mapping[int, str], edits: Sequence[Edit] = ()) -> bytes:
        """The body with new texts.

        Args:
            texts: index of a segment -> its new text.
            edits: other changes of the body's source.

        Raises:
            ValueError: a FIXED segment was given another text.
            MalformedBodyError: two keys of an object became the same.
        """
        body = self._sheets[0]
        changes, renamed = self._changes(texts)
        changes.setdefault(body, []).extend(edits)
        for sheet in reversed(self._sheets):
            if sheet.parent is not None and sheet in changes:
                source = sheet.edited(changes[sheet], renamed=sheet in renamed)
                start, end = sheet.parent.document.tokens[sheet.token]
                changes.setdefault(sheet.parent, []).append((start, end, sheet.wrap(source)))
        return body.edited(changes[body], renamed=body in renamed).encode()

    def _changes(self, texts: Mapping[int, str]) -> tuple[dict[Sheet, list[Edit]], set[Sheet]]:
        changes: dict[Sheet, list[Edit]] = {}
        renamed = set()
        for index, text in texts.items():
            segment = self.segments[index]
            if text == segment.text:
                continue
            if segment.place is Place.FIXED:
                raise ValueError("what stands at a fixed place cannot change")
            sheet, token, is_key = self._sites[index]
            span = sheet.document.tokens[token]
            changes.setdefault(sheet, []).append((*span, sheet.write(text)))
            if is_key:
                renamed.add(sheet)
        return changes, renamed


Rule = Callable[[Walk, Json, str], None]
"""Takes one value, given the pointer to it."""


def below(pointer: str, key: str | int) -> str:
    """The pointer to a child (RFC 6901 §3)."""
    if isinstance(key, str) and ("~" in key or "/" in key):
        key = key.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{key}"


# --- rules --------------------------------------------------------------------


def skip(walk: Walk, value: Json, pointer: str) -> None:
    """What cannot be personal: a truth value, a number of the protocol; else it may not change."""
    if isinstance(value, str | list | dict) or _is_long(value):
        fixed(walk, value, pointer)
    else:
        walk.skip(value)


def uninspected(walk: Walk, value: Json, pointer: str) -> None:
    """Bytes in base64, or an id of a known shape; of any other shape it may not change."""
    if isinstance(value, str):
        walk.skip(value)
    else:
        fixed(walk, value, pointer)


def _shaped(place: Place) -> Rule:
    def rule(walk: Walk, value: Json, pointer: str) -> None:
        if type(value) is str:
            walk.string(value, pointer, place)
        else:
            _tree(walk, value, pointer, (place, place, Place.FIXED), "")

    return rule


text = _shaped(Place.TEXT)
"""A string, or strings in lists or objects."""
fixed = _shaped(Place.FIXED)
"""A name that may not change."""
identifier = _shaped(Place.IDENTIFIER)
"""A string that identifies a person."""


_LONG = 2**31
"""Where a word is expected, a number of more than 32 bits may be anything."""


_SEED = "/seed"
"""Seeds are drawn from 64 bits: one in forty would pass for a card."""


def _is_long(value: Json) -> bool:
    return isinstance(value, int | float) and abs(value) >= _LONG


def _is_odd(value: Json, known: frozenset[str]) -> bool:
    if isinstance(value, int | float):
        return _is_long(value)
    return isinstance(value, dict) or (isinstance(value, str) and value not in known)


def words(known: frozenset[str]) -> Rule:
    """A word of the protocol: one of a closed set needs no look, any other may not change."""

    def rule(walk: Walk, value: Json, pointer: str) -> None:
        if isinstance(value, list):
            for index, item in enumerate(value):
                rule(walk, item, f"{pointer}/{index}")
        elif _is_odd(value, known) and not (pointer == _SEED and isinstance(value, int | float)):
            fixed(walk, value, pointer)
        else:
            walk.skip(value)

    return rule


def free(walk: Walk, value: Json, pointer: str) -> None:
    """Free-form JSON: its keys are text, and a personal number in it becomes a string."""
    _tree(walk, value, pointer, (Place.TEXT, Place.TEXT, Place.NUMBER), "")


def unknown(walk: Walk, value: Json, pointer: str, hint: str = "") -> None:
    """What no rule knows: text, whose numbers may not become strings; bytes in it are opaque."""
    if packs_bytes(value):
        walk.meet("other", pointer)
    _tree(walk, value, pointer, (Place.TEXT, Place.TEXT, Place.FIXED), hint)


def _tree(
    walk: Walk, value: Json, pointer: str, places: tuple[Place, Place, Place], hint: str
) -> None:
    """Every key, string and number; `places` are theirs, in this order."""
    if isinstance(value, str):
        walk.string(value, pointer, places[1], hint)
    elif isinstance(value, dict):
        for key, child in value.items():
            target = below(pointer, key)
            walk.key(key, target, places[0])
            _tree(walk, child, target, places, key)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            _tree(walk, child, f"{pointer}/{index}", places, hint)
    elif value is not None and not isinstance(value, bool):
        walk.number(pointer, places[2], hint)


def embedded(walk: Walk, value: Json, pointer: str) -> None:
    """JSON inside a string, free-form; a string that is no JSON object or array is text."""
    document = _document(value) if isinstance(value, str) else None
    if document is None:
        text(walk, value, pointer)
    else:
        walk.inside(document, free, pointer)


def _document(source: str) -> Document | None:
    if not source.lstrip(" \t\r\n").startswith(("{", "[")):
        return None
    try:
        return parse_text(source)
    except MalformedBodyError:
        return None


def kept(kind: str, *, grows: bool = False, soft: bool = False) -> Rule:
    """The id of something that the recipient keeps; anything but a string may not change.

    One that may have been made elsewhere is vouched for by nobody, so it is looked at.
    """

    def rule(walk: Walk, value: Json, pointer: str) -> None:
        if type(value) is str and value:
            walk.refers.append(StateRef(kind, value, grows, soft))
            if soft:
                fixed(walk, value, pointer)
            else:
                walk.skip(value)
        else:
            fixed(walk, value, pointer)

    return optional(rule)


def joint(rule: Rule) -> Rule:
    """What the recipient may compare with other calls; see `Segment.joint`."""

    def compared(walk: Walk, value: Json, pointer: str) -> None:
        walk.joint = True
        rule(walk, value, pointer)
        walk.joint = False

    return compared


def fields(known: Mapping[str, Rule]) -> Rule:
    """An object with named fields; others are text, and are listed as unknown."""

    def rule(walk: Walk, value: Json, pointer: str) -> None:
        if not isinstance(value, dict):
            unknown(walk, value, pointer)
            return
        for key, child in value.items():
            known_rule = known.get(key)
            if known_rule is None:
                unknown_field(walk, key, child, pointer)
            else:
                walk.skip_key()
                known_rule(walk, child, f"{pointer}/{key}")

    return rule


def unknown_field(walk: Walk, key: str, value: Json, pointer: str) -> None:
    """A field that no rule knows; `pointer` is that of its object. Its name may not change."""
    target = below(pointer, key)
    walk.unknown.append(target)
    walk.key(key, target, Place.FIXED)
    unknown(walk, value, target, key)


def each(rule: Rule) -> Rule:
    """A list of values of one kind."""

    def of_list(walk: Walk, value: Json, pointer: str) -> None:
        if not isinstance(value, list):
            rule(walk, value, pointer)
            return
        for index, item in enumerate(value):
            rule(walk, item, f"{pointer}/{index}")

    return of_list


def either(when_string: Rule, otherwise: Rule) -> Rule:
    """A string, or something else."""

    def rule(walk: Walk, value: Json, pointer: str) -> None:
        (when_string if type(value) is str else otherwise)(walk, value, pointer)

    return rule


def optional(rule: Rule) -> Rule:
    """A value that may be null."""

    def of_value(walk: Walk, value: Json, pointer: str) -> None:
        if value is not None:
            rule(walk, value, pointer)

    return of_value
