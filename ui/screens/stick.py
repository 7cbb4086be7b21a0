"""A USB stick: news in, messages out, with one press."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from app.domain.swap import Swap
from app.places import removable_places
from ui.context import Context, Route
from ui.screen import Screen
from ui.stick_desk import SwapJob, begin, forget, job_of
from ui.theme import Role, Tone
from ui.wording.dates import is_sane, local_day, moment_in_words
from ui.wording.problems import problem_text
from ui.wording.swap import SwapWords

_LOOK_MS = 200
#: So many sticks are shown.
_MOST = 3
_MEGABYTE = 1_000_000


class StickScreen(Screen):
    """Values: `folders` to look in instead of at the sticks. Leaving it does not stop a swap."""

    name = "stick"

    def __init__(self, context: Context, **values: object) -> None:
        super().__init__(context, **values)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._progress)

    def build(self) -> None:
        self.head(
            self.tr("USB stick"),
            "" if self.compact else self.tr("Helper's corner"),
            self.tr("A stick brings notices and answers, and takes your messages to the office."),
        )
        if job_of(self.context) is not None:
            self._show_job()
        else:
            self.look_again()

    # --- which stick ----------------------------------------------------------------------------

    def look_again(self) -> None:
        """Look at what is plugged in now."""
        self.begin_anew()
        self.words(self.tr("Looking for a stick. One moment, please."), name="looking")
        self.filled()
        self.context.tasks.run(self, self._find, self._show, self.trouble, long=True)

    def _find(self) -> tuple[list[Path], datetime | None]:
        folders = self.values.get("folders")
        places = folders if isinstance(folders, list) else removable_places()
        return places, self.context.services.last_stick()

    def _show(self, found: tuple[list[Path], datetime | None]) -> None:
        places, last = found
        self.begin_anew()
        if not places:
            text = self.tr("No stick was found. Put one in, wait a moment, press Look again.")
            self.words(text, name="sticks-found")
        elif len(places) == 1:
            text = self.tr("The stick: {name}").format(name=_name_of(places[0]))
            self.words(text, Role.STRONG, name="sticks-found")
        else:
            text = self.tr("There is more than one stick. Which one?")
            self.words(text, name="sticks-found")
        self.words(self._before(last), name="stick-before")
        for number, place in enumerate(places[:_MOST]):
            self._offer(number, place, only=len(places) == 1)
        self._other_ways(filled=not places)
        self.filled()
        self._focus_first()
        self.context.navigator.announce(text)

    def _offer(self, number: int, place: Path, *, only: bool) -> None:
        title = (
            self.tr("Swap news with the stick")
            if only
            else self.tr("Swap news with {name}").format(name=_name_of(place))
        )
        self.press(
            title,
            lambda: self.swap_with(place),
            icon="repeat",
            filled=number == 0,
            name=f"swap-{number}",
        )

    def _other_ways(self, *, filled: bool) -> None:
        self.press(
            self.tr("Look again"),
            self.look_again,
            icon="refresh",
            filled=filled,
            name="look-again",
            pairs=not self.context.kiosk,
        )
        if not self.context.kiosk:
            self.press(
                self.tr("Another folder"),
                self.choose_folder,
                icon="search",
                name="another-folder",
                pairs=True,
            )

    def _before(self, moment: datetime | None) -> str:
        """When a stick was here last, or what it is for."""
        if moment is None or not is_sane(local_day(moment)):
            return self.tr("It takes your messages along and brings notices and answers.")
        today = self.context.services.clock.today()
        when = moment_in_words(moment, self.context.locale, today)
        return self.tr("A stick last brought something {when}.").format(when=when)

    def choose_folder(self) -> None:
        """The system's own window for choosing; not on a public machine."""
        dialog = QFileDialog(self, self.tr("Choose the stick"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.swap_with(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # --- under way ------------------------------------------------------------------------------

    def swap_with(self, place: Path) -> None:
        """Take in what it brings, put there what waits; beside everything else."""
        if job_of(self.context) is None:
            begin(self.context, place)
            self._show_job()

    def _show_job(self) -> None:
        self.begin_anew()
        self.words(
            self.tr("Swapping news. Please leave the stick in."), Role.STRONG, name="swapping"
        )
        self.far_words = self.words("", name="swap-far")
        self.press(self.tr("Stop"), self.stop, icon="x", filled=True, name="swap-stop")
        self._look.start()
        self.filled()
        self._progress()

    def _progress(self) -> None:
        job = job_of(self.context)
        if job is None or job.over:
            self._look.stop()
            if job is not None:
                self._over(job)
            return
        if job.written:
            copied = self.tr("Copied so far: {number} MB.")
            self.far_words.setText(copied.format(number=max(1, job.written // _MEGABYTE)))
        else:
            self.far_words.setText(self.tr("Reading what it brought …"))

    def stop(self) -> None:
        """Never mind; what was taken in stays."""
        job = job_of(self.context)
        if job is not None:
            job.stop()

    # --- what came of it ------------------------------------------------------------------------

    def _over(self, job: SwapJob) -> None:
        forget(self.context)
        self.begin_anew()
        if job.swap is None:
            code = job.problem.code if job.problem is not None else None
            self._again()
            self._way_back()
            self._say_problem(code)
        else:
            self._done(job.swap)
        self.filled()
        self._focus_first()

    def _done(self, swap: Swap) -> None:
        said = SwapWords()
        if brought := said.brought(swap.brought):
            self.words(brought, name="swap-brought")
        if left := said.left_alone(swap.brought):
            self.words(left, name="swap-left")
        if swap.problem is None:
            if taken := said.taken(swap.taken):
                self.words(taken, name="swap-taken")
            self.words(said.next(swap), Role.STRONG, name="swap-next")
            self.press(
                self.tr("Good"),
                self.context.navigator.back,
                icon="check",
                filled=True,
                name="swap-good",
                pairs=True,
            )
            self.press(
                self.tr("See the notices"),
                lambda: self.context.navigator.go(Route.to("notices")),
                icon="news",
                name="swap-notices",
                pairs=True,
            )
            self.context.navigator.announce(said.next(swap))
        else:
            self._again()
            self._way_back()
            self._say_problem(swap.problem)

    def _say_problem(self, code: str | None) -> None:
        stopped = code == "stick_stopped"
        self.say(
            problem_text(code),
            Tone.INK2 if stopped else Tone.CARE,
            "info-circle" if stopped else "alert-triangle",
        )

    def _again(self) -> None:
        self.press(
            self.tr("Try again"),
            self.look_again,
            icon="refresh",
            filled=True,
            name="swap-again",
            pairs=True,
        )

    def _way_back(self) -> None:
        self.press(
            self.tr("Leave it"),
            self.context.navigator.back,
            icon="arrow-left",
            name="leave",
            pairs=True,
        )

    def _focus_first(self) -> None:
        first = self.first_focus()
        if first is not None:
            first.setFocus()

    def leave(self) -> None:
        self._look.stop()

    def help_text(self) -> str:
        return self.tr(
            "Put the stick in and press Swap news with the stick. "
            "Leave it in until it says that you may take it out."
        )


def _name_of(place: Path) -> str:
    """The stick's name, as the system shows it."""
    return place.name or str(place)
