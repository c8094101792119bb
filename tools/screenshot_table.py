"""Which pages `tools/screenshots.py` takes, of whom, and how each is found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: the named line of the URL table, and what stands behind its address."""

    name: str
    route: str
    query: str = ""
    paper: bool = False
    """Also as it is printed."""


STRANGER = (
    Shot("welcome", "core:welcome"),
    Shot("login", "account_login"),
    Shot("signup", "account_signup"),
    Shot("offline", "core:offline"),
    Shot("credits-open", "music:credits"),
    Shot("receipt", "leaving:receipt"),
    Shot("mail-stop", "reminders:mail_stop"),
    Shot("password-forgotten", "account_reset_password"),
    Shot("password-sent", "account_reset_password_done"),
    Shot("password-from-mail", "account_reset_password_from_key"),
    Shot("password-renewed", "account_reset_password_from_key_done"),
    Shot("mail-sent", "account_email_verification_sent"),
    Shot("mail-confirm", "account_confirm_email"),
    Shot("inactive", "account_inactive"),
)
HANA = (
    Shot("today", "diary:home"),
    Shot("day", "diary:day", paper=True),
    Shot("new", "diary:new"),
    Shot("camera", "diary:new_camera"),
    Shot("hand", "diary:new_hand"),
    Shot("faces", "diary:faces"),
    Shot("entry", "diary:entry", paper=True),
    Shot("heat", "diary:entry", "?heat=happy"),
    Shot("edit", "diary:entry_edit"),
    Shot("deleted", "diary:deleted"),
    Shot("waiting", "diary:waiting"),
    Shot("find", "diary:find"),
    Shot("found", "diary:find", "?mood=sad&note=1"),
    Shot("tags", "diary:tags"),
    Shot("tag", "diary:tag"),
    Shot("calendar", "tracker:calendar"),
    Shot("month", "tracker:month", paper=True),
    Shot("year", "tracker:year", paper=True),
    Shot("year-brightness", "tracker:year", "?by=valence"),
    Shot("trends", "tracker:trends", "?period=quarter", paper=True),
    Shot("trends-all", "tracker:trends", "?period=all"),
    Shot("together", "tracker:together", "?period=all"),
    Shot("reports", "tracker:reports"),
    Shot("report-month", "tracker:report_month", paper=True),
    Shot("report-year", "tracker:report_year"),
    Shot("report-between", "tracker:report_between"),
    Shot("music", "music:for_mood"),
    Shot("credits", "music:credits"),
    Shot("import", "imports:home"),
    Shot("import-run", "imports:run"),
    Shot("import-review", "imports:review"),
    Shot("export", "exports:index"),
    Shot("feeds", "exports:feeds"),
    Shot("leave", "leaving:leave"),
    Shot("reminders", "reminders:index"),
    Shot("reminder-new", "reminders:add"),
    Shot("reminder-edit", "reminders:edit"),
    Shot("settings", "accounts:settings"),
    Shot("profile", "accounts:profile"),
    Shot("photos", "accounts:photo_policy"),
    Shot("preferences", "accounts:preferences"),
    Shot("tour", "accounts:tour"),
    Shot("tour-2", "accounts:tour", "?step=2"),
    Shot("tour-3", "accounts:tour", "?step=3"),
    Shot("logout", "account_logout"),
    Shot("prove", "account_reauthenticate"),
    Shot("email", "account_email"),
    Shot("password", "account_change_password"),
    Shot("sessions", "usersessions_list"),
    Shot("second-step", "mfa_index"),
    Shot("second-step-totp", "mfa_activate_totp"),
    Shot("second-step-codes", "mfa_generate_recovery_codes"),
    Shot("missing", "diary:home", "nowhere/"),
)
MINSU = (  # the first day: nothing anywhere
    Shot("empty-today", "diary:home"),
    Shot("empty-find", "diary:find"),
    Shot("empty-tags", "diary:tags"),
    Shot("empty-deleted", "diary:deleted"),
    Shot("empty-calendar", "tracker:calendar"),
    Shot("empty-year", "tracker:year"),
    Shot("empty-trends", "tracker:trends"),
    Shot("empty-together", "tracker:together"),
    Shot("empty-reports", "tracker:reports"),
    Shot("empty-report", "tracker:report_month"),
    Shot("empty-hand", "diary:new_hand"),
    Shot("empty-import", "imports:home"),
    Shot("empty-export", "exports:index"),
    Shot("empty-feeds", "exports:feeds"),
    Shot("empty-reminders", "reminders:index"),
)
ELDER = (  # large type, one big button
    Shot("large-today", "diary:home"),
    Shot("large-quick", "diary:home", "?quick"),
    Shot("large-hand", "diary:new_hand"),
    Shot("large-day", "diary:day"),
    Shot("large-find", "diary:find"),
    Shot("large-calendar", "tracker:calendar"),
    Shot("large-year", "tracker:year"),
    Shot("large-trends", "tracker:trends"),
    Shot("large-reminders", "reminders:index"),
    Shot("large-settings", "accounts:settings"),
    Shot("large-tour", "accounts:tour", "?step=3"),
    Shot("large-music", "music:for_mood"),
)
EVERYBODY = {"stranger": STRANGER, "hana": HANA, "minsu": MINSU, "elder": ELDER}
