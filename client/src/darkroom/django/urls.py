"""URLs to include: `path("darkroom/", include("darkroom.django.urls"))`."""

from django.urls import path

from darkroom.django import views

app_name = "darkroom"
urlpatterns = [
    path("uploads/<str:options>", views.create, name="upload"),
    path("webhook", views.webhook, name="webhook"),
]
