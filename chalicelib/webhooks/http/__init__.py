"""The only place that talks HTTP to strangers: POST, to public addresses, in bounded time."""

from chalicelib.webhooks.http.client import HttpClient

__all__ = ["HttpClient"]
