"""Workflow mode: the same run as a Step Functions execution."""
