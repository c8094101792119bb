"""What goes wrong is told in a page of ours, in the reader's language, and never as a traceback."""

import pytest
from django.conf import settings as project
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from pytest_django import Settings

from markup import assert_sound_html, assert_sound_page
from moodtracker.config import urls as site
from moodtracker.core import views

pytestmark = pytest.mark.django_db


def broken(request: HttpRequest) -> HttpResponse:
    raise LookupError("안에서 난 일")


urlpatterns = [*site.urlpatterns, path("broken/", broken)]
handler400, handler403 = site.handler400, site.handler403
handler404, handler500 = site.handler404, site.handler500


def test_a_missing_page(client: Client) -> None:
    page = client.get("/nothing/here/")
    assert_sound_page(page, status=404)
    assert "그 페이지는 없어요" in page.content.decode()


def test_a_missing_page_in_english(client: Client) -> None:
    page = client.get("/nothing/here/", headers={"accept-language": "en"})
    assert "There is no such page" in page.content.decode()


def test_an_error_of_ours_shows_no_insides(client: Client, settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    page = client.get("/broken/")
    assert_sound_page(page, status=500)
    text = page.content.decode()
    assert "우리 쪽에 문제가 생겼어요" in text
    assert "LookupError" not in text
    assert "안에서 난 일" not in text


def test_the_page_for_errors_needs_no_database(django_assert_num_queries: object) -> None:
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):  # type: ignore[operator]
        answer = views.server_error(request)
    assert answer.status_code == 500


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.bad_request, 400), (views.forbidden, 403), (views.too_many_requests, 429)],
)
def test_the_other_pages_are_sound(client: Client, view: object, status: int) -> None:
    request = RequestFactory().get("/")
    answer = view(request)  # type: ignore[operator]
    assert answer.status_code == status
    assert_sound_html(answer.content.decode())


def test_a_form_from_elsewhere_is_refused_kindly() -> None:
    page = Client(enforce_csrf_checks=True).post("/settings/language/", {"language": "en"})
    assert_sound_page(page, status=403)
    assert "페이지가 오래됐어요" in page.content.decode()


def test_a_request_above_the_cap_is_refused_before_it_is_read(client: Client) -> None:
    limit = project.MOODTRACKER_REQUEST_LIMIT_MB * 1024 * 1024
    page = client.post(
        "/settings/language/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(limit + 1),
    )
    assert_sound_page(page, status=413)
    assert "32 MB" in page.content.decode()


def test_a_form_with_too_many_fields_is_a_bad_request(client: Client) -> None:
    fields = {f"field{number}": "x" for number in range(project.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    page = client.post("/settings/language/", fields)
    assert_sound_page(page, status=400)
