"""Whether a value can be what its key says: shapes, loosely, since the key speaks for it."""

import re
from collections.abc import Callable

Check = Callable[[str], bool]


def digits(least: int, most: int) -> Check:
    """So many digits, and nothing beside them but what groups or masks digits."""
    return lambda value: (
        least <= sum(char.isdigit() for char in value) <= most
        and all(char.isdigit() or char in " ().+-/*xX#" for char in value)
    )


def shape(expression: str) -> Check:
    """All of the value has this shape."""
    read = re.compile(expression)
    return lambda value: read.fullmatch(value) is not None


_name_like = shape(r"(?!.*[a-z]\.[a-z])[^\W\d_][^\d_@/\\:;=<>{}()\[\]|#$%^&*+\"?!~]{1,80}")
_SENTENCE = re.compile(
    r"(?:^|\s)(?:the|to|is|are|if|for|with|this|that|your|from|has|have|was|were|should|must|which|"
    r"when|used|using|it|its|ist|nicht|est|les|pour|que|los|las|con|per|het|een)(?:\s|$)"
)
"""Words in small letters that no name holds."""


def person(value: str) -> bool:
    """A name of somebody, in any case: words without digits, and no sentence."""
    return _name_like(value) and _SENTENCE.search(value) is None


capitalised = shape(r"[A-Z][\w'.-]*(?:,? [A-Z][\w'.-]*){1,4}")
capitalised_or_slug = shape(
    r"[A-Z][\w'.-]*(?:,? [A-Z][\w'.-]*){1,4}|[a-z]{2,}(?:[-_.][a-z]{2,}){1,2}"
)
"""A name, or one as labels and file names have it: `ann-lee`."""
dated = shape(r"(?=.*\d)[\w ,./-]{6,30}(?:T[\d:.Z+-]+)?")
compact = shape(r"[\w@.+/-]{2,64}")
_SERVICE = re.compile(
    r"(?:root|admin|administrator|system|daemon|nobody|guest|service|ubuntu|debian|centos|ec2-user|"
    r"www-data|postgres|mysql|redis|mongo(?:db)?|elastic|rabbitmq|git|jenkins|gitlab|deploy(?:er)?|"
    r"nginx|apache|httpd|oracle|hadoop|spark|kafka|airflow|ansible|terraform|vagrant|docker|"
    r"node|app|application|backend|api|ci|bot|sa|dbo|sys|anonymous|default|unknown|user|users|"
    r"test(?:user)?|demo|dev|prod|staging|backup|monitor(?:ing)?|prometheus|grafana|nagios|zabbix|"
    r"cron|ftp|mail|news|bin|sync|games|man|lp|proxy|irc|uucp|sshd|ntp|postfix|dovecot|support|info|"
    r"svc[-_.].*|.*[-_.](?:svc|service|bot|agent|runner|ci|user|admin|app|api|job|worker)|.*\$)",
    re.IGNORECASE,
)
"""Accounts of services and defaults: nobody's."""


def login(value: str) -> bool:
    """A user's name that is no account of a service."""
    return compact(value) and _SERVICE.fullmatch(value) is None


secret = shape(r"(?!https?://|[A-Za-z]+ = )\S{4,}(?: \S+){0,5}")
ident = shape(r"(?=.*\d)[\w ./-]{4,40}")
address = shape(r"(?=.*[\d,]|[A-ZÀ-Ý]\S*\s.*[A-ZÀ-Ý])(?=.*\s)[^{}<>=;]{5,160}")
place = shape(r"[^\W\d_][^\d_@/\\:;=<>{}()\[\]|#$%^&*+\"?!~]{1,60}")
ip = shape(r"[0-9A-Fa-f.:]{3,45}(?:/\d{1,3})?")
code = shape(r"\d{3,4}")
coordinate = shape(r"[-+]?\d{1,3}\.\d{2,}|[-+]?\d{1,3}(?:\.\d+)?, ?[-+]?\d{1,3}(?:\.\d+)?")
link = shape(r"(?:https?://)?[\w.-]+\.\w{2,}\S*")
