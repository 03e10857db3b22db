"""The access log of the local server shows no keys."""

import threading
from http.client import HTTPConnection
from http.server import HTTPServer

import pytest
from chalice.local import ChaliceRequestHandler

from chalicelib.domain import status_keys
from local.api_process import shorten_access_log
from local.network import LOOPBACK

KEY = status_keys.sign(b"secret", "x" * 28, 1_767_225_600)


class Handler(ChaliceRequestHandler):
    """Answers each request with 204."""

    def __init__(self, *arguments: object) -> None:
        super(ChaliceRequestHandler, self).__init__(*arguments)

    def do_GET(self) -> None:  # noqa: N802 - the base class's name
        self.send_response(204)
        self.end_headers()


def test_the_query_string_is_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ChaliceRequestHandler, "log_message", ChaliceRequestHandler.log_message)
    shorten_access_log()
    with HTTPServer((LOOPBACK, 0), Handler) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        connection = HTTPConnection(LOOPBACK, server.server_port)
        connection.request("GET", f"/status/x?key={KEY}")
        assert connection.getresponse().status == 204
        connection.close()
        thread.join()
    logged = capsys.readouterr().err
    assert '"GET /status/x?… HTTP/1.1" 204' in logged
    assert KEY not in logged
