"""The process that speaks: one JSON object a line in, one a line out.

A speech engine or a sound server can hang or crash; here it takes nothing with it, and the
program that started this process kills it and starts another (`app.speech.voice`).

In:  say {id, text, language, rate, volume} · play {id, path, from, volume} · stop · voices · quit
Out: ready {drivers, tells_words} · unavailable {reason, detail} · start {id} ·
     word {id, loc, len} · at {id, seconds} · end {id, ok} · error {id, reason, detail} ·
     voices {voices} · speaks {language, voice} · hb
`rate` is what is heard: English words or Chinese characters a minute. `loc` and `len` are code
points of `text`. What is spoken is never written to a disk, nor into an error's detail.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

from app.domain.segment import ENGLISH, code_point_offset
from app.speech import drivers
from app.speech.check import CHECK_ARGUMENT, inspect
from app.speech.child_process import DRIVER_ARGUMENT, VOICES_ARGUMENT
from app.speech.output import NoSoundError
from app.speech.reasons import NO_SOUND, VOICE_FAILED
from app.speech.recording import Recordings
from app.speech.synthesiser import PiperDriver, SynthDriver, choose_drivers

_BUSY_STEP = 0.01  # seconds between looks at the engine while it speaks
_IDLE_STEP = 0.25
_HEARTBEAT = 0.5
_SETTLE = 0.03  # seconds for a system voice's last messages
_SETTLE_AT_MOST = 0.3
_LAST_WORD = 0.3  # seconds to end decently once the parent has gone
_Command = dict[str, Any]


class _Speaker:
    """One engine of pyttsx3 and the driver that knows it."""

    def __init__(self, driver: SynthDriver, child: VoiceChild) -> None:
        import pyttsx3

        self.driver = driver
        self.speaking: int | None = None
        self._child = child
        self._text: dict[int, str] = {}
        self.engine = pyttsx3.init(driver.engine_name)
        self.engine.connect("started-utterance", self._started)
        self.engine.connect("started-word", self._word)
        self.engine.connect("finished-utterance", self._finished)
        self.engine.connect("error", self._error)
        self.engine.startLoop(False)

    def say(self, command: _Command, voice: str) -> None:
        number = int(command["id"])
        language = str(command["language"])
        self._text = {number: str(command["text"])}
        self.engine.setProperty("voice", voice)
        self.engine.setProperty("rate", self.driver.engine_rate(language, float(command["rate"])))
        self.engine.setProperty("volume", min(max(float(command["volume"]), 0.0), 1.0))
        self.speaking = number
        self.engine.say(self._text[number], str(number))

    def stop(self) -> None:
        """Silence now, and hear out what the engine still has to tell about it.

        sapi5 sends the end of the stopped stream, and of the empty one that stops it, only when
        its messages are pumped; left over, they would end the next utterance at its start.
        """
        if self.speaking is None:
            return
        self.engine.stop()
        settle = _SETTLE if not self.driver.tells_words else 0.0
        until = time.monotonic() + settle
        limit = time.monotonic() + _SETTLE_AT_MOST
        while time.monotonic() < (limit if self.speaking is not None else until):
            self.engine.iterate()
            self.driver.pump()
            time.sleep(0.005)

    def _started(self, name: str) -> None:
        self.speaking = int(name)
        self._child.emit(ev="start", id=self.speaking)

    def _word(self, name: str | None, location: int, length: int) -> None:
        number = self.speaking
        text = self._text.get(number) if number is not None else None
        if not length or text is None:  # sapi5 sends an empty word for the beginning of a stream
            return
        start, end = location, location + length
        if self.driver.uses_utf16:
            start, end = code_point_offset(text, start), code_point_offset(text, end)
        self._child.emit(ev="word", id=number, loc=start, len=end - start)

    def _finished(self, name: str | None, completed: bool) -> None:
        number, self.speaking = self.speaking, None
        self._child.emit(ev="end", id=number, ok=bool(completed))

    def _error(self, name: str | None, exception: Exception) -> None:
        self._child.fail(self.speaking, exception)


class VoiceChild:
    """The loop of this process."""

    def __init__(
        self,
        source: IO[str],
        sink: IO[str],
        driver: str | None = None,
        voices: Path | None = None,
    ) -> None:
        self._source = source
        self._sink = sink
        self._wanted = driver
        self._folder = voices
        self._added: PiperDriver | None = None  # what may still be dropped into the folder
        self._speaks: dict[str, str] = {}
        self._writing = threading.Lock()
        self._commands: queue.SimpleQueue[_Command] = queue.SimpleQueue()
        self._speakers: list[_Speaker] = []
        self._recordings = Recordings(self._post_recording)

    def emit(self, **event: Any) -> None:
        """Tell the parent. A parent that is gone is noticed where its commands are read."""
        with self._writing, contextlib.suppress(OSError, ValueError):
            self._sink.write(json.dumps(event) + "\n")
            self._sink.flush()

    def fail(self, number: int | None, error: Exception) -> None:
        """Tell that utterance `number` failed; only the kind of error is told."""
        reason = NO_SOUND if isinstance(error, NoSoundError) else VOICE_FAILED
        self.emit(ev="error", id=number, reason=reason, detail=type(error).__name__)

    def run(self) -> None:
        """Serve until quit, or until the parent is gone."""
        threading.Thread(target=self._read_commands, name="commands", daemon=True).start()
        drivers.register()
        found, check = choose_drivers(self._wanted, self._folder)
        if not found:
            self.emit(ev="unavailable", reason=check.reason, detail=check.detail)
            return
        self._speakers = [_Speaker(driver, self) for driver in found]
        if (
            self._folder is not None
            and not self._wanted
            and not any(driver.name == "piper" for driver in found)
        ):
            self._added = PiperDriver(self._folder)
        words = all(driver.tells_words for driver in found)
        self.emit(ev="ready", drivers=[driver.name for driver in found], tells_words=words)
        self._serve()

    def _serve(self) -> None:
        beaten = 0.0
        while True:
            busy = self._recordings.busy or any(s.speaking is not None for s in self._speakers)
            try:
                command = self._commands.get(timeout=_BUSY_STEP if busy else _IDLE_STEP)
            except queue.Empty:
                command = None
            if command is not None:
                if command.get("op") == "quit":
                    self._silence()
                    return
                self._obey(command)
            self._turn()
            if time.monotonic() - beaten >= _HEARTBEAT:
                beaten = time.monotonic()
                self.emit(ev="hb")

    def _turn(self) -> None:
        for speaker in self._speakers:
            speaker.engine.iterate()
            speaker.driver.pump()
        try:
            self._recordings.tend()
        except NoSoundError as error:
            self.fail(None, error)

    def _obey(self, command: _Command) -> None:
        match command.get("op"):
            case "say":
                self._silence()
                self._say(command)
            case "play":
                self._silence()
                self._play(command)
            case "stop":
                self._silence()
            case "voices":
                self.emit(ev="voices", voices=self._voices())
            case "recording":
                self._tell_recording(command)

    def _say(self, command: _Command) -> None:
        language = str(command.get("language") or ENGLISH)
        self._look_for_added()
        for speaker in self._speakers:
            voice = speaker.driver.voice_for(speaker.engine, language)
            if voice is not None:
                name = voice.rsplit(os.sep, 1)[-1] if speaker.driver.name == "piper" else voice
                self._tell_speaks(language, f"{speaker.driver.name} {name}")
                speaker.say(command, voice)
                return
        self.emit(ev="error", id=command.get("id"), reason="no_voice", detail=language)

    def _look_for_added(self) -> None:
        """A voice that was dropped into the folder since is used from now on."""
        if self._added is not None and self._added.check().ok:
            self._speakers.insert(0, _Speaker(self._added, self))
            self._added = None

    def _tell_speaks(self, language: str, voice: str) -> None:
        if self._speaks.get(language) != voice:
            self._speaks[language] = voice
            self.emit(ev="speaks", language=language, voice=voice)

    def _play(self, command: _Command) -> None:
        number = int(command["id"])
        try:
            self._recordings.play(
                number,
                Path(command["path"]),
                float(command.get("from", 0.0)),
                float(command.get("volume", 1.0)),
            )
        except NoSoundError as error:
            self.fail(number, error)
        except (ValueError, OSError) as error:
            self.emit(ev="error", id=number, reason="bad_recording", detail=type(error).__name__)
        else:
            self.emit(ev="start", id=number)

    def _silence(self) -> None:
        for speaker in self._speakers:
            speaker.stop()
        self._recordings.stop()

    def _voices(self) -> list[dict[str, str]]:
        return [
            {"driver": speaker.driver.name, "id": str(voice.id), "name": str(voice.name)}
            for speaker in self._speakers
            for voice in speaker.engine.getProperty("voices")
        ]

    def _post_recording(self, number: int, what: str, seconds: float) -> None:
        self._commands.put({"op": "recording", "id": number, "what": what, "seconds": seconds})

    def _tell_recording(self, command: _Command) -> None:
        number = command["id"]
        if command["what"] == "at":
            self.emit(ev="at", id=number, seconds=command["seconds"])
        else:
            self._recordings.ended(number)
            self.emit(ev="end", id=number, ok=True)

    def _read_commands(self) -> None:
        """On the thread `commands`: the end of the input is the end of the parent."""
        with contextlib.suppress(OSError, ValueError):
            for line in self._source:
                with contextlib.suppress(json.JSONDecodeError):
                    command = json.loads(line)
                    if isinstance(command, dict):
                        self._commands.put(command)
        self._commands.put({"op": "quit"})
        time.sleep(_LAST_WORD)
        os._exit(0)  # the loop hangs in the sound server; nobody is left to kill it


def _argument(given: list[str], name: str) -> str | None:
    return next((one.removeprefix(name) for one in given if one.startswith(name)), None)


def main(arguments: list[str] | None = None) -> int:
    """Run the child on the standard streams; whatever libraries print goes to stderr."""
    given = sys.argv[1:] if arguments is None else arguments
    driver, voices = _argument(given, DRIVER_ARGUMENT), _argument(given, VOICES_ARGUMENT)
    source = os.fdopen(os.dup(0), "r", encoding="utf-8")
    sink = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    if CHECK_ARGUMENT in given:
        sink.write(json.dumps(inspect()) + "\n")
        sink.flush()
        return 0
    child = VoiceChild(source, sink, driver, Path(voices) if voices else None)
    try:
        child.run()
    except Exception as error:  # noqa: BLE001 - the edge of the process: tell the kind and end
        child.emit(ev="unavailable", reason=VOICE_FAILED, detail=type(error).__name__)
    os._exit(0)  # without waiting for the card, a synthesis or the reading of commands


if __name__ == "__main__":
    sys.exit(main())
