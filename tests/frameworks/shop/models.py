"""Models with required and optional images."""

from darkroom.django.fields import DarkroomImageField
from django.db import models


class Product(models.Model):
    name = models.CharField(max_length=100)
    photo = DarkroomImageField(variants=["300x300", "small"], max_bytes=20_000_000)

    def __str__(self) -> str:
        return self.name


class Detail(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    picture = DarkroomImageField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Detail of {self.product}"
