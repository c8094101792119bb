"""The sign-in form. It stands apart from `forms`, which allauth's own forms import."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """allauth's form without the link that its help text carries; the page has its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as allauth calls it
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
