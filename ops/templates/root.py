"""The root template, which launches a whole stage in one call: a nested stack for each other template.

A parameter of a nested stack that is an output of an earlier one is connected to it. All others become
parameters of the root, so a new parameter or output needs no change here.
"""

from collections.abc import Mapping

import yaml

from ops.cloudformation.parameters import VERSION_TAG
from ops.templates.documents import Interface, interface
from ops.templates.intrinsics import Json, conditional, get_att, if_, ref, sub
from ops.templates.nested import APP, CONDITIONS, OUTPUT_CONDITIONS, STACKS, NestedStack
from ops.templates.parameters import choice

# S3 can only call a function that exists, which would take a second update of the bucket. EventBridge can
# send events before it does.
_FIXED = {"UploadEvents": "eventbridge"}
# Only `ops deploy` uses these.
_LEFT_OUT = frozenset(
    {
        *("ProcessUploadArn", "EnabledEventBridge"),
        *("PreviousReleasePrefix", "PreviousPresets", "PreviousPresetsVersion"),
    }
)
_OWN = {
    "Events": choice("If true, publish events and deliver webhooks", "false", "true", "false"),
    "Alarms": choice("If true, create alarms and a dashboard", "true", "true", "false"),
}
_OUTPUTS = ("UploadBucket", "DestBucket", "TokensTable", "EndpointURL", "ApiDomain", "DomainTarget")
# How the console groups the parameters; it shows the others below.
_GROUPS = {
    "Stage": ("Stage", "ArtifactBucket", "ReleasePrefix"),
    "Features": ("Events", "Workflow", "Moderation", "FaceDetection", "Alarms", "AlarmEmail", "Tracing"),
}
_WIDTH = 110


def root_template(templates: Mapping[str, str], version: str) -> str:
    """Return the root template in YAML. `templates` are the others by file name."""
    interfaces = {each.file: interface(templates[each.file]) for each in STACKS}
    root = _Root(interfaces, version)
    resources = root.resources()
    parameters = {**_OWN, **root.parameters}
    parameters["ReleasePrefix"] = {**parameters["ReleasePrefix"], "Default": f"darkroom/{version}/"}
    groups = [{"Label": {"default": label}, "Parameters": list(names)} for label, names in _GROUPS.items()]
    document = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"Darkroom {version} - serverless image processing, in nested stacks",
        "Metadata": {"AWS::CloudFormation::Interface": {"ParameterGroups": groups}},
        "Parameters": parameters,
        "Conditions": dict(CONDITIONS),
        "Resources": resources,
        "Outputs": {name: {"Value": root.output(name)} for name in _OUTPUTS},
    }
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, width=_WIDTH, allow_unicode=True)


class _Dumper(yaml.SafeDumper):
    """Writes values that occur several times each time."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


class _Root:
    """Connects the nested stacks. `parameters` are those that no stack provides."""

    def __init__(self, interfaces: Mapping[str, Interface], version: str) -> None:
        self.parameters: dict[str, Json] = {}
        self._interfaces, self._version = interfaces, version
        self._outputs: dict[str, NestedStack] = {}

    def resources(self) -> dict[str, Json]:
        resources: dict[str, Json] = {}
        for stack in STACKS:
            own = {stack.name: self._nested(stack)}
            resources |= conditional(stack.condition, own) if stack.condition else own
            outputs = self._interfaces[stack.file].outputs.items()
            self._outputs |= {
                name: stack for name, condition in outputs if condition is None or name in OUTPUT_CONDITIONS
            }
        return resources

    def output(self, name: str) -> Json:
        """Return an output of a nested stack, or "" if it does not exist."""
        stack = self._outputs[name]
        condition = OUTPUT_CONDITIONS.get(name, stack.condition)
        value = get_att(stack.name, f"Outputs.{name}")
        return if_(condition, value, "") if condition else value

    def _nested(self, stack: NestedStack) -> Json:
        expected = self._interfaces[stack.file].parameters
        # A bucket's name in the host name would not match S3's certificate if it has dots.
        url = f"https://s3.${{AWS::Region}}.${{AWS::URLSuffix}}/${{ArtifactBucket}}/${{ReleasePrefix}}{stack.file}"
        given = {name: self._value(name, each) for name, each in expected.items() if name not in _LEFT_OUT}
        return {
            "Type": "AWS::CloudFormation::Stack",
            "Properties": {
                "TemplateURL": sub(url),
                "Parameters": given,
                "Tags": [{"Key": VERSION_TAG, "Value": self._version}],
            },
        }

    def _value(self, name: str, parameter: Json) -> object:
        if name in _FIXED:
            return _FIXED[name]
        if name in self._outputs:
            return self.output(name)
        # The app's template has the most precise types.
        self.parameters[name] = self._interfaces[APP].parameters.get(name, parameter)
        return {"Fn::Join": [",", ref(name)]} if parameter["Type"] == "CommaDelimitedList" else ref(name)
