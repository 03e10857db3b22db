"""A project that has forgotten the URLs."""

urlpatterns: list[object] = []
