"""What a deployment is asked for. What is left out stays as it was."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from chalicelib.entrypoints.throttling import RateClass
from chalicelib.errors import ConfigurationError
from ops.cloudformation.names import Stage
from ops.deployment import presets_files, settings_options
from ops.deployment.features import ALARMS, BUDGET, CDN, EVENTS, FACES, MODERATION, WORKFLOW
from ops.templates.parameters import burst_parameter, rate_parameter

CDN_DOMAIN = ("CdnDomainName", "CdnCertificateArn")
"""The parameters for a custom domain of the CDN."""

# The parameters that take the value of an option as it is.
_OPTIONS = {
    "AlarmEmail": "alarm_email",
    "Architecture": "architecture",
    "CdnCertificateArn": "cdn_certificate",
    "CdnDomainName": "cdn_domain",
    "CertificateArn": "certificate",
    "Concurrency": "concurrency",
    "DomainName": "domain",
    "EndpointType": "endpoint_type",
    "ExistingDestBucket": "dest_bucket",
    "ExistingUploadBucket": "upload_bucket",
    "LogRetentionDays": "log_days",
    "Memory": "memory",
    "OnDemandConcurrency": "on_demand_concurrency",
    "OnDemandDays": "on_demand_days",
    "OnDemandMemory": "on_demand_memory",
    "OnDemandTimeout": "on_demand_timeout",
    "Timeout": "timeout",
    "UploadEvents": "upload_events",
    "WebAclRate": "waf_rate",
    **{rate_parameter(each): f"{each}_rate" for each in RateClass},
    **{burst_parameter(each): f"{each}_burst" for each in RateClass},
}


class Request(Struct, frozen=True, kw_only=True):
    """The options of `ops deploy` and `ops diff`.

    `parameters` are values of any of the templates' parameters; those in `defaults` return to their
    defaults. `features` has the requested features by name: True is on, False is off. `presets` is the
    content of a presets file with its overlays, and empty to return to the presets in the package.
    """

    stage: Stage
    parameters: Mapping[str, str] = field(default_factory=dict)
    defaults: frozenset[str] = frozenset()
    features: Mapping[str, bool] = field(default_factory=dict)
    new_origins: tuple[str, ...] = ()
    removed_origins: tuple[str, ...] = ()
    presets: bytes | None = None
    deletes_old_indexes: bool = False

    @property
    def changes_cdn_domain(self) -> bool:
        """Whether the CDN gets another domain, or its own again."""
        return not {*CDN_DOMAIN}.isdisjoint({*self.parameters, *self.defaults})

    @property
    def presets_removed(self) -> bool:
        """Whether the presets in the package are to be used again."""
        return self.presets == b""


def read(arguments: argparse.Namespace) -> Request:
    """Read the options. Raises ConfigurationError."""
    stage = Stage.named(arguments.stage)
    settings, unset = settings_options.read(arguments.set, arguments.unset)
    added, removed = settings_options.origins(arguments.origin, arguments.remove_origin)
    defaults = {
        *unset,
        *(("DomainName", "CertificateArn") if arguments.no_domain else ()),
        *(CDN_DOMAIN if arguments.no_cdn_domain else ()),
    }
    return Request(
        stage=stage,
        parameters=_parameters(arguments) | settings,
        defaults=frozenset(defaults),
        features=_features(arguments),
        new_origins=added,
        removed_origins=removed,
        presets=_presets(arguments),
        deletes_old_indexes=arguments.delete_old_indexes,
    )


def _parameters(arguments: argparse.Namespace) -> dict[str, str]:
    if (arguments.domain is None) != (arguments.certificate is None):
        raise ConfigurationError("--domain and --certificate must be used together")
    if (arguments.cdn_domain is None) != (arguments.cdn_certificate is None):
        raise ConfigurationError("--cdn-domain and --cdn-certificate must be used together")
    given = {
        **{parameter: getattr(arguments, option) for parameter, option in _OPTIONS.items()},
        "DailyBudget": arguments.daily_budget or None,
        "Tracing": None if arguments.tracing is None else str(arguments.tracing).lower(),
    }
    return {name: str(value) for name, value in given.items() if value is not None}


def _features(arguments: argparse.Namespace) -> dict[str, bool]:
    requested = {
        EVENTS.name: arguments.events,
        CDN.name: arguments.cdn,
        ALARMS.name: arguments.alarms,
        BUDGET.name: None if arguments.daily_budget is None else arguments.daily_budget > 0,
        WORKFLOW.name: arguments.workflow and arguments.workflow in WORKFLOW.on.values(),
        MODERATION.name: arguments.moderation and arguments.moderation in MODERATION.on.values(),
        FACES.name: arguments.face_detection and arguments.face_detection in FACES.on.values(),
    }
    return {name: wanted for name, wanted in requested.items() if wanted is not None}


def _presets(arguments: argparse.Namespace) -> bytes | None:
    if arguments.no_presets:
        return b""
    if arguments.presets is None:
        return None
    return presets_files.bundled(Path(arguments.presets))
