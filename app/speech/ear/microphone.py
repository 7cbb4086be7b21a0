"""Sound in: the default microphone as 16 kHz mono, a chunk at a time."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from types import TracebackType
from typing import Any

from app.speech.ear.endpoint import CHUNK_BYTES, SAMPLE_RATE
from app.speech.ear.reasons import MICROPHONE_FAILED, NO_MICROPHONE
from app.speech.ear.resample import Resampler

SILENT_AFTER = 2.0
"""Seconds without a single sample, after which the microphone has failed."""
_BLOCK_SECONDS = 0.032
_LATENCY = 0.1
_LOOK = 0.1


class MicrophoneError(Exception):
    """No microphone, or it gives nothing. `reason` is a code of `app.speech.ear.reasons`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class Microphone:
    """The microphone while it is open; a context manager."""

    def __init__(self) -> None:
        """Open it. May hang with the sound server. Raises MicrophoneError."""
        sounddevice = _load()
        try:
            device = sounddevice.query_devices(kind="input")
        except (sounddevice.PortAudioError, ValueError) as error:
            raise MicrophoneError(NO_MICROPHONE, str(error)) from error
        self._blocks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._rest = bytearray()
        self._resampler: Resampler | None = None
        try:
            self._stream = self._open(sounddevice, device)
        except (sounddevice.PortAudioError, ValueError) as error:
            raise MicrophoneError(MICROPHONE_FAILED, str(error)) from error
        self._came_at = time.monotonic()

    def _open(self, sounddevice: Any, device: Any) -> Any:
        """At 16 kHz mono, or else as the microphone itself likes it."""
        own_rate = float(device["default_samplerate"])
        own_channels = min(int(device["max_input_channels"]), 2)
        ways = [(float(SAMPLE_RATE), 1), (own_rate, 1), (own_rate, own_channels)]
        for rate, channels in ways:
            with contextlib.suppress(sounddevice.PortAudioError, ValueError):
                sounddevice.check_input_settings(channels=channels, dtype="int16", samplerate=rate)
                break
        if (rate, channels) != ways[0]:
            self._resampler = Resampler(rate, channels)
        stream = sounddevice.RawInputStream(
            samplerate=rate,
            channels=channels,
            dtype="int16",
            blocksize=round(rate * _BLOCK_SECONDS),
            latency=_LATENCY,
            callback=self._take,
        )
        try:
            stream.start()
        except sounddevice.PortAudioError:
            stream.close(ignore_errors=True)
            raise
        return stream

    def _take(self, data: Any, _frames: int, _time: Any, _status: Any) -> None:
        self._blocks.put(bytes(data))

    def __enter__(self) -> Microphone:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)

    def chunk(self) -> bytes | None:
        """The next 32 ms; None when they are not there yet after a tenth of a second.

        Raises MicrophoneError when the microphone went away or has been dumb for too long.
        """
        until = time.monotonic() + _LOOK
        while len(self._rest) < CHUNK_BYTES:
            try:
                block = self._blocks.get(timeout=max(until - time.monotonic(), 0.0))
            except queue.Empty:
                self._see_that_it_lives()
                return None
            self._came_at = time.monotonic()
            self._rest += block if self._resampler is None else self._resampler.convert(block)
        chunk = bytes(self._rest[:CHUNK_BYTES])
        del self._rest[:CHUNK_BYTES]
        return chunk

    def _see_that_it_lives(self) -> None:
        if not self._stream.active:
            raise MicrophoneError(MICROPHONE_FAILED, "it went away")
        if time.monotonic() - self._came_at > SILENT_AFTER:
            raise MicrophoneError(MICROPHONE_FAILED, "it gives nothing")


def has_microphone(within: float = 3.0) -> bool:
    """Whether there is one. False too when the sound server gives no answer `within` seconds."""
    found: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def look() -> None:
        with contextlib.suppress(MicrophoneError):
            sounddevice = _load()
            with contextlib.suppress(sounddevice.PortAudioError, ValueError):
                sounddevice.query_devices(kind="input")
                found.put(True)
                return
        found.put(False)

    # A hanging sound server must not keep the first command waiting behind this.
    threading.Thread(target=look, name="look", daemon=True).start()
    try:
        return found.get(timeout=within)
    except queue.Empty:
        return False


def _load() -> Any:
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise MicrophoneError(NO_MICROPHONE, "PortAudio is not installed") from error
    return sounddevice
