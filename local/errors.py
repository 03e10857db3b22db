"""Errors of the local stack; each message is for the person at the terminal."""


class LocalError(Exception):
    """Base class of the local stack's errors."""


class PortTaken(LocalError):
    """The port is already in use or not allowed."""


class ApiFailed(LocalError):
    """The API did not start."""


class TokenFailed(LocalError):
    """The API token could not be created."""


class FunctionFailed(LocalError):
    """The CDN's function did not start, or did not answer."""


class WorkerFailed(LocalError):
    """A worker ended or took too long; `kind` is Lambda's error type."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
