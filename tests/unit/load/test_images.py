from PIL import Image, ImageChops

from load.images import grainy, large


def test_large_images_differ_by_number_and_are_reproducible() -> None:
    scene = grainy(Image.linear_gradient("L").convert("RGB"))
    assert large(1, scene) == large(1, scene)
    assert large(1, scene) != large(2, scene)


def test_grain_is_faint() -> None:
    scene = Image.new("RGB", (64, 64), (200, 200, 200))
    difference = ImageChops.difference(scene, grainy(scene)).getextrema()
    assert difference == ((0, 25), (0, 25), (0, 25))
