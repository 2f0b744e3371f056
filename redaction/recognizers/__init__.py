"""One file for each kind of recognizer; `redaction.registry` lists them."""
