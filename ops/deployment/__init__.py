"""Deploy a stage to an AWS account, roll it back and delete it.

Each command is a plan: a list of steps that can be repeated. The stage's resources are CloudFormation's, and
its settings are the parameters of the stacks, so that every checkout sees the same stage.
"""
