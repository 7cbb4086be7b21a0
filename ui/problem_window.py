"""A window for when the store can't be opened: one sentence, and one button to leave."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.profile import Theme
from ui.theme import Look, Role, Tone
from ui.widgets.pressable import Pressable, Shape
from ui.widgets.words import Words
from ui.wording.problems import problem_text


class ProblemWindow(QWidget):
    """Says what is wrong in plain words. Nothing was changed on the disk."""

    def __init__(self, code: str) -> None:
        super().__init__()
        look = Look.of(Theme.SYSTEM, 30)
        self.setObjectName("problem")
        self.setWindowTitle(self.tr("Footbridge"))
        self.setStyleSheet(f"QWidget#problem {{ background: {look.palette.paper}; }}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[look.gap] * 4)
        layout.setSpacing(look.gap)
        title = self.tr("Footbridge can't open just now")
        layout.addWidget(Words(look, title, Role.TITLE, Tone.INK, name="problem-title"))
        layout.addWidget(Words(look, problem_text(code), name="problem-text"), 1)
        leave = Pressable(
            look, Shape.ACTION, self.tr("Close"), icon="x", filled=True, name="problem-close"
        )
        leave.clicked.connect(self.close)
        layout.addWidget(leave)
        leave.setFocus()
        self.resize(1000, 620)
