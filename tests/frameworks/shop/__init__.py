"""A Django project with images, whose app has the same name."""
