"""The front's certificate: read at the start, and again when the configuration is reloaded."""

import grpc

from gateway.config.config import Tls


class Certificate:
    """A certificate chain and its key, which may be replaced while the front serves.

    Args:
        tls: where they are.

    Raises:
        OSError: a file cannot be read.
    """

    def __init__(self, tls: Tls) -> None:
        self._pair = _read(tls)
        self._given = self._pair

    def credentials(self) -> grpc.ServerCredentials:
        """Credentials of a server; each new connection asks whether there is another pair."""
        return grpc.dynamic_ssl_server_credentials(
            _configuration(self._pair),
            self._newer,  # type: ignore[arg-type]  # None is for "as before", which the stub lacks
        )

    def replace(self, tls: Tls) -> None:
        """Take another pair, or the same files with other contents; connections keep theirs.

        Raises:
            OSError: a file cannot be read; what was stays.
        """
        self._pair = _read(tls)

    def _newer(self) -> grpc.ServerCertificateConfiguration | None:
        """Called by gRPC, in a thread of its own, before each handshake."""
        pair = self._pair
        if pair == self._given:
            return None
        self._given = pair
        return _configuration(pair)


def _read(tls: Tls) -> tuple[bytes, bytes]:
    return tls.key.read_bytes(), tls.certificate.read_bytes()


def _configuration(pair: tuple[bytes, bytes]) -> grpc.ServerCertificateConfiguration:
    return grpc.ssl_server_certificate_configuration([pair])
