"""What people write: the shape of `config.toml`.

Each setting says what it means in its description; `docs/settings.md` is made from these.
Unknown keys are errors, types are strict, and every problem is found in one pass (`load`).
What a value means beyond its own shape (a name that must exist, a file that must be readable) is
checked in `build`.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from gateway.config.columns import ColumnsSpec, EndpointName
from gateway.config.detection_spec import DetectionSpec
from gateway.config.opaque_spec import NarrowerSpec
from gateway.config.policy_spec import PolicySpec, Scalar
from gateway.config.server_spec import Name, Port, Seconds, Section, ServerSpec, Words
from privacy.purpose import LegalBasis, SpecialGround

Bucket = Annotated[
    str,
    StringConstraints(
        pattern=r"^(gs://[a-z0-9][a-z0-9._-]{1,220}(/.*)?|bq://[A-Za-z0-9_:-]+(\.[A-Za-z0-9_-]+)*)$",
        max_length=1000,
    ),
]


class AdminSpec(Section):
    """[admin]: health, metrics, console."""

    host: Words = Field(default="127.0.0.1", description="Address of the admin port.")
    port: Port = Field(
        default=8081, description="Port of /livez, /readyz, /metrics and the console."
    )
    insecure_plain_http: bool = Field(
        default=False, description="Allow the admin port on an address beyond loopback."
    )


class GrpcSpec(Section):
    """[grpc]: the default transport of google-cloud-aiplatform."""

    enabled: bool = Field(
        default=False,
        description="Whether gRPC is served. It needs the package google-cloud-aiplatform: "
        "`pip install ai-privacy-gateway[grpc]`.",
    )
    host: Words = Field(default="127.0.0.1", description="Address that gRPC clients connect to.")
    port: Port = Field(
        default=8443, description="Port that gRPC clients connect to, always with TLS; 0 takes a "
        "free one."
    )  # fmt: skip
    certificate: str = Field(
        default="",
        description="PEM file with the certificate chain, read again on SIGHUP; empty: that of "
        "`[server]`.",
    )
    private_key: str = Field(
        default="",
        description="PEM file with the certificate's private key, without a password; empty: that "
        "of `[server]`.",
    )


class StorageSpec(Section):
    """[storage]: the disclosure log."""

    url: Words = Field(
        default="sqlite:///data/gateway.db",
        description="Database of the disclosure log: `sqlite:///PATH`, three slashes for a path "
        "relative to the configuration file and four for an absolute one. "
        "`postgresql://` arrives in a later release.",
    )
    checkpoints: Words = Field(
        default="data/checkpoints",
        description="Directory that signed checkpoints of the log are exported to; best on a "
        "volume that the database's administrator cannot rewrite.",
    )
    checkpoint_seconds: Seconds = Field(
        default=60, description="Longest time between two checkpoints while there are new records."
    )
    checkpoint_records: int = Field(
        default=1000, ge=1, description="Most records between two checkpoints."
    )
    free_space_mib: int = Field(
        default=512,
        ge=0,
        description="Requests are refused when the disk has less free space than this.",
    )


class KeysSpec(Section):
    """[keys]: kept apart from the database, never in the same backup."""

    store: Words = Field(
        default="data/keys.db", description="Key store; losing it loses sealed values."
    )
    root: Words = Field(
        default="data/root.key",
        description="File with the root key that wraps the key store, mode 0400.",
    )


class DeploymentSpec(Section):
    """[deployment]: whose gateway this is."""

    controller: Words = Field(
        description="Legal entity that decides why data is processed (GDPR Art. 4(7))."
    )
    name: Words = Field(
        default="AI Privacy Gateway", description="What people call this installation."
    )
    code: Name = Field(
        default="gateway", description="Short name of this installation; part of the log's origin."
    )


class RecipientSpec(Section):
    """[recipients.NAME]: who receives, how it is spoken to, where."""

    legal_name: Words = Field(description="The company, as a privacy notice names it.")
    wire: Literal["openai", "google"] = Field(description="Wire format that it speaks.")
    base_url: Words = Field(
        description="Where it is, without the API version: https, or http on loopback. "
        "Requests never choose another place."
    )
    credential: Words = Field(
        default="client",
        description="How calls to it are paid for: `client` passes the caller's own credential "
        "through, `env:NAME` or `file:PATH` holds the operator's, `none` sends none (a server "
        "of your own that asks for none). "
        "`adc` (Google's application default credentials) arrives in a later release.",
    )
    role: Literal["processor", "controller"] = Field(
        default="processor", description="Its role in the sense of GDPR Art. 4(7) and (8)."
    )
    region: str = Field(default="", description="Where it processes, e.g. `eu` or `us-central1`.")
    country: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")] = Field(
        default="", description="Country of the company, ISO 3166-1 alpha-2, e.g. `US`."
    )
    agreement: str = Field(default="", description="Reference of the data-processing agreement.")
    transfer: str = Field(
        default="", description="Transfer tool (GDPR Art. 44-49), e.g. `SCC 2021/914 module 2`."
    )
    retention_days: int = Field(
        default=30, ge=0, le=36_500, description="Days that it may hold what it is sent."
    )
    training: bool = Field(
        default=False, description="Whether it may train its models on what it is sent."
    )
    instructions: dict[Words, Scalar] = Field(
        default_factory=dict,
        description="Fields set in every request body whatever the caller wrote, e.g. "
        "`store = false` (GDPR Art. 28(3)(a)).",
    )
    buckets: list[Bucket] = Field(
        default_factory=list,
        description="Buckets and tables that batch jobs may read and write although the gateway "
        "sees nothing of them: `gs://bucket/folder/` or `bq://project.dataset`; the record names "
        "`bucket` among what was not inspected. What stands there goes as it is.",
    )
    opaque: NarrowerSpec = Field(
        default_factory=NarrowerSpec,
        description="Content that cannot be inspected: where this recipient gets less of it than "
        "a policy lets pass. What a policy keeps closed nothing here opens.",
    )
    endpoints: dict[EndpointName, ColumnsSpec] = Field(
        default_factory=dict,
        description="Columns of the tables that endpoints predict from, by endpoint: its id "
        "(`123`), its whole name (`projects/P/locations/L/endpoints/123`), the name of a "
        "published model, or a pattern of these (`*`). Elsewhere all columns are `text`.",
    )


class PurposeSpec(Section):
    """[purposes.NAME]: why data is disclosed."""

    description: Words = Field(description="One sentence for a privacy notice.")
    legal_basis: LegalBasis = Field(
        strict=False, description="Its one legal basis (GDPR Art. 6, DPDP Act s. 6-7)."
    )
    jurisdiction: str = Field(
        default="",
        description="The law that the basis belongs to, e.g. `EU`, `IN`, `US`; implied consent "
        "suffices under `US` and `CA` only.",
    )
    dpv: str = Field(
        default="",
        description="Its name in the W3C Data Privacy Vocabulary, e.g. `dpv:CustomerSupport`.",
    )
    special_ground: SpecialGround | None = Field(
        default=None,
        strict=False,
        description="GDPR Art. 9(2) ground on which special categories may be sent; without one "
        "they are not.",
    )
    advertising: bool = Field(default=False, description="Whether it is advertising.")
    training: bool = Field(default=False, description="Whether it trains a model of the recipient.")
    sale: bool = Field(
        default=False, description="Whether it is a sale or sharing (CCPA 1798.140)."
    )
    solely_automated: bool = Field(
        default=False, description="Whether decisions in the sense of GDPR Art. 22 follow."
    )


class ApplicationSpec(Section):
    """[applications.NAME]: who asks, and what it may do."""

    purposes: list[str] = Field(
        min_length=1,
        description="Purposes granted to it; the first is used when a request names none.",
    )
    recipients: list[str] = Field(min_length=1, description="Recipients granted to it.")
    controller: str = Field(
        default="", description="Legal entity that it acts for; empty: `deployment.controller`."
    )
    keys: list[str] = Field(
        default_factory=list,
        description="Hashes of its keys: `sha256:ID:HEX` for keys made by "
        "`privacy-gateway applications new-key NAME`, `sha256:HEX` for an API key of a recipient.",
    )
    keys_file: str = Field(
        default="", description="File with more such hashes, one a line; it may not exist yet."
    )
    models: list[Words] = Field(
        default_factory=lambda: ["*"], description="Patterns of models granted to it."
    )
    policy: str = Field(
        default="default", description="The policy that its requests are treated by."
    )
    lists: list[str] = Field(
        default_factory=list,
        description="Names of `[detection.lists]` that hold for it, beside those of its policy.",
    )
    purpose_required: bool = Field(
        default=False, description="Whether each request must name its purpose itself."
    )
    subject_required: bool = Field(
        default=False, description="Whether each request must name its data subject."
    )
    subject_class: Literal["customer", "employee", "child", "unknown"] = Field(
        default="unknown", description="What its data subjects are."
    )
    opaque: NarrowerSpec = Field(
        default_factory=NarrowerSpec,
        description="Content that cannot be inspected: where this application may send less of it "
        "than its policy lets pass. What the policy keeps closed nothing here opens.",
    )


class PluginsSpec(Section):
    """[plugins]: code that a deployment brings along."""

    operators: list[Annotated[str, StringConstraints(pattern=r"^[\w.]+:\w+$")]] = Field(
        default_factory=list,
        description="Presidio operators, `package.module:Class`; actions name them by their "
        "`operator_name()`.",
    )


class LoggingSpec(Section):
    """[logging]."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe lines written; no level writes personal data."
    )


class ConfigSpec(Section):
    """The whole file."""

    deployment: DeploymentSpec = Field(description="Whose gateway this is.")
    server: ServerSpec = Field(default_factory=ServerSpec, description="The data plane.")
    admin: AdminSpec = Field(
        default_factory=AdminSpec, description="Health, metrics and console, on their own port."
    )
    grpc: GrpcSpec = Field(
        default_factory=GrpcSpec,
        description="The default transport of google-cloud-aiplatform, on a port of its own.",
    )
    storage: StorageSpec = Field(
        default_factory=StorageSpec, description="Where the disclosure log is kept."
    )
    keys: KeysSpec = Field(
        default_factory=KeysSpec,
        description="Where keys are kept: apart from the log, never in the same backup.",
    )
    detection: DetectionSpec = Field(
        default_factory=DetectionSpec, description="Finding personal data."
    )
    plugins: PluginsSpec = Field(
        default_factory=PluginsSpec, description="Code that a deployment brings along."
    )
    logging: LoggingSpec = Field(
        default_factory=LoggingSpec, description="The gateway's own log, without personal data."
    )
    recipients: dict[Name, RecipientSpec] = Field(
        min_length=1, description="AI service providers that may receive data."
    )
    purposes: dict[Name, PurposeSpec] = Field(
        min_length=1, description="What data is disclosed for, each with one legal basis."
    )
    applications: dict[Name, ApplicationSpec] = Field(
        default_factory=dict, description="Who may call, and what each may do."
    )
    policies: dict[Name, PolicySpec] = Field(
        default_factory=lambda: {"default": PolicySpec()},
        description="How personal data is treated.",
    )
