"""Tell us: the computer listens, writes down what is said, and keeps the recording."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.domain.feedback import Draft
from app.domain.feedback_steps import Step, is_voice_only
from app.speech.dictation import UNSURE, add_heard
from app.speech.ear.events import Recorded
from ui.context import Route
from ui.dictating import Dictation, End, Outcome, ear_language
from ui.screens.tell import TellScreen


class TellListenScreen(TellScreen):
    """`base` is the text before what is said now: all there is, unless it is said again.

    The voice is recorded when it will be the whole message, not when it adds to words.
    `record_only`: the voice is wanted, not its words. `back`: where *Never mind* leads.
    """

    name = "tell-listen"
    step = Step.WORDS

    def fill(self, draft: Draft) -> None:
        self._base = str(self.values.get("base", draft.text))
        self._keeping = False
        self._outcome: Outcome | None = None
        self.ask(self.question())
        self.dictation = Dictation(
            self, recorded=self._recorded, done=self._ended, never_mind=self._never_mind
        )
        if self._base.strip():
            self._begin(None)
        else:
            desk = self.desk
            self.context.tasks.run(self, lambda: desk.voice_path(draft), self._begin, self.trouble)

    def _begin(self, recording: Path | None) -> None:
        self.dictation.begin(ear_language(self.context.language), recording)

    # --- the end ------------------------------------------------------------------------------

    def _recorded(self, recorded: Recorded) -> None:
        """The voice is kept before the words are there: they may take a while."""
        self._keeping = True
        said = replace(self.draft, text=self._base, language=self.context.language)
        self.desk.found_voice = ""
        self.desk.keep_voice(said, recorded, self._voice_kept)
        if self.values.get("record_only"):  # its words are not waited for
            self.dictation.close()
            self._outcome = Outcome(End.STOPPED)

    def _voice_kept(self, _: Draft) -> None:
        self._keeping = False
        if self._outcome is not None:
            self._conclude(self._outcome)

    def _ended(self, outcome: Outcome) -> None:
        self._outcome = outcome
        if not self._keeping:
            self._conclude(outcome)

    def _conclude(self, outcome: Outcome) -> None:
        draft = self.draft
        if outcome.end is End.WORDS and not self.values.get("record_only"):
            self._words_came(outcome)
        elif is_voice_only(draft) and outcome.end is not End.NOTHING:
            failed = outcome.end is End.NOT_UNDERSTOOD and not self.values.get("record_only")
            self._read_back(draft, failed=failed, trouble=outcome.reason)
        elif outcome.end is End.UNAVAILABLE:
            self.open_way("tell-words", draft, way="type", trouble=outcome.reason)
        elif outcome.end in (End.NOTHING, End.NOT_UNDERSTOOD):
            self.open_way("tell-words", draft, failed=True)
        else:
            self._go_to(self._way_back())

    def _words_came(self, outcome: Outcome) -> None:
        language = self.context.language
        text = add_heard(self._base, outcome.text, ear_language(language))
        draft = replace(self.draft, text=text, language=language)
        if not text.strip():  # all of it was taken back
            self.open_way("tell-words", self.desk.forget_voice(draft))
            return
        if self._base.strip() and draft.recording is not None and not draft.send_voice:
            draft = self.desk.forget_voice(draft)  # it is no longer all that was said
        self._read_back(draft, base=self._base, unsure=outcome.confidence < UNSURE)

    def _read_back(self, draft: Draft, **values: object) -> None:
        kept = {name: value for name, value in values.items() if value not in (False, "")}
        if "base" in values:
            kept["base"] = values["base"]
        draft = replace(draft, step=Step.READ_BACK.value)
        self.open_way("tell-read-back", draft, fresh=True, **kept)

    # --- never mind ---------------------------------------------------------------------------

    def _never_mind(self) -> None:
        """What was not yet told of as recorded is forgotten; while it thinks, the voice stays."""
        dictation = getattr(self, "dictation", None)
        if dictation is not None and dictation.thinking:
            dictation.do_not_wait()
            return
        if dictation is not None:
            dictation.close()
        self._go_to(self._way_back())

    def _way_back(self) -> Route:
        back = self.values.get("back")
        return back if isinstance(back, Route) else Route.to("tell-words")

    def _go_to(self, route: Route) -> None:
        self.open_way(route.screen, self.draft, **route.values)

    def go_back(self) -> bool:
        self._never_mind()
        return True

    def read_aloud(self) -> None:
        """The voice would be heard by the microphone: never mind, then read what is there."""
        self._never_mind()
        self.context.navigator.listen()

    def leave(self) -> None:
        dictation = getattr(self, "dictation", None)
        if dictation is not None:
            dictation.close()

    def help_text(self) -> str:
        return self.tr(
            "Speak when you see that I am listening, and take your time. "
            "Press I have finished at the end, or Never mind to stop."
        )
