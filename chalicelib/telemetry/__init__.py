"""Logs, metrics and traces of invocations."""
