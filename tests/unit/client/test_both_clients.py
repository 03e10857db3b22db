"""Client and AsyncClient have the same methods; only one of them needs HTTPX."""

import subprocess
import sys

from darkroom import AsyncClient, Client, Image

WITHOUT_HTTPX = """
import sys
import darkroom
assert "httpx" not in sys.modules
sys.modules["httpx"] = None
with darkroom.Client("http://localhost"):
    pass
try:
    darkroom.AsyncClient("http://localhost")
except ImportError as error:
    print(error)
"""


def test_the_error_without_httpx_names_the_extra() -> None:
    command = [sys.executable, "-c", WITHOUT_HTTPX]

    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert "pip install 'darkroom[async]'" in output


def test_both_clients_have_the_same_methods() -> None:
    def public(kind: type) -> set[str]:
        return {name for name in dir(kind) if not name.startswith("_")}

    assert public(AsyncClient) == public(Client)


def test_methods_are_documented_in_the_client_itself() -> None:
    assert "at most `timeout` seconds" in (Client.wait.__doc__ or "")
    assert AsyncClient.wait.__doc__ == Client.wait.__doc__
    assert AsyncClient.wait.__annotations__["return"] is Client.wait.__annotations__["return"] is Image
