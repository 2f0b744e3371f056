"""Google's endpoints that are not served here, by family, and what to do instead.

Sources of the paths: google-genai 2.34 and 3.4 (`google/genai`), google-cloud-aiplatform 2.7
(HTTP rules of v1 and v1beta1); a test holds that each of their calls is served or belongs to a
family. `docs/refused.md` is made from this table.
"""

import re

from providers.closed_doors import ClosedDoor, closed_door
from providers.google_paths import PLACE

_TEXT = "generateContent and streamGenerateContent are served."
_PLANE = (
    "It builds and runs what stands in your own project, and is no call to a model. Use Google's "
    "console or a machine for it that your egress rules let through."
)

CLOSED = (
    ClosedDoor(
        "session tokens",
        ("auth_tokens/**", ":generateFetchAccessToken"),
        "This hands out a credential for a direct connection to the recipient, past the gateway: "
        "nothing said there could be pseudonymised or logged. Have your server call the gateway "
        f"in place of the browser; {_TEXT}",
    ),
    ClosedDoor(
        "endpoints without a project",
        tuple(
            f"endpoints/{{}}:{verb}"
            for verb in ("generateContent", "streamGenerateContent", "countTokens", "computeTokens")
        ),
        "An endpoint is called by its whole name, with its project and location: "
        "/v1/projects/P/locations/L/endpoints/E:generateContent.",
        settled=False,
    ),
    ClosedDoor(
        "permissions and places",
        (
            ":getIamPolicy", ":setIamPolicy", ":testIamPermissions", "projects/{}/locations", "",
            "projects/{}/modelGardenEula/**", "locations/**",
        ),
        _PLANE,
    ),
    ClosedDoor(
        "videos",
        (":predictLongRunning", ":fetchPredictOperation"),
        "Long-running predictions are not served: their results are fetched, or written to a "
        "bucket, past the gateway. Use predict where the model has it.",
    ),
    ClosedDoor(
        "batches of Gemini",
        ("batches/**", ":batchGenerateContent", ":asyncBatchEmbedContent"),
        "This call on batches is not served: batchGenerateContent and asyncBatchEmbedContent "
        "are, with their requests inside.",
        settled=False,
    ),
    ClosedDoor(
        "batch predictions",
        ("batchPredictionJobs/**",),
        "This call on batch predictions is not served: create, get, list, cancel and delete are, "
        f"with buckets that the operator names. Or send the prompts in calls of their own; {_TEXT}",
        settled=False,
    ),
    ClosedDoor(
        "cached contents",
        ("cachedContents/**",),
        f"This call on cached contents is not served. Send the content with each call; {_TEXT}",
        settled=False,
    ),
    ClosedDoor(
        "files",
        ("files/**", "upload/files/**"),
        "This call on files is not served: upload, get, list, download and delete are. What the "
        f"recipient would fetch from a bucket goes past the gateway; {_TEXT}",
        settled=False,
    ),
    ClosedDoor(
        "interactions",
        ("interactions/**",),
        "This call on interactions is not served. Send the conversation itself in each call; "
        f"{_TEXT}",
        settled=False,
    ),
    ClosedDoor(
        "operations",
        ("operations/**", "{}/{}/operations/**"),
        "Operations that run for long are not served here, so there are none to ask about.",
        settled=False,
    ),
    ClosedDoor(
        "search stores and corpora",
        (
            "fileSearchStores/**", "upload/fileSearchStores/**", "ragStores/**", "corpora/**",
            "ragCorpora/**", "ragEngineConfig/**", ":askContexts", ":retrieveContexts",
            ":asyncRetrieveContexts", ":augmentPrompt", ":corroborateContent",
        ),
        "What the recipient would keep here cannot be restored when it is quoted, and imports "
        "come from buckets that the gateway does not see. Search in a store of your own: "
        "embedContent and batchEmbedContents are served.",
    ),
    ClosedDoor(
        "agents and reasoning engines",
        (
            "reasoningEngines/**", "agents/**", "environments/**", "upload/environments/**",
            "credentials/**", "triggers/**", "extensions/**", "exampleStores/**",
        ),
        "Agents that run at the recipient keep sessions, memories and your credentials there. "
        f"Run the loop in your application (ADK does) and call the model here; {_TEXT}",
    ),
    ClosedDoor(
        "webhooks",
        ("webhooks/**",),
        "Webhooks go from the recipient to your server without passing the gateway, so what "
        "they carry could not be restored.",
    ),
    ClosedDoor(
        "voices",
        ("voices/**",),
        "A recorded voice is biometric data of a person and cannot be pseudonymised. Use one of "
        "the recipient's own voices.",
    ),
    ClosedDoor(
        "decisions",
        ("decisions/**",),
        "Decisions are not served: nobody here has described what stands in them. Ask for a "
        f"structured output instead (responseSchema); {_TEXT}",
        settled=False,
    ),
    ClosedDoor(
        "tuning",
        ("tuningJobs/**", "tunedModels/**"),
        "A model that learnt personal data cannot forget it, so tuning goes past what the "
        "gateway can promise. Tune on data that was anonymised beforehand, from a machine made "
        "for it; models that were tuned so are called here like all others.",
    ),
    ClosedDoor(
        "evaluation",
        (
            ":evaluateInstances", ":evaluateDataset", ":generateInstanceRubrics",
            ":generateSyntheticData", "onlineEvaluators/**",
        ),
        "Evaluations send prompts and answers a second time, to judges that the gateway does "
        f"not see. Run the judging prompt as a call of its own; {_TEXT}",
    ),
    ClosedDoor(
        "vector search and features",
        (
            "indexes/**", "indexEndpoints/**", "featurestores/**", "featureOnlineStores/**",
            "featureGroups/**",
        ),
        "Vector search and feature stores hold your own data in your own project. Query them "
        "beside the gateway, and send what is found in the prompt.",
    ),
    ClosedDoor(
        "models and endpoints of your own",
        (
            "models", "models/{}", "models/{}/evaluations/**", "models:copy", "models:upload",
            ":deleteVersion", ":export", ":listCheckpoints", ":listVersions",
            ":mergeVersionAliases", ":updateExplanationDataset", "endpoints", "endpoints/{}",
            ":deployModel", ":mutateDeployedModel", ":undeployModel", "endpoints/{}:update",
            ":fetchPublisherModelConfig", ":setPublisherModelConfig", ":deploy",
            ":deployPublisherModel", ":recommendSpec", "deploymentResourcePools/**",
        ),
        f"Deploying and changing models is not served. {_PLANE} Predictions are served.",
    ),
    ClosedDoor(
        "jobs, data and notebooks",
        (
            "customJobs/**", "hyperparameterTuningJobs/**", "nasJobs/**", "dataLabelingJobs/**",
            "modelDeploymentMonitoringJobs/**", "modelMonitors/**", "trainingPipelines/**",
            "pipelineJobs/**", "schedules/**", "datasets/**", "specialistPools/**", "studies/**",
            "tensorboards/**", "metadataStores/**", "migratableResources/**",
            "notebookExecutionJobs/**", "notebookRuntimes/**", "notebookRuntimeTemplates/**",
            "persistentResources/**",
        ),
        _PLANE,
    ),
)  # fmt: skip
"""In the order in which they are asked."""

_BEFORE = re.compile(
    r"/(?:(?P<upload>upload)/)?v1(?:alpha|beta1?)?(?:(?=:)|/)"
    rf"(?:{PLACE}(?:(?=:)|/|$))?",
    re.ASCII,
)
_OPERATION = re.compile(r"/(?:ui|v1(?:beta1)?)/.+/operations(?:[/:].*)?|/ui/.*", re.ASCII)
_OPERATIONS = next(each for each in CLOSED if each.name == "operations")


def closed(path: str) -> ClosedDoor | None:
    """The family of calls that a path belongs to, None if it belongs to none."""
    found = _BEFORE.match(path)
    rest = path[found.end() :] if found else None
    if rest is not None:
        rest = f"upload/{rest}" if found and found["upload"] else rest
        known = closed_door(CLOSED, rest)
        if known is not None:
            return known
    return _OPERATIONS if _OPERATION.fullmatch(path) else None
