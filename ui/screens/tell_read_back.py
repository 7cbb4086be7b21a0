"""Tell us: the words are shown and read back, or the voice is heard, before they go anywhere."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer

from app.domain.feedback import Draft
from app.domain.feedback_steps import Step, is_voice_only
from app.speech.reader import ReaderState, State
from ui.context import Route
from ui.description import Description
from ui.lit_text import LitText
from ui.meaning import Means
from ui.screens.tell import TellScreen
from ui.theme import Role, Tone
from ui.widgets.pressable import Pressable
from ui.wording.problems import problem_text
from ui.wording.voice import duration_in_words, voice_in_words


class TellReadBackScreen(TellScreen):
    """“This is what I understood. Is it right?”

    `fresh`: just dictated, so that it is read by itself, once. `base` is the text before what was
    dictated, which saying it again leaves as it is. `unsure` and `failed`: the words are doubtful,
    or there are none; then the other ways come first. `trouble`: why the listening ended early.
    """

    name = "tell-read-back"
    step = Step.READ_BACK

    def fill(self, draft: Draft) -> None:
        self._said: LitText | None = None
        self._listen_to: Pressable | None = None
        self._playing = False
        if is_voice_only(draft):
            self._fill_voice(draft)
        else:
            self._fill_words(draft)
        reason = str(self.values.get("trouble", ""))
        if reason:
            kept = self.tr("What you said until then is kept.")
            self.say(f"{problem_text(reason)} {kept}", Tone.CARE, "microphone-off")
        elif self.values.get("fresh") and not is_voice_only(draft):
            QTimer.singleShot(0, self, self.read_aloud)

    def memory(self) -> dict[str, object]:
        """It begins to read by itself once; what went wrong was told once."""
        return {k: v for k, v in self.values.items() if k not in ("fresh", "trouble")}

    # --- the words ----------------------------------------------------------------------------

    def _fill_words(self, draft: Draft) -> None:
        unsure = bool(self.values.get("unsure"))
        if unsure:
            self.ask(self.tr("I am not sure. Is this right?"))
        elif self.compact:
            # A crowded window has room for one line: the rest is still read aloud.
            self.ask(self.tr("Is this right?"), self.tr("This is what I understood:"))
        else:
            self.ask(self.tr("This is what I understood. Is it right?"))
        self._said = LitText(self, draft.text, str(draft.language))
        if unsure:
            self._voice_choice(filled=True)
            self._type_choice(filled=self.findChild(Pressable, "just-voice") is None)
            self._again_choice()
            self._right_choice(filled=False)
            return
        self._right_choice()
        if "base" in self.values:
            self._again_choice()
            self._voice_choice()
            self._type_choice()
        else:
            self._type_choice()

    def turn(self, step: int) -> None:
        if self.flow.pages > 1 or self._said is None or not self._said.turn(step):
            super().turn(step)

    # --- the voice ----------------------------------------------------------------------------

    def _fill_voice(self, draft: Draft) -> None:
        recording = draft.recording
        assert recording is not None
        if self.desk.found_voice == draft.id:
            self.ask(self.tr("There is a recording from before"))
            text = self.tr("It was kept: {length}.")
            text = text.format(length=duration_in_words(recording.seconds))
        elif self.values.get("failed"):
            self.ask(self.tr("I could not write that down"))
            text = self.tr("Nothing is lost: your voice is kept, {length}.")
            text = text.format(length=duration_in_words(recording.seconds))
        else:
            self.ask(self.tr("This is your message"))
            text = voice_in_words(recording.seconds)
        self.words(text, Role.STRONG, name="voice")
        if self.values.get("failed"):
            self._voice_choice(filled=True)
        else:
            self._right_choice()
        self._listen_to = self._choice(
            self.tr("Listen to it"), self._play, icon="player-play", name="listen-to-it"
        )
        if self.values.get("failed"):
            self._type_choice()
            self._again_choice()
        else:
            self._again_choice()
            self._type_choice()

    def _play(self) -> None:
        """Play the recording, or stop it."""
        reader = self.context.services.reader
        if self._playing:
            reader.stop()
            return
        recordings, message = self.context.services.recordings, self.draft.id

        def found(path: object) -> None:
            if path is None:
                self.say(problem_text("bad_recording"), Tone.CARE, "volume-off")
            else:
                self._playing = True
                reader.play(str(path))

        self.context.tasks.run(self, lambda: recordings.path_of(message), found, self.trouble)

    def reader_changed(self, state: ReaderState) -> None:
        super().reader_changed(state)
        aloud = state.state in (State.STARTING, State.SPEAKING, State.PAUSED)
        self._playing = self._playing and aloud
        if self._listen_to is not None:
            words = self.tr("Stop") if self._playing else self.tr("Listen to it")
            self._listen_to.set_words(words)
            self._listen_to.set_icon_name("player-stop" if self._playing else "player-play")

    # --- the choices --------------------------------------------------------------------------

    def _choice(
        self,
        title: str,
        action: object,
        *,
        icon: str,
        name: str,
        filled: bool = False,
        means: Means = Means.NONE,
    ) -> Pressable:
        """In two columns; in a crowded window in one row below the words."""
        if self.compact:
            return self.press_below(title, action, icon=icon, name=name, filled=filled, means=means)
        return self.press(
            title, action, icon=icon, name=name, filled=filled, means=means, pairs=True
        )

    def _right_choice(self, filled: bool = True) -> None:
        title = self.tr("Yes, that is right")
        self._choice(title, self._right, icon="check", name="right", filled=filled, means=Means.YES)

    def _again_choice(self) -> None:
        self._choice(self.tr("Say it again"), self._again, icon="microphone", name="say-again")

    def _voice_choice(self, filled: bool = False) -> None:
        """Only where the voice is the whole of what was said."""
        if self.draft.recording is not None and not str(self.values.get("base", "")).strip():
            title, icon = self.tr("Just send my voice"), "player-record"
            self._choice(title, self._only_voice, icon=icon, name="just-voice", filled=filled)

    def _type_choice(self, filled: bool = False) -> None:
        typed = not is_voice_only(self.draft) and "base" not in self.values
        self._choice(
            self.tr("Change it") if typed else self.tr("Let me type"),
            lambda: self.open_way("tell-words", self.draft, way="type"),
            icon="pencil" if typed else "keyboard",
            name="change",
            filled=filled,
            means=Means.NO,
        )

    def _right(self) -> None:
        """What is right goes on; whether the voice goes along is asked where all is summed up."""
        self.desk.found_voice = ""
        self.go_on(self.draft)

    def _only_voice(self) -> None:
        self.go_on(replace(self.draft, text="", send_voice=False))

    def _again(self) -> None:
        back = Route(self.name, dict(self.memory()))
        values = {"base": self.values.get("base", ""), "back": back}
        self.open_way("tell-listen", self.draft, **values)

    # --- the screen in words ------------------------------------------------------------------

    def describe(self) -> Description:
        """The words are read by the voice of their own language."""
        plain = super().describe()
        said: LitText | None = getattr(self, "_said", None)
        return replace(plain, text=(*said.spoken(), *plain.text)) if said else plain

    def help_text(self) -> str:
        if is_voice_only(self.draft):
            return self.tr(
                "This is your message in your own voice: press Listen to it to hear it. "
                "You can send it, say it again, or type instead."
            )
        return self.tr(
            "These are your words. Press Listen to hear them. "
            "If something is wrong, say it again or change it."
        )
