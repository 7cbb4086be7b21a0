"""Making and sending messages the way a client does."""

import base64
import hashlib
import json
import os
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx2


def new_token() -> str:
    """32 random bytes in base64url without padding."""
    return base64.urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()


@dataclass
class Message:
    """A message with its id, token and the very bytes that are sent."""

    body: bytes
    token: str = field(default_factory=new_token)
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()

    def put(self, client: httpx2.Client, token: str | None = None) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return client.put(f"feedback/{self.id}", content=self.body, headers=headers)


def message(text: str = "The tap drips.", token: str | None = None, **fields: Any) -> Message:
    """A problem in English, unless `fields` say otherwise."""
    value = {"kind": "problem", "text": text, "language": "en", **fields}
    made = Message(json.dumps(value, ensure_ascii=False).encode())
    if token:
        made.token = token
    return made


def follow_up(first: Message, text: str = "", **fields: Any) -> Message:
    """A follow-up in the conversation that `first` began."""
    return message(text, token=first.token, kind="follow_up", follows=first.id, **fields)


def mailbox(client: httpx2.Client, *asked: Message) -> list[dict[str, Any]]:
    """The mailbox's answer for these conversations."""
    body = {"messages": [{"id": one.id, "token": one.token} for one in asked]}
    answer = client.post("mailbox", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    found: list[dict[str, Any]] = answer.json()["messages"]
    return found
