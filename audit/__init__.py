"""Looks at what we depend on: known vulnerabilities and licences. `make audit`."""
