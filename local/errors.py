"""Why the local stack does not run; each message is for the person at the terminal."""


class LocalError(Exception):
    """Root of all errors that the local stack raises on purpose."""


class PortTaken(LocalError):
    """Something listens on the wanted port already."""


class ApiFailed(LocalError):
    """The API did not come up."""


class TokenFailed(LocalError):
    """No API token could be made."""


class WorkerFailed(LocalError):
    """A worker ended or took too long. `kind` is what Lambda calls it."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
