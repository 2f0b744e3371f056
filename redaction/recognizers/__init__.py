"""One file for each kind of personal data that has a pattern."""
