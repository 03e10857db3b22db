"""The errors that the fake services raise."""

from botocore.exceptions import ClientError


class ResourceFailed(Exception):
    """A resource can't be created, updated or deleted; the message has the service's reason."""


class NoSuchResource(ClientError):
    """Stands for the exceptions of boto3's clients, such as `client.exceptions.ResourceNotFoundException`."""


def client_error(code: str, message: str, operation: str = "Operation") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, operation)


def no_such(code: str, message: str) -> NoSuchResource:
    return NoSuchResource({"Error": {"Code": code, "Message": message}}, "Operation")


def validation_error(message: str) -> ClientError:
    return client_error("ValidationError", message)
