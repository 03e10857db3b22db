"""The form field in forms that are not from a browser, or that show an image only."""

import pytest
from darkroom.django.forms import DarkroomImageField
from darkroom.django.values import DarkroomImage
from django import forms

CURRENT = DarkroomImage(id="old1")


class Form(forms.Form):
    photo = DarkroomImageField()


class Shown(forms.Form):
    photo = DarkroomImageField(disabled=True)


@pytest.mark.parametrize("value", ["\ud800", "\ud800:1:x", "\0", 5, ["id1"], {"id": "id1"}])
def test_values_that_no_browser_sends_are_refused(value: object) -> None:
    # Sites may fill forms from JSON.
    assert list(Form({"photo": value}).errors) == ["photo"]


def test_a_disabled_field_keeps_its_image() -> None:
    form = Shown({"photo": "id2"}, initial={"photo": CURRENT})
    assert (form.is_valid(), form.cleaned_data["photo"]) == (True, CURRENT)
