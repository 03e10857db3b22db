"""Authentication, scopes and quotas. Imports as little as possible, to keep the authorizer's start short."""
