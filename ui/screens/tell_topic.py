"""Tell us: what it is about, with a picture for each topic."""

from __future__ import annotations

from dataclasses import replace

from app.domain.feedback import Draft
from app.domain.feedback_steps import OTHER_TOPIC, Step
from app.domain.language import pick_text
from ui.icons import known_icon
from ui.screens.tell import TellScreen
from ui.wording.messages import OTHER_ICON, topic_name


class TellTopicScreen(TellScreen):
    """The community's topics, and “Something else” at the end."""

    name = "tell-topic"
    step = Step.TOPIC
    shows_community = True

    def fill(self, draft: Draft) -> None:
        self.ask(self.tr("What is it about?"))
        community, language = self.context.community, self.context.language
        for topic in community.topics if community else ():
            self._topic(topic.id, pick_text(topic.name, language), known_icon(topic.icon))
        self._topic(OTHER_TOPIC, topic_name(OTHER_TOPIC, community, language), OTHER_ICON)

    def _topic(self, topic: str, title: str, icon: str) -> None:
        self.pick_one(
            title,
            lambda: self.go_on(replace(self.draft, topic=topic)),
            icon=icon,
            name=f"topic-{topic}",
            chosen=self.draft.topic == topic,
        )

    def help_text(self) -> str:
        return self.tr(
            "Choose what your message is about. If nothing fits, choose “Something else”."
        )
