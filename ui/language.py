"""The interface's language: translators for our own words and for Qt's."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.domain.language import Language
from app.paths import resources_folder

_FILES = {Language.ENGLISH: "en", Language.CHINESE: "zh_CN"}
_installed: list[QTranslator] = []


def use_language(language: Language) -> None:
    """Install the translators for `language` in the place of the ones before."""
    application = QCoreApplication.instance()
    if application is None:
        return
    while _installed:
        application.removeTranslator(_installed.pop())
    tag = _FILES[language]
    QLocale.setDefault(QLocale(tag))
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for folder, name in (
        (str(resources_folder() / "translations"), f"footbridge_{tag}"),
        (qt, f"qtbase_{tag}"),
    ):
        translator = QTranslator(application)
        if translator.load(name, folder):
            application.installTranslator(translator)
            _installed.append(translator)


def system_language() -> Language:
    """The machine's own language, where it is one of ours; else English."""
    chinese = QLocale.system().language() is QLocale.Language.Chinese
    return Language.CHINESE if chinese else Language.ENGLISH
