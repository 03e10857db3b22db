"""Authentication, scopes and quotas. Imports little, to keep the authorizer's cold start short."""
