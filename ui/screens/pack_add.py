"""One speech pack: what it is, how far it is on its way in, and that it is there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer

from app.domain.segment import CHINESE, ENGLISH
from app.domain.speech_pack import PackKind
from app.errors import EnvironmentProblem
from app.speech.pack_job import PutIn
from app.speech.pack_reading import Offer
from ui.context import Context, Route
from ui.pack_desk import forget, job_of, put_in
from ui.screen import Screen
from ui.theme import Role, Tone
from ui.wording.hearing import joined, language_name, megabytes, pack_name, pack_purpose
from ui.wording.problems import problem_text

_LOOK_MS = 200


class PackAddScreen(Screen):
    """Values: `path`. Leaving it while the pack is copied does not stop the copying."""

    name = "pack-add"

    def __init__(self, context: Context, **values: object) -> None:
        super().__init__(context, **values)
        self.path = Path(str(values["path"]))
        self.offer: Offer | None = None
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._progress)

    def build(self) -> None:
        self.head(
            self.tr("A speech pack"),
            self.path.name,
            self.tr("Here you see what the speech pack is, before it is put in."),
        )
        self._way_back()
        if job_of(self.context, self.path) is not None:
            self._show_job()
        else:
            packs = self.context.services.packs
            self.context.tasks.run(
                self, lambda: packs.look(self.path), self._show, self._not_looked, long=True
            )

    def _way_back(self) -> None:
        self.press(
            self.tr("Leave it"),
            self.context.navigator.back,
            icon="arrow-left",
            name="leave",
            pairs=True,
        )

    # --- what it is -----------------------------------------------------------------------------

    def _show(self, offer: Offer) -> None:
        self.offer = offer
        pack, language = offer.pack, self.context.language
        self.begin_anew()
        self.words(pack_name(pack, language), Role.STRONG, name="pack-name")
        checked = (
            self.tr("It is checked while it is copied.")
            if pack.checked
            else self.tr("Nobody wrote down what is in it, so it can't be checked.")
        )
        kind = self.tr("This pack: {purpose}. It needs {size}.").format(
            purpose=pack_purpose(pack), size=megabytes(pack.size)
        )
        licence = self.tr("Licence: {licence}.").format(licence=pack.licence)
        text = joined(kind, checked, licence if pack.licence else "", language=language)
        self.words(text, name="pack-text")
        if offer.asks_language:
            self.words(self.tr("Which language shall it understand?"), name="pack-ask")
            for number, tag in enumerate((ENGLISH, CHINESE)):
                self._add_button(language_name(tag), tag, filled=number == 0)
        else:
            self._add_button(self.tr("Put it in"), None, filled=True)
        self._way_back()
        self.filled()

    def _add_button(self, title: str, language: str | None, *, filled: bool) -> None:
        self.press(
            title,
            lambda: self.put_in(language),
            icon="check",
            filled=filled,
            name=f"pack-put-in-{language}" if language else "pack-put-in",
            pairs=True,
        )

    def _not_looked(self, problem: EnvironmentProblem) -> None:
        self.trouble(problem)
        self.content_changed.emit()

    # --- on its way -----------------------------------------------------------------------------

    def put_in(self, language: str | None) -> None:
        """Copy it, beside everything else."""
        put_in(self.context, self.path, language)
        self._show_job()

    def _show_job(self) -> None:
        self.begin_anew()
        self.words(self.tr("The speech pack is being put in."), Role.STRONG, name="pack-coming")
        self.far_words = self.words("", name="pack-far")
        self.press(self.tr("Stop"), self.stop, icon="x", filled=True, name="pack-stop")
        self._look.start()
        self._progress()
        self.filled()

    def _progress(self) -> None:
        job = job_of(self.context, self.path)
        if job is None or job.over:
            self._look.stop()
            if job is not None:
                self._over(job)
            return
        pattern = self.tr("{done} of {whole} are copied. Leave the stick in.")
        self.far_words.setText(
            pattern.format(done=megabytes(job.done), whole=megabytes(job.whole))
            if job.whole
            else self.tr("Just a moment …")
        )

    def stop(self) -> None:
        """Never mind: nothing of it stays."""
        job = job_of(self.context, self.path)
        if job is not None:
            job.cancel()

    # --- what came of it ------------------------------------------------------------------------

    def _over(self, job: PutIn) -> None:
        forget(self.context)
        self.begin_anew()
        if job.installed is None:
            self._failed(job)
        else:
            self.words(self.tr("It is in. You can take the stick out."), name="pack-in")
            pack = job.installed.pack
            voice = pack.kind is PackKind.PIPER
            self.press(
                self.tr("Good"),
                lambda: self.context.navigator.replace(Route.to("understands")),
                icon="check",
                filled=True,
                name="pack-good",
                pairs=True,
            )
            self.press(
                self.tr("Hear the voice") if voice else self.tr("Try the microphone"),
                lambda: self.context.navigator.replace(
                    Route.to("voice-speed" if voice else "microphone")
                ),
                icon="volume" if voice else "microphone",
                name="pack-try",
                pairs=True,
            )
            self.context.navigator.announce(self.tr("It is in. You can take the stick out."))
        self.filled()
        first = self.first_focus()
        if first is not None:
            first.setFocus()

    def _failed(self, job: PutIn) -> None:
        problem = job.problem
        code = problem.code if problem is not None else None
        self.press(
            self.tr("Try again"),
            lambda: self.context.navigator.replace(Route.to("pack-add", path=str(self.path))),
            icon="refresh",
            filled=True,
            name="pack-again",
            pairs=True,
        )
        self._way_back()
        stopped = code == "pack_cancelled"
        self.say(
            problem_text(code),
            Tone.INK2 if stopped else Tone.URGENT,
            "info-circle" if stopped else "alert-triangle",
        )

    def leave(self) -> None:
        self._look.stop()

    def help_text(self) -> str:
        return self.tr(
            "Press Put it in to use this pack. Leave the stick in until it says that it is done."
        )
