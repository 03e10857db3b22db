"""Load Pillow's plugin for AVIF on first use: its library takes 2 MB, and few images need it."""


def register() -> None:
    """Let `Image.save` write AVIF, so that it does not import all of Pillow's plugins to find it."""
    from PIL import AvifImagePlugin  # noqa: F401, PLC0415  see above
