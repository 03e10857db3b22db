import subprocess
import sys

import pytest

from chalicelib.bootstrap.engine import data_limit

STATUS = (
    "Name:\tpython\nVmPeak:\t  900000 kB\nVmRSS:\t  100000 kB\nRssAnon:\t 80000 kB\nVmData:\t  300000 kB\n"
)


@pytest.mark.parametrize(
    ("memory", "limit"), [(1_000_000, 1_200_000), (50_000, 300_000)], ids=["some left", "none left"]
)
def test_the_data_may_grow_as_the_memory_may(memory: int, limit: int) -> None:
    assert data_limit(memory * 1024, STATUS) == limit * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts all data against the limit")
@pytest.mark.parametrize(
    ("env", "printed"), [({"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "300"}, "failed"), ({}, "allocated")]
)
def test_on_lambda_an_allocation_fails_before_the_function_is_killed(
    env: dict[str, str], printed: str
) -> None:
    program = f"""if True:
        from chalicelib.bootstrap.engine import limit_memory
        limit_memory({env})
        bytearray(50 << 20)
        try:
            bytearray(300 << 20)
            print("allocated")
        except MemoryError:
            print("failed")
    """
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == printed
