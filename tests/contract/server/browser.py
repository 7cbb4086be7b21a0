"""A browser without JavaScript: cookies, forms as they stand on the page, buttons pressed."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx2


@dataclass
class Form:
    """A form of a page: where it goes and what it would send."""

    id: str
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = self._textarea = self._fallback = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        if tag == "form":
            method = values.get("method", "get").lower()
            self.forms.append(Form(values.get("id", ""), values.get("action", ""), method))
        elif not self.forms:
            return
        elif tag in {"input", "button"}:
            self._input(name, values, values.get("type", "text" if tag == "input" else "submit"))
        elif tag == "textarea":
            self._textarea, self._text = name, []
        elif tag == "select":
            self._select, self._fallback = name, ""
        elif tag == "option" and self._select:
            self._fallback = self._fallback or values.get("value", "")
            if "selected" in values:
                self.forms[-1].fields[self._select] = values.get("value", "")

    def _input(self, name: str, values: dict[str, str], kind: str) -> None:
        form = self.forms[-1]
        if kind == "submit":
            form.buttons.append((name, values.get("value", "")))
        elif kind in {"checkbox", "radio"}:
            if "checked" in values:
                form.fields[name] = values.get("value", "on")
        elif name and kind != "file":
            form.fields[name] = values.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea:
            # The first line break after the tag is not part of the text.
            self.forms[-1].fields[self._textarea] = "".join(self._text).removeprefix("\n")
            self._textarea = ""
        elif tag == "select":
            self.forms[-1].fields.setdefault(self._select, self._fallback)
            self._select = ""


def forms_of(page: str) -> list[Form]:
    """The forms of a page, in its order."""
    parser = _Page()
    parser.feed(page)
    return parser.forms


class Browser:
    """Opens pages of one server and sends their forms."""

    def __init__(self, address: str) -> None:
        self.client = httpx2.Client(base_url=address, timeout=30, follow_redirects=True)
        self.page: httpx2.Response

    def open(self, path: str) -> str:
        """Goes to a page and returns its text."""
        self.page = self.client.get(path)
        return self.page.text

    def forms(self) -> list[Form]:
        """The forms of the page that is open."""
        return forms_of(self.page.text)

    def send(
        self,
        values: dict[str, str] | None = None,
        *,
        button: str = "",
        form: str = "",
        files: dict[str, Any] | None = None,
    ) -> str:
        """Fills in the form with this id, button or fields and presses it; the next page."""
        wanted = set(values or {})
        found = [
            one
            for one in self.forms()
            if one.method == "post"
            and (not form or one.id == form)
            and (not button or button in {name for name, _ in one.buttons})
            and wanted - {"action"} <= set(one.fields) | set(files or {}) | {"sure", "more_to_come"}
        ]
        assert found, f"no such form on {self.page.url}"
        data = {**found[0].fields, **(values or {})}
        if button:
            data.setdefault(button, dict(found[0].buttons)[button])
        url = found[0].action or str(self.page.url)
        self.page = self.client.post(url, data=data, files=files)
        return self.page.text

    def sign_in(self, name: str, password: str) -> str:
        """Signs in on the staff pages."""
        self.open("/staff/login/?next=/staff/")
        return self.send({"username": name, "password": password})

    def close(self) -> None:
        """Ends the session's connections."""
        self.client.close()
