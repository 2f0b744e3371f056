"""What runs: the checked configuration, in the nouns of `privacy/`.

A `Config` is never changed: a reload makes a new one, and an exchange keeps the one that it began
with. Secrets are wrapped so that no `repr`, log line or error can show them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gateway.config.secrets import Secret
from gateway.guests.guest import Guest
from privacy.application import Application
from privacy.phrases import PhraseList
from privacy.policy import Policy
from privacy.purpose import Purpose
from privacy.recipient import Recipient
from redaction.custom import CustomPattern
from redaction.operators import Operators


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes in bytes, times in seconds; meanings as in `gateway.config.server_spec.LimitsSpec`."""

    max_body_bytes: int
    max_file_bytes: int
    max_answer_bytes: int
    max_event_bytes: int
    header_seconds: float
    body_seconds: float
    write_seconds: float
    compress_bytes: int
    keep_alive_seconds: float
    connect_seconds: float
    first_byte_seconds: float
    idle_seconds: float
    total_seconds: float
    drain_seconds: float
    concurrency: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """PEM files of a certificate chain and its private key; both were there."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The data plane.

    Attributes:
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        workers: processes.
        public_url: how clients reach it, without a slash at its end.
        tls: None for plain HTTP.
        outbound_proxy: URL of the proxy for calls to recipients; may hold a password.
        limits: sizes and times.
    """

    host: str
    port: int
    workers: int
    public_url: str
    tls: Tls | None
    outbound_proxy: Secret | None
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Admin:
    """Health, metrics and console."""

    host: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grpc:
    """The gRPC front: where it listens, and the certificate that it shows."""

    host: str
    port: int
    tls: Tls


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """Where the disclosure log is kept.

    Attributes:
        backend: which store.
        path: its database file, absolute.
        checkpoints: directory of exported checkpoints, absolute.
        checkpoint_seconds: longest time between two checkpoints.
        checkpoint_records: most records between two checkpoints.
        free_space_mib: requests are refused below this.
    """

    backend: Literal["sqlite"]
    path: Path
    checkpoints: Path
    checkpoint_seconds: float
    checkpoint_records: int
    free_space_mib: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Key store and root key, absolute paths."""

    store: Path
    root: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """Whose gateway this is; `code` is part of the log's origin."""

    controller: str
    name: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a recipient is and how calls to it are paid for.

    Attributes:
        base_url: without a slash at its end and without the API version.
        credential: the operator's; None if it has none.
        passes_client: whether the caller's own credential is passed through.
    """

    base_url: str
    credential: Secret | None
    passes_client: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationKey:
    """A key that this gateway made.

    Attributes:
        id: the 8 characters between `gw_` and the secret part; it may be logged.
        digest: SHA-256 of the whole key, 32 bytes.
        application: whose it is.
    """

    id: str
    digest: bytes
    application: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """Finding personal data.

    Attributes:
        isolation: whether detection runs in threads or in a process of its own.
        threads: threads that inspect.
        time_limit_ms: for one request.
        max_chars: in one request.
        compiled: directory of compiled patterns; None for none.
        cache_entries: texts remembered.
        names_model: directory of another model for names; None: the one that ships.
        custom_types: entity types beyond the built-in ones.
        patterns: patterns beyond the built-in ones.
        guests: recognizers of others.
    """

    isolation: Literal["thread", "process"]
    threads: int
    time_limit_ms: int
    max_chars: int
    compiled: Path | None
    cache_entries: int
    names_model: Path | None
    custom_types: frozenset[str]
    patterns: tuple[CustomPattern, ...] = ()
    guests: tuple[Guest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The whole configuration.

    Attributes:
        hash: SHA-256 (hex) of the effective configuration: file, overrides and defaults, with
            references in place of secrets, and hashes of application keys. Equal files on two
            machines have equal hashes.
        file: where it was read from.
        application_lists: phrase lists of each application, beside those of its policy.
        application_keys: keys that this gateway made, by id.
        foreign_keys: SHA-256 digest of a recipient's API key to the id of the application that
            is known by it.
        keys_files: of applications that have one.
        grpc: None where gRPC is not served.
        policy_hashes: SHA-256 (hex) of each policy, profile applied.
        operators: the built-in operators and those that were plugged in.
        log_level: debug, info, warning or error.
    """

    hash: str
    file: Path
    deployment: Deployment
    server: Server
    admin: Admin
    grpc: Grpc | None
    storage: Storage
    keys: Keys
    detection: Detection
    log_level: str
    recipients: Mapping[str, Recipient]
    endpoints: Mapping[str, Endpoint]
    purposes: Mapping[str, Purpose]
    applications: Mapping[str, Application]
    application_lists: Mapping[str, tuple[PhraseList, ...]]
    application_keys: Mapping[str, ApplicationKey]
    foreign_keys: Mapping[bytes, str]
    keys_files: Mapping[str, Path]
    policies: Mapping[str, Policy]
    policy_hashes: Mapping[str, str]
    operators: Operators

    @property
    def version(self) -> str:
        """The hash's first 12 characters: enough for a log line or a metric."""
        return self.hash[:12]
