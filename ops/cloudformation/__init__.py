"""CloudFormation: the stacks of a stage, their parameters and change sets. The clients are passed in."""
