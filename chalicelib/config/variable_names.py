"""Refuse environment variables that are almost certainly misspelled settings.

The environment also contains variables of the shell, of CI and of Lambda, so not every unknown name is a
mistake.
"""

from collections.abc import Collection, Iterable

from chalicelib.errors import ConfigurationError

# Beginnings of settings that no shell, CI service or Lambda runtime uses for variables of its own. Other
# beginnings are left out because they are used, as in AUTH_TOKEN, DEFAULT_BRANCH, EVENT_NAME, MAX_JOBS,
# PUBLIC_URL, STAGE_NAME (Jenkins), STATE_DIRECTORY (systemd), WEBHOOK_URL and WORKFLOW_ID.
PREFIXES = (
    "BYTES_PER_",
    "CORS_",
    "DEFERRED_",
    "FAILURES_",
    "IMAGES_",
    "MAX_DECODE_",
    "MAX_UPLOAD_",
    "MODERATION_",
    "PRESETS_",
    "STUCK_",
    "TOKENS_",
    "UPLOAD_",
    "WEBHOOKS_",
)


def check(variables: Iterable[str], settings: Collection[str]) -> None:
    """Raise ConfigurationError for the first variable, by name, that looks like one of the settings.

    That is a variable which differs in one letter from a setting, or begins like one.
    """
    for variable in sorted(set(variables).difference(settings)):
        likely = [setting for setting in settings if _differs_in_one_letter(variable, setting)]
        if likely:
            raise ConfigurationError(f"{variable} is not a setting; did you mean {' or '.join(likely)}?")
        for prefix in PREFIXES:
            if variable.startswith(prefix):
                similar = ", ".join(setting for setting in settings if setting.startswith(prefix))
                raise ConfigurationError(
                    f"{variable} is not a setting; those that begin with {prefix} are {similar}"
                )


def _differs_in_one_letter(one: str, other: str) -> bool:
    """Return whether inserting, deleting or replacing a letter, or swapping two neighbors, is enough."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    start = 0
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    if len(shorter) < len(longer):
        return shorter[start:] == longer[start + 1 :]
    swapped = shorter[start : start + 2] == longer[start : start + 2][::-1]
    rest = start + 2 if swapped else start + 1
    return shorter[rest:] == longer[rest:]
