"""What Prometheus sees (stop 12). Labels come from closed sets; no payload, no caller's text.

Names follow Prometheus's conventions: base units, `_total` for counters, prefix
`privacy_gateway_`. `docs/metrics.md` lists them, and a test holds both together.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.exposition import generate_latest

_FAST = (0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
_SLOW = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0)

_PREFIX = "privacy_gateway_"


class Metrics:
    """All metrics of one gateway, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._traffic(self.registry)
        self._data(self.registry)
        self._books(self.registry)

    def _traffic(self, registry: CollectorRegistry) -> None:
        """What comes and goes."""
        self.requests = Counter(
            _PREFIX + "requests_total",
            "Exchanges by dialect, operation, recipient and outcome.",
            ("wire", "operation", "recipient", "outcome"),
            registry=registry,
        )
        self.in_flight = Gauge(
            _PREFIX + "requests_in_flight", "Exchanges being served.", registry=registry
        )
        self.duration = Histogram(
            _PREFIX + "request_duration_seconds",
            "From the head of the request to the end of the answer.",
            ("wire", "operation"),
            buckets=_SLOW,
            registry=registry,
        )
        self.added = Histogram(
            _PREFIX + "added_latency_seconds",
            "Time from the whole request to the first byte sent to the recipient.",
            ("wire",),
            buckets=_FAST,
            registry=registry,
        )
        self.first_byte = Histogram(
            _PREFIX + "time_to_first_byte_seconds",
            "From the head of the request to the first byte of the answer's body.",
            ("wire",),
            buckets=_SLOW,
            registry=registry,
        )
        self.upstream = Counter(
            _PREFIX + "upstream_responses_total",
            "Answers of recipients by status class, or the failure.",
            ("recipient", "status"),
            registry=registry,
        )
        self.refusals = Counter(
            _PREFIX + "refusals_total",
            "Exchanges that ended with an error of ours, by code.",
            ("code",),
            registry=registry,
        )

    def _data(self, registry: CollectorRegistry) -> None:
        """What is found, and what returns."""
        self.entities = Counter(
            _PREFIX + "entities_total",
            "Entities found in requests, by type and what was done with them.",
            ("entity_type", "operator"),
            registry=registry,
        )
        self.restored = Counter(
            _PREFIX + "restores_total", "Originals put back.", ("entity_type",), registry=registry
        )
        self.restore_failures = Counter(
            _PREFIX + "restore_failures_total",
            "Pseudonyms left in answers: unknown ones, or where restoring is not allowed.",
            ("reason",),
            registry=registry,
        )
        self.detection = Histogram(
            _PREFIX + "detection_duration_seconds",
            "Time to find the entities of one request.",
            buckets=_FAST,
            registry=registry,
        )
        self.detection_cache = Counter(
            _PREFIX + "detection_cache_total",
            "Texts looked up in the span cache.",
            ("result",),
            registry=registry,
        )
        self.cache_entries = Gauge(
            _PREFIX + "detection_cache_entries", "Texts in the span cache.", registry=registry
        )

        self.recognizer_failures = Counter(
            _PREFIX + "recognizer_failures_total",
            "Requests that a recognizer of [detection.recognizers] had refused, by how it failed.",
            ("recognizer", "reason"),
            registry=registry,
        )

    def _books(self, registry: CollectorRegistry) -> None:
        """The log, the configuration, the build."""
        self.ledger_append = Histogram(
            _PREFIX + "ledger_append_duration_seconds",
            "Time until a record was durable.",
            ("kind",),
            buckets=_FAST,
            registry=registry,
        )
        self.ledger_depth = Gauge(
            _PREFIX + "ledger_queue_depth", "Records waiting to be written.", registry=registry
        )
        self.config_reload_failed = Counter(
            _PREFIX + "config_reload_failures_total",
            "Reloads that kept the old configuration.",
            registry=registry,
        )
        self.build = Info(_PREFIX + "build", "What is running.", registry=registry)

    def text(self) -> bytes:
        """Render the exposition format."""
        return generate_latest(self.registry)
