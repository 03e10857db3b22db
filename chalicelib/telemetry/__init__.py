"""Logs and metrics with Powertools, traces with X-Ray.

Importing this package takes 20 to 30 ms of CPU, so it is loaded only when an invocation needs it.
"""
