"""Is a gateway alive? Asked every few seconds by containers, so with the standard library alone.

The configuration is not checked here: only the address of the admin port is looked up.
"""

import http.client
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

_SECONDS = 2.0
_HOST, _PORT = "127.0.0.1", 8081
"""As `gateway.config.spec.AdminSpec`; a test holds them together."""
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - looked up, never bound
_PREFIX = "PRIVACY_GATEWAY__ADMIN__"
_GOOD = 200


def admin_address(file: Path, environ: Mapping[str, str] = os.environ) -> tuple[str, int]:
    """Host and port of the admin port; the defaults where the file does not say or is not there."""
    section = _section(file)
    host = str(environ.get(f"{_PREFIX}HOST", section.get("host", _HOST))).strip("\"'")
    port = str(environ.get(f"{_PREFIX}PORT", section.get("port", _PORT)))
    return _EVERYWHERE.get(host, host), int(port) if port.isdecimal() else _PORT


def _section(file: Path) -> dict[str, object]:
    try:
        section = tomllib.loads(file.read_text("utf-8")).get("admin")
    except (OSError, ValueError):
        return {}
    return section if isinstance(section, dict) else {}


def why_not_alive(host: str, port: int) -> str:
    """Ask `/livez`; "" if the gateway is alive."""
    connection = http.client.HTTPConnection(host, port, timeout=_SECONDS)
    try:
        connection.request("GET", "/livez")
        answer = connection.getresponse()
        said = answer.read(64)
    except (OSError, http.client.HTTPException) as failed:
        return getattr(failed, "strerror", None) or type(failed).__name__
    finally:
        connection.close()
    if answer.status == _GOOD and said == b"ok\n":
        return ""
    return f"another program answers (status {answer.status})"
