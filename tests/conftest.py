"""Profiles of hypothesis: `ci` is reproducible and bounded, `dev` explores."""

import os
from pathlib import Path

from hypothesis import HealthCheck, settings

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
