from darkroom.django.fields import DarkroomImageField
from django.db import models


class Photo(models.Model):
    title = models.CharField(max_length=100)
    image = DarkroomImageField(variants=["300x300", "small"])

    def __str__(self) -> str:
        return self.title
