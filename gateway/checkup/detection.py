"""Does detection detect? A sentence with invented personal data is the test."""

from collections.abc import Iterator

from gateway.checkup.finding import Finding, error, info, ok, warning
from gateway.compiled import built_in_detector
from gateway.config.config import Config
from gateway.guests.sharing import give_back, take
from gateway.isolation import DetectorGone
from gateway.model_files import ModelFilesMissing, load_name_model
from redaction.registry import RECOGNIZERS

_SENTENCE = "Please write to ann.lee@example.org; my card is 4111 1111 1111 1111."
_NAMED = "Maria Schneider from Hamburg called yesterday."
_REINSTALL = "install the packages anew from the locked requirements"


def check_detection(config: Config) -> Iterator[Finding]:
    """Structured detection, names, and recognizers of others."""
    yield _structured(config)
    yield _names(config)
    if config.detection.guests:
        yield _guests(config)


def _structured(config: Config) -> Finding:
    check = "detector"
    try:
        part = config.detection
        detector = built_in_detector(part.compiled, part.patterns, writes=False)
        found = {span.entity_type for span in detector.detect(_SENTENCE)}
    except Exception as failed:  # noqa: BLE001 - whatever a native library raises is the finding
        return error(check, f"it cannot be built ({type(failed).__name__})", _REINSTALL)
    missed = {"EMAIL_ADDRESS", "CREDIT_CARD"} - found
    if missed:
        return error(
            check, f"the test sentence's {', '.join(sorted(missed))} was missed", _REINSTALL
        )
    count = len(RECOGNIZERS) + len(config.detection.patterns)
    return ok(check, f"{count} recognizers; the test sentence is detected")


def _names(config: Config) -> Finding:
    check = "name model"
    wishes = {policy.names for policy in config.policies.values()}
    if wishes == {"off"}:
        return info(check, "no policy asks for names of persons and places")
    try:
        found = load_name_model(config.detection.names_model).detect_batch([_NAMED])[0]
    except ModelFilesMissing as missing:
        needed = "require" in wishes
        told = error if needed else warning
        effect = "requests are refused" if needed else "names are not found"
        return told(
            check, f"{missing}: {effect}", f"{_REINSTALL}, or correct [detection] names_model"
        )
    except Exception as failed:  # noqa: BLE001 - likewise
        return error(check, f"it cannot be run ({type(failed).__name__})", _REINSTALL)
    if not any(span.entity_type == "PERSON" for span in found):
        return error(check, "the test sentence's name was missed", _REINSTALL)
    return ok(check, "it is there, and finds the name in the test sentence")


def _guests(config: Config) -> Finding:
    """Recognizers of others: started as the gateway starts them, and asked once."""
    check = "recognizers of others"
    names = ", ".join(guest.name for guest in config.detection.guests)
    try:
        process = take(config.detection.guests)
    except DetectorGone as gone:
        return error(check, str(gone), "correct [detection.recognizers], or what it names")
    try:
        process.detect(f"{_SENTENCE} {_NAMED}")
    except DetectorGone:
        failed = "; ".join(f"{name}: {reason}" for name, reason in process.failures)
        return error(check, f"the test sentence is refused ({failed})", "mend the recognizer")
    finally:
        give_back(config.detection.guests)
    return ok(check, f"{names}: loaded, and asked once")
