"""Whether the demonstration can have the ports that the configuration names, and what if not."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from gateway.config.config import Config
from gateway.demo.loopback import HOST

APPLICATION, OPENAI, GOOGLE = "demo", "demo-openai", "demo-google"
"""Names that the shipped config.toml uses."""


class DemoImpossible(Exception):
    """The demonstration cannot run with this configuration; the message says what to change."""


def demo_port(config: Config, recipient: str) -> int:
    """The port that the configuration gives to a demo recipient.

    Raises:
        DemoImpossible: it has none, or is not on this machine.
    """
    endpoint = config.endpoints.get(recipient)
    url = urlsplit(endpoint.base_url if endpoint else "")
    if url.hostname not in {HOST, "localhost"} or not url.port:
        raise DemoImpossible(
            f"[recipients.{recipient}] base_url must be http://{HOST}:PORT: the demo recipient "
            "listens there. The config.toml that ships has it."
        )
    return url.port


def require_free(config: Config, recipients: tuple[str, ...] = (OPENAI, GOOGLE)) -> None:
    """Check that nobody else listens where the demonstration wants to.

    Raises:
        DemoImpossible: somebody does; names every such port and the setting that changes it.
    """
    taken = [
        f"Port {port} on {host} is taken by another program. Stop that, or take another port: "
        f"PRIVACY_GATEWAY__{setting}=..."
        for host, port, setting in _wanted(config, recipients)
        if port and not _free(host, port)
    ]
    if taken:
        raise DemoImpossible("\n".join(taken))


def _wanted(config: Config, recipients: tuple[str, ...]) -> Iterator[tuple[str, int, str]]:
    yield config.server.host, config.server.port, "SERVER__PORT"
    yield config.admin.host, config.admin.port, "ADMIN__PORT"
    for recipient in recipients:
        name = recipient.upper().replace("-", "_")
        yield HOST, demo_port(config, recipient), f"RECIPIENTS__{name}__BASE_URL"


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
