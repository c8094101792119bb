"""A reminder comes at its time, once, whatever restarts, clocks, zones and second workers do."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from remind import FakePost, device, entry_at, remind, run, wish

from moodtracker.accounts.models import User
from moodtracker.reminders import services
from moodtracker.reminders.errors import TooManyRemindersError
from moodtracker.reminders.models import Message, Reminder, Skip, Turn, TurnState

pytestmark = pytest.mark.django_db
# Friday, 20:50 in Seoul.
EVENING = datetime(2026, 11, 20, 11, 50, tzinfo=UTC)
NINE = EVENING + timedelta(minutes=10)


@pytest.fixture
def post() -> FakePost:
    return FakePost()


@pytest.fixture
def reminded(hana: User) -> User:
    device(hana, now=EVENING)
    remind(hana, now=EVENING)
    return hana


def states() -> list[str]:
    return list(Turn.objects.order_by("due_at").values_list("state", flat=True))


def test_it_comes_at_nine_and_not_again(reminded: User, post: FakePost) -> None:
    run(post, EVENING, 10)
    assert post.pushed == []
    run(post, NINE, 24 * 60 - 1, step=60)
    assert len(post.pushed) == 1
    run(post, NINE + timedelta(days=1), 3)
    assert len(post.pushed) == 2
    assert states() == ["sent", "sent"]


def test_two_times_a_day_on_chosen_weekdays(hana: User, post: FakePost) -> None:
    device(hana, now=EVENING)
    remind(hana, time(9), days={0, 2}, now=EVENING)
    remind(hana, time(21), days={2, 6}, now=EVENING)
    run(post, NINE, 6 * 24 * 60, step=60)
    assert [(turn.day, turn.clock.hour) for turn in Turn.objects.order_by("due_at")] == [
        (date(2026, 11, 22), 21),
        (date(2026, 11, 23), 9),
        (date(2026, 11, 25), 9),
        (date(2026, 11, 25), 21),
    ]


@pytest.mark.parametrize(("late", "state"), [(0, "sent"), (15, "sent"), (16, "missed")])
def test_after_a_restart_it_is_sent_within_a_quarter_of_an_hour(
    reminded: User, post: FakePost, late: int, state: str
) -> None:
    services.reminders_run(now=NINE + timedelta(minutes=late), post=post)
    assert states() == [state]
    assert len(post.pushed) == (state == "sent")


def test_a_service_that_was_off_for_days_writes_down_what_it_missed(
    reminded: User, post: FakePost
) -> None:
    services.reminders_run(now=NINE + timedelta(days=3, minutes=5), post=post)
    assert states() == ["missed", "missed", "missed", "sent"]
    services.reminders_run(now=NINE + timedelta(days=100, hours=1), post=post)
    assert Turn.objects.count() == 4 + 7
    assert len(post.pushed) == 1


def test_a_clock_set_back_repeats_nothing_and_loses_nothing(reminded: User, post: FakePost) -> None:
    run(post, NINE, 2)
    run(post, NINE - timedelta(hours=3), 190, step=10)
    assert len(post.pushed) == 1
    services.reminders_run(now=NINE + timedelta(days=1), post=post)
    assert len(post.pushed) == 2


def test_a_clock_that_jumped_ahead_and_back_goes_on(reminded: User, post: FakePost) -> None:
    services.reminders_run(now=NINE + timedelta(days=3650, hours=1), post=post)
    run(post, NINE - timedelta(minutes=2), 5)
    assert len(post.pushed) == 1
    assert Turn.objects.get(day=date(2026, 11, 20)).state == TurnState.SENT


def test_an_entry_of_the_day_makes_it_needless(reminded: User, post: FakePost) -> None:
    entry_at(reminded, NINE - timedelta(hours=12))
    services.reminders_run(now=NINE, post=post)
    assert (states(), post.pushed) == (["written"], [])


def test_a_deleted_entry_does_not_count(reminded: User, post: FakePost) -> None:
    from moodtracker.diary.services import entry_delete

    entry = entry_at(reminded, NINE - timedelta(hours=1))
    entry_delete(owner=reminded, entry_id=entry.id, now=NINE)
    services.reminders_run(now=NINE, post=post)
    assert states() == ["sent"]


@pytest.mark.parametrize(
    ("skip", "hours", "sent"),
    [
        (Skip.WINDOW, 2, 0),
        (Skip.WINDOW, 4, 1),
        (Skip.DAY, 4, 0),
        (Skip.DAY, 24, 1),
        (Skip.NEVER, 1, 1),
    ],
)
def test_each_reminder_has_its_own_rule(
    hana: User, post: FakePost, skip: Skip, hours: int, sent: int
) -> None:
    device(hana, now=EVENING)
    remind(hana, skip=skip, now=EVENING)
    entry_at(hana, NINE - timedelta(hours=hours))
    services.reminders_run(now=NINE, post=post)
    assert len(post.pushed) == sent


def test_quiet_hours_drop_and_do_not_put_off(reminded: User, post: FakePost) -> None:
    services.quiet_set(owner=reminded, hours=(time(20, 30), time(7)))
    run(post, NINE, 12 * 60, step=30)
    assert (states(), post.pushed) == (["quiet"], [])


def test_nothing_is_sent_late_into_quiet_hours(reminded: User, post: FakePost) -> None:
    services.quiet_set(owner=reminded, hours=(time(21, 5), time(7)))
    services.reminders_run(now=NINE + timedelta(minutes=6), post=post)
    assert (states(), post.pushed) == (["quiet"], [])


def test_a_pause_holds_up_to_and_with_its_day(reminded: User, post: FakePost) -> None:
    services.pause_set(owner=reminded, until=date(2026, 11, 21))
    run(post, NINE, 3 * 24 * 60, step=60)
    assert states() == ["paused", "paused", "sent"]


def test_switched_off_or_deleted_it_is_silent_and_on_again_it_does_not_catch_up(
    reminded: User, post: FakePost
) -> None:
    reminder = Reminder.objects.get()
    ours = {"owner": reminded, "reminder_id": reminder.id}
    services.reminder_switch(**ours, enabled=False, now=EVENING)
    run(post, NINE, 30, step=5)
    services.reminder_switch(**ours, enabled=True, now=NINE + timedelta(minutes=5))
    services.reminder_delete(**ours, now=NINE + timedelta(minutes=6))
    run(post, NINE + timedelta(days=1), 30, step=5)
    services.reminder_restore(**ours, now=NINE + timedelta(days=1, minutes=5))
    run(post, NINE + timedelta(days=1, minutes=6), 5)
    assert (post.pushed, states()) == ([], [])


def test_changed_while_its_message_waits_it_is_dropped(reminded: User, post: FakePost) -> None:
    services.turns_lay(now=NINE)
    reminder = Reminder.objects.get()
    services.reminder_edit(owner=reminded, reminder_id=reminder.id, wish=wish(time(22)), now=NINE)
    services.messages_send(now=NINE, post=post)
    assert (states(), post.pushed) == (["changed"], [])


def test_without_a_device_or_mail_it_says_so(hana: User, post: FakePost) -> None:
    remind(hana, now=EVENING)
    services.reminders_run(now=NINE, post=post)
    assert states() == ["nowhere"]


def test_flying_west_after_nine_does_not_repeat_the_evening(reminded: User, post: FakePost) -> None:
    run(post, NINE, 2)
    reminded.zone = "America/New_York"
    reminded.save()
    run(post, NINE + timedelta(hours=1), 20 * 60, step=60)
    assert len(post.pushed) == 1
    run(post, NINE + timedelta(days=1, hours=13), 20 * 60, step=60)
    assert len(post.pushed) == 2


def test_flying_east_past_nine_makes_nothing_up_and_comes_the_next_evening(
    hana: User, post: FakePost
) -> None:
    hana.zone = "America/New_York"
    hana.save()
    device(hana, now=EVENING)
    remind(hana, now=EVENING)
    hana.zone = "Asia/Seoul"
    hana.save()
    late = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)  # 23:00 in Seoul
    run(post, late, 60, step=5)
    assert (states(), post.pushed) == ([], [])
    services.reminders_run(now=NINE + timedelta(days=1), post=post)
    assert len(post.pushed) == 1


def test_across_the_date_line_at_the_same_hour_it_comes_for_each_date(
    hana: User, post: FakePost
) -> None:
    hana.zone = "Pacific/Honolulu"
    hana.save()
    start = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)  # 20:00 on the 20th
    device(hana, now=start)
    remind(hana, now=start)
    run(post, start, 70, step=5)
    hana.zone = "Pacific/Kiritimati"  # the same wall time, a day later
    hana.save()
    run(post, start + timedelta(minutes=70), 60, step=5)
    assert [turn.day.day for turn in Turn.objects.order_by("due_at")] == [20]
    services.reminders_run(now=start + timedelta(days=1, hours=1), post=post)
    assert [turn.day.day for turn in Turn.objects.order_by("due_at")] == [20, 22]


def test_a_zone_that_the_system_forgot_stops_nobody(reminded: User, post: FakePost) -> None:
    User.objects.update(zone="Atlantis/Capital")
    run(post, NINE - timedelta(minutes=1), 3)
    assert len(post.pushed) == 1


def test_a_repeated_hour_comes_once_and_a_skipped_one_after_the_gap(
    hana: User, post: FakePost
) -> None:
    hana.zone = "America/New_York"
    hana.save()
    for day, clock in (
        (datetime(2026, 11, 1, 4, tzinfo=UTC), time(1, 30)),
        (datetime(2027, 3, 14, 5, tzinfo=UTC), time(2, 30)),
    ):
        device(hana, now=day)
        remind(hana, clock, now=day)
        run(post, day, 5 * 60, step=10)
        Reminder.objects.update(enabled=False)
    assert [turn.due_at for turn in Turn.objects.order_by("due_at")] == [
        datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
        datetime(2027, 3, 14, 7, 0, tzinfo=UTC),
    ]
    assert len(post.pushed) == 2


def test_twelve_are_enough(hana: User) -> None:
    for hour in range(12):
        remind(hana, time(hour), now=EVENING)
    with pytest.raises(TooManyRemindersError, match="12개"):
        remind(hana, time(13), now=EVENING)


def test_a_run_without_anything_due_asks_little(
    hana: User, post: FakePost, django_assert_max_num_queries: object
) -> None:
    for hour in range(12):
        remind(hana, time(hour), now=EVENING)
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        services.reminders_run(now=EVENING + timedelta(minutes=1), post=post)


def test_old_turns_and_deleted_reminders_go(reminded: User, post: FakePost) -> None:
    run(post, NINE, 2)
    services.reminder_delete(owner=reminded, reminder_id=Reminder.objects.get().id, now=NINE)
    services.reminders_purge(now=NINE + timedelta(days=29))
    assert Message.objects.count() == 1
    services.reminders_purge(now=NINE + timedelta(days=31))
    assert (Reminder.objects.count(), Turn.objects.count()) == (0, 0)
