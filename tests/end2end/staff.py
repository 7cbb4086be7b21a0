"""A member of staff in a browser: the real admin, its forms, cookies and CSRF tokens."""

from __future__ import annotations

import html
import re

import httpx2


class Staff:
    """Logged in at a running server."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self.browser = httpx2.Client(base_url=address, follow_redirects=True, timeout=30)
        page = self.browser.get("/staff/")
        self._send(page, {"username": user, "password": password})

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

    def _send(
        self, page: httpx2.Response, values: dict[str, str], form: str = ""
    ) -> httpx2.Response:
        """Send a form of a page, as a browser would: with its hidden fields and what is chosen."""
        inside = page.text
        if form:
            found = re.search(rf'<form[^>]*id="{form}"[^>]*>(.*?)</form>', page.text, re.S)
            assert found, f"no form “{form}” on {page.url}"
            inside = found.group(1)
        fields = hidden_fields(inside) | values
        answer = self.browser.post(str(page.url), data=fields, headers={"Referer": str(page.url)})
        assert answer.status_code == 200, f"{answer.status_code}\n{answer.text[:2000]}"
        return answer

    def close(self) -> None:
        """Close the browser."""
        self.browser.close()


def hidden_fields(page: str) -> dict[str, str]:
    """All fields of a page's forms with what stands in them."""
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind = attributes.get("type", "text")
        if "name" in attributes and kind not in ("submit", "checkbox", "radio", "file"):
            fields[attributes["name"]] = html.unescape(attributes.get("value", ""))
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S):
        fields[name] = html.unescape(body).lstrip("\r\n")
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', body)
        fields[name] = html.unescape(chosen.group(1)) if chosen else ""
    return fields
