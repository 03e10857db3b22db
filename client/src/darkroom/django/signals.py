"""Signals for the events of images, sent once per event, after the database has been updated.

Receivers get `event`, a `darkroom.webhooks.WebhookEvent`, and `rows`, the number of values that changed.
Events of uploads whose form was not submitted yet have no rows. If a receiver raises an exception, Darkroom
sends the event again.
"""

from django.dispatch import Signal

image_ready = Signal()
image_failed = Signal()
image_deleted = Signal()
image_erased = Signal()
variant_expired = Signal()

BY_TYPE = {
    "image.ready": image_ready,
    "image.failed": image_failed,
    "image.deleted": image_deleted,
    "image.erased": image_erased,
    "variant.expired": variant_expired,
}
