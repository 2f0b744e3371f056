"""The `[grpc]` table: is the package there, and can the certificate be used?"""

import os
import ssl
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path as File

from gateway.config import config as running
from gateway.config.problems import Findings
from gateway.config.spec import ConfigSpec

_PACKAGES = ("google.cloud.aiplatform_v1", "google.cloud.aiplatform_v1beta1", "grpc")


def grpc(spec: ConfigSpec, path: Callable[[str], File], findings: Findings) -> running.Grpc | None:
    """Build the gRPC front's part; None where it is off.

    Args:
        spec: the whole file: addresses and certificates of other tables matter.
        path: makes a path of the file absolute.
        findings: where problems go.
    """
    part = spec.grpc
    if not part.enabled:
        return None
    if not all(_installed(package) for package in _PACKAGES):
        findings.add(
            ("grpc", "enabled"),
            "the package google-cloud-aiplatform is missing",
            "pip install 'ai-privacy-gateway[grpc]' (image: --build-arg LOCK=server-grpc)",
        )
    for name, other in (("server", spec.server), ("admin", spec.admin)):
        if part.port and (part.host, part.port) == (other.host, other.port):
            findings.add(("grpc", "port"), f"is the same as {name}.port", "choose another port")
    return running.Grpc(host=part.host, port=part.port, tls=_tls(spec, path, findings))


def _installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:  # what it is part of is missing
        return False


def _tls(spec: ConfigSpec, path: Callable[[str], File], findings: Findings) -> running.Tls:
    """The front's own files, or those of the data plane."""
    files = {
        "certificate": spec.grpc.certificate or spec.server.tls_certificate,
        "private_key": spec.grpc.private_key or spec.server.tls_key,
    }
    tls = running.Tls(certificate=path(files["certificate"]), key=path(files["private_key"]))
    usable = True
    for name, file in (("certificate", tls.certificate), ("private_key", tls.key)):
        problem = _unreadable(files[name], file)
        if problem:
            usable = False
            findings.add(("grpc", name), problem, "name a PEM file that the gateway may read")
    if usable and not fits(tls):
        findings.add(
            ("grpc", "private_key"),
            "certificate and private_key are no PEM files that belong together",
            "write the chain into one and its key, without a password, into the other",
        )
    return tls


def _unreadable(text: str, file: File) -> str:
    if not text:
        return "is missing: gRPC is served with TLS only"
    if not file.is_file():
        return "there is no such file"
    return "" if os.access(file, os.R_OK) else "cannot be read by the user who runs this"


def fits(tls: running.Tls) -> bool:
    """Whether the files hold a certificate and its key; a key that asks for a password does not."""
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls.certificate, tls.key, password=_no_password)
    except (OSError, ValueError):
        return False
    return True


def _no_password() -> str:
    raise ValueError("a server asks nobody")
