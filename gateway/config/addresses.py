"""Addresses in the configuration: where the gateway listens, and whom it may call.

Plain HTTP stays on loopback. URLs hold no credentials, queries or fragments, and none is shown in
a problem: one with a password in it is what somebody wrote by mistake.
"""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from gateway.config.problems import Findings, Path
from gateway.config.secrets import Secret


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the host."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def listens(section: Path, host: str, findings: Findings, *, safe: bool) -> None:
    """Check that plain HTTP is offered on loopback only, or on purpose."""
    if not (safe or is_loopback(host)):
        findings.add(
            (*section, "host"),
            "plain HTTP beyond loopback",
            f"set server.tls_certificate and server.tls_key, or {section[0]}.insecure_plain_http "
            "= true if something in front ends TLS"
            if section == ("server",)
            else f"listen on 127.0.0.1, or set {section[0]}.insecure_plain_http = true",
        )


def base_url(path: Path, text: str, findings: Findings) -> str:
    """Check a recipient's address; without a slash at its end."""
    parts = _split(text)
    if parts is None:
        findings.add(path, "is not a URL", "write https://host, without user, query or fragment")
    elif parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        findings.add(path, "plain HTTP beyond loopback", "write https://")
    elif parts.path.rstrip("/").endswith(("/v1", "/v1beta", "/v1beta1")):
        findings.add(path, "ends with an API version", "leave the version out: calls carry it")
    return text.rstrip("/")


def public_url(text: str, findings: Findings) -> str:
    """Check how clients are told to reach the gateway; without a slash at its end."""
    if text and _split(text) is None:
        findings.add(
            ("server", "public_url"), "is not a URL", "write https://host, without user or query"
        )
    return text.rstrip("/")


def proxy(path: Path, secret: Secret, findings: Findings) -> None:
    """Check a proxy's address; a password in it must come from a reference."""
    parts = _split(secret.reveal(), credentials=bool(secret.reference))
    if parts is None or parts.scheme != "http":
        findings.add(
            path,
            "is not the URL of an HTTP proxy",
            "write http://host:port; with a password, put the URL into env:NAME or file:PATH",
        )


def _split(text: str, *, credentials: bool = False) -> SplitResult | None:
    """The parts of an http(s) URL; None if it is none, or says too much."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  (the property raises for a port that is no number)
    except ValueError:
        return None
    odd = parts.query or parts.fragment or (not credentials and "@" in parts.netloc)
    if odd or parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return parts if text.isascii() and text.isprintable() and " " not in text else None
