"""Playing a recording (WAV, FLAC, Ogg, MP3) in the voice child, from any point of it.

A sealed one is opened in this process's memory, and nowhere else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from app.speech.output import Output, Playback
from app.storage.sealed_sound import SealKey, sound_in

_BLOCK = 4096  # frames read at a time
_TELL_EVERY = 0.25  # seconds between progress events

Tell = Callable[[int, str, float], None]
"""(number of the recording, "at" | "end" | "error", seconds from the beginning)."""


class Recordings:
    """Plays one recording at a time. `tell` is called on other threads: it must only post."""

    def __init__(self, tell: Tell) -> None:
        self._output = Output()
        self._tell = tell
        self._current: _Recording | None = None

    @property
    def busy(self) -> bool:
        """Whether one is playing."""
        return self._current is not None

    def play(
        self, number: int, path: Path, start: float, volume: float, key: SealKey | None = None
    ) -> None:
        """Play `path` from `start` seconds on; `key` opens a sealed one.

        Raises ValueError for a file that is not a recording, OSError for one that cannot be
        read, NoSoundError without a speaker.
        """
        self.stop()
        recording = _Recording(number, sound_in(path, key), start, volume, self._tell)
        self._output.play(recording.playback)
        self._current = recording
        recording.begin()

    def stop(self) -> None:
        """Silence now."""
        if self._current is not None:
            self._current.playback.drop()
            self._current = None
            self._output.stop()

    def ended(self, number: int) -> None:
        """The recording `number` told its end."""
        if self._current is not None and self._current.number == number:
            self._output.finished(self._current.playback)
            self._current = None

    def tend(self) -> None:
        """Let the speaker go when idle. Raises NoSoundError when it went away in the middle."""
        self._output.tend()


class _Recording:
    def __init__(
        self, number: int, sound: str | BytesIO, start: float, volume: float, tell: Tell
    ) -> None:
        import soundfile

        self.number = number
        self._tell = tell
        self._error = soundfile.SoundFileError
        try:
            self._file = soundfile.SoundFile(sound)
            self._start = min(max(start, 0.0), self._file.frames / self._file.samplerate)
            self._file.seek(int(self._start * self._file.samplerate))
        except (soundfile.SoundFileError, RuntimeError, TypeError) as error:
            raise ValueError("not a recording") from error
        self._told = self._start
        self.playback = Playback(self._file.samplerate, self._file.channels, volume, self)

    def begin(self) -> None:
        """Start reading the file."""
        threading.Thread(target=self._read, name="recording", daemon=True).start()

    def _read(self) -> None:
        try:
            with self._file:
                while len(block := self._file.read(_BLOCK, dtype="int16", always_2d=True)):
                    if not self.playback.append(block.tobytes()):
                        return
        except (self._error, RuntimeError):
            # What could be read of a damaged recording has been heard: that is its end.
            pass
        self.playback.complete()

    def on_heard(self, frame: int) -> None:
        """Tell the place now and then. On the card's thread."""
        at = self._start + max(frame, 0) / self.playback.sample_rate
        if at - self._told >= _TELL_EVERY:
            self._told = at
            self._tell(self.number, "at", at)

    def on_done(self) -> None:
        """Tell the end. On the card's thread."""
        self._tell(self.number, "end", self._told)
