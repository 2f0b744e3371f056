"""Batch predictions of Vertex AI: jobs that read prompts from buckets and write answers to them.

Source: google.cloud.aiplatform.v1 `batch_prediction_job` and `job_service` (2.7), google.genai
.batches 3.4. What stands in a bucket or a table never passes the gateway: it goes only where the
recipient's `buckets` name the place, and the record says that it was not inspected.
"""

import re
from dataclasses import replace

from providers.codec import OpaqueItem, Operation, Payload
from providers.google_batches import Answered
from providers.google_fields import labels, message, resource, settings, word
from providers.google_paths import NAME, PLACE
from providers.google_predict import MOOT
from providers.google_request import GoogleRequest
from providers.json_text import Json
from providers.walk import Rule, Walk, each, fixed, free, text

_PATH = re.compile(
    rf"/(?:v1|v1beta1)/{PLACE}/batchPredictionJobs(?:/(?P<id>{NAME})(?P<cancel>:cancel)?)?",
    re.ASCII,
)
_CALLS = {
    "POST": Operation("batchPredictionJobs.create", "POST", "", moot=MOOT, noted=False, keeps=True),
    "GET": Operation("batchPredictionJobs.list", "GET", "", inspected=False, lists="batch"),
}
_OF_ONE = {
    ("GET", ""): Operation("batchPredictionJobs.get", "GET", "", inspected=False),
    ("DELETE", ""): Operation(
        "batchPredictionJobs.delete", "DELETE", "", inspected=False, ends=True
    ),
    ("POST", ":cancel"): Operation("batchPredictionJobs.cancel", "POST", "", inspected=False),
}
_ROBOT = re.compile(r"[a-z0-9-]+@[a-z0-9-]+\.iam\.gserviceaccount\.com", re.ASCII)


def _place(walk: Walk, value: Json, pointer: str) -> None:
    """A bucket, table or data set, in which nobody here can look."""
    uri = value if isinstance(value, str) else ""
    walk.opaque.append(OpaqueItem("bucket", pointer, uri=uri))
    fixed(walk, value, pointer)


def _account(walk: Walk, value: Json, pointer: str) -> None:
    """The account of a program, though it looks like somebody's address."""
    known = isinstance(value, str) and _ROBOT.fullmatch(value)
    (walk.skip(value) if known else fixed(walk, value, pointer))


_JOB: Rule = message(
    name=resource,
    display_name=text,
    model=resource,
    model_version_id=fixed,
    unmanaged_container_model=message(
        artifact_uri=_place, predict_schemata=settings, container_spec=settings
    ),
    input_config=message(
        gcs_source=message(uris=each(_place)),
        bigquery_source=message(input_uri=_place),
        vertex_multimodal_dataset_source=message(dataset_name=_place),
        instances_format=word,
    ),
    output_config=message(
        gcs_destination=message(output_uri_prefix=_place),
        bigquery_destination=message(output_uri=_place),
        vertex_multimodal_dataset_destination=message(
            bigquery_destination=message(output_uri=_place), display_name=text
        ),
        predictions_format=word,
    ),
    instance_config=settings,
    model_parameters=free,
    model_monitoring_config=settings,
    labels=labels,
    encryption_spec=message(kms_key_name=fixed),
    service_account=_account,
    generate_explanation=word,
    explanation_spec=settings,
    disable_container_logging=word,
    **dict.fromkeys(("dedicated_resources", "manual_batch_tuning_parameters"), settings),
)
"""A `BatchPredictionJob`, as far as callers write it."""


class Jobs(Answered):
    """See `providers.google_kept.Family`."""

    def __init__(self) -> None:
        super().__init__("batchPredictionJobs", "batch", "batchPredictionJobs")

    def route(self, method: str, path: str, query: str) -> Operation | None:
        """The known call; None if it is none of these."""
        del query
        match = _PATH.fullmatch(path)
        if match is None:
            return None
        if match["id"] is None:
            found = _CALLS.get(method)
            return found and replace(found, upstream_path=path)
        found = _OF_ONE.get((method, match["cancel"] or ""))
        return self.one(found, path, match["id"])

    def read(self, operation: Operation, body: bytes) -> Payload:
        """Read a job.

        Raises:
            MalformedBodyError: it cannot be read.
        """
        return GoogleRequest(operation, body, _JOB)


JOBS = Jobs()
"""The family, for the codec."""
