"""Sound out: one open stream to the speaker, and what is playing on it.

The stream is kept open between sentences, since cards that doze swallow the first syllable after
each opening, and closed when nothing has been played for a while or at once by `stop`, which
also drops what the card still held.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Any, Protocol

LATENCY = 0.08
"""Seconds of sound given to the card ahead of time: enough for a busy, old computer."""
IDLE_SECONDS = 3.0
_BYTES = 2  # 16-bit samples


class NoSoundError(Exception):
    """No sound card, no PortAudio, or the speaker could not be opened."""


class Observer(Protocol):
    """What a `Playback` tells; called from the sound thread, so: quick, and never raising."""

    def on_heard(self, frame: int) -> None:
        """`frame` frames have been heard since the beginning."""

    def on_done(self) -> None:
        """All has been heard."""


class Playback:
    """Sound to be played, filled by one thread while the card empties it."""

    def __init__(self, sample_rate: int, channels: int, volume: float, observer: Observer) -> None:
        self.sample_rate = sample_rate
        self.channels = channels
        self.failed = False
        self._volume = min(max(volume, 0.0), 1.0)
        self._observer = observer
        self._chunks: deque[bytes] = deque()
        self._offset = 0
        self._waiting = 0
        self._lock = threading.Lock()
        self._room = threading.Condition(self._lock)
        self._taken = 0
        self._after = 0
        self._complete = False
        self._dropped = False
        self._told = False

    def append(self, sound: bytes) -> bool:
        """Add sound; waits while ten seconds are already waiting. False once dropped."""
        with self._room:
            limit = 10 * self.sample_rate * self.channels * _BYTES
            while self._waiting > limit and not self._dropped:
                self._room.wait(0.5)
            if sound and not self._dropped:
                self._chunks.append(sound)
                self._waiting += len(sound)
            return not self._dropped

    def complete(self) -> None:
        """No more sound will come."""
        with self._lock:
            self._complete = True

    def drop(self) -> None:
        """Forget the sound and tell nothing more."""
        with self._room:
            self._dropped = True
            self._chunks.clear()
            self._room.notify_all()

    @property
    def dropped(self) -> bool:
        """Whether it was dropped."""
        return self._dropped

    def fill(self, out: Any, frames: int, latency_frames: int) -> bool:
        """Fill the card's buffer; False when all of this was heard. From the sound thread."""
        wanted = frames * self.channels * _BYTES
        with self._room:
            data = self._take(wanted)
            ended = self._complete and not self._chunks
            dropped = self._dropped
            self._room.notify_all()
        out[: len(data)] = self._loudness(data)
        out[len(data) :] = bytes(wanted - len(data))
        if dropped:
            return False
        self._taken += len(data) // (self.channels * _BYTES)
        if ended and len(data) < wanted:
            self._after += frames - len(data) // (self.channels * _BYTES)
        heard = self._taken + self._after - latency_frames
        self._observer.on_heard(min(heard, self._taken))
        if ended and heard >= self._taken and not self._told:
            self._told = True
            self._observer.on_done()
        return not self._told

    def _take(self, wanted: int) -> bytes:
        parts = []
        while wanted and self._chunks:
            part = self._chunks[0][self._offset : self._offset + wanted]
            self._offset += len(part)
            if self._offset >= len(self._chunks[0]):
                self._chunks.popleft()
                self._offset = 0
            parts.append(part)
            wanted -= len(part)
            self._waiting -= len(part)
        return b"".join(parts)

    def _loudness(self, data: bytes) -> bytes:
        if self._volume >= 0.999 or not data:
            return data
        import numpy

        samples = numpy.frombuffer(data, dtype=numpy.int16)
        return bytes((samples * self._volume).astype(numpy.int16).tobytes())


class Output:
    """The speaker. Methods are for one thread; the card's own thread calls back."""

    def __init__(self) -> None:
        self._stream: Any = None
        self._format: tuple[int, int] | None = None
        self._playback: Playback | None = None
        self._last_used = 0.0

    def play(self, playback: Playback) -> None:
        """Play `playback`, instead of whatever was playing. Raises NoSoundError."""
        wanted = (playback.sample_rate, playback.channels)
        if self._stream is not None and (self._format != wanted or not self._stream.active):
            self._close()
        if self._playback is not None:
            self._playback.drop()
        self._playback = playback
        if self._stream is None:
            self._open(*wanted)
        self._last_used = time.monotonic()

    def stop(self) -> None:
        """Silence, at once: what the card still held is dropped too."""
        if self._playback is not None:
            self._playback.drop()
            self._playback = None
            self._close()

    def finished(self, playback: Playback) -> None:
        """`playback` was heard to its end; the stream stays open for the next one."""
        if self._playback is playback:
            self._playback = None
        self._last_used = time.monotonic()

    def tend(self) -> None:
        """Close the stream when it has been idle; to be called now and then.

        Raises NoSoundError when the card went away in the middle.
        """
        if self._stream is None:
            return
        if self._playback is not None and not self._stream.active:
            self._close()
            raise NoSoundError("the speaker went away")
        if self._playback is None and time.monotonic() - self._last_used > IDLE_SECONDS:
            self._close()

    def _open(self, sample_rate: int, channels: int) -> None:
        sounddevice = load_sounddevice()
        try:
            self._stream = sounddevice.RawOutputStream(
                samplerate=sample_rate,
                channels=channels,
                dtype="int16",
                latency=LATENCY,
                callback=self._fill,
            )
            self._format = (sample_rate, channels)
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            self._stream = None
            raise NoSoundError(str(error)) from error

    def _close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)

    def _fill(self, out: Any, frames: int, _time: Any, _status: Any) -> None:
        playback = self._playback
        stream = self._stream
        if playback is None or stream is None or self._format is None:
            out[:] = bytes(len(out))
            return
        if (playback.sample_rate, playback.channels) != self._format:
            out[:] = bytes(len(out))
            return
        playback.fill(out, frames, int(stream.latency * playback.sample_rate))


def load_sounddevice() -> Any:
    """The sounddevice module. Raises NoSoundError without it or without PortAudio."""
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise NoSoundError("PortAudio is not installed") from error
    return sounddevice


def check_speaker() -> str:
    """The name of the default speaker. Raises NoSoundError when there is none."""
    sounddevice = load_sounddevice()
    try:
        device = sounddevice.query_devices(kind="output")
    except (sounddevice.PortAudioError, ValueError) as error:
        raise NoSoundError(str(error)) from error
    return str(device["name"])


def sound_devices(kind: str) -> list[dict[str, Any]]:
    """Every device of that kind, "input" or "output": its name, and whether it is the default."""
    try:
        sounddevice = load_sounddevice()
    except NoSoundError:
        return []
    default = sounddevice.default.device[("input", "output").index(kind)]
    return [
        {"name": str(device["name"]), "default": device["index"] == default}
        for device in sounddevice.query_devices()
        if device[f"max_{kind}_channels"] > 0
    ]
