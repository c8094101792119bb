"""A missing Chromium is never passed over in silence."""

import pytest

import browser_support


def test_where_a_browser_is_required_its_absence_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOODTRACKER_REQUIRE_BROWSER", "1")
    with pytest.raises(pytest.fail.Exception, match="need a Chromium"):
        browser_support._no_chromium()


def test_elsewhere_it_skips_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOODTRACKER_REQUIRE_BROWSER", raising=False)
    with pytest.raises(pytest.skip.Exception, match="need a Chromium"):
        browser_support._no_chromium()


def test_the_browser_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOODTRACKER_CHROMIUM", "sh")
    path = browser_support.chromium_path()
    assert path is not None
    assert path.endswith("/sh")
    monkeypatch.delenv("MOODTRACKER_CHROMIUM")
    monkeypatch.setenv("PATH", "")
    assert browser_support.chromium_path() is None
