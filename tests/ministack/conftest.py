"""Fixtures that emulate an account, and a checkout to deploy to it from. Each module deploys a `stage`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from darkroom import Client
from PIL import Image as Pixels

from local.sample.image import sample
from tests.ministack import server
from tests.ministack.account import REGION, Account, User
from tests.ministack.checkout import Checkout, check_out
from tests.ministack.stage import Stage


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    if sys.version_info[:2] != (3, 13):
        pytest.skip("MiniStack runs functions on Python 3.13, so only that version can build their package")
    with server.running(tmp_path_factory.mktemp("ministack"), REGION) as url:
        yield Account(url)


@pytest.fixture(scope="module")
def deployer(account: Account) -> User:
    return account.add_deployer()


@pytest.fixture(scope="module")
def checkout(account: Account, deployer: User, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return check_out(tmp_path_factory.mktemp("checkout") / "darkroom", account.environment(deployer))


@pytest.fixture(scope="module")
def token(stage: Stage) -> str:
    """A token for the API of the module's stage."""
    return stage.token()


@pytest.fixture(scope="module")
def client(stage: Stage, token: str) -> Iterator[Client]:
    with Client(stage.url, token) as client:
        yield client


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo with 12 megapixels."""
    return sample(tmp_path_factory.mktemp("photo"))


@pytest.fixture(scope="module")
def png(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An image that is processed quickly."""
    path = tmp_path_factory.mktemp("png") / "gradient.png"
    Pixels.linear_gradient("L").resize((640, 480)).save(path)
    return path
