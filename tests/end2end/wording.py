"""What stands on the screen in a language, looked up by its English source."""

from __future__ import annotations

from functools import cache
from xml.etree import ElementTree

from tests.servers import ROOT


class Wording:
    """The interface's words in `en` or `zh_CN`, from the very files that are compiled."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self._words: dict[str, list[str]] = {}
        tree = ElementTree.parse(ROOT / "resources" / "translations" / f"footbridge_{tag}.ts")
        for message in tree.iter("message"):
            source = message.findtext("source") or ""
            translation = message.find("translation")
            if translation is None:
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")]
            self._words.setdefault(source, forms)
            if not forms:
                self._words[source].append(translation.text or "")

    @staticmethod
    @cache
    def of(tag: str) -> Wording:
        """The words of that language, read once in a run."""
        return Wording(tag)

    def say(self, english: str) -> str:
        """The words for this English source; English itself needs no translation."""
        return self.ways_to_say(english)[0]

    def ways_to_say(self, english: str) -> list[str]:
        """All words that stand for it, as one English word may be said in several ways."""
        return [english] if self.tag == "en" else self._words[english]

    def plural(self, english: str, number: int) -> str:
        """The words for a source with a number in it."""
        forms = self._words[english]
        form = forms[0] if number == 1 or len(forms) == 1 else forms[1]
        return form.replace("%n", str(number))
