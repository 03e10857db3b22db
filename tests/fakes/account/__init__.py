"""A fake AWS account for deployments: CloudFormation with our templates, and the services that it uses."""
