"""The options for settings: `--set`, `--unset` and `--origin`."""

import difflib
from collections.abc import Iterable
from types import MappingProxyType

from chalicelib.config import env_parsing
from chalicelib.config.settings import Settings
from chalicelib.errors import ConfigurationError
from ops.templates.intrinsics import camel_case

NAMES = tuple(name.upper() for name in Settings.__struct_fields__)

_BY_COMMAND = "the command sets it itself"
# Settings that have options of their own, or that the command derives from the stacks.
OTHER_OPTIONS = MappingProxyType(
    {
        **dict.fromkeys(
            (
                *("IMAGES_TABLE", "TOKENS_TABLE", "FAILURES_QUEUE", "DEFERRED_QUEUE"),
                *("ERASURES_QUEUE", "PROCESS_FUNCTION", "RENDER_FUNCTION", "STATE_MACHINE"),
                *("EVENT_BUS", "WEBHOOKS_TABLE", "WEBHOOKS_QUEUE", "ARTIFACT_BUCKET", "STAGE"),
                *("DISTRIBUTION_ID", "INVALIDATIONS_QUEUE", "SIGNING_KEYS"),
            ),
            _BY_COMMAND,
        ),
        "UPLOAD_BUCKET": "use --upload-bucket",
        "DEST_BUCKET": "use --dest-bucket",
        "PROCESS_CONCURRENCY": "use --concurrency",
        "CORS_ORIGINS": "use --origin and --remove-origin",
        "FACE_DETECTION": "use --face-detection",
        "LOG_RETENTION_DAYS": "use --log-days",
        "MODERATION": "use --moderation",
        "PRESETS": "use --presets",
        "PRESETS_VERSION": "use --presets",
        "TRACING": "use --tracing",
        "WORKFLOW": "use --workflow",
        "WEBHOOK_ALLOW_LOOPBACK": "it is for development only",
    }
)


def read(assignments: Iterable[str], unset: Iterable[str]) -> tuple[dict[str, str], set[str]]:
    """Return the parameters to set and those to return to their defaults. Raises ConfigurationError."""
    given = assigned(assignments)
    # An empty value means the same to the app as none.
    defaults = {name for name, value in given.items() if not value}
    for name in unset:
        if name in given:
            raise ConfigurationError(f"--set and --unset were used for the same setting: {name}")
        defaults.add(_checked("--unset", name))
    parameters = {camel_case(name): value for name, value in given.items() if value}
    return parameters, set(map(camel_case, defaults))


def assigned(assignments: Iterable[str]) -> dict[str, str]:
    """Return the values of `--set` by the names of the settings. Raises ConfigurationError."""
    given = {}
    for assignment in assignments:
        name, separator, value = assignment.partition("=")
        if not separator:
            raise ConfigurationError(f"--set {assignment}: use NAME=VALUE, such as MAX_UPLOAD_BYTES=10000000")
        given[_checked("--set", name)] = value
    return given


def origins(added: Iterable[str], removed: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Check the origins to add and to remove, such as https://www.example.com. Raises ConfigurationError."""
    new = env_parsing.origins({"--origin": ",".join(added)}, "--origin")
    old = env_parsing.origins({"--remove-origin": ",".join(removed)}, "--remove-origin")
    if both := sorted({*new} & {*old}):
        raise ConfigurationError(
            f"--origin and --remove-origin were used for the same origin: {', '.join(both)}"
        )
    return new, old


def _checked(option: str, name: str) -> str:
    if name in OTHER_OPTIONS:
        raise ConfigurationError(f"{option} {name} is not possible; {OTHER_OPTIONS[name]}")
    if name not in NAMES:
        similar = difflib.get_close_matches(name.upper(), NAMES, n=1)
        hint = f"did you mean {similar[0]}?" if similar else "docs/reference/configuration.md lists them"
        raise ConfigurationError(f"{option} {name}: there is no setting with this name; {hint}")
    return name
