"""List licenses and bundled libraries, and check for known vulnerabilities: `make audit`."""
