"""A member of staff in a browser: the real admin, its forms, cookies and CSRF tokens."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import httpx2

from tests.contract.server.browser import forms_of


@dataclass(frozen=True, slots=True)
class Texts:
    """A notice in one language, as it is typed."""

    title: str
    body: str
    in_short: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What staff fill in for a notice. `texts` by language tag, `issuer` by its English name."""

    texts: dict[str, Texts]
    issuer: str = "Willow Lane Street Office"
    topic: str = ""
    urgent: bool = False
    expires_on: date | None = None
    file: Path | None = None
    description: dict[str, str] = field(default_factory=dict)
    file_language: str = ""


class Staff:
    """Logged in at a running server."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self.browser = httpx2.Client(base_url=address, follow_redirects=True, timeout=30)
        page = self.browser.get("/staff/")
        self._send(page, {"username": user, "password": password}, "login-form")

    def inbox(self, words: str = "") -> list[str]:
        """The addresses of the conversations that the inbox lists, after a search for `words`."""
        page = self.browser.get("/staff/feedback/feedback/", params={"q": words})
        found = re.findall(r'href="(/staff/feedback/feedback/[^"]+/change/)[^"]*"', page.text)
        return list(dict.fromkeys(found))

    def conversation(self, address: str) -> str:
        """The text of a conversation's page."""
        return html.unescape(self.browser.get(address).text)

    def answer(self, address: str, text: str) -> None:
        """Answer a conversation, signed by the office."""
        page = self.browser.get(address)
        self._send(page, {"text": text, "author": "office"}, form="answer")

    def state(self, address: str) -> str:
        """Where a conversation stands, in the words of the staff pages."""
        found = re.search(r"<p>[^<·]+ · ([^<·]+?)\s*(?:·|</p>)", self.conversation(address))
        assert found, f"no state on {address}"
        return found.group(1)

    def close_matter(self, address: str) -> None:
        """Close a conversation."""
        self._send(self.browser.get(address), {"action": "close"}, form="state")

    # --- notices --------------------------------------------------------------------------------

    def publish(self, notice: Notice) -> str:
        """Write a notice, look at it, publish it; returns the address of its page."""
        page = self.browser.get("/staff/announcements/announcement/add/")
        values = self._chosen(page, notice) | {"_publish": ""}
        for number, (tag, texts) in enumerate(notice.texts.items()):
            part = f"translations-{number}"
            values |= {f"{part}-language": tag, f"{part}-title": texts.title}
            values |= {f"{part}-body": texts.body, f"{part}-in_short": "\n".join(texts.in_short)}
        preview = self._send(page, values, "announcement_form", notice.file)
        return self._confirm(preview, {}, "The notice is published.")

    def correct(self, address: str, change: dict[str, str], **texts: str) -> None:
        """Change texts of the first language (`title`, `body`) and say what changed."""
        values = {f"translations-0-{name}": text for name, text in texts.items()}
        preview = self._next_step(address, values | {"_correct": ""})
        self._confirm(preview, _note(change), "The correction is published.")

    def withdraw(self, address: str, reason: dict[str, str]) -> None:
        """Withdraw a notice and say why."""
        preview = self._next_step(address, {"_withdraw": ""})
        self._confirm(preview, _note(reason), "The notice is withdrawn.")

    @staticmethod
    def _chosen(page: httpx2.Response, notice: Notice) -> dict[str, str]:
        values = {"issuer": option(page.text, "issuer", notice.issuer)}
        if notice.topic:
            values["topic"] = option(page.text, "topic", notice.topic)
        if notice.urgent:
            values["urgent"] = "on"
        if notice.expires_on:
            values["expires_on"] = notice.expires_on.isoformat()
        for tag, words in notice.description.items():
            values[f"media-0-description_{tag.replace('-', '_')}"] = words
        return values | {"media-0-language": notice.file_language}

    def _next_step(self, address: str, values: dict[str, str]) -> httpx2.Response:
        return self._send(self.browser.get(address), values, "announcement_form")

    def _confirm(self, preview: httpx2.Response, values: dict[str, str], said: str) -> str:
        done = self._send(preview, values, "step")
        assert said in done.text, f"not “{said}” on {done.url}:\n{done.text[-3000:]}"
        return done.url.path

    # --- forms ------------------------------------------------------------------------------------

    def _send(
        self,
        page: httpx2.Response,
        values: dict[str, str],
        form: str,
        file: Path | None = None,
    ) -> httpx2.Response:
        """Send a form of a page, as a browser would: with its hidden fields and what is chosen."""
        found = [one for one in forms_of(page.text) if one.id == form]
        assert found, f"no form “{form}” on {page.url}"
        fields = found[0].fields | values
        files = {"media-0-upload": (file.name, file.read_bytes())} if file else None
        answer = self.browser.post(
            str(page.url), data=fields, files=files, headers={"Referer": str(page.url)}
        )
        assert answer.status_code == 200, f"{answer.status_code}\n{answer.text[:2000]}"
        return answer

    def close(self) -> None:
        """Close the browser."""
        self.browser.close()


def _note(words: dict[str, str]) -> dict[str, str]:
    return {f"note_{tag.replace('-', '_')}": text for tag, text in words.items()}


def option(page: str, select: str, label: str) -> str:
    """The value of the choice with that label."""
    inside = re.search(rf'<select[^>]*name="{select}"[^>]*>(.*?)</select>', page, re.S)
    assert inside, f"nothing to choose “{select}” from"
    choices = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)', inside.group(1))
    found = {html.unescape(text).strip(): value for value, text in choices}
    return found[label]
