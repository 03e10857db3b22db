"""The keys that sign URLs of variants on demand: in Parameter Store for the API, and at the CDN."""
