"""Holds the API to its description, over HTTP: ``make test-contract``."""
