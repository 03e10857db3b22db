"""Check the dependencies for known vulnerabilities, and list their licenses: `make audit`."""
