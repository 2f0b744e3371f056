"""The mapping back from pseudonyms, kept apart from what was sent (GDPR Art. 4(5))."""
