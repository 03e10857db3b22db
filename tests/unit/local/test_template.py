from chalicelib.config.settings import Settings

from local.stack import ACCESS
from local.template import parameter_default


def test_the_stack_and_the_role_take_the_prefix_that_is_the_apps_default() -> None:
    assert parameter_default(ACCESS, "UploadPrefix") == Settings.upload_prefix
