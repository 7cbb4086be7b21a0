"""A real server over the golden data, and what it answers.

`python -m tests.contract.golden_server` writes the golden files anew; do it only after an additive
change of docs/protocol.md, and read the difference.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx2

from tests.contract import golden_data as data
from tests.servers import ROOT, RunningServer, run_server, server_environment

GOLDEN = data.GOLDEN


def run_golden_server(data_dir: Path, database_url: str | None = None) -> RunningServer:
    """A server whose answers are those of the golden files."""
    data_dir.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "tests.contract.golden_data"],
        cwd=ROOT,
        env=server_environment(data_dir, database_url, data.ENVIRONMENT),
        check=True,
        timeout=60,
    )
    return run_server(data_dir, database_url, environment=data.ENVIRONMENT)


def mailbox_request() -> dict[str, Any]:
    """Two conversations, one unknown id and one token that does not fit."""
    asked = [
        (data.MESSAGE, data.TOKEN),
        (data.OTHER_MESSAGE, data.OTHER_TOKEN),
        (data.UNKNOWN, data.TOKEN),
        (data.OTHER_MESSAGE, data.TOKEN),
        (data.ERASED, data.TOKEN),
    ]
    messages = [{"id": key, "token": token} for key, token in asked]
    return {"messages": messages, "asked": data.QUESTION}


def answers(api: str) -> dict[str, Any]:
    """What the server at `api` (`http://…/api/v1`) says for each golden file."""
    with httpx2.Client(timeout=20) as client:
        head = client.get(f"{api}/head").json()

        def put(file: str, key: str, token: str) -> Any:
            body = (GOLDEN / file).read_bytes()
            headers = {"Authorization": f"Bearer {token}"}
            return client.put(f"{api}/feedback/{key}", content=body, headers=headers).json()

        def ask(method: str, path: str, token: str) -> Any:
            headers = {"Authorization": f"Bearer {token}"}
            return client.request(method, f"{api}/{path}", headers=headers).json()

        def join(code: str) -> Any:
            headers = {"Authorization": f"Bearer {data.TOKEN}"}
            body = {"code": code, "program": "0.1.0"}
            return client.put(f"{api}/devices/{data.UNKNOWN}", json=body, headers=headers).json()

        def put_sealed() -> Any:
            body = (GOLDEN / "voice.sealed").read_bytes()
            digest = hashlib.sha256(body).hexdigest()
            url = f"{api}/feedback/{data.SEALED_MESSAGE}/blobs/{digest}"
            headers = {"Authorization": f"Bearer {data.OTHER_TOKEN}"}
            return client.put(url, content=body, headers=headers).json()

        voice = (GOLDEN / "voice.ogg").read_bytes()
        digest, half = hashlib.sha256(voice).hexdigest(), len(voice) // 2

        def put_piece(start: int, end: int) -> Any:
            url = f"{api}/feedback/{data.VOICE_MESSAGE}/blobs/{digest}"
            headers = {
                "Authorization": f"Bearer {data.OTHER_TOKEN}",
                "Content-Range": f"bytes {start}-{end - 1}/{len(voice)}",
            }
            return client.put(url, content=voice[start:end], headers=headers).json()

        pages = f"{api}/announcements"
        return {
            "head.json": head,
            "community.json": client.get(f"{api}/community").json(),
            "announcements.json": client.get(pages, params={"upto": head["feed"]}).json(),
            "announcements_first_page.json": client.get(pages, params={"limit": 2}).json(),
            "receipt.json": put("feedback.json", data.MESSAGE, data.TOKEN),
            "follow_up_receipt.json": put("follow_up.json", data.FOLLOW_UP, data.TOKEN),
            "voice_receipt.json": put("voice.json", data.VOICE_MESSAGE, data.OTHER_TOKEN),
            "sealed_receipt.json": put(
                "sealed_feedback.json", data.SEALED_MESSAGE, data.OTHER_TOKEN
            ),
            "sealed_voice_whole.json": put_sealed(),
            "error_sealed.json": put("sealed_feedback.json", data.UNKNOWN, data.OTHER_TOKEN),
            "voice_piece.json": put_piece(0, half),
            "error_offset.json": put_piece(0, half),
            "voice_whole.json": put_piece(half, len(voice)),
            "mailbox.json": client.post(f"{api}/mailbox", json=mailbox_request()).json(),
            "error_generation.json": client.get(pages, params={"after": "g7.3"}).json(),
            "error_conflict.json": put("thanks.json", data.MESSAGE, data.TOKEN),
            "error_follows.json": put("follow_up.json", data.UNKNOWN, data.OTHER_TOKEN),
            "error_erased.json": put("thanks.json", data.ERASED, data.TOKEN),
            "taken_back.json": ask("DELETE", f"feedback/{data.ERASED}", data.TOKEN),
            "taken_back_asked.json": ask("DELETE", f"feedback/{data.MESSAGE}", data.TOKEN),
            "device.json": ask("GET", f"devices/{data.MACHINE}", data.OTHER_TOKEN),
            "error_revoked.json": ask("GET", f"devices/{data.SENT_AWAY}", data.OTHER_TOKEN),
            "error_code.json": join("ABCD2345"),
        }


def requests() -> dict[str, Any]:
    """Golden files of what a client sends or makes, besides the message bodies kept as bytes."""
    from server.feedback import tokens

    pairs = [(data.MESSAGE, data.TOKEN), (data.OTHER_MESSAGE, data.OTHER_TOKEN)]
    return {
        "mailbox_request.json": mailbox_request(),
        "device_request.json": {"code": "ABCD2345", "program": "0.1.0"},
        "tokens.json": [
            {
                "id": key,
                "token": token,
                "token_sha256": tokens.token_hash(tokens.decode(token)),
                "claim_code": tokens.claim_code(tokens.decode(token)),
            }
            for key, token in pairs
        ],
    }


def written(value: Any) -> str:
    """A golden file's text."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Writes the files."""
    with tempfile.TemporaryDirectory() as folder:
        server = run_golden_server(Path(folder) / "data")
        try:
            for name, value in {**answers(server.api), **requests()}.items():
                (GOLDEN / name).write_text(written(value), encoding="utf-8")
        finally:
            server.stop()


if __name__ == "__main__":
    main()
