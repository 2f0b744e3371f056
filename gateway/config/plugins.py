"""Code that a deployment brings along: Presidio operators, named in `[plugins]`."""

from importlib import import_module

from gateway.config.problems import Findings
from gateway.config.spec import PluginsSpec
from redaction.operators import BadAction, Operators, PresidioOperator


def operators(spec: PluginsSpec, findings: Findings) -> Operators:
    """The built-in operators and the plugged-in ones that could be loaded."""
    loaded = Operators()
    classes: list[type[PresidioOperator]] = []
    for number, name in enumerate(spec.operators):
        try:
            loaded = Operators((*classes, _load(name)))
            classes.append(_load(name))
        except BadAction as error:
            findings.add(("plugins", "operators", number), str(error), "leave it out")
        except Exception as error:  # noqa: BLE001  (foreign code may raise anything at import)
            reason = f"cannot be loaded ({type(error).__name__})"
            findings.add(("plugins", "operators", number), reason, "install it; check the name")
    return loaded


def _load(name: str) -> type[PresidioOperator]:
    module, _, attribute = name.partition(":")
    found: type[PresidioOperator] = getattr(import_module(module), attribute)
    return found
