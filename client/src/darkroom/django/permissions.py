"""Who may upload: values for the setting DARKROOM_UPLOAD_PERMISSION."""

from django.http import HttpRequest


def signed_in(request: HttpRequest) -> bool:
    """Allow users who have signed in."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def staff(request: HttpRequest) -> bool:
    """Allow users of the admin."""
    return signed_in(request) and bool(getattr(request.user, "is_staff", False))


def anyone(_request: HttpRequest) -> bool:
    """Allow everyone, on public pages. Darkroom's quotas limit how much."""
    return True
