"""What people write under `[server]`, and the kinds of values that all tables share."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from gateway.config.policy_spec import CLOSED

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$", max_length=64)]
"""A name of a table: it stands in records, metrics and names of environment variables."""
Words = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Port = Annotated[int, Field(ge=0, le=65535)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]


class Section(BaseModel):
    """A table of the file: strict, closed, frozen."""

    model_config = CLOSED


class LimitsSpec(Section):
    """[server.limits]."""

    max_body_bytes: int = Field(
        default=20 * 1024 * 1024,
        ge=1024,
        description="Largest request body, in bytes; more is a 413.",
    )
    max_file_bytes: int = Field(
        default=201 * 1024 * 1024,
        ge=1024,
        description="Largest upload of a file of requests (OpenAI's batches), in bytes; it is read "
        "line by line, each line no longer than `max_body_bytes`.",
    )
    max_answer_bytes: int = Field(
        default=64 * 1024 * 1024, ge=1024, description="Largest answer of a recipient, in bytes."
    )
    max_event_bytes: int = Field(
        default=1024 * 1024,
        ge=1024,
        description="Largest single event of a streamed answer, in bytes.",
    )
    header_seconds: Seconds = Field(
        default=10, description="Time for a client to send its headers."
    )
    body_seconds: Seconds = Field(default=30, description="Time for a client to send its body.")
    write_seconds: Seconds = Field(
        default=60, description="Time for a client to take what was written to it; then it is slow."
    )
    compress_bytes: int = Field(
        default=1024,
        ge=0,
        description="Whole answers of at least so many bytes are compressed for clients that ask "
        "for gzip; 0: none are. Streams never are.",
    )
    keep_alive_seconds: float = Field(
        default=15,
        ge=0,
        le=86_400,
        description="Silence in a streamed answer after which the client gets a comment, which "
        "its SDK skips, so that nothing in between closes the connection; 0: none. Only in "
        "OpenAI's dialect: Google's SDKs fail on comments.",
    )
    connect_seconds: Seconds = Field(default=5, description="Time to connect to a recipient.")
    first_byte_seconds: Seconds = Field(
        default=60, description="Time for a recipient to begin its answer."
    )
    idle_seconds: Seconds = Field(
        default=30, description="Time between two pieces of a recipient's answer."
    )
    total_seconds: Seconds = Field(default=600, description="Time for a whole exchange.")
    drain_seconds: Seconds = Field(
        default=30, description="Time for running exchanges to end after SIGTERM."
    )
    concurrency: int = Field(
        default=512, ge=1, description="Exchanges at the same time in one process; more is a 503."
    )


class ServerSpec(Section):
    """[server]: the data plane."""

    host: Words = Field(default="127.0.0.1", description="Address that clients connect to.")
    port: Port = Field(
        default=8080, description="Port that clients connect to; 0 takes a free one."
    )
    workers: int = Field(
        default=1,
        ge=1,
        le=64,
        description="Processes; more than 1 arrives in a later release: run several gateways "
        "behind a balancer, each with its own `[storage]`.",
    )
    public_url: str = Field(
        default="",
        description="How clients reach the gateway, if not by host and port; shown in advice.",
    )
    tls_certificate: str = Field(
        default="",
        description="PEM file with the certificate chain; with it the gateway speaks TLS.",
    )
    tls_key: str = Field(default="", description="PEM file with the certificate's private key.")
    insecure_plain_http: bool = Field(
        default=False,
        description="Allow plain HTTP on an address beyond loopback: something in front of the "
        "gateway ends TLS, or the network is trusted.",
    )
    outbound_proxy: str = Field(
        default="",
        description="HTTP proxy for calls to recipients, `http://host:port`; with a password only "
        "as `env:NAME` or `file:PATH`.",
    )
    limits: LimitsSpec = Field(default_factory=LimitsSpec, description="Sizes and times.")
