"""A certificate for loopback, made for the tests: its own authority; and who shows it."""

import datetime as dt
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def front(certificate: Path, port: int = 0) -> str:
    """Settings of a gRPC front that shows a certificate."""
    return f"""
        [grpc]
        enabled = true
        port = {port}
        certificate = "{certificate}"
        private_key = "{certificate.with_suffix(".key")}"
    """


def make_pair(directory: Path, name: str = "gateway", *, days: int = 1) -> tuple[Path, Path]:
    """Write `NAME.pem` and `NAME.key`.

    Args:
        directory: where.
        name: of the files and of the subject.
        days: from now for which it is good; below 0 it has expired.

    Returns:
        Paths of the certificate and of its key.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=400))
        .not_valid_after(now + dt.timedelta(days=days, minutes=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = directory / f"{name}.pem", directory / f"{name}.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private
