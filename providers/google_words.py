"""Words of Google's answers: fields that hold no text of anybody."""

from providers.google_fields import camel

ANSWER_WORDS = frozenset(
    spelling
    for name in (
        "role",
        "thought_signature",
        "finish_reason",
        "block_reason",
        "category",
        "probability",
        "severity",
        "threshold",
        "modality",
        "traffic_type",
        "service_tier",
        "url_retrieval_status",
        "language",
        "outcome",
        "mime_type",
        "data",
        "sdk_blob",
        "model_version",
        "response_id",
        "create_time",
        "next_page_token",
        "json_path",
        "null_value",
        "google_maps_widget_context_token",
        "encoded_polyline",
        "place_id",
        "continuation_token",
    )
    for spelling in (name, camel(name))
)
"""Fields that hold words of the protocol or opaque bytes: never restored."""
