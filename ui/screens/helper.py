"""Helper's corner: the connection in plain words, what is waiting, and the ways from here."""

from __future__ import annotations

from collections.abc import Sequence

from app import __version__
from app.domain.language import Language, pick_text
from app.domain.sync_status import Connection, SyncStatus
from ui.context import Route
from ui.screen import Screen
from ui.theme import Role, Tone
from ui.wording.dates import is_sane, local_day, moment_in_words
from ui.wording.problems import problem_text


class HelperScreen(Screen):
    """For whoever helps. Everything here is live."""

    name = "helper"

    def build(self) -> None:
        self._asked: SyncStatus | None = None
        self._news = 0
        self._status = self.context.services.sync.status()
        self._show_head()
        self._add_words()
        self._add_choices()
        self._show_status()
        bridge = self.context.bridge
        bridge.sync_changed.connect(self._sync_changed)
        bridge.conversations_changed.connect(self._refresh)

    def _show_head(self) -> None:
        version = self.tr("Footbridge {version}").format(version=__version__)
        community = self.context.community
        name = pick_text(community.name, self.context.language) if community else ""
        name = name or self._status.community_url or self.tr("no community yet")
        self.head(
            self.tr("Helper's corner"),
            f"{name} · {version}",
            self.tr("For whoever helps with this computer."),
        )

    def _add_words(self) -> None:
        self.state_words = self.words("", Role.STRONG, name="connection-state")
        self.more_words = self.words("", name="connection-more")

    def _add_choices(self) -> None:
        self.try_button = self.press(
            self.tr("Try the connection now"),
            self.try_now,
            icon="refresh",
            filled=True,
            name="try-now",
            pairs=True,
        )
        self.offline_button = self.press(
            self.tr("Work without a connection"),
            self.switch,
            icon="wifi-off",
            description=self.tr("Switches the connection off, or on again."),
            name="offline",
            pairs=True,
        )
        self.offline_button.setCheckable(True)
        self.press(
            self.tr("USB stick"),
            lambda: self.context.navigator.go(Route.to("stick")),
            icon="device-usb",
            description=self.tr("Brings notices and answers, takes your messages along."),
            name="stick",
            pairs=True,
        )
        joined = bool(self._status.community_url)
        self.press(
            self.tr("The community and its code") if joined else self.tr("Join a community"),
            lambda: self.context.navigator.go(Route.to("community-code" if joined else "join")),
            icon="shield-check" if joined else "building-community",
            name="community-code" if joined else "join",
            pairs=True,
        )
        self.press(
            self.tr("Voice and speech packs"),
            lambda: self.context.navigator.go(Route.to("helper-voice")),
            icon="volume",
            name="voice",
            pairs=True,
        )

    # --- the connection -------------------------------------------------------------------------

    def _sync_changed(self) -> None:
        self._news += 1
        self._status = self.context.services.sync.status()
        self._answer_if_asked()
        self._refresh()

    def _refresh(self) -> None:
        self._status = self.context.services.sync.status()
        self._show_head()
        self._show_status()
        self.filled()

    def _show_status(self) -> None:
        status = self._status
        self.state_words.setText(self._state_in_words(status))
        more = (
            self._problem_in_words(status),
            self._contact_in_words(status),
            self._waiting_in_words(status),
            self._recording_in_words(status),
            self._spoilt_in_words(status),
        )
        self.more_words.setText(self._in_a_row(more))
        off = status.connection is Connection.OFF
        self.offline_button.setChecked(off)
        self.offline_button.filled = off
        self.offline_button.set_icon_name("circle-check" if off else "wifi-off")
        self.try_button.filled = not off
        self.try_button.update()

    def _state_in_words(self, status: SyncStatus) -> str:
        if status.problem == "no_community":
            return self.tr("No community has been joined yet.")
        return {
            Connection.NOT_TRIED: self.tr("The connection has not been tried yet."),
            Connection.WORKING: self.tr("Trying the connection …"),
            Connection.CONNECTED: self.tr("The connection works."),
            Connection.TROUBLE: self.tr("The last try did not work."),
            Connection.OFF: self.tr("The connection is switched off."),
        }[status.connection]

    def _problem_in_words(self, status: SyncStatus) -> str:
        if status.problem == "no_community":
            return self.tr("Press Join a community. Until then nothing can be sent.")
        if status.connection is Connection.OFF:
            return self.tr("Nothing is lost. Messages are kept and go when it is on again.")
        return problem_text(status.problem) if status.problem else ""

    def _contact_in_words(self, status: SyncStatus) -> str:
        if status.last_contact is None:
            return self.tr("There was no contact yet.")
        today = self.context.services.clock.today()
        if not is_sane(local_day(status.last_contact)):
            return self.tr("There was contact, but this computer's clock was wrong then.")
        moment = moment_in_words(status.last_contact, self.context.locale, today)
        return self.tr("Last contact: {moment}.").format(moment=moment)

    def _waiting_in_words(self, status: SyncStatus) -> str:
        if status.waiting:
            here = self.tr("%n message(s) waiting to be sent.", "", status.waiting)
        else:
            here = "" if status.elsewhere else self.tr("No message is waiting.")
        if not status.elsewhere:
            return here
        kept = self.tr("%n message(s) kept for another community.", "", status.elsewhere)
        return self._in_a_row((here, kept))

    def _recording_in_words(self, status: SyncStatus) -> str:
        """How far the recordings on their way are; empty where none is."""
        if status.recording_percent is None:
            return ""
        text = self.tr("A recording is on its way: {percent} %.")
        return text.format(percent=status.recording_percent)

    def _spoilt_in_words(self, status: SyncStatus) -> str:
        """What came or lies here damaged; empty where all is well."""
        parts: list[str] = []
        if status.revoked:
            parts.append(problem_text("revoked"))
        if status.unsealed:
            parts.append(
                self.tr(
                    "Messages can't be sealed yet: the community has no key. "
                    "Please tell the office."
                )
            )
        if status.set_aside:
            parts.append(self.tr("%n notice(s) came that could not be read.", "", status.set_aside))
        if status.damaged:
            parts.append(
                self.tr("%n message(s) can't be sent: the disk spoilt them.", "", status.damaged)
            )
        return self._in_a_row(parts)

    def _in_a_row(self, sentences: Sequence[str]) -> str:
        """Sentences one after the other; Chinese ones without a space between."""
        between = "" if self.context.language is Language.CHINESE else " "
        return between.join(sentence for sentence in sentences if sentence)

    def try_now(self) -> None:
        """Try the connection at once, and say what came of it."""
        status = self.context.services.sync.status()
        if status.problem == "no_community":
            self.say(self.tr("Join a community first."), Tone.CARE, "info-circle")
        elif status.connection is Connection.OFF:
            self.say(problem_text("offline"), Tone.CARE, "wifi-off")
        else:
            self._asked, self._news = status, 0
            self.say(self.tr("Trying the connection …"), Tone.INK2, "hourglass")
            self.context.services.sync.request_now()

    def _answer_if_asked(self) -> None:
        """Say what came of the try that somebody asked for, once it is over."""
        before, now = self._asked, self._status
        if before is None:
            return
        other = (now.connection, now.last_contact) != (before.connection, before.last_contact)
        if now.connection is Connection.WORKING:
            self._asked = now
        elif other or self._news > 1:
            # A quick try is over before its beginning was told: then the second news is its end.
            self._asked = None
            if now.connection is Connection.CONNECTED:
                self.say(self.tr("The connection works."))
            else:
                self.say(self._state_in_words(now), Tone.CARE, "wifi-off")

    def switch(self) -> None:
        """Switch the connection off, or on again."""
        off = self.context.services.sync.status().connection is Connection.OFF
        self._asked = None
        self.unsay()
        self.context.services.sync.set_offline(not off)
        self._refresh()

    def community_arrived(self) -> None:
        self._show_head()

    def help_text(self) -> str:
        return self.tr(
            "This page is for helpers: it shows the connection and what is waiting. "
            "Nothing here can lose a message."
        )
