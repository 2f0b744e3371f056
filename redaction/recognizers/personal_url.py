"""Which URLs identify a person: by host, by path, by query, by what they carry."""

import re

# Hosts whose first path part is somebody's name.
NAMED = (
    "linkedin.com|facebook.com|fb.com|fb.me|instagram.com|twitter.com|x.com|t.me|wa.me|tiktok.com|"
    "github.com|gitlab.com|snapchat.com|pinterest.com|threads.net|threads.com|telegram.me|"
    "telegram.dog|"
    "xing.com|vk.com|ok.ru|weibo.com|twitch.tv|kick.com|soundcloud.com|paypal.me|calendly.com|"
    "mastodon.social|bsky.app|flickr.com|behance.net|dribbble.com|about.me|linktr.ee|venmo.com|"
    "cash.app|orcid.org|kaggle.com|leetcode.com|fiverr.com|patreon.com|ko-fi.com|buymeacoffee.com|"
    "onlyfans.com|keybase.io|discord.gg|chess.com|codepen.io|hackerrank.com|letterboxd.com|vsco.co|"
    "unsplash.com|500px.com|polywork.com|bento.me|beacons.ai|cal.com|revolut.me|gofundme.com|"
    "ask.fm|"
    "sharechat.com|clubhouse.com|researchgate.net/profile|quora.com/profile|angel.co/u|"
    "stackoverflow.com/users|steamcommunity.com/id|steamcommunity.com/profiles|"
    "truecaller.com/search|"
    "youtube.com/channel|youtube.com/c|youtube.com/user|discord.com/users|discord.com/invite|"
    "upwork.com/freelancers|strava.com/athletes|spotify.com/user|crunchbase.com/person|"
    "scholar.google.com/citations|graph.facebook.com|zoom.us/j|zoom.us/my|meet.google.com|"
    "meet.jit.si|"
    "teams.microsoft.com/l|docs.google.com/document/d|docs.google.com/spreadsheets/d|"
    "docs.google.com/presentation/d|docs.google.com/forms/d|drive.google.com/file/d|"
    "drive.google.com/drive/folders|dropbox.com/s|dropbox.com/scl|1drv.ms|onedrive.live.com|"
    "we.tl|photos.app.goo.gl|photos.google.com/share|maps.app.goo.gl|goo.gl/maps|google.com/maps|"
    "google.co.in/maps|google.co.uk/maps|google.de/maps|maps.google.com|maps.apple.com|waze.com/ul|"
    "openstreetmap.org/#map|chat.whatsapp.com|signal.me|line.me/ti|fbcdn.net/v|cdninstagram.com/v|"
    "googleusercontent.com/a|googleusercontent.com/-|media.licdn.com/dms/image|gravatar.com/avatar|"
    "avatars.githubusercontent.com/u|pbs.twimg.com/profile_images|platform-lookaside.fbsbx.com"
)
# First path parts of such hosts that name no person.
_COMMON_TEXT = """
about help login signup search explore settings features pricing docs blog watch share sharer
sharer.php intent hashtag home jobs company groups policies legal terms privacy marketplace topics
trending orgs apps sponsors issues pulls results feed events playlist p reel embed r questions tags
learn school showcase datasets competitions code discussions models notebooks problemset problems
contest contests explore developers developer api status security contact press careers business
support downloads download oauth authorize dialog plugins tag tagged enterprise marketplace new
showcase i in.php pulse posts joinchat static assets
"""
_COMMON = frozenset(_COMMON_TEXT.split())
HOSTS = "|".join(sorted({host.split("/")[0].replace(".", r"\.") for host in NAMED.split("|")}))
"""The registered names of those hosts, as an expression."""
_WHOSE = re.compile(
    rf"(?:https?://)?(?:[\w-]{{1,40}}\.){{0,3}}(?:{NAMED.replace('.', chr(92) + '.')})"
    rf"/?(?P<path>[^\s?#]*)"
    r"(?P<query>\?[^\s#]*)?",
    re.IGNORECASE,
)
_REPOSITORY = re.compile(
    r"(?:https?://)?(?:www\.)?git(?:hub|lab)\.com/[^/\s]+/[^/\s]+", re.IGNORECASE
)
_OWN_HOST = re.compile(
    r"https?://(?!www\.|en\.|blog\.|support\.|help\.|status\.|api\.|docs\.|about\.)[\w-]{2,40}\."
    r"(?:(?:github|gitlab)\.io/?\Z|(?:substack|blogspot|wordpress|tumblr|livejournal|deviantart|"
    r"bandcamp|weebly|wixsite|medium|notion|myspace|carrd|netlify)\.(?:com|co|site|app|co\.uk|"
    r"in)\b)",
    re.IGNORECASE,
)
_MANUAL = re.compile(
    r"https?://(?:(?:docs?|developers?|learn|support|help|wiki|api|reference|man|kb|cloud|spec)\.|"
    r"[\w.-]*(?:readthedocs|gitbook|swagger|pkg\.go\.dev|docs\.rs|pypi\.org|npmjs\.(?:com|org)|"
    r"yarnpkg\.com|unpkg\.com|jsdelivr\.net|esm\.sh|skypack\.dev|jsr\.io|wikipedia))",
    re.IGNORECASE,
)
"""Where paths are those of a manual, and queries examples."""
_NOBODY = (
    r"(?!(?:me|self|current|all|list|new|edit|login|log-?in|sign-?(?:up|in|out)|register|"
    r"search|settings|"
    r"latest|reference|api|docs?|index|overview|guides?|management?|username|user|id|name|example|"
    r"your[\w-]*|create|delete|update|export|import|profile|password|roles?|groups?|tokens?)"
    r"(?:[/?#.]|\Z))"
)
_PATH = re.compile(
    r"://(?!git@)[^/\s{$<]*@"
    r"|/(?:u|users?|profiles?|people|person|members?|customers?|patients?|accounts?|authors?|"
    r"students?|"
    r"employees?|subscribers?|clients?|athletes?|freelancers?|players?|citizens?|avatars?|"
    rf"profile[_-]?(?:pics?|photos?|images?))/{_NOBODY}[\w@.~%-]+"
    r"|/~[A-Za-z][\w.-]+|/@[A-Za-z][\w.-]+"
    r"|/(?:invit(?:e|ation)s?|reset(?:-password)?|verify|confirm(?:ation)?|unsubscribe|magic|"
    r"activate|"
    r"share|shared|join|preferences|track|pay|checkout|sso|password)/"
    r"(?=[\w.~%=-]*\d)[\w.~%=-]{8,}"
    r"|/personal/[\w-]+_[\w-]+",
    re.IGNORECASE,
)
_QUERY = re.compile(
    r"[?&#;](?:[\w-]*[_-])?(?:user(?:name|_?id)?|e?-?mail(?:_?address)?|(?:first|last|full|sur|"
    r"given)_?"
    r"name|name|phone(?:_?number)?|mobile|msisdn|tel|token|session(?:_?id)?|sid|uid|"
    r"customer(?:_?id)?|"
    r"account(?:_?id|_?no)?|member(?:_?id)?|patient(?:_?id)?|invite(?:_?code)?|auth|api_?key|"
    r"key|secret|"
    r"ssn|dob|profile(?:_?id)?|lat|latitude|lon|lng|longitude|m?lat|sig(?:nature)?|pwd|"
    r"pass(?:word)?|otp|"
    r"fbclid|gclid|contact|recipient|visitor_?id|device_?id|resourcekey|share_?id|hash)="
    r"(?!(?:CVE-|value|foo|bar|baz|string|test|example|xxx+|your|my-?|true|false|none|null|name|id|"
    r"asc|desc|"
    r"\d{1,3}(?=[&#]|\Z))\b)(?P<v>[^&#;\s{<$:\[]{3,})",
    re.IGNORECASE,
)
_CARRIED = re.compile(
    r"(?<!git)@[\w.-]+\.[A-Za-z]{2,}|%40[\w.-]+\.[A-Za-z]{2,}|[?&]id=\d{12,}", re.IGNORECASE
)
_HASHED = re.compile(r"[?&](?:key|hash|sig|token)=[a-z_-]+(?:&|\Z)", re.IGNORECASE)
"""A key, a token in words: an example."""


def _owned(text: str) -> bool | None:
    """Whether the path on a host of profiles names somebody; None on other hosts."""
    match = _WHOSE.match(text)
    if match is None:
        return None
    first = match["path"].split("/")[0].lower()
    if not first:
        return bool(match["query"]) and _QUERY.search(text) is not None
    return first not in _COMMON and _REPOSITORY.match(text) is None


def identifies(text: str) -> bool:
    """Whether a URL identifies a person or lets somebody in."""
    if _CARRIED.search(text) is not None or _OWN_HOST.match(text) is not None:
        return True
    owned = _owned(text)
    if owned:
        return True
    if _MANUAL.match(text) is not None:
        return "://" in text and "@" in text.split("/")[2]
    query = _QUERY.search(text)
    return (query is not None and _HASHED.search(text) is None) or (
        owned is None and _PATH.search(text) is not None
    )
