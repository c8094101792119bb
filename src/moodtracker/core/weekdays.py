"""The short names of the days of the week."""

from django.utils.translation import pgettext_lazy

# As `date.weekday` counts.
WEEKDAYS = (
    pgettext_lazy("weekday", "월"),
    pgettext_lazy("weekday", "화"),
    pgettext_lazy("weekday", "수"),
    pgettext_lazy("weekday", "목"),
    pgettext_lazy("weekday", "금"),
    pgettext_lazy("weekday", "토"),
    pgettext_lazy("weekday", "일"),
)
# As a calendar on a Korean wall does.
SUNDAY_FIRST = (WEEKDAYS[6], *WEEKDAYS[:6])
