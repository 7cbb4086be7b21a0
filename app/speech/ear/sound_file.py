"""The recording that is the original: Ogg Opus, written while the person speaks.

A page about every second: what was said before a crash or a power cut can be heard.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.speech.ear.endpoint import SAMPLE_RATE
from app.speech.ear.recogniser import SAMPLE_WIDTH

_COMPRESSION = 0.9  # of libsndfile: about 25 kbit/s, 186 KiB a minute


class RecordingError(Exception):
    """It cannot be written."""


class _Writer:
    """The file as libsndfile sees it; a failure is kept, since it cannot pass through C code.

    Not buffered: each page is on its way at once.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb", buffering=0)
        self.failure: OSError | None = None

    def write(self, data: bytes) -> int:
        left = memoryview(data)
        try:
            while left and self.failure is None:
                left = left[self._file.write(left) :]
        except OSError as error:
            self.failure = error
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()


class SoundFile:
    """A recording being written. Methods raise RecordingError; `close` can be called again."""

    def __init__(self, path: Path) -> None:
        """Begin it, in place of any file there."""
        import soundfile

        self._errors = (soundfile.SoundFileError, RuntimeError, OSError)
        self._frames = 0
        self._file: Any = None
        try:
            self._raw = _Writer(path)
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


def seconds_of(path: Path) -> float:
    """How much of a recording can be heard, also of one that was cut off; 0 when nothing."""
    import soundfile

    try:
        with soundfile.SoundFile(str(path)) as file:
            return float(file.frames / file.samplerate)
    except (soundfile.SoundFileError, RuntimeError, OSError):
        return 0.0
