"""The frame: the head of the screen, the screen itself, the fixed bar, and the way back."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.profile import Profile
from app.speech.reader import ReaderState, State
from ui.context import Context, Route
from ui.edge import never_raises
from ui.language import use_language
from ui.reader_keys import ReaderKeys
from ui.screen import Screen
from ui.screens import make_screen
from ui.theme import Look, Tone, apply_look
from ui.voice_commands import VoiceCommands
from ui.widgets.bar import Bar, Ear
from ui.widgets.command_panel import CommandPanel, Kind, Sign
from ui.widgets.header import Header
from ui.widgets.pressable import INSET
from ui.widgets.roles import has_role
from ui.window_keys import press_key, tell_keys

HOME = Route("home")
#: A window lower than this many body sizes is crowded: some space is given up then.
#: At 30 points, large as everything begins, a screen of 720 pixels is 18 body sizes high, and Home
#: would have five pages there.
CROWDED = 20.5


@has_role(QAccessible.Role.Window)
class MainWindow(QWidget):
    """One window, one screen at a time. It is the `Navigator` that the screens know."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("window")
        self.setAutoFillBackground(True)
        self.setMinimumSize(QSize(800, 480))
        self._way: list[Route] = []
        self._route = HOME
        self.screen_now: Screen | None = None
        self._below: Screen | None = None  # hidden by one that was laid over it
        self._compact: bool | None = None
        self._untouched = True
        self._note = ""  # what was understood, where the head says where one is
        self.voice = VoiceCommands(self, context)
        self._rebuild = QTimer(self, singleShot=True, interval=0)
        self._rebuild.timeout.connect(self._remake)
        self._make_frame()
        self._keys = ReaderKeys(self, context, lambda: not self._untouched, self._steers_reading)
        bridge = context.bridge
        bridge.reader_state.connect(self._reader_changed)
        bridge.community_changed.connect(self._community_changed)

    # --- the frame ------------------------------------------------------------------------------

    @property
    def look(self) -> Look:
        """The look in force."""
        return self.context.look

    @property
    def compact(self) -> bool:
        """Whether the window is small for the text size."""
        return self.height() < CROWDED * self.look.b

    def _make_frame(self) -> None:
        self._compact = self.compact
        self.header = Header(self.look, self.compact, self)
        self.bar = Bar(self.look, self.compact, self)
        self.bar.home.connect(self.home)
        self.bar.back.connect(self.back)
        self.bar.listen.connect(self.listen)
        self.bar.speak.connect(self.speak)
        self.bar.help.connect(self.show_help)
        self.panel = CommandPanel(self.look, self.compact, self)
        self.panel.can_say.connect(self.show_can_say)
        for part in (self.header, self.bar):
            part.show()

    def _margin(self) -> int:
        return self.look.px(0.25) if self.compact else self.look.px(0.9) - INSET

    @never_raises()
    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._compact != self.compact:
            self._rebuild.start()
        self._place()

    def _place(self) -> None:
        margin = self._margin()
        width = self.width() - 2 * margin
        bar = self.bar.needed_height(width)
        self.bar.setGeometry(margin, self.height() - bar, width, bar)
        top = margin // 2 if self.compact else margin
        top += self._place_head(margin + INSET, top, width - 2 * INSET)
        top += self.look.px(0.15) if self.compact else self.look.px(0.55)
        if self.screen_now is not None:
            room = self.height() - bar - top - (6 if self.compact else self.look.px(0.2))
            self.screen_now.setGeometry(QRect(margin, top, width, max(1, room)))

    def _place_head(self, left: int, top: int, width: int) -> int:
        """The head, or what is said about spoken commands in its place; its height."""
        self.header.most = self.height() * 2 // 5
        head = self.header.needed_height(width)
        if self.panel.sign is not None:
            # What can be chosen stays where it is.
            panel = max(self.panel.needed_height(width, head), head)
            self.panel.setGeometry(left, top, width, panel)
            self.panel.lay_out()
            self.header.hide()
            return panel
        self.header.setGeometry(left, top, width, head)
        self.header.setVisible(head > 0)
        return head

    # --- screens ----------------------------------------------------------------------------------

    @property
    def route(self) -> Route:
        """Where the window is now."""
        return self._route

    def go(self, route: Route) -> None:
        self._way.append(self._remembered())
        self._show(route)

    def replace(self, route: Route) -> None:
        self._show(route)

    def back(self) -> None:
        if self.screen_now is not None and self.screen_now.go_back():
            return
        self._show(self._way.pop() if self._way else HOME)

    def home(self) -> None:
        self._way.clear()
        self._show(HOME)

    def _remembered(self) -> Route:
        memory = self.screen_now.memory() if self.screen_now else self._route.values
        return Route(self._route.screen, dict(memory))

    @property
    def can_go_back(self) -> bool:
        """Whether *Back* leads anywhere else."""
        return bool(self._way) or self._below is not None or self._route != HOME

    def _show(self, route: Route, focus: str | None = None) -> None:
        self.context.services.reader.stop()
        self.voice.screen_left()
        self._leave_screen()
        self._route = route
        self._untouched = focus is None
        self._put(make_screen(self.context, route))
        self._focus_on(focus)

    def _put(self, screen: Screen) -> None:
        """Build a screen into the frame."""
        screen.setParent(self)
        screen.heading_changed.connect(self._heading_changed)
        screen.content_changed.connect(self._content_changed)
        screen.flow.page_changed.connect(self._page_changed)
        self.screen_now = screen
        self._place()
        screen.build()
        self._heading_changed()
        screen.show()
        self.bar.raise_()  # the last thing for a screen reader, as it is for the eye
        self._chain_focus()
        self._choices_changed()

    def lay_over(self, screen: Screen) -> None:
        """Show another screen for a while; the one below stays as it is."""
        self._below = self.screen_now
        if self._below is not None:
            self._below.hide()
        self._untouched = True
        self._put(screen)
        self._focus_on(None)

    def lift_off(self) -> None:
        """Show again what is below."""
        below, over = self._below, self.screen_now
        if below is None or over is None:
            return
        self._below, self.screen_now = None, below
        _discard(over)
        below.show()
        self._content_changed()
        self._focus_on(None)

    def _leave_screen(self) -> None:
        old, below = self.screen_now, self._below
        self.screen_now = self._below = None
        for screen in (old, below):
            if screen is not None:
                screen.leave()
                _discard(screen)

    def _heading_changed(self) -> None:
        screen = self.screen_now
        if screen is None:
            return
        # In a crowded window the pager has no room to say which page this is: the head does.
        page, pages = screen.page_numbers()
        short = f"{page} / {pages}" if self.compact and pages > 1 else ""
        where = self._note or screen.where
        self.header.where.tone = Tone.GOOD if self._note else Tone.INK2
        self.header.set_heading(screen.heading(), where, short, screen.page_words())
        name = self.tr("Footbridge")
        self.setWindowTitle(f"{screen.title} – {name}" if screen.title else name)
        self._place()

    def _page_changed(self) -> None:
        self._heading_changed()
        self._chain_focus()
        self._choices_changed()

    def _choices_changed(self) -> None:
        if self.screen_now is not None:
            tell_keys(self.screen_now)
        self.voice.screen_changed()

    def _content_changed(self) -> None:
        """A screen filled itself after its data came: the focus goes to the one thing to do.

        Not where a person has already moved it.
        """
        self._heading_changed()
        self._chain_focus()
        self._choices_changed()
        focus = self.focusWidget()
        if self._untouched or focus is None or not focus.isVisibleTo(self):
            self._focus_on(None)

    @never_raises(False)
    def focusNextPrevChild(self, forward: bool) -> bool:
        focus = self.focusWidget()
        # Qt comes here by itself too, when what has the focus is hidden.
        if focus is None or focus.isVisible():
            self._untouched = False
        return super().focusNextPrevChild(forward)

    def _focus_on(self, name: str | None) -> None:
        screen = self.screen_now
        if screen is None:
            return
        wanted = screen.findChild(QWidget, name) if name else None
        target = wanted if wanted is not None and wanted.isVisibleTo(self) else screen.first_focus()
        (target or self.bar.listen_button).setFocus(Qt.FocusReason.TabFocusReason)

    def _chain_focus(self) -> None:
        screen = self.screen_now.focus_order() if self.screen_now else []
        head = [self.panel.button] if self.panel.button.isVisibleTo(self) else []
        order = [*head, *screen, *self.bar.buttons]
        for first, second in zip(order, order[1:] + order[:1], strict=True):
            QWidget.setTabOrder(first, second)

    def _remake(self) -> None:
        """Make the frame and the screen anew, in the present language, size and colours."""
        focus = self.focusWidget()
        name = focus.objectName() if focus is not None and not self._untouched else None
        route = self._remembered()
        if self.screen_now is not None:
            self.screen_now.leave()
        for part in (self.header, self.bar, self.panel):
            part.hide()
            part.deleteLater()
        apply_look(QApplication.instance(), self.look)  # type: ignore[arg-type]
        self._make_frame()
        self._show(route, name)
        self.voice.frame_changed()

    # --- settings ---------------------------------------------------------------------------------

    def settle(self, profile: Profile) -> None:
        before = self.context.profile
        self.context.profile = profile
        if profile.language is not None:
            self.context.language = profile.language
            use_language(profile.language)
        self.context.look = Look.of(profile.theme, profile.text_size)
        services = self.context.services
        self.context.tasks.run(self, lambda: services.save_profile(profile), failed=self._not_kept)
        self.voice.settings_changed()
        same = replace(before, speed=profile.speed, community_url=profile.community_url)
        if replace(same, started=profile.started) != profile:
            self._remake()

    def _not_kept(self, problem: object) -> None:
        if self.screen_now is not None:
            self.screen_now.trouble(problem)  # type: ignore[arg-type]

    def _community_changed(self) -> None:
        def arrived(community: object) -> None:
            self.context.community = community  # type: ignore[assignment]
            if self.screen_now is not None:
                self.screen_now.community_arrived()

        self.context.tasks.run(self, self.context.services.communities.current, arrived)

    # --- listening, speaking, helping -----------------------------------------------------------

    @property
    def reading(self) -> bool:
        """Whether something is being read aloud (or is paused)."""
        return self.context.services.reader.state not in (State.IDLE, State.UNAVAILABLE)

    def listen(self) -> None:
        reader = self.context.services.reader
        if self.reading:
            reader.stop()
        elif self.screen_now is not None:
            self.screen_now.read_aloud()

    def _reader_changed(self, event: ReaderState) -> None:
        self.bar.set_reading(self.reading)
        self._keys.set_reading(self.reading)
        if self.screen_now is not None:
            self.screen_now.reader_changed(event)

    def _steers_reading(self, widget: QWidget, key: Qt.Key | None) -> bool:
        """Whether a key, or a press (None), for `widget` is part of the reading aloud itself."""
        if widget in (self.bar.listen_button, self.bar.speak_button):
            return True
        return self.screen_now is not None and self.screen_now.steers_reading(widget, key)

    def speak(self) -> None:
        """Listen for a command, or never mind."""
        self.voice.speak()

    def show_sign(self, sign: Sign | None, ear: Ear) -> None:
        """Show what is said about spoken commands."""
        self.bar.set_ear(ear)
        note = sign.text if sign is not None and sign.kind is Kind.NOTE else ""
        shown = None if note else sign
        if (shown, note) != (self.panel.sign, self._note):
            self._note = note
            self.panel.show_sign(shown)
            self._heading_changed()
            self._chain_focus()

    def show_help(self) -> None:
        """Open the help for this screen."""
        screen = self.screen_now
        if screen is not None:
            self._open_once(Route("help", {"text": screen.help_text(), **self._can_say()}))

    def show_can_say(self) -> None:
        """Open the list of what can be said on this screen."""
        self._open_once(Route("can-say", self._can_say()))

    def _can_say(self) -> dict[str, object]:
        commands = [str(command) for command in self.voice.possible()]
        return {"commands": commands, "about": self.screen_now.title if self.screen_now else ""}

    def _open_once(self, route: Route) -> None:
        if self._route.screen != route.screen:
            self.go(route)

    def announce(self, text: str, urgent: bool = False) -> None:
        event = QAccessibleAnnouncementEvent(self, text)
        if urgent:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    # --- keys -------------------------------------------------------------------------------------

    @never_raises()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_key(self, event):
            super().keyPressEvent(event)

    @never_raises()
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.ActivationChange:
            self.voice.window_activated(self.isActiveWindow())
        if event.type() is QEvent.Type.ThemeChange and self.screen_now is not None:
            self.context.look = Look.of(self.context.profile.theme, self.context.profile.text_size)
            self._rebuild.start()

    @never_raises()
    def closeEvent(self, event: QCloseEvent) -> None:
        self.voice.close()
        self._leave_screen()
        event.accept()


def _discard(screen: Screen) -> None:
    screen.hide()
    screen.setParent(None)
    screen.deleteLater()
