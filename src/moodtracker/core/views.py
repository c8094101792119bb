"""The welcome page, the state of the service, and the pages of what went wrong."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from moodtracker.core.health import health_report
from moodtracker.emotions import CLASS_NAMES, Emotion


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """What this is, for strangers; people who are logged in go on to their diary."""
    if request.user.is_authenticated:
        return redirect("diary:home")
    return render(request, "core/welcome.html", {"emotions": CLASS_NAMES})


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """200 with the state of every part, 503 when one of them is broken."""
    report = health_report()
    status = HTTPStatus.OK if report.ok else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse(report.as_json(), status=status)


def problem_page(
    request: HttpRequest, *, status: HTTPStatus, heading: str, sentence: str, stamp: Emotion
) -> HttpResponse:
    """A page that says what went wrong and what can be done."""
    context = {"heading": heading, "sentence": sentence, "stamp": stamp}
    return render(request, "core/problem.html", context, status=status)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400."""
    return problem_page(
        request,
        status=HTTPStatus.BAD_REQUEST,
        heading=_("요청을 알아듣지 못했어요"),
        sentence=_("보낸 내용이 온전하지 않아요. 앞 페이지로 돌아가 다시 보내 주세요."),
        stamp=Emotion.EMBARRASSMENT,
    )


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403."""
    return problem_page(
        request,
        status=HTTPStatus.FORBIDDEN,
        heading=_("여기는 열 수 없어요"),
        sentence=_("이 페이지를 볼 권한이 없어요. 다른 계정으로 로그인했는지 확인해 주세요."),
        stamp=Emotion.ANGER,
    )


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404, the same whether a thing is not there or belongs to somebody else."""
    return problem_page(
        request,
        status=HTTPStatus.NOT_FOUND,
        heading=_("그 페이지는 없어요"),
        sentence=_("주소가 바뀌었거나 지워진 것 같아요. 주소를 다시 확인해 주세요."),
        stamp=Emotion.SAD,
    )


def too_large(request: HttpRequest, *, limit_mb: int) -> HttpResponse:
    """413."""
    return problem_page(
        request,
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        heading=_("보낸 파일이 너무 커요"),
        sentence=_("한 번에 %(limit)d MB까지 보낼 수 있어요. 더 작은 사진을 골라 주세요.")
        % {"limit": limit_mb},
        stamp=Emotion.EMBARRASSMENT,
    )


@requires_csrf_token
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """429."""
    return problem_page(
        request,
        status=HTTPStatus.TOO_MANY_REQUESTS,
        heading=_("잠깐 쉬었다가 해요"),
        sentence=_("짧은 동안 너무 여러 번 시도했어요. 몇 분 뒤에 다시 해 주세요."),
        stamp=Emotion.UNREST,
    )


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 for a form that did not come from a page of ours, or came from a stale one."""
    return problem_page(
        request,
        status=HTTPStatus.FORBIDDEN,
        heading=_("페이지가 오래됐어요"),
        sentence=_(
            "안전을 위해 보낸 내용을 받지 않았어요. 쿠키가 켜져 있는지 보고, "
            "페이지를 새로 연 뒤 다시 보내 주세요."
        ),
        stamp=Emotion.NEUTRALITY,
    )


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """500. It needs neither the session nor the database, which may be what broke."""
    return render(None, "core/broken.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)
