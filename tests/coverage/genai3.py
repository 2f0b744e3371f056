"""What the codecs miss of the google-genai that is found first on the path: prints JSON.

`test_genai3` runs this with google-genai 3.x, which cannot live beside google-cloud-aiplatform.
"""

import json
import sys

import google.genai

from tests.coverage import derive_genai, derive_interactions, derive_kept

if __name__ == "__main__":
    surfaces = [
        *derive_genai.surfaces(),
        *derive_interactions.surfaces(),
        *derive_kept.surfaces(),
    ]
    failures = {surface.title: surface.failures() for surface in surfaces}
    leaves = sum(len(surface.verdicts) for surface in surfaces)
    found = {"version": google.genai.__version__, "leaves": leaves, "failures": failures}
    sys.stdout.write(json.dumps(found))
