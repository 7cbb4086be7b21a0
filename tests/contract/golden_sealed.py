"""A golden message that is sealed with its recording, made by the client's own code.

`python -m tests.contract.golden_sealed` writes it anew, with other boxes each time; do it only
after an additive change of docs/protocol.md, and then write the server's answers anew.
"""

import hashlib
import json

from app.formats.sealing import BoxKey, seal_message
from app.storage.sealed_sound import Sealing, SealKey
from server.signing import boxes, envelope
from tests.contract.golden_data import GOLDEN, SEALED_MESSAGE
from tests.contract.golden_signed import BOX

#: The name and the key of the recording's file; the key alone is in the message.
KEY = SealKey(bytes(range(16)), bytes([7]) * 32)


def main() -> None:
    """Writes what is sent, and what is in it."""
    sealing = Sealing(KEY)
    sound = (GOLDEN / "voice.ogg").read_bytes()
    file = sealing.head + sealing.add(sound) + sealing.end()
    (GOLDEN / "voice.sealed").write_bytes(file)
    plain = json.loads((GOLDEN / "voice.json").read_text(encoding="utf-8"))
    plain["text"] = "路灯坏了，孩子看不见台阶。"
    (blob,) = plain["blobs"]
    blob |= {"sha256": hashlib.sha256(file).hexdigest(), "size": len(file)}
    blob["key"] = envelope.b64(KEY.key)
    payload = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    public = boxes.public_of(BOX)
    body = seal_message(payload, SEALED_MESSAGE, BoxKey(envelope.key_id(public), public))
    (GOLDEN / "sealed_feedback.json").write_bytes(body)
    told = json.loads(boxes.open_text(json.loads(body)["sealed"]["box"], BOX))
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    (GOLDEN / "sealed_feedback_opened.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
