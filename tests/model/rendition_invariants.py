"""The invariants of variants on demand."""

from tests.model.renditions import is_rendition, shows
from tests.model.violation import require
from tests.model.world import World


def check_shown(world: World) -> None:
    """Check that files show what their keys say, and that none waits to be removed."""
    for output, content in world.outputs.stored.items():
        if is_rendition(output.key):
            require(shows(world.versions, output.key, content), "a file shows another version than its key's")
    retired = [output.key for output in world.retired.outputs if is_rendition(output.key)]
    require(not retired, "a file that was rendered on demand is retired")
