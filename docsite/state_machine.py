"""Draws infra/workflow.asl.json: `python -m docsite.state_machine` writes docs/images/workflow.svg.

States appear from top to bottom in the file's order; states inside a map are indented. Transitions to the
next state go straight down, and other transitions run on the left. Dashed lines on the right are error
transitions.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DEFINITION = ROOT / "infra" / "workflow.asl.json"
DIAGRAM = ROOT / "docs" / "images" / "workflow.svg"

LEFT, WIDTH, HEIGHT, GAP, INSET = 150, 380, 44, 26, 24
LANE = 16
FILLS = {"Task": "#dbeafe", "Choice": "#fef3c7", "Map": "#ede9fe", "Succeed": "#dcfce7", "Fail": "#fee2e2"}
HEAD = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"
 font-family="system-ui, sans-serif" font-size="13">
<title>The state machine of workflow mode</title>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
<path d="M0 0 8 4 0 8z" fill="#475569"/></marker></defs>
<rect width="100%" height="100%" fill="#ffffff"/>
"""


@dataclass(frozen=True)
class Box:
    """One state and its row. `inner` is true inside a map."""

    name: str
    state: dict[str, Any]
    row: int
    inner: bool

    @property
    def top(self) -> int:
        """The y coordinate of the upper edge."""
        return 20 + self.row * (HEIGHT + GAP)

    @property
    def middle(self) -> int:
        """The y coordinate of the center."""
        return self.top + HEIGHT // 2


def boxes(states: dict[str, Any]) -> list[Box]:
    """Return all states from top to bottom."""
    flat: list[tuple[str, dict[str, Any], bool]] = []
    for name, state in states.items():
        flat.append((name, state, False))
        inside = state.get("ItemProcessor", {}).get("States", {})
        flat += [(each, inner, True) for each, inner in inside.items()]
    return [Box(name, state, row, inner) for row, (name, state, inner) in enumerate(flat)]


def transitions(state: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the target and condition of each transition from a state."""
    for choice in state.get("Choices", ()):
        yield choice["Next"], choice["StringEquals"]
    if "Default" in state:
        yield state["Default"], "else"
    if "Next" in state:
        yield state["Next"], ""


def diagram(definition: dict[str, Any]) -> str:
    """Return the SVG."""
    drawn = boxes(definition["States"])
    by_name = {box.name: box for box in drawn}
    parts = [HEAD.format(width=LEFT + WIDTH + 150, height=drawn[-1].top + HEIGHT + 20)]
    parts += map(_box, drawn)
    lanes = 0
    for box in drawn:
        for target, label in transitions(box.state):
            lanes += 0 if _is_next(box, by_name[target], drawn) else 1
            parts.append(_transition(box, by_name[target], label, lanes, drawn))
        parts += [_error_transition(box, by_name[catch["Next"]]) for catch in box.state.get("Catch", ())]
    return "".join([*parts, "</svg>\n"])


def _is_next(box: Box, target: Box, drawn: list[Box]) -> bool:
    between = drawn[box.row + 1 : target.row]
    return target.row > box.row and all(each.inner for each in between)


def _box(box: Box) -> str:
    left = LEFT + (INSET if box.inner else 0)
    width = WIDTH - (2 * INSET if box.inner else 0)
    comment = box.state.get("Comment", "")
    text = (
        f'<text x="{left + 12}" y="{box.top + (18 if comment else 27)}" font-weight="600">{box.name}</text>'
    )
    if comment:
        text += f'<text x="{left + 12}" y="{box.top + 35}" font-size="11">{escape(comment)}</text>'
    fill = FILLS[box.state["Type"]]
    return (
        f'<rect x="{left}" y="{box.top}" width="{width}" height="{HEIGHT}" rx="8" fill="{fill}"'
        f' stroke="#64748b"/>{text}\n'
    )


def _transition(box: Box, target: Box, label: str, lane: int, drawn: list[Box]) -> str:
    if _is_next(box, target, drawn):
        x, y = LEFT + 12, box.top + HEIGHT
        words = f'<text x="{x + 8}" y="{y + 17}" font-size="11" fill="#475569">{label}</text>'
        return _path(f"M{x} {y}V{target.top}") + words
    x, y = (
        LEFT - 30 - LANE * lane,
        box.top + 14 + 18 * [each for each, _ in transitions(box.state)][::-1].index(target.name),
    )
    words = f'<text x="{LEFT - 4}" y="{y - 3}" font-size="11" fill="#475569" text-anchor="end">{label}</text>'
    return _path(f"M{LEFT} {y}H{x}V{target.middle}H{LEFT}") + words


def _error_transition(box: Box, target: Box) -> str:
    x, right = LEFT + WIDTH + 60, LEFT + WIDTH
    return _path(f"M{right} {box.middle}H{x}V{target.middle}H{right}", ' stroke-dasharray="4 3"')


def _path(points: str, style: str = "") -> str:
    return f'<path d="{points}" fill="none" stroke="#475569" marker-end="url(#tip)"{style}/>\n'


def main() -> None:
    """Write the diagram."""
    DIAGRAM.write_text(diagram(json.loads(DEFINITION.read_text("utf-8"))), "utf-8")


if __name__ == "__main__":
    main()
