"""What each package of chalicelib may import, besides itself and the standard library."""

PURE = {"errors", "models", "msgspec"}
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "models": {"msgspec"},
    "domain": {*PURE},
    "ports": {"domain", "models"},
    "access": {"errors", "jwt", "msgspec"},
    "config": {"access", "errors", "msgspec"},
    "records": {"domain", "models", "msgspec", "ports"},
    "images": {*PURE, "access", "config", "domain", "ports", "records"},
    "processing": {*PURE, "config", "domain", "ports", "records"},
    "recovery": {*PURE, "domain", "ports", "processing", "records"},
    "workflow": {*PURE, "domain", "ports", "processing", "records", "recovery"},
    "webhooks": {*PURE, "ports", "standardwebhooks"},
    "cdn": {*PURE, "domain", "ports"},
    "on_demand": {*PURE, "access", "domain", "ports", "processing"},
    "erasure": {*PURE, "domain", "ports", "processing"},
    "telemetry": {"domain", "models", "ports", "chalice"},
    "imaging": {*PURE, "domain", "PIL", "isal", "pi_heif"},
    "api": {*PURE, "access", "domain", "chalice"},
    "aws": {
        *(*PURE, "access", "ports"),
        *("boto3", "botocore", "msgspec", "urllib3"),
    },
    "entrypoints": {"access", "api", "bootstrap", "chalice"},
    "bootstrap": {
        *("access", "api", "aws", "cdn", "config", "domain", "erasure", "errors", "images", "imaging"),
        *("on_demand", "ports", "processing", "records", "recovery", "telemetry", "webhooks", "workflow"),
    },
}
