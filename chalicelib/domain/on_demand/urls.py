"""The URLs of variants on demand. Pure."""

from collections.abc import Iterator

from msgspec import Struct

from chalicelib.domain.image_version import image_version
from chalicelib.domain.on_demand import addresses
from chalicelib.domain.on_demand.operations import printed
from chalicelib.domain.on_demand.versions import current_version, is_renderable
from chalicelib.domain.on_demand.whole_files import OnDemandFile, whole_files
from chalicelib.domain.presets import Presets
from chalicelib.models import Image, NamedPreset

_OPERATIONS = "{operations}"


class OnDemandUrls(Struct, frozen=True, kw_only=True):
    """The URLs of variants on demand in one deployment, below `base_url`."""

    base_url: str
    presets: Presets

    @property
    def settings(self) -> tuple[object, ...]:
        """What these URLs depend on besides the image, for an ETag."""
        presets = tuple(self.presets.on_demand_presets.values())
        return self.base_url, self.presets.kernel, self.presets.on_demand, presets

    def template(self, image: Image) -> str | None:
        """Return the URL with `{operations}` in place of them. None if nothing can be rendered."""
        version = image_version(image, kernel=self.presets.kernel)
        if version is None or not is_renderable(image):
            return None
        return self._url(f"i/{image.id}/{version}/{_OPERATIONS}")

    def of_presets(self, image: Image) -> Iterator[tuple[str, str]]:
        """Yield the name and URL of each preset that is rendered on demand."""
        for name in self.presets.on_demand_presets:
            operations = NamedPreset(name=name)
            version = current_version(image, operations, self.presets)
            if version is not None:
                yield name, self._url(addresses.path(image.id, version, operations))

    def files(self, image: Image) -> tuple[OnDemandFile, ...]:
        """Return the files that show what the image's variants show, in the widths of the policy."""
        policy, template = self.presets.on_demand, self.template(image)
        if policy is None or template is None:
            return ()
        return whole_files(
            image, policy, lambda operations: template.replace(_OPERATIONS, printed(operations))
        )

    def _url(self, path: str) -> str:
        return f"{self.base_url.rstrip('/')}/{path}"
