"""Adapters for AWS services. Clients are injected; botocore's errors are translated into Darkroom's."""
