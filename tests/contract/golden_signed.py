"""The golden vectors of signatures: fixed keys, fixed texts, made by the server's own code.

`python -m tests.contract.golden_signed` writes `golden/signed.json` anew; do it only after an
additive change of docs/protocol.md, and read the difference.
"""

import json
from typing import Any

from server.signing import boxes, envelope
from tests.contract.golden_data import GOLDEN

FILE = GOLDEN / "signed.json"
#: Secret seeds, 32 times the same byte: nobody's keys.
ROOT, NEW_ROOT, PUBLISHER, NEW_PUBLISHER, BOX = (bytes([n]) * 32 for n in (1, 2, 3, 4, 5))


def _key(seed: bytes, first: int, last: int | None) -> dict[str, Any]:
    public = envelope.public_of(seed)
    told = {"key": envelope.key_id(public), "public": envelope.b64(public)}
    return {**told, "from": first, "until": last}


def _box(secret: bytes) -> dict[str, Any]:
    public = boxes.public_of(secret)
    return {"key": envelope.key_id(public), "public": envelope.b64(public)}


def _keyset(version: int, root: bytes, keys: list[Any], revoked: list[str], *by: bytes) -> Any:
    told = {
        "type": "keyset",
        "community": "reed-court",
        "version": version,
        "root": envelope.b64(envelope.public_of(root)),
        "keys": keys,
        "revoked": revoked,
    }
    if version > 1:
        # The first is as programs wrote it that knew nothing of sealing.
        told["boxes"] = [_box(BOX)]
    return envelope.sign(envelope.KEYSET, envelope.compact(told), *by)


def made() -> dict[str, Any]:
    """All vectors."""
    items = json.loads((GOLDEN / "announcements.json").read_text(encoding="utf-8"))["items"]
    signed = []
    for item in items:
        text = envelope.compact({"community": "reed-court", **item})
        signed.append({**item, "signed": envelope.sign(envelope.NOTICE, text, NEW_PUBLISHER)})
    old = envelope.key_id(envelope.public_of(PUBLISHER))
    roll = {
        "community": "reed-court",
        "type": "roll",
        "feed": "g1.20",
        "notices": sorted(item["id"] for item in items if "deleted" not in item),
    }
    first, second = _key(PUBLISHER, 1, None), _key(NEW_PUBLISHER, 1, None)
    return {
        "roots": [envelope.b64(envelope.public_of(root)) for root in (ROOT, NEW_ROOT)],
        "codes": [envelope.community_code(envelope.public_of(root)) for root in (ROOT, NEW_ROOT)],
        "keysets": [
            _keyset(1, ROOT, [first], [], ROOT),
            _keyset(2, NEW_ROOT, [first], [], ROOT, NEW_ROOT),
            _keyset(3, NEW_ROOT, [second], [old], NEW_ROOT),
        ],
        "items": signed,
        "roll": envelope.sign(envelope.ROLL, envelope.compact(roll), NEW_PUBLISHER),
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(made(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
