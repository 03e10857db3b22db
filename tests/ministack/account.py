"""The account that MiniStack emulates."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from boto3.session import Session

from local.account import CREDENTIALS
from local.process import ROOT

# not the region that the other tests use
REGION = "eu-central-1"
_RESOLVER = ROOT / "tests" / "ministack" / "resolver"
DEPLOYER_POLICY = ROOT / "infra" / "deployer.json"


@dataclass(frozen=True)
class User:
    """A user with an access key, or a session of a role, which has a token, too."""

    name: str
    key_id: str
    secret_key: str
    token: str | None = None


ROOT_USER = User("root", CREDENTIALS, CREDENTIALS)


@dataclass(frozen=True)
class Account:
    """An account, whose services are all at one URL. MiniStack checks every request against IAM policies."""

    url: str

    def client(self, service: Any, user: User = ROOT_USER) -> Any:
        session = Session(user.key_id, user.secret_key, user.token, region_name=REGION)
        return session.client(service, endpoint_url=self.url)

    def environment(self, user: User) -> dict[str, str]:
        """Return the environment variables with which a user's programs reach the account."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": user.key_id,
            "AWS_SECRET_ACCESS_KEY": user.secret_key,
            "AWS_DEFAULT_REGION": REGION,
            "PYTHONPATH": str(_RESOLVER),
        }

    def add_deployer(self) -> User:
        """Create a user who has only the permissions of infra/deployer.json."""
        iam = self.client("iam")
        name = "deployer"
        iam.create_user(UserName=name)
        policy = iam.create_policy(PolicyName=name, PolicyDocument=DEPLOYER_POLICY.read_text("utf-8"))[
            "Policy"
        ]
        iam.attach_user_policy(UserName=name, PolicyArn=policy["Arn"])
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return User(name, key["AccessKeyId"], key["SecretAccessKey"])

    def assume(self, role: str) -> User:
        """Return a session of the role with this ARN."""
        found = self.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
        return User("test", found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])

    def allow(self, user: User, actions: Sequence[str], resource: str) -> None:
        """Allow a user more than before."""
        statement = {"Effect": "Allow", "Action": actions, "Resource": resource}
        self.client("iam").put_user_policy(
            UserName=user.name,
            PolicyName=uuid.uuid4().hex,
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
        )

    def outputs(self, *stacks: str) -> dict[str, str]:
        """Return the outputs of stacks."""
        client = self.client("cloudformation")
        described = [client.describe_stacks(StackName=name)["Stacks"][0] for name in stacks]
        return {
            output["OutputKey"]: output["OutputValue"]
            for stack in described
            for output in stack.get("Outputs", ())
        }
