"""The templates in infra/ can be read, and uploaded without other files."""

import json

import yaml

from local.process import ROOT
from local.template import parsed
from ops.templates.documents import interface, self_contained
from ops.templates.edge_function import around_policy

INFRA = ROOT / "infra"


def test_the_template_contains_the_definition_of_the_state_machine() -> None:
    lines = self_contained(INFRA / "workflow.yaml").splitlines()
    (line,) = (line for line in lines if "DefinitionString" in line)
    definition = yaml.safe_load(line)["DefinitionString"]
    assert json.loads(definition) == json.loads((INFRA / "workflow.asl.json").read_bytes())


def test_the_template_contains_the_code_of_the_function_with_the_policy_of_the_parameter() -> None:
    template = parsed(self_contained(INFRA / "cdn.yaml"))
    code = template["Resources"]["OnDemandFunction"]["Properties"]["FunctionCode"]
    separator, (before, policy, after) = code["Fn::Join"]
    assert (separator, policy) == ("", {"Ref": "OnDemandPolicy"})
    assert f"{before}{{}}{after}" == "{}".join(around_policy((INFRA / "edge.js").read_text("utf-8")))


def test_a_template_without_a_definition_stays_as_it_is() -> None:
    assert self_contained(INFRA / "access.yaml") == (INFRA / "access.yaml").read_text("utf-8")


def test_the_interface_has_parameters_and_the_conditions_of_outputs() -> None:
    found = interface(
        "Parameters: {Stage: {Type: String}}\n"
        "Resources: {Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Stage}}}\n"
        "Outputs: {Name: {Value: !Ref Bucket}, Queue: {Condition: WithQueue, Value: !GetAtt Queue.Arn}}\n"
    )
    assert found.parameters == {"Stage": {"Type": "String"}}
    assert found.outputs == {"Name": None, "Queue": "WithQueue"}
