"""The HTTP client for webhooks: POST requests to public addresses only, with a time limit."""

from chalicelib.webhooks.http.client import HttpClient

__all__ = ["HttpClient"]
