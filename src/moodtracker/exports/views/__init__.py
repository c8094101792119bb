"""The views of this room: each parses the request, calls one service, and answers."""

from moodtracker.exports.views.feeds import feed, feed_revoke, feed_rotate, feeds
from moodtracker.exports.views.leaving import leave, receipt
from moodtracker.exports.views.out import archive, index, table

__all__ = [
    "archive",
    "feed",
    "feed_revoke",
    "feed_rotate",
    "feeds",
    "index",
    "leave",
    "receipt",
    "table",
]
