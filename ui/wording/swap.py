"""What came of a swap with a USB stick, in plain words."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.domain.swap import Brought, News, Swap, Taken
from ui.wording.problems import problem_text
from ui.wording.sentences import in_a_row


class SwapWords(QObject):
    """Sentences; an object only because Qt counts in words for objects alone."""

    def brought(self, brought: Brought) -> str:
        """What the stick brought."""
        count = brought.notices
        notices = self.tr("%n notice(s) new or changed.", "", count) if count else ""
        count = brought.answers
        answers = self.tr("%n new answer(s).", "", count) if count else ""
        count = brought.received
        received = self.tr("%n message(s) received by the office.", "", count) if count else ""
        nothing = not (notices or answers or received or brought.refused or brought.not_shown)
        return in_a_row(
            self.tr("The stick brought nothing new.") if nothing else "",
            notices,
            answers,
            received,
        )

    def left_alone(self, brought: Brought) -> str:
        """What of it was not taken, and why; empty where all is well."""
        return in_a_row(
            self._news(brought.news),
            problem_text("too_old") if brought.too_old else "",
            self._not_shown(brought),
            self._answers(brought),
        )

    def taken(self, taken: Taken) -> str:
        """What was copied to the stick."""
        count = taken.messages
        messages = self.tr("%n message(s) copied to the stick.", "", count) if count else ""
        count = 0 if messages else taken.recordings
        recordings = self.tr("%n recording(s) copied to the stick.", "", count) if count else ""
        count = taken.taken_back
        back = self.tr("%n message(s) taken back: the office is told.", "", count) if count else ""
        nothing = not (messages or recordings or back)
        count = taken.left_out
        later = self.tr("%n recording(s) had no room on the stick: later.", "", count)
        return in_a_row(
            self.tr("No message had to go along.") if nothing else "",
            messages,
            recordings,
            back,
            later if count else "",
        )

    def next(self, swap: Swap) -> str:
        """What to do with the stick now."""
        if swap.taken.anything:
            return self.tr("You may take the stick out now. Bring it to the office.")
        return self.tr("You may take the stick out now.")

    def _news(self, news: News) -> str:
        table = {
            News.NONE: self.tr("There were no notices from your community on it."),
            News.OLD: self.tr("The notices on it are older than those here. Nothing was changed."),
            News.STRANGE: self.tr(
                "The notices on it are not from your community. They were left alone."
            ),
            News.DAMAGED: self.tr("The notices on it are damaged. Let the office copy them again."),
            News.UNSAFE: self.tr("A file on it is not safe. It was left alone. Tell the office."),
        }
        return table.get(news, "")

    def _not_shown(self, brought: Brought) -> str:
        count = brought.not_shown
        hidden = self.tr("%n notice(s) not shown: changed on their way.", "", count)
        missing = self.tr("%n picture(s) or sound(s) still to come.", "", brought.media_missing)
        return in_a_row(hidden if count else "", missing if brought.media_missing else "")

    def _answers(self, brought: Brought) -> str:
        count = brought.refused
        refused = self.tr("%n message(s) could not be taken.", "", count) if count else ""
        damaged = self.tr("The answers on it are damaged. Let the office copy them again.")
        strange = self.tr("The answers on it are not from your community. They were left alone.")
        return in_a_row(
            refused, damaged if brought.damaged else "", strange if brought.strange else ""
        )
