import pytest

from privacy.recipient import Recipient


@pytest.mark.parametrize(
    ("bucket", "place", "inside"),
    [
        ("gs://good/", "gs://good/a.jsonl", True),
        ("gs://good", "gs://good/a.jsonl", True),
        ("gs://good", "gs://good", True),
        ("gs://good", "gs://good.evil/a.jsonl", False),
        ("gs://good", "gs://goodish/a.jsonl", False),
        ("gs://good/in/", "gs://good/in/a.jsonl", True),
        ("gs://good/in", "gs://good/inner/a.jsonl", False),
        ("bq://project", "bq://project.set.table", True),
        ("bq://project.set", "bq://project.set.table", True),
        ("bq://project.set", "bq://project.sets.table", False),
        ("bq://project.set", "bq://project.set", True),
        ("gs://good/", "", False),
    ],
)
def test_a_place_is_approved_inside_of_a_bucket_alone(
    bucket: str, place: str, *, inside: bool
) -> None:
    recipient = Recipient(id="r", legal_name="R", wire="google", buckets=(bucket,))
    assert recipient.approves(place) is inside


def test_without_buckets_no_place_is_approved() -> None:
    assert not Recipient(id="r", legal_name="R", wire="google").approves("gs://good/")
