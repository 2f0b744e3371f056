"""From `ConfigSpec` to `Config`: what single values cannot know of one another.

Every function notes what is wrong in the findings and goes on with something harmless, so that
all problems are found in one pass; with any finding the result is thrown away.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path as File
from types import MappingProxyType
from typing import TypeVar

from gateway.config import config as running
from gateway.config.addresses import base_url, listens, proxy, public_url
from gateway.config.columns import columns
from gateway.config.credentials import Registered, registered
from gateway.config.detection import Lists, detection, digests, named
from gateway.config.grpc import grpc
from gateway.config.plain import plain
from gateway.config.plugins import operators
from gateway.config.policies import policy, vocabulary
from gateway.config.problems import Findings, Path, nearest
from gateway.config.secrets import Secret, SecretUnavailable, is_reference, resolve
from gateway.config.server_spec import ServerSpec
from gateway.config.spec import ApplicationSpec, ConfigSpec, RecipientSpec, StorageSpec
from privacy.application import Application
from privacy.policy import Policy
from privacy.purpose import Purpose
from privacy.recipient import Recipient

_SQLITE = "sqlite:///"
_K = TypeVar("_K")
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a configuration refers to outside its file.

    Attributes:
        file: the configuration file; relative paths start from its directory.
        environ: the process's environment.
        left_out: tables that could not be read; their names exist all the same.
    """

    file: File
    environ: Mapping[str, str]
    left_out: frozenset[Path] = frozenset()

    def path(self, text: str) -> File:
        """An absolute path."""
        return (self.file.parent / text).absolute()

    def names(self, section: str, read: Iterable[str]) -> frozenset[str]:
        """Names of a section's tables, broken ones included."""
        broken = {str(path[1]) for path in self.left_out if path[0] == section and len(path) > 1}
        return frozenset(read) | broken


def build(spec: ConfigSpec, around: Surroundings, findings: Findings) -> running.Config:
    """Build what runs; it is good only if no findings were added."""
    plugged = operators(spec.plugins, findings)
    purposes = around.names("purposes", spec.purposes)
    recipients = around.names("recipients", spec.recipients)
    found = detection(spec.detection, around.path, findings)
    words = vocabulary(found.entity_types, purposes, recipients, plugged, found.lists)
    policies = {name: policy(name, part, words, findings) for name, part in spec.policies.items()}
    _check_grants(spec, around, findings)
    keys = registered(spec.applications, around.path, findings)
    return running.Config(
        hash=_hash(spec, keys, found.lists),
        file=around.file,
        deployment=running.Deployment(**spec.deployment.model_dump()),
        server=_server(spec.server, around, findings),
        admin=_admin(spec, findings),
        grpc=grpc(spec, around.path, findings),
        storage=_storage(spec.storage, around, findings),
        keys=running.Keys(store=around.path(spec.keys.store), root=around.path(spec.keys.root)),
        detection=found.running,
        log_level=spec.logging.level,
        recipients=_frozen({n: _recipient(n, part) for n, part in spec.recipients.items()}),
        endpoints=_frozen(
            {n: _endpoint(n, part, around, findings) for n, part in spec.recipients.items()}
        ),
        purposes=_frozen({n: _purpose(n, spec) for n in spec.purposes}),
        applications=_frozen({n: _application(n, spec) for n in spec.applications}),
        application_lists=_frozen(
            {
                name: named(("applications", name, "lists"), part.lists, found.lists, findings)
                for name, part in spec.applications.items()
            }
        ),
        application_keys=_frozen(keys.own),
        foreign_keys=_frozen(keys.foreign),
        keys_files=_frozen(keys.files),
        policies=_frozen(policies),
        policy_hashes=_frozen({name: _policy_hash(part) for name, part in policies.items()}),
        operators=plugged,
    )


def _frozen(table: dict[_K, _V]) -> Mapping[_K, _V]:
    return MappingProxyType(table)


def _hash(spec: ConfigSpec, keys: Registered, lists: Lists) -> str:
    entries = sorted(f"{who}={entry}" for who, entry in keys.entries)
    config = spec.model_dump(mode="json")
    return _digest({"config": config, "keys": entries, "lists": digests(lists)})


def _policy_hash(policy: Policy) -> str:
    return _digest(plain(policy))


def _digest(value: object) -> str:
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _server(spec: ServerSpec, around: Surroundings, findings: Findings) -> running.Server:
    tls = _tls(spec, around, findings)
    listens(("server",), spec.host, findings, safe=bool(tls) or spec.insecure_plain_http)
    if spec.workers > 1:
        findings.add(
            ("server", "workers"),
            "more than one process in one command arrives in a later release",
            "set 1, and run several gateways behind a balancer, each with its own [storage]",
        )
    return running.Server(
        host=spec.host,
        port=spec.port,
        workers=spec.workers,
        public_url=public_url(spec.public_url, findings),
        tls=tls,
        outbound_proxy=_proxy(spec.outbound_proxy, around, findings),
        limits=running.Limits(**spec.limits.model_dump()),
    )


def _tls(spec: ServerSpec, around: Surroundings, findings: Findings) -> running.Tls | None:
    if not (spec.tls_certificate or spec.tls_key):
        return None
    files = {"tls_certificate": spec.tls_certificate, "tls_key": spec.tls_key}
    for name, text in files.items():
        if not text:
            findings.add(("server", name), "is missing", "certificate and key go together")
        elif not around.path(text).is_file():
            findings.add(("server", name), "there is no such file", "name a PEM file")
    return running.Tls(certificate=around.path(spec.tls_certificate), key=around.path(spec.tls_key))


def _proxy(text: str, around: Surroundings, findings: Findings) -> Secret | None:
    path: Path = ("server", "outbound_proxy")
    if not text:
        return None
    secret = _secret(path, text, around, findings) if is_reference(text) else Secret("", text)
    if secret is not None:
        proxy(path, secret, findings)
    return secret


def _secret(path: Path, reference: str, around: Surroundings, findings: Findings) -> Secret | None:
    try:
        return resolve(reference, around.file.parent, around.environ)
    except SecretUnavailable as error:
        findings.add(path, str(error), "set it, or name another place")
        return None


def _admin(spec: ConfigSpec, findings: Findings) -> running.Admin:
    admin = spec.admin
    listens(("admin",), admin.host, findings, safe=admin.insecure_plain_http)
    if admin.port and (admin.host, admin.port) == (spec.server.host, spec.server.port):
        findings.add(("admin", "port"), "is the same as server.port", "choose another port")
    return running.Admin(host=admin.host, port=admin.port)


def _storage(spec: StorageSpec, around: Surroundings, findings: Findings) -> running.Storage:
    file = spec.url.removeprefix(_SQLITE)
    if spec.url.startswith(("postgresql://", "postgresql+")):
        findings.add(
            ("storage", "url"), "PostgreSQL arrives in a later release", "use sqlite:///PATH"
        )
    elif not spec.url.startswith(_SQLITE) or not file or set(file) & set("?#"):
        findings.add(("storage", "url"), "is no database that the gateway knows", "sqlite:///PATH")
    return running.Storage(
        backend="sqlite",
        path=around.path(file),
        checkpoints=around.path(spec.checkpoints),
        checkpoint_seconds=spec.checkpoint_seconds,
        checkpoint_records=spec.checkpoint_records,
        free_space_mib=spec.free_space_mib,
    )


def _recipient(name: str, spec: RecipientSpec) -> Recipient:
    return Recipient(
        id=name,
        legal_name=spec.legal_name,
        wire=spec.wire,
        role=spec.role,
        region=spec.region,
        country=spec.country,
        agreement=spec.agreement,
        transfer=spec.transfer,
        retention_days=spec.retention_days,
        training=spec.training,
        instructions=MappingProxyType(dict(spec.instructions)),
        buckets=tuple(spec.buckets),
        opaque=MappingProxyType(spec.opaque.said()),
        tables=_frozen({name: columns(table) for name, table in spec.endpoints.items()}),
    )


def _endpoint(
    name: str, spec: RecipientSpec, around: Surroundings, findings: Findings
) -> running.Endpoint:
    path: Path = ("recipients", name)
    return running.Endpoint(
        base_url=base_url((*path, "base_url"), spec.base_url, findings),
        credential=_credential((*path, "credential"), spec.credential, around, findings),
        passes_client=spec.credential == "client",
    )


def _credential(path: Path, text: str, around: Surroundings, findings: Findings) -> Secret | None:
    if text in {"client", "none"}:
        return None
    if text == "adc":
        findings.add(
            path,
            "application default credentials arrive in a later release: they need google-auth, "
            "which the server does not install",
            'use "client", or "file:PATH" with an access token that something else renews',
        )
        return None
    if not is_reference(text):
        # What stands here may be a key that somebody pasted: it is not shown.
        findings.add(path, "is no reference", 'write "client", "none", "env:NAME" or "file:PATH"')
        return None
    return _secret(path, text, around, findings)


def _purpose(name: str, spec: ConfigSpec) -> Purpose:
    return Purpose(id=name, **dict(spec.purposes[name]))


def _application(name: str, spec: ConfigSpec) -> Application:
    part = spec.applications[name]
    return Application(
        id=name,
        controller=part.controller or spec.deployment.controller,
        purposes=tuple(part.purposes),
        recipients=tuple(part.recipients),
        models=tuple(part.models),
        policy=part.policy,
        purpose_required=part.purpose_required,
        subject_required=part.subject_required,
        subject_class=part.subject_class,
        opaque=MappingProxyType(part.opaque.said()),
    )


def _check_grants(spec: ConfigSpec, around: Surroundings, findings: Findings) -> None:
    """Whether all that applications name exists."""
    for name, part in spec.applications.items():
        for section, granted in _granted(part).items():
            known = around.names(section, getattr(spec, section))
            for step, word in granted:
                if (section,) not in around.left_out and word not in known:
                    reason = f"no {section.rstrip('s')} is called {word!r}"
                    if section == "policies":
                        reason = f"no policy is called {word!r}"
                    findings.add(("applications", name, *step), reason, nearest(word, known))


def _granted(part: ApplicationSpec) -> Mapping[str, list[tuple[Path, str]]]:
    return {
        "purposes": [(("purposes", at), word) for at, word in enumerate(part.purposes)],
        "recipients": [(("recipients", at), word) for at, word in enumerate(part.recipients)],
        "policies": [(("policy",), part.policy)],
    }
