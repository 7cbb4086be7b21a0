"""Who a notice is from: everybody who has notices here, to see only theirs."""

from __future__ import annotations

from app.domain.community import Named
from app.domain.language import pick_text
from ui.context import Route
from ui.screen import Screen


class SourcesScreen(Screen):
    """One row for each who has notices on this computer."""

    name = "sources"

    def build(self) -> None:
        self.head(
            self.tr("Who is it from?"),
            self.tr("among all notices here"),
            self.tr("Choose whose notices you want to see."),
        )
        self.press(
            self.tr("Everybody"),
            lambda: self.context.navigator.go(Route.to("notices")),
            icon="users",
            filled=True,
            name="source-everybody",
        )
        services = self.context.services
        self.context.tasks.run(self, services.announcements.issuers, self._show, self.trouble)

    def _show(self, issuers: tuple[Named, ...]) -> None:
        for issuer in issuers:
            self._row(issuer)
        if not issuers:
            self.words(self.tr("There are no notices here yet."), name="no-sources")
        self.filled()

    def _row(self, issuer: Named) -> None:
        self.press(
            pick_text(issuer.name, self.context.language),
            lambda: self.context.navigator.go(Route.to("notices", issuer=issuer.id)),
            icon="user",
            name=f"source-{issuer.id}",
        )

    def help_text(self) -> str:
        return self.tr("Press a name to see only their notices. Everybody shows them all again.")
