"""The golden files of a stick, with fixed keys: one of each kind, made by the end that writes it.

`python -m tests.contract.golden_courier` writes them anew; do it only after an additive change of
docs/protocol.md. What is sealed has other bytes each time, and the same content.
"""

import hashlib
import io
import json
import os
import zipfile
from typing import Any

from app.formats import bundle
from app.formats.sealing import BoxKey, seal_stream
from server.signing import boxes, envelope
from tests.contract.golden_data import (
    ERASED,
    GOLDEN,
    MACHINE,
    MESSAGE,
    OTHER_TOKEN,
    TOKEN,
    VOICE_MESSAGE,
)
from tests.contract.golden_signed import BOX, NEW_PUBLISHER

#: The machine's secret, 32 times the same byte: nobody's.
MACHINE_BOX = bytes([6]) * 32
FEED = "g1.20"


def _file(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


def out_content() -> bytes:
    """What the out file holds: two messages, a recording, a wish, a question."""
    bodies = [_file("feedback.json"), _file("voice.json"), _file("voice.ogg")]
    digests = [hashlib.sha256(one).hexdigest() for one in bodies]
    requests = [
        bundle.Request("take_back", ERASED, TOKEN),
        bundle.Request("message", MESSAGE, TOKEN, digests[0], len(bodies[0])),
        bundle.Request("message", VOICE_MESSAGE, OTHER_TOKEN, digests[1], len(bodies[1])),
        bundle.Request("blob", VOICE_MESSAGE, OTHER_TOKEN, digests[2], len(bodies[2])),
    ]
    sender = bundle.Sender(MACHINE, boxes.public_of(MACHINE_BOX), (MACHINE, OTHER_TOKEN))
    listed = bundle.out_list("reed-court", sender, 7, requests, [(MESSAGE, TOKEN)], "0.1.0")
    return listed + b"".join(bodies)


def in_told() -> dict[str, Any]:
    """What the in file says."""

    def answer(kind: str, name: str, status: int) -> dict[str, Any]:
        body = json.loads(_file(name))
        told = {"kind": kind, "id": body["id"], "status": status, "body": body}
        return told | ({"sha256": body["sha256"]} if "sha256" in body else {})

    mailbox = json.loads(_file("mailbox.json"))
    # On a stick no question has a name: the number of the file that asked stands beside them all.
    del mailbox["asked"]

    return {
        "community": "reed-court",
        "type": "footbridge-courier-in",
        "version": 1,
        "machine": MACHINE,
        "number": 3,
        "answers_to": 7,
        "feed": FEED,
        "answers": [
            answer("take_back", "taken_back.json", 200),
            answer("message", "receipt.json", 201),
            answer("message", "voice_receipt.json", 201),
            answer("blob", "voice_whole.json", 201),
            {"kind": "mailbox", "status": 200, "body": mailbox},
        ],
    }


def in_content() -> bytes:
    """The same, signed."""
    text = envelope.compact(in_told())
    return json.dumps(envelope.sign(envelope.COURIER, text, NEW_PUBLISHER)).encode()


def news() -> bytes:
    """The news file: the signed notices of `signed.json`."""
    signed = json.loads(_file("signed.json"))
    page = {"items": signed["items"], "next": FEED, "more": False}
    files = {
        "community.json": _file("community.json"),
        "keyset.json": envelope.compact({"keysets": signed["keysets"]}).encode(),
        "roll.json": envelope.compact(signed["roll"]).encode(),
        "notices-1.json": envelope.compact(page).encode(),
    }
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    head = {"feed": FEED, "poll_after_s": 900, "min_client": "0.1"}
    head |= {"community": digests["community.json"], "keyset": digests["keyset.json"]}
    last = digests.pop("notices-1.json")
    told = {
        "community": "reed-court",
        "type": "footbridge-courier-news",
        "version": 1,
        "feed": FEED,
        "head": head,
        "horizon": 0,
        "pages": [{"file": "notices-1.json", "last": 20, "sha256": last}],
        "files": digests,
    }
    made = envelope.sign(envelope.COURIER, envelope.compact(told), NEW_PUBLISHER)
    files["news.json"] = envelope.compact(made).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def main() -> None:
    """Write the files."""
    public = boxes.public_of(BOX)
    key = BoxKey(envelope.key_id(public), public)
    (GOLDEN / "courier.fbout").write_bytes(b"".join(seal_stream([out_content()], key)))
    mine = boxes.public_of(MACHINE_BOX)
    sealed = boxes.seal_stream([in_content()], envelope.key_id(mine), mine)
    (GOLDEN / "courier.fbin").write_bytes(b"".join(sealed))
    (GOLDEN / "courier.fbnews").write_bytes(news())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.config.settings")
    main()
