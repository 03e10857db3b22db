"""Settings are read from the environment; invalid ones are reported by name."""

import pytest

from chalicelib.config.settings import Settings
from chalicelib.errors import ConfigurationError
from tests.unit.deployment import RESOURCES


def test_all_settings_but_the_resources_have_defaults() -> None:
    settings = Settings.from_env(RESOURCES)
    assert settings == Settings(
        upload_bucket="uploads",
        dest_bucket="processed",
        images_table="images",
        tokens_table="tokens",
        failures_queue="failures",
        deferred_queue="deferred",
        erasures_queue="erasures",
    )
    assert (settings.upload_prefix, settings.max_decode_bytes) == ("images/", 1_000_000_000)


def test_every_default_can_be_overridden() -> None:
    settings = Settings.from_env(
        {
            **RESOURCES,
            "UPLOAD_PREFIX": "in/",
            "MAX_UPLOAD_BYTES": "1",
            "MAX_DECODE_BYTES": "2",
            "UPLOAD_EXPIRES": "3",
            "URL_EXPIRES": "4",
            "STUCK_AFTER": "5",
            "PUBLIC_BASE_URL": "https://cdn.example",
            "PROCESS_FUNCTION": "darkroom-prod-process_upload",
            "IMAGES_PER_DAY": "6",
            "BYTES_PER_DAY": "7",
            "READS_PER_DAY": "9",
            "OPEN_FORMS": "8",
            "OWNER_SHARE": ".25",
            "PROCESS_CONCURRENCY": "2",
            "DEFAULT_OWNER": "me",
            "PUBLIC_VARIANTS": "true",
            "AUTH_ISSUER": "https://issuer.example",
            "AUTH_AUDIENCE": "darkroom",
            "CORS_ORIGINS": "https://a.example, http://localhost:3000",
        }
    )
    assert settings == Settings(
        upload_bucket="uploads",
        dest_bucket="processed",
        images_table="images",
        tokens_table="tokens",
        failures_queue="failures",
        deferred_queue="deferred",
        erasures_queue="erasures",
        upload_prefix="in/",
        max_upload_bytes=1,
        max_decode_bytes=2,
        upload_expires=3,
        url_expires=4,
        stuck_after=5,
        public_base_url="https://cdn.example",
        process_function="darkroom-prod-process_upload",
        images_per_day=6,
        bytes_per_day=7,
        reads_per_day=9,
        open_forms=8,
        owner_share=0.25,
        process_concurrency=2,
        default_owner="me",
        public_variants=True,
        auth_issuer="https://issuer.example",
        auth_audience="darkroom",
        cors_origins=("https://a.example", "http://localhost:3000"),
    )


@pytest.mark.parametrize("name", RESOURCES)
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_resource_is_reported_by_name(name: str, value: str | None) -> None:
    env = {key: text for key, text in RESOURCES.items() if key != name}
    if value is not None:
        env[name] = value
    with pytest.raises(ConfigurationError, match=name):
        Settings.from_env(env)


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "²", "9" * 5000])
def test_an_invalid_number_is_reported_by_name(value: str) -> None:
    with pytest.raises(ConfigurationError, match="MAX_DECODE_BYTES"):
        Settings.from_env({**RESOURCES, "MAX_DECODE_BYTES": value})


def test_a_url_cannot_be_valid_for_longer_than_its_signature() -> None:
    with pytest.raises(ConfigurationError, match="URL_EXPIRES"):
        Settings.from_env({**RESOURCES, "URL_EXPIRES": "604801"})


def test_one_bucket_for_uploads_and_outputs_is_rejected() -> None:
    with pytest.raises(ConfigurationError, match="DEST_BUCKET"):
        Settings.from_env({**RESOURCES, "DEST_BUCKET": "uploads"})


def test_a_sweep_before_forms_expire_is_rejected() -> None:
    with pytest.raises(ConfigurationError, match="STUCK_AFTER"):
        Settings.from_env({**RESOURCES, "UPLOAD_EXPIRES": "900"})


def test_presets_are_an_object_in_the_artifact_bucket() -> None:
    env = {"ARTIFACT_BUCKET": "artifacts", "PRESETS": "presets.json", "PRESETS_VERSION": "v1"}
    settings = Settings.from_env({**RESOURCES, **env})
    assert settings.artifact_bucket == "artifacts"
    assert (settings.presets, settings.presets_version) == ("presets.json", "v1")


@pytest.mark.parametrize("missing", ["ARTIFACT_BUCKET", "PRESETS", "PRESETS_VERSION"])
def test_presets_need_their_bucket_and_version(missing: str) -> None:
    env = {"ARTIFACT_BUCKET": "artifacts", "PRESETS": "presets.json", "PRESETS_VERSION": "v1"}
    with pytest.raises(ConfigurationError, match=missing):
        Settings.from_env({**RESOURCES, **env, missing: ""})


def test_the_artifact_bucket_needs_no_presets() -> None:
    assert Settings.from_env({**RESOURCES, "ARTIFACT_BUCKET": "artifacts"}).presets is None


@pytest.mark.parametrize("owner", ["two words", "späße", "x" * 256])
def test_a_default_owner_that_is_not_valid_metadata_is_rejected(owner: str) -> None:
    with pytest.raises(ConfigurationError, match="DEFAULT_OWNER"):
        Settings.from_env({**RESOURCES, "DEFAULT_OWNER": owner})


def test_a_quota_below_the_size_of_one_form_is_rejected() -> None:
    with pytest.raises(ConfigurationError, match="BYTES_PER_DAY"):
        Settings.from_env({**RESOURCES, "MAX_UPLOAD_BYTES": "11", "BYTES_PER_DAY": "10"})


def test_a_boolean_is_either_true_or_false() -> None:
    with pytest.raises(ConfigurationError, match="PUBLIC_VARIANTS"):
        Settings.from_env({**RESOURCES, "PUBLIC_VARIANTS": "yes"})


@pytest.mark.parametrize("prefix", ["images", "/", "a//", "my images/", "bücher/", "*/", "${aws:username}/"])
def test_a_prefix_that_is_not_a_folder_is_rejected(prefix: str) -> None:
    with pytest.raises(ConfigurationError, match="UPLOAD_PREFIX"):
        Settings.from_env({**RESOURCES, "UPLOAD_PREFIX": prefix})


@pytest.mark.parametrize("origin", ["*", "null", "a.example", "https://a.example/", "https://A.example"])
def test_an_origin_that_no_browser_sends_is_rejected(origin: str) -> None:
    with pytest.raises(ConfigurationError, match="CORS_ORIGINS"):
        Settings.from_env({**RESOURCES, "CORS_ORIGINS": f"https://b.example,{origin}"})


def test_the_workflow_is_either_direct_or_stepfunctions() -> None:
    with pytest.raises(ConfigurationError, match="WORKFLOW"):
        Settings.from_env({**RESOURCES, "WORKFLOW": "step"})


def test_workflow_mode_needs_a_state_machine() -> None:
    with pytest.raises(ConfigurationError, match="STATE_MACHINE"):
        Settings.from_env({**RESOURCES, "WORKFLOW": "stepfunctions"})


def test_a_sweep_before_executions_end_is_rejected() -> None:
    env = {**RESOURCES, "WORKFLOW": "stepfunctions", "STATE_MACHINE": "arn", "UPLOAD_EXPIRES": "60"}
    with pytest.raises(ConfigurationError, match="STUCK_AFTER"):
        Settings.from_env({**env, "STUCK_AFTER": "660"})
    assert Settings.from_env({**env, "STUCK_AFTER": "661"}).workflow == "stepfunctions"


@pytest.mark.parametrize(
    ("name", "text"),
    [("MODERATION", "on"), ("MODERATION_THRESHOLD", "101"), ("MODERATION_REFUSED", "burn")],
)
def test_invalid_moderation_settings_are_rejected(name: str, text: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Settings.from_env({**RESOURCES, name: text})


def test_labels_are_separated_by_commas() -> None:
    settings = Settings.from_env({**RESOURCES, "MODERATION_LABELS": "Explicit Nudity, Violence"})
    assert settings.moderation_labels == ("Explicit Nudity", "Violence")


def test_by_default_decoding_may_use_60_percent_of_the_functions_memory() -> None:
    settings = Settings.from_env({**RESOURCES, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1000"})
    assert settings.max_decode_bytes == 600 * 1024 * 1024
