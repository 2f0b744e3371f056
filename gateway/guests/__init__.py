"""Recognizers that a deployment brings along: others' code, in a process that can be killed."""
