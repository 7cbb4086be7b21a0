"""Recordings of messages, and sending them the way a client does."""

import functools
import hashlib
import io
from dataclasses import dataclass
from typing import Any

import httpx2
import numpy
import soundfile

from tests.contract.server.messages import Message, message

PIECE = 4096


@functools.cache
def spoken(seconds: float = 2.0, pitch: int = 220) -> bytes:
    """Ogg Opus as the ear writes it."""
    time = numpy.arange(int(seconds * 16_000)) / 16_000
    wave = (0.3 * numpy.sin(2 * numpy.pi * pitch * time * (1 + 0.2 * numpy.sin(3 * time)))) * 32767
    out = io.BytesIO()
    soundfile.write(
        out, wave.astype("int16"), 16_000, format="OGG", subtype="OPUS", compression_level=0.9
    )
    return out.getvalue()


@dataclass
class Sent:
    """A message with one recording or photo."""

    message: Message
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def url(self) -> str:
        return f"feedback/{self.message.id}/blobs/{self.sha256}"

    def headers(self, token: str | None = None) -> dict[str, str]:
        return {"Authorization": f"Bearer {token or self.message.token}"}

    def put(
        self, client: httpx2.Client, start: int, end: int, *, data: bytes | None = None, **more: Any
    ) -> httpx2.Response:
        """Send the bytes from `start` to before `end`."""
        piece = self.data[start:end] if data is None else data
        headers = self.headers(more.get("token"))
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{more.get('total', len(self.data))}"
        return client.put(self.url, content=piece, headers=headers)

    def put_all(self, client: httpx2.Client, piece: int = PIECE) -> httpx2.Response:
        """Send the rest, piece by piece."""
        answer = self.get(client)
        while not answer.json()["complete"]:
            start = answer.json()["offset"]
            answer = self.put(client, start, min(start + piece, len(self.data)))
            assert answer.status_code in (200, 201), answer.text
        return answer

    def get(self, client: httpx2.Client, token: str | None = None) -> httpx2.Response:
        """How far it is there."""
        return client.get(self.url, headers=self.headers(token))


def announced(data: bytes, **more: Any) -> dict[str, Any]:
    """What a message says of a recording."""
    value = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "type": "audio/ogg"}
    return {**value, "role": "recording", "seconds": 2.0, **more}


def voice_message(data: bytes, text: str = "", **more: Any) -> Sent:
    """A message with a recording, not yet sent."""
    fields = {name: more.pop(name) for name in ("kind", "follows", "token") if name in more}
    return Sent(message(text, blobs=[announced(data, **more)], **fields), data)
