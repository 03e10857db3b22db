"""What each package of chalicelib may import, besides itself and the standard library."""

PURE = {"errors", "models"}
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "models": {"msgspec"},
    "domain": {*PURE, "msgspec"},
    "ports": {"models"},
    "access": {"errors", "jwt", "urllib3"},
    "config": {"access", "errors"},
    "images": {*PURE, "access", "config", "domain", "ports"},
    "processing": {*PURE, "config", "domain", "ports"},
    "recovery": {*PURE, "domain", "ports", "processing"},
    "workflow": {*PURE, "domain", "ports", "processing", "recovery"},
    "webhooks": {*PURE, "ports", "standardwebhooks"},
    "cdn": {*PURE, "domain", "ports", "msgspec"},
    "telemetry": {"domain", "models", "ports", "aws_lambda_powertools", "chalice"},
    "imaging": {*PURE, "domain", "PIL", "isal", "pi_heif"},
    "api": {*PURE, "access", "domain", "chalice", "msgspec"},
    "aws": {
        *(*PURE, "access", "ports"),
        *("aws_lambda_powertools", "boto3", "botocore", "msgspec", "urllib3"),
    },
    "entrypoints": {"access", "api", "bootstrap", "chalice"},
    "bootstrap": {
        *("access", "api", "aws", "cdn", "config", "domain", "errors", "images", "imaging", "processing"),
        *("ports", "recovery", "telemetry", "webhooks", "workflow"),
        *("aws_lambda_powertools", "urllib3"),
    },
}
