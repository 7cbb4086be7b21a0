"""The recording that is the original: Ogg Opus, written while the person speaks.

A page about every second: what was said before a crash or a power cut can be heard. With a
key each page is sealed before it is written.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.speech.ear.endpoint import SAMPLE_RATE
from app.speech.ear.recogniser import SAMPLE_WIDTH
from app.storage.sealed_sound import Sealing, SealKey, sound_in

_COMPRESSION = 0.9  # of libsndfile: about 25 kbit/s, 186 KiB a minute


class RecordingError(Exception):
    """It cannot be written."""


class _Writer:
    """The file as libsndfile sees it; a failure is kept, since it cannot pass through C code.

    Not buffered: each page is on its way at once. libsndfile only ever adds to an Ogg file (seen
    with 1.2.2: it looks for the end before the first page, and never goes back).
    """

    def __init__(self, path: Path, key: SealKey | None) -> None:
        self._file = path.open("wb", buffering=0)
        self._sealing = Sealing(key) if key is not None else None
        self._length = 0
        self.failure: OSError | None = None
        if self._sealing is not None:
            self._put(self._sealing.head)

    def write(self, data: bytes) -> int:
        plain = bytes(data)
        self._put(plain if self._sealing is None else self._sealing.add(plain))
        self._length += len(plain)
        return len(plain)

    def seek(self, offset: int, whence: int = 0) -> int:
        place = offset + (0 if whence == 0 else self._length)
        if place != self._length:
            self.failure = self.failure or OSError("going back in a recording")
        return place

    def tell(self) -> int:
        return self._length

    def close(self) -> None:
        if self._sealing is not None and not self._file.closed:
            self._put(self._sealing.end())
        self._file.close()

    def _put(self, data: bytes) -> None:
        left = memoryview(data)
        try:
            while left and self.failure is None:
                left = left[self._file.write(left) :]
        except OSError as error:
            self.failure = error


class SoundFile:
    """A recording being written. Methods raise RecordingError; `close` can be called again."""

    def __init__(self, path: Path, key: SealKey | None = None) -> None:
        """Begin it, in place of any file there; sealed with `key`, else plain."""
        import soundfile

        self._errors = (soundfile.SoundFileError, RuntimeError, OSError)
        self._frames = 0
        self._file: Any = None
        try:
            self._raw = _Writer(path, key)
        except OSError as error:
            raise RecordingError(type(error).__name__) from error
        try:
            self._file = soundfile.SoundFile(
                self._raw, "w", SAMPLE_RATE, 1,
                format="OGG", subtype="OPUS", compression_level=_COMPRESSION,
            )  # fmt: skip
        except self._errors as error:
            self._raw.close()
            raise RecordingError(type(error).__name__) from error

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self._frames / SAMPLE_RATE

    def write(self, sound: bytes) -> None:
        """Add 16-bit samples."""
        try:
            self._file.buffer_write(sound, dtype="int16")
        except self._errors as error:
            raise RecordingError(type(error).__name__) from error
        self._check()
        self._frames += len(sound) // SAMPLE_WIDTH

    def close(self) -> None:
        """Write what is left."""
        file, self._file = self._file, None
        if file is None:
            return
        try:
            file.close()
        except self._errors as error:
            raise RecordingError(type(error).__name__) from error
        finally:
            self._raw.close()
        self._check()

    def _check(self) -> None:
        if self._raw.failure is not None:
            raise RecordingError(type(self._raw.failure).__name__)


def seconds_of(path: Path, key: SealKey | None = None) -> float:
    """How much of a recording can be heard, also of one that was cut off; 0 when nothing.

    `key` opens one that is sealed.
    """
    import soundfile

    try:
        with soundfile.SoundFile(sound_in(path, key)) as file:
            return float(file.frames / file.samplerate)
    except (soundfile.SoundFileError, RuntimeError, OSError, ValueError):
        return 0.0
