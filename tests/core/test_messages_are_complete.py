"""Everything said in Korean is said in English too."""

import gettext
import io
from pathlib import Path

import pytest

import messages


@pytest.mark.parametrize("app", messages.apps(), ids=lambda app: app.name)
def test_english_says_everything(app: Path) -> None:
    assert messages.problems_of_app(app) == []


def test_no_korean_text_has_two_translations() -> None:
    assert messages.contradictions() == []


def test_python_sources_are_read() -> None:
    source = (
        'a = _("하나" " 둘")\nb = ngettext("%(n)d장", "%(n)d장들", n)\nc = pgettext("달", "오월")\n'
        "d = _(variable)\n"
    )
    assert set(messages.python_messages(source)) == {
        messages.Message("하나 둘"),
        messages.Message("%(n)d장", "%(n)d장들"),
        messages.Message("오월", "", "달"),
    }


def test_templates_are_read() -> None:
    source = (
        '{% load i18n %}<p title="{% translate "하나" %}">{% blocktranslate count n=n %}'
        '{{ n }}장{% plural %}{{ n }}장들{% endblocktranslate %}</p>{{ _("둘") }} it\'s'
        '\n{% translate "오월" context "달" %}'
    )
    assert set(messages.template_messages(source)) == {
        messages.Message("하나"),
        messages.Message("%(n)s장", "%(n)s장들"),
        messages.Message("둘"),
        messages.Message("오월", "", "달"),
    }


def test_a_compiled_catalogue_is_what_gettext_reads(tmp_path: Path) -> None:
    catalogue = tmp_path / "django.po"
    catalogue.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "하나"\nmsgstr "one"\n\nmsgctxt "달"\nmsgid "오월"\nmsgstr "May"\n\n'
        'msgid "%(n)s장"\nmsgid_plural "%(n)s장들"\nmsgstr[0] "%(n)s leaf"\n'
        'msgstr[1] "%(n)s leaves"\n\n#, fuzzy\nmsgid "둘"\nmsgstr "perhaps two"\n'
    )
    binary = messages.mo_bytes(messages.read_catalogue(catalogue))
    translations = gettext.GNUTranslations(io.BytesIO(binary))
    assert translations.gettext("하나") == "one"
    assert translations.pgettext("달", "오월") == "May"
    assert translations.ngettext("%(n)s장", "%(n)s장들", 3) == "%(n)s leaves"
    assert translations.gettext("둘") == "둘"


def test_what_is_missing_or_differs_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    app = tmp_path / "diary"
    (app / "locale/en/LC_MESSAGES").mkdir(parents=True)
    (app / "views.py").write_text('_("하나")\n_("%(n)s장")\n')
    (app / "locale/en/LC_MESSAGES/django.po").write_text(
        'msgid "%(n)s장"\nmsgstr "%(m)s leaf"\n\nmsgid "둘"\nmsgstr "two"\n'
    )
    problems = messages.problems_of_app(app)
    assert len(problems) == 3
    assert "“하나” has no English" in problems[0]
    assert "different values" in problems[1]
    assert "“둘” has English and no source asks for it" in problems[2]


def test_two_translations_of_one_text_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    for app, english in (("diary", "Note"), ("tracker", "Notes")):
        catalogue = tmp_path / app / "locale/en/LC_MESSAGES/django.po"
        catalogue.parent.mkdir(parents=True)
        catalogue.write_text(
            f'msgid "메모"\nmsgstr "{english}"\n\n'
            f'msgctxt "{app}"\nmsgid "기분"\nmsgstr "{english}"\n'
        )
    assert messages.contradictions() == [
        "'메모' is said in 2 ways in en: “Note” (diary), “Notes” (tracker)"
    ]
