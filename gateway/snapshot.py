"""From a configuration to what runs for it: detector, name model, sessions to recipients."""

from functools import lru_cache
from pathlib import Path

from gateway.authentication import Authentication
from gateway.compiled import built_in_detector
from gateway.config.config import Config
from gateway.inspection import Inspector
from gateway.isolation import BuiltIn, DetectorProcess
from gateway.keys import Keys
from gateway.model_files import load_name_model
from gateway.roof import Snapshot
from gateway.upstream import Timeouts, Upstream
from redaction.cache import SpanCache
from redaction.detect import Detector
from redaction.names import NameModel


def build_snapshot(config: Config, keys: Keys) -> Snapshot:
    """Build what runs for a configuration; takes as long as compiling patterns does.

    Raises:
        RuntimeError: a part of it cannot be built; nothing is replaced then.
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
    wanted = any(policy.names != "off" for policy in config.policies.values())
    cache, seconds = SpanCache(keys.cache, part.cache_entries), part.time_limit_ms / 1000
    if part.isolation == "process":
        process = DetectorProcess(BuiltIn(wanted, part.names_model, part.compiled), seconds=seconds)
        return Inspector(
            process,
            process.names(),
            cache,
            threads=part.threads,
            seconds=seconds,
            max_chars=part.max_chars,
            process=process,
        )
    names = _names(part.names_model) if wanted else None
    return Inspector(
        _detector(part.compiled),
        names,
        cache,
        threads=part.threads,
        seconds=seconds,
        max_chars=part.max_chars,
    )


@lru_cache(maxsize=1)
def _detector(directory: Path | None) -> Detector:
    """The structured stage; its patterns never change while the process lives."""
    return built_in_detector(directory)


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
