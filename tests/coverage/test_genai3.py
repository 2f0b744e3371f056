import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ROOT / ".venv-genai3" / "lib" / "python3.11" / "site-packages"


@pytest.mark.skipif(
    not PACKAGES.exists(),
    reason="NOT TESTED: google-genai 3.x, its environment .venv-genai3 is missing; "
    "`make test` makes it",
)
def test_every_leaf_of_google_genai_3_is_walked_or_has_its_reason() -> None:
    path = os.pathsep.join([str(ROOT), str(PACKAGES)])
    done = subprocess.run(
        [sys.executable, "-m", "tests.coverage.genai3"],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert found["version"].startswith("3.")
    assert found["leaves"] > 1000
    assert not [leaf for failures in found["failures"].values() for leaf in failures]
