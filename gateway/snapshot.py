"""From a configuration to what runs for it: detector, name model, sessions to recipients."""

from functools import lru_cache
from pathlib import Path

from gateway.authentication import Authentication
from gateway.compiled import built_in_detector
from gateway.config.config import Config
from gateway.guests.beside import Beside
from gateway.inspection import Inspector
from gateway.isolation import BuiltIn, DetectorGone, DetectorProcess
from gateway.keys import Keys
from gateway.model_files import load_name_model
from gateway.roof import Snapshot
from gateway.upstream import Timeouts, Upstream
from redaction.cache import SpanCache
from redaction.custom import CustomPattern
from redaction.detect import Detector
from redaction.inspect import Detecting, Naming
from redaction.names import NameModel
from redaction.phrases import ready


def build_snapshot(config: Config, keys: Keys) -> Snapshot:
    """Build what runs for a configuration; takes as long as compiling patterns does.

    Raises:
        RuntimeError: a part of it cannot be built (`DetectorGone` says which recognizer, and why);
            nothing is replaced then.
    """
    return Snapshot(
        config=config,
        authentication=Authentication(
            config.applications, config.application_keys, config.foreign_keys
        ),
        inspector=_inspector(config, keys),
        upstreams={id_: _upstream(config, id_) for id_ in config.recipients},
    )


def _inspector(config: Config, keys: Keys) -> Inspector:
    part = config.detection
    _make_ready(config)
    detector, names = _detecting(config)
    return Inspector(
        detector,
        names,
        SpanCache(keys.cache, part.cache_entries),
        threads=part.threads,
        seconds=part.time_limit_ms / 1000,
        max_chars=part.max_chars,
        lists=config.application_lists,
    )


def _detecting(config: Config) -> tuple[Detecting, Naming | None]:
    """The structured stage, with guests if there are any, and the name model."""
    own, names = _built_in(config)
    guests = config.detection.guests
    if not guests:
        return own, names
    try:
        return Beside(own, guests), names
    except DetectorGone:
        if isinstance(own, DetectorProcess):
            own.close()
        raise


def _built_in(config: Config) -> tuple[Detecting, Naming | None]:
    """Here, or in a process of their own."""
    part = config.detection
    wanted = any(policy.names != "off" for policy in config.policies.values())
    if part.isolation == "process":
        built_in = BuiltIn(wanted, part.names_model, part.compiled, part.patterns)
        process = DetectorProcess(built_in, seconds=part.time_limit_ms / 1000)
        return process, process.names()
    names = _names(part.names_model) if wanted else None
    return _detector(part.compiled, part.patterns), names


def _make_ready(config: Config) -> None:
    """Index long lists now: it takes half a second for a hundred thousand phrases."""
    for lists in (
        *(each.lists for each in config.policies.values()),
        *config.application_lists.values(),
    ):
        for each in lists:
            ready(each)


@lru_cache(maxsize=2)
def _detector(directory: Path | None, patterns: tuple[CustomPattern, ...]) -> Detector:
    """The structured stage; a reload mostly leaves its patterns as they are."""
    return built_in_detector(directory, patterns)


@lru_cache(maxsize=2)
def _names(directory: Path | None) -> NameModel:
    return load_name_model(directory)


def _upstream(config: Config, recipient: str) -> Upstream:
    limits, proxy = config.server.limits, config.server.outbound_proxy
    return Upstream(
        config.endpoints[recipient].base_url,
        Timeouts(
            connect=limits.connect_seconds,
            first_byte=limits.first_byte_seconds,
            idle=limits.idle_seconds,
        ),
        answer_limit=limits.max_answer_bytes,
        proxy=proxy.reveal() if proxy else None,
    )
