from darkroom.django.admin import preview
from django.contrib import admin

from gallery.models import Photo


@admin.register(Photo)
class PhotoAdmin(admin.ModelAdmin):
    list_display = ["title", preview("image")]
