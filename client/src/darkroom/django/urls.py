"""URLs to include: `path("darkroom/", include("darkroom.django.urls"))`."""

from django.urls import path

from darkroom.django import views

app_name = "darkroom"
urlpatterns = [
    path("uploads/<str:options>", views.create, name="upload"),
    path("uploads/<str:options>/<str:image_id>/parts", views.parts, name="upload-parts"),
    path("uploads/<str:options>/<str:image_id>/complete", views.complete, name="upload-complete"),
    path("webhook", views.webhook, name="webhook"),
]
