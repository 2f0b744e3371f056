"""Profiles of hypothesis: `ci` is reproducible and bounded, `dev` explores; what tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.certificates import make_pair

# Gateways that tests start as processes share compiled patterns: compiling them takes seconds.
os.environ.setdefault(
    "PRIVACY_GATEWAY__DETECTION__COMPILED", str(Path(__file__).parents[1] / "build" / "compiled")
)

settings.register_profile(
    "ci", max_examples=100, deadline=None, derandomize=True, print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
settings.register_profile("dev", max_examples=100, deadline=None)
settings.register_profile("heavy", max_examples=10_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.fixture(scope="session", autouse=True)
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that all gRPC clients of this process trust.

    gRPC reads its roots once, with the first channel that any test opens, so it is made before.
    """
    certificate, _ = make_pair(tmp_path_factory.mktemp("tls"))
    os.environ["GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"] = str(certificate)
    return certificate
