import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.face_focus import focus_of
from chalicelib.models import Face

FRACTIONS = st.floats(-0.5, 1.5)
FACES = st.builds(Face, left=FRACTIONS, top=FRACTIONS, width=st.floats(0, 1), height=st.floats(0.01, 1))


def face(left: float, top: float, size: float) -> Face:
    return Face(left=left, top=top, width=size, height=size)


def test_without_a_face_there_is_no_focal_point() -> None:
    assert focus_of([]) is None


def test_the_focal_point_is_the_center_of_the_face() -> None:
    assert focus_of([face(0.6, 0.1, 0.2)]) == pytest.approx((0.7, 0.2))


def test_several_faces_have_the_center_of_the_box_around_them() -> None:
    assert focus_of([face(0.1, 0.2, 0.2), face(0.6, 0.4, 0.2)]) == pytest.approx((0.45, 0.4))


def test_faces_in_the_background_are_ignored() -> None:
    large = face(0.6, 0.1, 0.2)
    assert focus_of([face(0.0, 0.8, 0.09), large]) == focus_of([large])
    assert focus_of([face(0.0, 0.8, 0.1), large]) != focus_of([large])


@given(st.lists(FACES, min_size=1))
def test_the_focal_point_is_within_the_image(faces: list[Face]) -> None:
    focus = focus_of(faces)
    assert focus is not None
    assert all(0 <= fraction <= 1 for fraction in focus)


def test_the_text_of_a_face_does_not_say_where_it_is() -> None:
    assert repr(face(0.6, 0.1, 0.2)) == "Face()"
