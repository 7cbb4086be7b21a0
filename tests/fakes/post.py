"""The other end of a stick as somebody else would write it, from docs/protocol.md alone."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import struct
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nacl import bindings
from nacl.public import PrivateKey, PublicKey, SealedBox

from tests.fakes.signing import Json, Keys, sealed

CHUNK = 65_536
MAGIC = b"FBSTREAM"
COMMUNITY = {"slug": "willow-lane", "name": {"en": "Willow Lane"}, "office": {"en": "Office"}}
ADDRESS = "https://willow-lane.example"


@dataclass
class Post:
    """A community that is only ever met by sticks."""

    keys: Keys = field(default_factory=Keys)
    items: list[Json] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    community: Json = field(default_factory=lambda: dict(COMMUNITY))
    generation: int = 1
    number: int = 0
    horizon: int = 0
    answered: int = 0

    @property
    def address(self) -> str:
        return f"{ADDRESS}#{self.keys.code}"

    def publish(self, *items: Json) -> None:
        """Enter items with the next numbers; the former state of each goes."""
        for item in items:
            self.number += 1
            self.items = [one for one in self.items if one["id"] != item["id"]]
            self.items.append({**item, "seq": self.number})

    @property
    def feed(self) -> str:
        return f"g{self.generation}.{self.number}"

    def news(self, page: int = 3, **changes: Any) -> bytes:
        """The bytes of a news file, `page` items a page; `changes` are to what is signed."""
        files: dict[str, bytes] = {
            "community.json": json.dumps(self.community).encode(),
            "keyset.json": self.keys.document(),
            "roll.json": json.dumps(
                self.keys.roll(self.feed, [i["id"] for i in self.items if "deleted" not in i])
            ).encode(),
        }
        named = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        pages = []
        for at in range(0, max(len(self.items), 1), page):
            some, name = self.items[at : at + page], f"notices-{at // page + 1}.json"
            more = at + page < len(self.items)
            last = some[-1]["seq"] if more else self.number
            told = {
                "items": [self.keys.signed(one) for one in some],
                "next": f"g{self.generation}.{last}",
                "more": more,
            }
            files[name] = json.dumps(told).encode()
            digest = hashlib.sha256(files[name]).hexdigest()
            pages.append({"file": name, "last": last, "sha256": digest})
        head = {"feed": self.feed, "poll_after_s": 900, "min_client": "0.1"}
        head |= {"community": named["community.json"], "keyset": named["keyset.json"]}
        told = {
            "type": "footbridge-courier-news",
            "version": 1,
            "community": self.keys.community,
            "feed": self.feed,
            "head": head,
            "horizon": self.horizon,
            "pages": pages,
            "files": named,
        }
        text = json.dumps(told | changes)
        files["news.json"] = json.dumps(sealed("courier", text, self.keys.publisher)).encode()
        files |= {f"media-{name}": data for name, data in self.media.items()}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(zipfile.ZipInfo(name), data)
        return out.getvalue()

    def put_news(self, stick: Path, **changes: Any) -> Path:
        """Put the news on a stick."""
        folder = stick / "Footbridge"
        folder.mkdir(exist_ok=True)
        name = f"{self.keys.community}-notices-{self.generation}-{self.number}-00000000.fbnews"
        (folder / name).write_bytes(self.news(**changes))
        return folder / name

    def open(self, path: Path) -> tuple[Json, list[bytes]]:
        """What an out file holds: its list, and the bytes of each request."""
        plain = open_stream(path.read_bytes(), self.keys.opener)
        (size,) = struct.unpack(">I", plain[:4])
        told, rest, bodies = json.loads(plain[4 : 4 + size]), plain[4 + size :], []
        for one in told["requests"]:
            length = one.get("size", 0)
            bodies.append(rest[:length])
            rest = rest[length:]
        assert rest == b""
        return told, bodies

    def answer(self, stick: Path, path: Path, **changes: Any) -> Path:
        """Take everything in an out file and put the answers on a stick."""
        told, bodies = self.open(path)
        given = [_taken(one, body) for one, body in zip(told["requests"], bodies, strict=True)]
        self.answered += 1
        machine = told["machine"]
        said = {
            "type": "footbridge-courier-in",
            "version": 1,
            "community": self.keys.community,
            "machine": machine["id"],
            "number": self.answered,
            "answers_to": told["number"],
            "feed": self.feed,
            "answers": [*given, *changes.pop("more", [])],
        } | changes
        envelope = sealed("courier", json.dumps(said), self.keys.publisher)
        public = base64.b64decode(machine["public"])
        name = f"{self.keys.community}-{machine['id'][:8]}-{self.answered:06d}.fbin"
        place = stick / "Footbridge" / name
        place.write_bytes(seal_stream(json.dumps(envelope).encode(), public))
        return place


def _taken(one: Json, body: bytes) -> Json:
    base = {"kind": one["kind"], "id": one["id"]}
    if one["kind"] == "take_back":
        value = {"id": one["id"], "state": "erased", "erased_at": "2026-11-24T10:00:00+08:00"}
        return {**base, "status": 200, "body": value}
    digest = hashlib.sha256(body).hexdigest()
    assert digest == one["sha256"]
    value = {"id": one["id"], "sha256": digest}
    if one["kind"] == "message":
        value |= {"received_at": "2026-11-24T10:00:00+08:00", "reference": "1234"}
        return {**base, "sha256": digest, "status": 201, "body": value}
    value |= {"size": len(body), "offset": len(body), "complete": True}
    return {**base, "sha256": digest, "status": 201, "body": value}


def seal_stream(plain: bytes, public: bytes) -> bytes:
    """A sealed stream, in one go."""
    key = bytes(range(32))
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    start = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    name = hashlib.sha256(public).digest()[:8]
    head = MAGIC + name + SealedBox(PublicKey(public)).encrypt(key) + start
    plain = bindings.sodium_pad(plain, CHUNK)
    out = [head]
    for at in range(0, len(plain), CHUNK):
        last = at + CHUNK == len(plain)
        tag = 3 if last else 0
        piece = plain[at : at + CHUNK]
        out.append(bindings.crypto_secretstream_xchacha20poly1305_push(state, piece, head, tag))
    return b"".join(out)


def open_stream(data: bytes, secret: PrivateKey) -> bytes:
    """The plain content of a sealed stream."""
    head, data = data[:120], data[120:]
    key = SealedBox(secret).decrypt(head[16:96])
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, head[96:], key)
    plain = b""
    for at in range(0, len(data), CHUNK + 17):
        piece, _ = bindings.crypto_secretstream_xchacha20poly1305_pull(
            state, data[at : at + CHUNK + 17], head
        )
        plain += piece
    return bindings.sodium_unpad(plain, CHUNK)
