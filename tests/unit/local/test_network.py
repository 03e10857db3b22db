import socket

import pytest

from local.errors import PortTaken
from local.network import LOOPBACK, choose_port


def test_the_error_names_the_port_that_is_in_use() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            choose_port(port)


def test_port_zero_is_replaced_by_a_free_port() -> None:
    with socket.create_server((LOOPBACK, choose_port(0))) as server:
        assert server.getsockname()[1] > 0
