"""The only place that talks HTTP to strangers: POST, to public addresses, in bounded time."""

from chalicelib.posting.sender import HttpSender

__all__ = ["HttpSender"]
