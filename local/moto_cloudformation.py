"""Imports moto's CloudFormation in less than half the time, which every start of the local stack waits for.

1. It imports moto's EC2, which reads descriptions of all instance types. No template here has instances.
2. To list the regions, moto starts several sessions of the AWS SDK, each of which reads the descriptions
   of all regions. The patched SDK reads descriptions once in a process. Nothing changes them.

moto also keeps `AWS::NoValue` in lists, which CloudFormation leaves out.
"""

import functools
import importlib
from typing import Any

import botocore.session
from moto.utilities import utils

_INSTANCE_TYPES = "ec2/resources/instance_type"
_LOAD = "load_resource"


@functools.wraps(utils.load_resource)
def _without_instance_types(resource: str) -> Any:  # noqa: ANN401 - JSON
    return {} if resource.startswith(_INSTANCE_TYPES) else _load(resource)


_load = utils.load_resource
setattr(utils, _LOAD, _without_instance_types)
_parsing = importlib.import_module("moto.cloudformation.parsing")
_CLEAN = "clean_json"
_clean = _parsing.clean_json


@functools.wraps(_clean)
def _without_no_values(value: Any, resources: Any) -> Any:  # noqa: ANN401 - JSON, and what moto makes of it
    cleaned = _clean(value, resources)
    return [each for each in cleaned if each is not None] if isinstance(value, list) else cleaned


setattr(_parsing, _CLEAN, _without_no_values)
botocore.session.create_loader = functools.cache(botocore.session.create_loader)

yaml_tag_constructor = importlib.import_module("moto.cloudformation.utils").yaml_tag_constructor
