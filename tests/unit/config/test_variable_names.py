"""Misspelled settings are refused, and variables of shells, CI services and Lambda are not."""

import string
from collections.abc import Iterator

import pytest

from chalicelib.config.settings import Settings
from chalicelib.config.variable_names import PREFIXES
from chalicelib.errors import ConfigurationError
from tests.unit.deployment import RESOURCES

SETTINGS = [name.upper() for name in Settings.__struct_fields__]

# https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
LAMBDA = """
    _HANDLER _X_AMZN_TRACE_ID AWS_DEFAULT_REGION AWS_REGION AWS_EXECUTION_ENV AWS_LAMBDA_FUNCTION_NAME
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE
    AWS_LAMBDA_LOG_GROUP_NAME AWS_LAMBDA_LOG_STREAM_NAME AWS_LAMBDA_LOG_FORMAT AWS_LAMBDA_LOG_LEVEL
    AWS_ACCESS_KEY AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_LAMBDA_RUNTIME_API
    AWS_LAMBDA_EXEC_WRAPPER AWS_XRAY_CONTEXT_MISSING AWS_XRAY_DAEMON_ADDRESS LAMBDA_TASK_ROOT
    LAMBDA_RUNTIME_DIR LANG LD_LIBRARY_PATH NODE_PATH PATH PYTHONPATH TZ
"""
SHELLS = """
    _ COLORTERM COLUMNS COMP_WORDBREAKS DBUS_SESSION_BUS_ADDRESS DISPLAY EDITOR HISTFILE HOME HOSTNAME IFS
    INVOCATION_ID JOURNAL_STREAM LC_ALL LC_CTYPE LESSOPEN LINES LOGNAME LS_COLORS MAIL MAKEFLAGS MAKELEVEL
    MANPATH NO_COLOR OLDPWD PAGER PORT PS1 PWD RANDOM RUNTIME_DIRECTORY SECONDS SHELL SHLVL SSH_AUTH_SOCK
    STATE_DIRECTORY TEMP TERM TMPDIR UID USER VIRTUAL_ENV VISUAL XDG_RUNTIME_DIR XDG_STATE_HOME IMAGE
"""
# GitHub Actions, GitLab, Jenkins, Azure Pipelines, AWS CodeBuild, and what projects often add.
CI = """
    CI CI_JOB_STAGE CI_JOB_TOKEN CI_PIPELINE_ID BUILD_NUMBER BUILD_URL BUILD_STAGINGDIRECTORY CHANGE_ID
    CODEBUILD_BUILD_ID EXECUTOR_NUMBER GITHUB_ACTION GITHUB_EVENT_NAME GITHUB_TOKEN GITHUB_WORKFLOW
    GITLAB_CI JENKINS_URL JOB_NAME PIPELINE_WORKSPACE PYTEST_CURRENT_TEST RUNNER_OS STAGE_NAME TF_BUILD
    TRIGGER_PAYLOAD WORKFLOW_ID WORKSPACE AUTH_TOKEN AUTH_SECRET DEFAULT_BRANCH DEPLOY_STAGE DEST_DIR
    EVENT_NAME ENVIRONMENT IMAGE_NAME IMAGE_TAG MAX_JOBS ARTIFACT_NAME PUBLIC_URL PUBLIC_KEY URL
    WEBHOOK_SECRET WEBHOOK_URL OTEL_TRACES_SAMPLER DARKROOM_URL DARKROOM_TOKEN
"""


def misspellings(name: str) -> Iterator[str]:
    """Yield every name that one insertion, deletion, replacement or swap of neighbors makes of a name."""
    letters = f"{string.ascii_uppercase}_"
    for at in range(len(name) + 1):
        before, after = name[:at], name[at:]
        yield from (f"{before}{letter}{after}" for letter in letters)
        if after:
            yield f"{before}{after[1:]}"
            yield from (f"{before}{letter}{after[1:]}" for letter in letters)
        if len(after) > 1:
            yield f"{before}{after[1]}{after[0]}{after[2:]}"


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_misspelling_in_one_letter_is_refused_with_the_setting(setting: str) -> None:
    for name in sorted(set(misspellings(setting)) - set(SETTINGS)):
        with pytest.raises(ConfigurationError) as caught:
            Settings.from_env({**RESOURCES, name: "1"})
        message = str(caught.value)
        assert message.startswith(f"{name} is not a setting; did you mean "), message
        assert setting in message


def test_a_misspelled_required_setting_is_named_instead_of_the_missing_one() -> None:
    env = {**RESOURCES, "UPLOAD_BUKCET": "uploads"}
    del env["UPLOAD_BUCKET"]
    with pytest.raises(
        ConfigurationError, match="UPLOAD_BUKCET is not a setting; did you mean UPLOAD_BUCKET"
    ):
        Settings.from_env(env)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_an_unknown_variable_with_a_prefix_of_settings_is_refused_with_those(prefix: str) -> None:
    similar = [setting for setting in SETTINGS if setting.startswith(prefix)]
    with pytest.raises(ConfigurationError) as caught:
        Settings.from_env({**RESOURCES, f"{prefix}XYZ": "1"})
    assert similar
    assert str(caught.value) == (
        f"{prefix}XYZ is not a setting; those that begin with {prefix} are {', '.join(similar)}"
    )


@pytest.mark.parametrize("variables", [LAMBDA, SHELLS, CI], ids=["Lambda", "shells", "CI"])
def test_variables_of_others_are_ignored(variables: str) -> None:
    assert Settings.from_env({**RESOURCES, **dict.fromkeys(variables.split(), "1024")}).upload_prefix


def test_every_setting_is_accepted() -> None:
    empty = dict.fromkeys(SETTINGS, "")
    assert Settings.from_env({**empty, **RESOURCES}) == Settings.from_env(RESOURCES)
