from django.urls import reverse_lazy
from django.views.generic import CreateView, ListView

from gallery.models import Photo


class PhotoList(ListView):
    model = Photo
    ordering = "-pk"


class PhotoCreate(CreateView):
    model = Photo
    fields = ["title", "image"]
    success_url = reverse_lazy("photos")
