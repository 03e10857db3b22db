from django.contrib import admin
from django.urls import include, path
from gallery import views

urlpatterns = [
    path("", views.PhotoList.as_view(), name="photos"),
    path("new/", views.PhotoCreate.as_view(), name="new-photo"),
    path("admin/", admin.site.urls),
    path("darkroom/", include("darkroom.django.urls")),
]
