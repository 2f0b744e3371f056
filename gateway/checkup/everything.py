"""All checks of an installation, in the order in which things depend on each other."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from gateway.checkup.detection import check_detection
from gateway.checkup.finding import Finding, error, ok
from gateway.checkup.log import check_log
from gateway.checkup.places import check_places
from gateway.checkup.surroundings import check_network, check_surroundings
from gateway.config.load import load
from gateway.config.problems import Problems


def check_everything(file: Path, environ: Mapping[str, str], *, network: bool) -> Iterator[Finding]:
    """Check an installation, whether its gateway runs or not; nothing is changed.

    Args:
        file: the configuration.
        environ: its overrides.
        network: whether recipients are connected to.
    """
    config = load(file, environ)
    if isinstance(config, Problems):
        for problem in config.items:
            place = f"{problem.file}:{problem.line}" if problem.line else problem.file
            said = f"{place}: {problem.key}: {problem.reason}"
            yield error("configuration", said, problem.remedy or "correct it")
        return
    yield ok("configuration", f"{file} is valid (configuration {config.version})")
    yield from check_places(config)
    yield from check_log(config)
    yield from check_detection(config)
    yield from check_surroundings(config)
    if network:
        yield from check_network(config)
