"""Read the container of GIF.

Loop counts are in an application extension, anywhere in the file, which the specification does not define:
http://www.vurdalakov.net/misc/gif/netscape-looping-application-extension
"""

from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.containers.gif_blocks import Block, Kind, blocks

_LOOPS = (b"\x0bNETSCAPE2.0\x03\x01", b"\x0bANIMEXTS1.0\x03\x01")


def read(content: bytes, max_frames: int) -> Container:
    """Return the container. Its stream is the whole file, of which Pillow gets only the data of each frame.

    A frame that is cut off counts. Of several loop counts, the last one is valid, as in browsers. Raises
    TooComplex for a flood of blocks.
    """
    frames, plays = 0, 1
    for block in blocks(content):
        if block.kind is Kind.APPLICATION:
            plays = _plays(content, block, plays)
        frames += block.kind is Kind.IMAGE
        if frames > max_frames:
            break
    return Container(stream=content, frames=max(1, frames), plays=plays)


def _plays(content: bytes, block: Block, default: int) -> int:
    """Return the number of plays, 0 for endless. The file stores how often to repeat the animation."""
    at = block.start + 2
    end = at + len(_LOOPS[0])
    if content[at:end] not in _LOOPS or end + 2 > len(content):
        return default
    repetitions = int.from_bytes(content[end : end + 2], "little")
    return repetitions + 1 if repetitions else 0
