"""Keys known by their beginning: the prefixes that vendors publish so that leaks can be found.

Sources: the vendors' own pages on the formats of their credentials, among them those of GitHub
("Supported secret scanning patterns"), GitLab ("Token overview"), Slack ("Token types"), AWS ("IAM
unique identifiers"), Stripe ("API keys") and Google Cloud ("Manage API keys").
"""

import re

from redaction.patterns import Pattern, Recognizer, anchored

# Prefixes whose key goes on with letters, digits, `_` and `-`; by the least length of the rest.
_TEN = (
    "(?:sk|rk|pk)_(?:live|test|prod)_|xox[abeprs]-(?:\\d-)?|xapp-\\d-|xwfp-|rzp_(?:live|test)_|"
    "whsec_|tvly-(?:dev-|prod-)?|AVNS_|dp\\.(?:pt|st|ct|sa|scim|audit)\\.|shippo_(?:live|test)_|"
    "duffel_(?:live|test)_|rnd_|re_[0-9a-z]{8}_|sl\\.(?:u\\.)?|tskey-(?:api|auth|client|webhook)-|"
    "CCIPAT_|secret-(?:live|test)-|FLWSECK(?:_TEST)?-|FLWPUBK(?:_TEST)?-"
)
_SIXTEEN = (
    "sk-(?:proj-|ant-|svcacct-|admin-|or-|lf-)?|pk-lf-|gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|"
    "ffct)-|SG\\.|glsa_|glc_|nvapi-|lsv2_(?:pt|sk)_|pcsk_|sk_|sbp_|sb_secret_|"
    "sb_publishable_|nfp_|vcp_|vc[kir]_|vercel_(?:blob_rw_)?|pul-|pnu_|rdme_|bkua_|sq[apu]_|fio-u-|"
    "pscale_(?:tkn|pw|oauth|app_secret)_|figd_|figo[rh]?_|ntn_|tfp_|CFPAT-|sntry[su]_|hv[sbr]\\.|"
    "ATATT3|ATCTT3|ATBB|NRAK-|NRJS-|NRII-|PMAK-|essu_|mdb_sa_(?:sk|id)_|napi_|hca[im]k_|sgp_|"
    "xkeysib-|xsmtpsib-|HRKU-|pat-(?:na|eu)\\d-|dt0[a-z]\\d\\d\\.|FlyV1 fm\\d_|fm[12]_|ops_ey|"
    "github_pat_|dckr_[po]at_|sq0[a-z]{3}-|phx_|phc_|fw_|key_live_|EZ[AT]K|"
    "access-(?:sandbox|development|production)-|link-(?:sandbox|production)-|cio_|CLOJARS_|"
    "ico-|y0_|apify_api_|oy2|lip_|dsk_|patch_|ak_live_|ck_live_|syt_|"
    "live_pub_|LTAI|AKID|rpa_|ghs_|hcp_|mcp_|cal_live_|jina_|fal_|esecret_"
)
_THIRTY = (
    "gh[pousr]_|hf_|api_org_|npm_|pypi-|rubygems_|dop_v1_|do[or]_v1_|shp(?:at|ss|ca|pa|tka)_|lin_api_|"
    "lin_oauth_|r8_|gsk_|pplx-|xai-|ya29\\.|secret_|eyJrIjoi|1//0|csk-|ABSK"
)
_HEX = (
    r"\bdapi[0-9a-f]{32}\b",
    r"\bkey-[0-9a-f]{32}\b",
    r"\b[0-9a-f]{32}-us\d{1,2}\b",
    r"\bpat[0-9a-z]{14}\.[0-9a-f]{40}",
    r"\b\d{8,10}:AA[0-9a-z_-]{30}",
    r"\b[0-9a-z_]{8,14}\.atlasv1\.[0-9a-z_-]{4}",
    r"\b[spt]k\.eyJ[0-9a-z_-]{10}",
)
_HOOKS = (
    r"\bhooks\.slack\.com/(?:services|workflows|triggers)/[0-9a-z/]{16}",
    r"\bdiscord(?:app)?\.com/api/webhooks/\d{10}",
    r"\b(?:[0-9a-z-]{1,60}\.webhook|outlook)\.office(?:365)?\.com/webhook[0-9a-z]{0,2}/[0-9a-z@-]{16}",
    r"\bhooks\.zapier\.com/hooks/catch/\d{4}",
    r"\bmaker\.ifttt\.com/trigger/[0-9a-z_-]{1,40}/(?:json/)?with/key/[0-9a-z_-]{10}",
    r"\bchat\.googleapis\.com/v1/spaces/[0-9a-z_-]{6,20}/messages\?key=",
    r"\bopen\.(?:feishu\.cn|larksuite\.com)/open-apis/bot/v2/hook/[0-9a-z-]{10}",
    r"\bqyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=[0-9a-z-]{10}",
    r"\boapi\.dingtalk\.com/robot/send\?access_token=[0-9a-f]{16}",
    r"\bapi\.telegram\.org/bot\d{8}",
)
_CASED = (
    r"\bA(?:KIA|SIA|ROA|IDA|BIA|CCA|GPA|NPA)[0-9A-Z]{16}\b",
    r"\bAIza[0-9A-Za-z_-]{30}",
    r"\bAC[0-9a-f]{32}\b|\bSK[0-9a-f]{32}\b",
    r"\bAGE-SECRET-KEY-1[0-9A-Z]{20}",
    r"\bGOCSPX-[0-9A-Za-z_-]{20}",
    r"\bEAA[0-9A-Z][0-9A-Za-z]{40}",
    r"\bEAAA[0-9A-Za-z_-]{50}",
    r"\bAKCp[0-9A-Za-z]{40}",
    r"\bAQVN[0-9A-Za-z_-]{30}",
    r"\b[0-9A-Za-z_~.]{3}\dQ~[0-9A-Za-z_~.-]{30}",
    r"\bA3-[0-9A-Z]{6}-[0-9A-Z]{6,11}(?:-[0-9A-Z]{5}){3,4}\b",
)
_WORDS = re.compile(r"[a-z]+(?:[_.-][a-z]*\d{0,2})*|[A-Z]+(?:[_-][A-Z]*\d{0,2})*", re.ASCII)
_FILLER = re.compile(r"x{5,}|(.)\1{11,}|\.{3}|your|placeholder", re.IGNORECASE)
_VARIED = 6
"""Different characters of a key, at least."""


def _varied(text: str) -> bool:
    """Whether a key is no filling: not `ghp_xxxxxxxx`."""
    return len(set(text)) >= _VARIED and _FILLER.search(text) is None


def real(text: str) -> bool:
    """Whether a key is one: no filling, and no words like `sk-your-key-here`."""
    return _varied(text) and _WORDS.fullmatch(text) is None


def _key(scan: str, read: str, *, cased: bool = False) -> Pattern:
    return Pattern(
        scan=scan,
        entity_type="API_KEY",
        score=0.97,
        narrow=anchored(read),
        # keys of one case throughout may happen to hold no digit
        valid=_varied if cased else real,
        cased=cased,
        open_end=True,
    )


_BODY = r"[\w.~/=-]{12,}[\w=]"

RECOGNIZER = Recognizer(
    name="vendor_key",
    patterns=(
        _key(rf"\b(?:{_TEN})[0-9a-z_-]{{10}}", _BODY),
        _key(rf"\b(?:{_SIXTEEN})[0-9a-z_-]{{16}}", rf"(?:FlyV1 )?{_BODY}"),
        _key(rf"\b(?:{_THIRTY})[0-9a-z_-]{{30}}", _BODY),
        *(_key(scan, r"[\w.:~-]{12,}\w") for scan in _HEX),
        *(_key(scan, r"[\w.@?=&/-]{12,}[\w=]") for scan in _HOOKS),
        *(_key(scan, r"[\w.~-]{12,}", cased=True) for scan in _CASED),
    ),
    examples=(
        "key sk-proj-abcdEFGH1234567890abcd",
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        "https://hooks.slack.com/services/T00000000/B00000000/Abcd1234Efgh5678",
    ),
)
