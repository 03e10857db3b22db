"""Check the dependencies for known vulnerabilities, and list their licences: `make audit`."""
