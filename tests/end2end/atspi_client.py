"""Looks at a program from outside, as a screen reader does. Run by the system's own Python.

Reads one JSON request a line from standard input, writes one JSON answer a line. Needs
python3-gi and gir1.2-atspi-2.0, which live in the system's Python, not in our environment.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

STATES = {
    Atspi.StateType.FOCUSED: "focused",
    Atspi.StateType.FOCUSABLE: "focusable",
    Atspi.StateType.CHECKED: "checked",
    Atspi.StateType.ENABLED: "enabled",
}


def application(name):
    """The application of that name, or None."""
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(number)
        if child is not None and child.get_name() == name:
            return child
    return None


def text_of(node):
    """The text of a node that has one."""
    iface = node.get_text_iface()
    return Atspi.Text.get_text(iface, 0, Atspi.Text.get_character_count(iface)) if iface else ""


def as_json(node, path):
    """What a screen reader knows of a node."""
    states = node.get_state_set()
    box = node.get_component_iface()
    extents = box.get_extents(Atspi.CoordType.SCREEN) if box else None
    return {
        "path": path,
        "role": node.get_role_name(),
        "name": node.get_name(),
        "description": node.get_description(),
        "id": (node.get_accessible_id() or "").split(".")[-1],
        "text": text_of(node),
        "box": [extents.x, extents.y, extents.width, extents.height] if extents else None,
        "states": [word for state, word in STATES.items() if states.contains(state)],
    }


def showing(node, path=()):
    """All nodes that are to be seen, parents first."""
    states = node.get_state_set()
    is_root = not path
    if not is_root and not states.contains(Atspi.StateType.SHOWING):
        return
    yield as_json(node, list(path))
    for number in range(node.get_child_count()):
        child = node.get_child_at_index(number)
        if child is not None:
            yield from showing(child, (*path, number))


def node_at(root, path):
    """The node at a path of child numbers."""
    for number in path:
        root = root.get_child_at_index(number)
    return root


def answer(request):
    """Carry out one request."""
    root = application(request["application"])
    if root is None:
        return {"error": "the application is not there"}
    if request["ask"] == "nodes":
        return {"nodes": list(showing(root))}
    node = node_at(root, request["path"])
    if request["ask"] == "press":
        return {"done": Atspi.Action.do_action(node.get_action_iface(), 0)}
    if request["ask"] == "write":
        iface = node.get_editable_text_iface()
        return {"done": Atspi.EditableText.set_text_contents(iface, request["text"])}
    return {"error": "an unknown request"}


def main():
    """Answer requests until standard input ends."""
    Atspi.init()
    for line in sys.stdin:
        try:
            said = answer(json.loads(line))
        except GLib.Error as problem:
            said = {"error": str(problem)}
        print(json.dumps(said), flush=True)


main()
