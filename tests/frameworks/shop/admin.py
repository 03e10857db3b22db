"""The admin of the models."""

from darkroom.django.admin import preview
from django.contrib import admin

from tests.frameworks.shop.models import Detail, Product


class DetailInline(admin.TabularInline):
    model = Detail
    extra = 1


class ProductAdmin(admin.ModelAdmin):
    list_display = ("name", preview("photo"))
    inlines = (DetailInline,)


class DetailAdmin(admin.ModelAdmin):
    readonly_fields = ("picture", preview("picture"))


admin.site.register(Product, ProductAdmin)
admin.site.register(Detail, DetailAdmin)
