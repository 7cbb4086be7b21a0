"""libespeak-ng 1.52 through ctypes: text in, 16-bit mono sound and word events out.

Only synthesis in this process and in memory (AUDIO_OUTPUT_SYNCHRONOUS); nothing is played and
nothing is written. Constants and structures are those of espeak-ng/speak_lib.h.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import Any

_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_CHARS_UTF8 = 1
_END_PAUSE = 0x1000
_POSITION_CHARACTER = 1
_EVENT_WORD = 1
_PARAMETER_RATE = 1
_BUFFER_MS = 50


class _Identity(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Identity),
    )


class _VoiceRecord(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)

WordMark = tuple[int, int, int]
"""(sample, 0-based character position, length in characters) of a word event."""
Receiver = Callable[[bytes, list[WordMark]], bool]
"""Takes the next sound and its word marks; returns False to stop the synthesis."""


class EspeakError(Exception):
    """espeak-ng is absent, has no data, or refused a voice or a text."""


class LibEspeak:
    """The library, initialised once in a process; calls are kept one at a time."""

    _shared: LibEspeak | None = None
    _making = threading.Lock()

    @classmethod
    def shared(cls) -> LibEspeak:
        """The one instance of this process. Raises EspeakError when it cannot be had."""
        with cls._making:
            if cls._shared is None:
                cls._shared = cls()
            return cls._shared

    def __init__(self) -> None:
        self._library, data = _load()
        self._lock = threading.Lock()
        self.sample_rate: int = self._library.espeak_Initialize(
            _SYNCHRONOUS, _BUFFER_MS, data, _DONT_EXIT
        )
        if self.sample_rate <= 0:
            raise EspeakError("espeak_Initialize failed")
        record = ctypes.POINTER(_VoiceRecord)
        self._library.espeak_ListVoices.restype = ctypes.POINTER(record)
        self._library.espeak_Info.restype = ctypes.c_char_p

    @property
    def version(self) -> str:
        """The version of the library, such as "1.52.0"."""
        return str(self._library.espeak_Info(None).decode("ascii", "replace"))

    def voices(self) -> list[tuple[str, str, str]]:
        """(identifier, name, language tag) of every voice."""
        with self._lock:
            array = self._library.espeak_ListVoices(None)
            found = []
            index = 0
            while array[index]:
                record = array[index].contents
                language = ctypes.string_at(record.languages + 1).decode("utf-8", "replace")
                found.append((record.identifier.decode(), record.name.decode(), language))
                index += 1
            return found

    def synthesise(self, text: str, voice: str, rate: int, receiver: Receiver) -> None:
        """Speak `text` into `receiver`; blocks until done. `rate` is espeak's own, 80 to 450.

        Raises EspeakError for an unknown voice or a refused text.
        """
        with self._lock:
            if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
                raise EspeakError(f"no voice {voice}")
            self._library.espeak_SetParameter(_PARAMETER_RATE, int(rate), 0)
            callback = _Callback(
                lambda wave, count, events: _deliver(receiver, wave, count, events)
            )
            self._library.espeak_SetSynthCallback(callback)
            # A zero would end the C string and swallow the rest of the text.
            data = text.replace("\0", " ").encode("utf-8", "replace")
            result = self._library.espeak_Synth(
                data, len(data) + 1, 0, _POSITION_CHARACTER, 0, _CHARS_UTF8 | _END_PAUSE, None, None
            )
            if result != 0:
                raise EspeakError(f"espeak_Synth returned {result}")


def _deliver(receiver: Receiver, wave: Any, count: int, events: Any) -> int:
    marks: list[WordMark] = []
    index = 0
    while events[index].type:
        event = events[index]
        if event.type == _EVENT_WORD:
            marks.append((event.sample, event.text_position - 1, event.length))
        index += 1
    sound = ctypes.string_at(wave, 2 * count) if wave and count > 0 else b""
    return 0 if receiver(sound, marks) else 1


def _load() -> tuple[ctypes.CDLL, bytes | None]:
    """The wheel's library with its own data: older system ones read hanzi as Latin letters."""
    try:
        import espeakng_loader

        library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
        return library, str(espeakng_loader.get_data_path()).encode()
    except (ImportError, OSError) as error:
        raise EspeakError("espeak-ng is not installed") from error
