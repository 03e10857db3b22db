"""Uploads and images for Django: add `darkroom.django` to INSTALLED_APPS."""
