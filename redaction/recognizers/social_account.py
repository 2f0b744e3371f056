"""What social networks know people by: names and numbers of accounts, lists of friends."""

import re
from collections.abc import Iterator

from stdnum.iso7064 import mod_11_2

from redaction.patterns import Pattern, Recognizer, follow

_NETWORKS = (
    r"insta(?:gram)?|ig|twitter|tik ?tok|snap(?:chat)?|telegram|tg|discord|skype|we ?chat|"
    r"weixin|kik|"
    r"viber|reddit|github|gitlab|twitch|youtube|psn|gamertag|xbox|steam|battle\.?tag|riot|roblox|"
    r"minecraft|linkedin|facebook|fb|threads|mastodon|bluesky|pinterest|tumblr|spotify|koo|"
    r"sharechat|"
    r"vk|qq|line|signal|epic games|nintendo|switch|hinge|tinder|bumble|onlyfans|venmo|"
    r"cash ?app|zelle"
)
_PLAIN = (
    r"insta(?:gram)?|ig|twitter|tik ?tok|snap(?:chat)?|telegram|tg|discord|skype|we ?chat|kik|"
    r"viber|reddit|psn|gamertag|xbox|battle\.?tag|facebook|fb|mastodon|bluesky|sharechat"
)
"""Networks whose names are no words of programs; `line` and `signal` need one more word."""
_KIND = (
    r"(?:id|handle|name|user ?name|user|account|profile|tag|acc|nick(?:name)?|screen ?name|"
    r"gamertag)"
)
_VALUE = r"(?P<v>@?[A-Za-z0-9](?:[\w.-]{0,36}[\w])?(?:#\d{4})?)(?![\w(@\[/=])"
_STOP_TEXT = """
is and or the my your his her a an in on at to for from with not none null true false yes no here
please account profile login page post posts app api bot user users enabled disabled link url string
id name username handle group chat message messages integration required optional oauth
marketing support online offline public private deleted banned hacked suspended verified
"""
_STOP = frozenset(_STOP_TEXT.split())


def _chosen(text: str) -> bool:
    plain = text.lower().lstrip("@")
    return len(plain) > 2 and plain not in _STOP and not plain.isdigit()  # noqa: PLR2004 - ids are long


def _telling(text: str) -> bool:
    """A handle by its looks: an @, a digit, an underscore or a dot."""
    plain = text.lstrip("@")
    return _chosen(text) and (
        plain != text or any(char.isdigit() or char in "_." for char in plain.rstrip("."))
    )


def _marked(text: str) -> bool:
    """Likewise, where a dot alone may be an attribute in a program."""
    return _chosen(text) and any(char.isdigit() or char in "@_" for char in text)


def _in_prose(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Nothing at the start of a line: decorators stand there."""
    line = text.rfind("\n", 0, start) + 1
    return ((start, end),) if text[line:start].strip() else ()


def _orcid(text: str) -> bool:
    """Sixteen digits with a check character (ISO 7064 MOD 11-2)."""
    return bool(mod_11_2.is_valid(text.replace("-", "").upper()))


_NAME = re.compile(
    r"[A-ZÀ-Þ][\w'.-]*(?: (?:(?:de|da|van|von|bin|al|del|di) )?[A-ZÀ-Þ][\w'.-]*){0,3}"
)
_BETWEEN = re.compile(r"[\"']?(?:\s*[,;&]\s*|\s+and\s+)[\"']?")
_FRIENDS_MOST = 200


def _friends(text: str, _start: int, end: int) -> Iterator[tuple[int, int]]:
    """Name after name, as long as they begin with capitals."""
    at = end - 1
    for _ in range(_FRIENDS_MOST):
        name = _NAME.match(text, at)
        if name is None:
            return
        yield name.span()
        between = _BETWEEN.match(text, name.end())
        if between is None:
            return
        at = between.end()


RECOGNIZER = Recognizer(
    name="social_account",
    patterns=(
        # the word says that a name follows
        Pattern(
            scan=(rf"\b(?:{_NETWORKS})[ _-]{_KIND}(?: is)?[\"']?[ ]?[:=-]?[ ]?[\"'(]?[@0-9a-z]"),
            entity_type="USERNAME",
            score=0.75,
            narrow=follow(_VALUE),
            valid=_telling,
        ),
        Pattern(
            # something parts the two: the names of networks begin words, `instance`, `ignored`
            scan=(
                rf"\b(?:{_PLAIN})(?:[ _-]{_KIND})?"
                r"(?:[\"']?(?: ?:| ?=| is| -) ?[\"']?[@0-9a-z]|[\"']? [\"']?[@0-9a-z]|[\"']?@)"
            ),
            entity_type="USERNAME",
            score=0.7,
            narrow=follow(_VALUE),
            valid=_marked,
            before="-.",
        ),
        Pattern(
            scan=r"(?:微信号?|微博|抖音|ツイッタ-|インスタ)[:= ]{0,2}[@0-9a-z]",
            entity_type="USERNAME",
            score=0.75,
            open_start=True,
            narrow=follow(r"@?[A-Za-z0-9][\w.-]{3,30}"),
        ),
        Pattern(
            scan=r"@[a-z_][0-9a-z_]{0,28}\.[0-9a-z_.]{0,28}[0-9a-z_]\b",
            entity_type="USERNAME",
            score=0.2,
            context=("insta(?:gram)?", "ig", "tik ?tok", "threads", "snap(?:chat)?", "handle"),
            contextual=0.75,
            narrow=_in_prose,
            before="@./:\\-#$%&+=?`",
            after="@/(",
        ),
        Pattern(
            scan=r"\b[0-9a-z_.]{2,32}#\d{4}\b",
            entity_type="USERNAME",
            score=0.2,
            context=("discord", "battle\\.?tag", "add me", "dm me", "tag", "game(?:r|s)?"),
            contextual=0.75,
            before="/#&",
        ),
        Pattern(
            scan=r"\blive:(?:\.cid\.)?[0-9a-z_.]{3,40}\b",
            entity_type="USERNAME",
            score=0.6,
            context=("skype",),
            contextual=0.9,
        ),
        Pattern(
            scan=r"\bu/[0-9a-z_-]{3,20}\b",
            entity_type="USERNAME",
            score=0.3,
            context=("reddit", "redditor", "subreddit", "op", "mod", "posted by"),
            contextual=0.75,
            before="/.:-",
            after="/.-",
        ),
        # numbers of accounts
        Pattern(
            scan=(
                r"\b(?:facebook|fb|meta|twitter|x|instagram|ig|google|apple|discord|telegram|"
                r"tg|steam|"
                r"linkedin|tik ?tok|snapchat|vk|line|qq|we ?chat|youtube|github|spotify|amazon|"
                r"microsoft|social|psid|asid)[ _-]?(?:user|account|profile|page|member|chat|"
                r"channel)?"
                r"[ _-]?(?:id|uid|sub|number|no)(?: is)?[\"']?[ ]?[:=-]?[ ]?[\"']?\d"
            ),
            entity_type="USER_ID",
            score=0.85,
            narrow=follow(r"\d{5,22}(?![\w.])"),
        ),
        Pattern(
            scan=r"\b7656119\d{10}\b|\bSTEAM_[0-5]:[01]:\d{4,10}\b|\[U:1:\d{4,10}\]",
            entity_type="USER_ID",
            score=0.8,
            cased=True,
        ),
        Pattern(
            scan=r"\b00\d{4}\.[0-9a-f]{32}\.\d{4}\b|\bUC[0-9A-Za-z_-]{21}[AQgw]\b",
            entity_type="USER_ID",
            score=0.8,
            cased=True,
        ),
        Pattern(
            scan=r"\b0000-000\d-\d{4}-\d{3}[0-9x]\b",
            entity_type="USER_ID",
            score=0.7,
            context=("orcid(?: ?id)?", "isni"),
            contextual=0.97,
            valid=_orcid,
            before="-/",
            after="-",
        ),
        Pattern(
            scan=(
                r"\b(?:[Ff]riends?(?: list)?|FRIENDS|[Mm]utual [Ff]riends|[Ff]ollowers|"
                r"[Ff]ollowing|"
                r"[Cc]onnections|[Tt]agged|[Ff]amily members|[Gg]roup members|[Ff]reunde|[Aa]migos|"
                r"[Aa]mis|[Aa]mici)[\"']?[ ]?[:=][ ]?\[?[\"']?[A-Z]"
            ),
            entity_type="PERSON",
            score=0.65,
            cased=True,
            narrow=_friends,
        ),
    ),
    examples=(
        "my insta is ann_lee98",
        "Telegram: @annlee",
        "facebook id: 100012345678901",
        "ORCID 0000-0002-1825-0097",
        "discord annlee#1234",
        "friends: Ann Lee, Ravi Rao",
    ),
)
