"""A clock fifty years off, or leaping under an open window: no mad date, and words go on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.feedback import Draft, FeedbackKind
from app.domain.language import Language
from app.domain.mailbox import Receipt
from tests.stage import staged
from ui.context import Route

FIFTY_YEARS = timedelta(days=365 * 50)


def shown(stage_window: object) -> str:
    labels = stage_window.findChildren(QLabel)  # type: ignore[attr-defined]
    return "\n".join(label.text() for label in labels)


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
@pytest.mark.parametrize("off", [-FIFTY_YEARS, FIFTY_YEARS], ids=["behind", "ahead"])
def test_words_are_kept_and_go_and_no_mad_date_is_shown(
    off: timedelta, language: Language, tmp_path: Path, qapp: QApplication
) -> None:
    with staged(tmp_path, "joined", language) as stage:
        right = stage.clock.moment
        stage.clock.moment = right + off
        mad = str(stage.clock.moment.year)
        draft = Draft(kind=FeedbackKind.PROBLEM, text="The lamp is broken.")
        stage.services.drafts.save(draft)
        stage.services.send(draft)
        stage.open(Route.to("home"))
        pages = [shown(stage.window)]
        stage.open(Route.to("messages"))
        pages.append(shown(stage.window))
        stage.open(Route.to("conversation", conversation_id=draft.id))
        pages.append(shown(stage.window))
        assert not any(mad in page for page in pages), pages
        # It leaps back in the middle of it: the message is due, goes, and is received.
        outbox = stage.services.outbox
        outbox.failed(draft.id, stage.clock.now() + timedelta(minutes=5), "no_connection")
        stage.clock.moment = right
        (row,) = outbox.due(stage.clock.now())
        outbox.taken(row.id, Receipt(row.id, row.sha256, right, "1001"))
        assert outbox.waiting() == 0
        stage.open(Route.to("conversation", conversation_id=draft.id))
        assert "1001" in shown(stage.window)
        assert mad not in shown(stage.window)
