"""The operator's commands, `python -m ops`: entry points to the same use cases as the deployed functions."""
