"""The machine around it: ports, open files, keys of applications, and the way to recipients."""

import resource
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509

from gateway.checkup.finding import Finding, error, info, ok, warning
from gateway.checkup.live import why_not_alive
from gateway.config.config import Config

_SECONDS = 5.0
_FILES_FOR_OURSELVES = 128
_FILES_FOR_AN_EXCHANGE = 2
_FILES_FOR_ONE_OVER_GRPC = 4
_DAY = 86_400
_EXPIRES_SOON = 14
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def check_surroundings(config: Config) -> Iterator[Finding]:
    """All but the network."""
    yield from _ports(config)
    yield _files(config)
    yield _keys(config)
    if config.grpc is not None:
        yield _own_certificate(config.grpc.tls.certificate)


def _ports(config: Config) -> Iterator[Finding]:
    admin, server = config.admin, config.server
    alive = bool(admin.port) and not why_not_alive(_reachable(admin.host), admin.port)
    addresses = [(server.host, server.port, "server"), (admin.host, admin.port, "admin")]
    if config.grpc is not None:
        addresses.append((config.grpc.host, config.grpc.port, "grpc"))
    for host, port, section in addresses:
        yield _port(host, port, section, alive=alive)


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - never bound


def _port(host: str, port: int, section: str, *, alive: bool) -> Finding:
    check = f"{section} port"
    if not port:
        return info(check, f"[{section}] port is 0: any free one is taken")
    reason = _taken(host, port)
    if not reason:
        if alive:
            return error(
                check, f"a gateway is alive, but nobody listens on {host}:{port}",
                "restart it: it may have been started with another configuration",
            )  # fmt: skip
        return ok(check, f"{host}:{port} is free: the gateway is not running")
    if alive:
        return ok(check, f"{host}:{port} is served by the gateway")
    return error(
        check, f"{host}:{port} cannot be listened on ({reason}), and no gateway is alive",
        f"stop the other program, or set PRIVACY_GATEWAY__{section.upper()}__PORT",
    )  # fmt: skip


def _taken(host: str, port: int) -> str:
    """Why the address cannot be listened on; "" if it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as failed:
        return failed.strerror or "not an address of this machine"
    return ""


def _files(config: Config) -> Finding:
    check, limits = "open files", config.server.limits
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    each = _FILES_FOR_AN_EXCHANGE if config.grpc is None else _FILES_FOR_ONE_OVER_GRPC
    needed = limits.concurrency * each + _FILES_FOR_OURSELVES
    said = f"limit {soft} here; {limits.concurrency} exchanges at once need about {needed}"
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return ok(check, said)
    return warning(
        check, said,
        f"raise it (ulimit -n, LimitNOFILE=; up to {hard} here), or lower "
        "[server.limits] concurrency",
    )  # fmt: skip


def _own_certificate(file: Path) -> Finding:
    """How long the certificate that gRPC clients are shown is good."""
    check = "grpc certificate"
    try:
        until = x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        return error(check, f"{file} cannot be read as a certificate", "name a PEM file")
    days = int((until.timestamp() - time.time()) // _DAY)
    said, remedy = f"{file} is good for {days} days", "renew it, then send SIGHUP"
    if days < 0:
        return error(check, f"{file} has expired", remedy)
    return warning(check, said, remedy) if days < _EXPIRES_SOON else ok(check, said)


def _keys(config: Config) -> Finding:
    check = "application keys"
    known = {key.application for key in config.application_keys.values()}
    known |= set(config.foreign_keys.values())
    without = [name for name in config.applications if name not in known]
    if len(without) == len(config.applications):
        return warning(
            check, "no application has a key: nobody can call",
            "`privacy-gateway applications new-key NAME --write` makes one",
        )  # fmt: skip
    if without:
        return info(check, f"no key yet: {', '.join(without)}",
                    "`privacy-gateway applications new-key NAME --write` makes one")  # fmt: skip
    return ok(check, f"each of {len(config.applications)} applications has one")


# --- the way to recipients ---


def check_network(config: Config) -> Iterator[Finding]:
    """Name, connection and certificate of every recipient; nothing is sent to any."""
    for name, endpoint in config.endpoints.items():
        if config.server.outbound_proxy is not None:
            yield info(f"recipient {name}", "is reached through the outbound proxy: not checked")
        else:
            yield _recipient(f"recipient {name}", endpoint.base_url)


def _recipient(check: str, base_url: str) -> Finding:
    url = urlsplit(base_url)
    host, secure = url.hostname or "", url.scheme == "https"
    port = url.port or (443 if secure else 80)
    where = f"{host}:{port}"
    try:
        with socket.create_connection((host, port), timeout=_SECONDS) as connection:
            if not secure:
                return ok(check, f"{where} takes connections (no TLS)")
            return _certificate(check, host, where, connection)
    except socket.gaierror as failed:
        return error(check, f"{host} does not resolve ({failed.strerror})",
                     "correct base_url, or the machine's name service")  # fmt: skip
    except ssl.SSLError as failed:
        return error(check, f"TLS with {where} fails ({failed.reason or 'handshake'})",
                     "install the authority's certificate on this machine; never switch "
                     "verification off")  # fmt: skip
    except OSError as failed:
        return _unreached(check, host, where, failed.strerror or "timed out")


def _unreached(check: str, host: str, where: str, reason: str) -> Finding:
    if host in _LOOPBACK:
        return info(check, f"nobody answers at {where} on this machine ({reason})",
                    "the demo recipients run while `privacy-gateway demo` does")  # fmt: skip
    return error(check, f"{where} cannot be reached ({reason})",
                 "open the firewall, correct base_url, or set [server] outbound_proxy")  # fmt: skip


def _certificate(check: str, host: str, where: str, connection: socket.socket) -> Finding:
    context = ssl.create_default_context()
    with context.wrap_socket(connection, server_hostname=host) as secured:
        certificate = secured.getpeercert() or {}
        version = secured.version()
    until = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
    days = int((until - time.time()) // _DAY)
    said = f"{where} speaks {version}; its certificate is good for {days} days"
    if days < _EXPIRES_SOON:
        return warning(check, said, "tell the recipient, or whoever runs the proxy before it")
    return ok(check, said)
