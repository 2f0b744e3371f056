"""Keeps the books: ports, and one file for each backend."""
