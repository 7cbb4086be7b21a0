"""The roles that screen readers are told, where Qt's own would say too little."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

W = TypeVar("W", bound=QWidget)
_roles: dict[type[QWidget], QAccessible.Role] = {}
# Qt owns an interface once it has it, and ends it with its widget. Python's side must not end it a
# second time, so it is never let go: a few hundred bytes for each heading and banner ever shown.
_kept: list[QAccessibleInterface] = []


def has_role(role: QAccessible.Role) -> Callable[[type[W]], type[W]]:
    """A class decorator: widgets of this very class have `role` for screen readers."""

    def declare(cls: type[W]) -> type[W]:
        _roles[cls] = role
        return cls

    return declare


def _interface(key: str, thing: object) -> QAccessibleInterface | None:
    role = _roles.get(type(thing))  # type: ignore[arg-type]
    if role is None or not isinstance(thing, QWidget):
        return None
    interface = QAccessibleWidget(thing, role)
    _kept.append(interface)
    return interface


def install_roles() -> None:
    """Tell Qt about them. Called once, after the application is made."""
    QAccessible.installFactory(_interface)
