"""Use case: lead from the address of a variant on demand to its file, which is rendered first if need be."""

from urllib.parse import urlencode

from msgspec import Struct, structs

from chalicelib.domain.on_demand import addresses, negotiation, signatures
from chalicelib.domain.on_demand.versions import current_version
from chalicelib.domain.presets import Presets
from chalicelib.errors import RenderingInProgress, ServiceUnavailable, VariantNotFound
from chalicelib.models import (
    AddressRedirect,
    FileRedirect,
    Image,
    NamedPreset,
    Operations,
    Rendition,
    VariantRequest,
)
from chalicelib.on_demand.authorization import Authorization
from chalicelib.on_demand.records import RenderableImages, image_not_found
from chalicelib.on_demand.single_rendering import SingleRendering
from chalicelib.ports import OutputStorage

CURRENT_LIFETIME = 60
"""Seconds for which caches may keep a redirect from an address without a version."""
REPLACED_LIFETIME = 10
"""Seconds for which they may keep one from another version.

An edit that is undone brings the earlier version back. Until the caches forget the redirect, the two lead to
each other.
"""
MAX_REDIRECTS = 2
"""How often a caller is sent back to the CDN for a file that the API can see.

Once is enough, unless the CDN has collapsed the second request with another one that came before the file:
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
"""


class VariantDelivery(Struct, frozen=True, kw_only=True):
    """Leads to files. Unless variants are `public`, no image is found by its address.

    With a CDN, callers are sent back to it once the file is there.
    """

    public: bool
    has_cdn: bool
    presets: Presets
    images: RenderableImages
    authorization: Authorization
    outputs: OutputStorage
    rendering: SingleRendering

    def by_address(self, request: VariantRequest) -> AddressRedirect | FileRedirect:
        """Lead from an address, or from the URL of a file that a CDN did not find.

        Raises ImageNotFound, ImageDeleted, ImageErased, VariantNotFound, OperationsNotAllowed,
        InvalidSignature, NotRenderable, QuotaExceeded, RenderingInProgress, ServiceUnavailable.
        """
        if not self.public:
            raise image_not_found(request.image_id)
        self._check_enabled()
        operations = self.authorization.authorized(request)
        image = self.images.public(request.image_id)
        if request.version != self._version(image, operations):
            return self._to_current(image, operations, request)
        rendition = self._rendition(image, operations, request.accept)
        if not self.rendering.ensure(image, rendition):
            return self._replaced(operations, request)
        if not self.has_cdn:
            return self._file(rendition, operations)
        return self._back_to_cdn(rendition, operations, request)

    def for_owner(self, request: VariantRequest, *, owner: str) -> AddressRedirect | FileRedirect:
        """Lead an authenticated owner to a variant of any size.

        With a CDN, that is a signed address, unless there is no key. Raises the errors of `by_address`.
        """
        self._check_enabled()
        if isinstance(request.operations, NamedPreset):
            self.authorization.allowed(request.operations)
        image = self.images.owned(request.image_id, owner=owner)
        if self.has_cdn and (address := self._address(image, request.operations)) is not None:
            return address
        rendition = self._rendition(image, request.operations, request.accept)
        if not self.rendering.ensure(image, rendition):
            raise _changed()
        return self._file(rendition, request.operations)

    def _check_enabled(self) -> None:
        if not self.presets.renders_on_demand:
            raise VariantNotFound("Variants on demand are not enabled here. Use the image's `variants`.")

    def _version(self, image: Image, operations: Operations) -> str:
        version = current_version(image, operations, self.presets)
        if version is None:
            raise VariantNotFound(f"The image {image.id!r} has no such variant.")
        return version

    def _rendition(self, image: Image, operations: Operations, accept: str) -> Rendition:
        version = self._version(image, operations)
        if operations.format is None:
            name = operations.name if isinstance(operations, NamedPreset) else ""
            spec = self.presets.on_demand_presets.get(name)
            formats = negotiation.formats_for(operations, self.authorization.policy, spec)
            operations = structs.replace(operations, format=negotiation.negotiated(accept, formats))
        return Rendition(image_id=image.id, version=version, operations=operations)

    def _to_current(self, image: Image, operations: Operations, request: VariantRequest) -> AddressRedirect:
        path = addresses.path(image.id, self._version(image, operations), operations)
        # A CDN knows the redirect by its path alone, so requests without a signature can get it, too.
        signature = None if self.authorization.is_allowed(operations) else request.signature
        lifetime = CURRENT_LIFETIME if request.version is None else REPLACED_LIFETIME
        return AddressRedirect(path=_with_query(path, s=signature), max_age=lifetime)

    def _replaced(self, operations: Operations, request: VariantRequest) -> AddressRedirect:
        """Lead to the version that replaced the requested one meanwhile, if the image still exists."""
        image = self.images.public(request.image_id)
        if request.version == self._version(image, operations):
            # The function has other presets, or another release: a deployment is in progress.
            raise _changed()
        return self._to_current(image, operations, request)

    def _back_to_cdn(
        self, rendition: Rendition, operations: Operations, request: VariantRequest
    ) -> AddressRedirect:
        if request.redirects >= MAX_REDIRECTS:
            raise ServiceUnavailable(f"The CDN does not find {addresses.key(rendition)}, which is there")
        path = addresses.path(rendition.image_id, rendition.version, operations)
        return AddressRedirect(path=_with_query(path, n=str(request.redirects + 1), s=request.signature))

    def _file(self, rendition: Rendition, operations: Operations) -> FileRedirect:
        return FileRedirect(
            url=self.outputs.url(addresses.key(rendition)), is_negotiated=operations.format is None
        )

    def _address(self, image: Image, operations: Operations) -> AddressRedirect | None:
        """Return an address of exactly these operations on the CDN, signed if it has to be.

        None if there is no key.
        """
        signature = None
        if not self.authorization.is_allowed(operations):
            key = next(iter(self.authorization.keys.newest_first()), None)
            if key is None:
                return None
            signature = signatures.sign(key, image.id, operations)
        path = addresses.path(image.id, self._version(image, operations), operations)
        return AddressRedirect(path=_with_query(path, s=signature))


def _with_query(path: str, **parameters: str | None) -> str:
    query = urlencode({name: value for name, value in parameters.items() if value is not None})
    return f"{path}?{query}" if query else path


def _changed() -> RenderingInProgress:
    return RenderingInProgress("The image was changed just now. Try again.")
