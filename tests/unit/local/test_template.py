from chalicelib.config.settings import DEFAULTS
from local.stack import ACCESS
from local.template import parameter_default


def test_the_roles_and_the_app_have_the_same_default_prefix() -> None:
    assert parameter_default(ACCESS, "UploadPrefix") == DEFAULTS.upload_prefix
