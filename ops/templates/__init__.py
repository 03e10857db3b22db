"""Build the CloudFormation templates that are generated: the app's, from Chalice's model, and the root's."""
