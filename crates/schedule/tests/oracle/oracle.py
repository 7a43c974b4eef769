"""What a schedule does, minute by minute, by a clock that waits: the rules of time without any cleverness.

Reads one rule per line as JSON, writes one answer per line as JSON; the first line written says whose zone data it is.
Shares nothing with the engine: own language, own calendar (datetime), own reader of zone data (zoneinfo).
"""

import json
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone

import tzdata

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
# No clock goes back by more than a day; after two days of reading it the highest reading is known.
RUN_UP = 2 * DAY


class WaitingClock:
    """A zone's clock that never goes back: it stands still until the wall has caught up."""

    def __init__(self, name):
        self.zone = zoneinfo.ZoneInfo(name)
        self.highest = datetime.min

    def read(self, now):
        wall = now.astimezone(self.zone).replace(tzinfo=None)
        self.highest = max(self.highest, wall)
        return self.highest


def starts_on(entry, day):
    """Whether a window of the entry starts on that day."""
    if entry["dates"] is not None:
        return day.isoformat() in entry["dates"]
    return entry["days"] is None or day.isoweekday() in entry["days"]


def is_on(entry, reading):
    """Whether the reading lies in the window that starts today or in the one that started yesterday."""
    today = reading.replace(hour=0, minute=0, second=0, microsecond=0)
    for midnight in (today, today - DAY):
        start = midnight + entry["start"] * MINUTE
        end = midnight + entry["end"] * MINUTE
        if end <= start:
            end += DAY
        if start <= reading < end and starts_on(entry, midnight.date()):
            return True
    return False


def winner(rule, readings):
    """The index of the entry that decides, or None."""
    on = [i for i, entry in enumerate(rule["entries"]) if is_on(entry, readings[entry["zone"]])]
    return min(on, key=lambda i: (-rule["entries"][i]["priority"], i), default=None)


def answer(rule):
    """The stretches of the rule's time: when each begins, who decides in it, and the number."""
    clocks = {entry["zone"]: WaitingClock(entry["zone"]) for entry in rule["entries"]}
    start = datetime.fromtimestamp(rule["from"], timezone.utc)
    now = start - RUN_UP
    segments = []
    while now < start + rule["minutes"] * MINUTE:
        readings = {name: clock.read(now) for name, clock in clocks.items()}
        if now >= start:
            active = winner(rule, readings)
            number = rule["default"] if active is None else rule["entries"][active]["replicas"]
            if not segments or segments[-1]["active"] != active:
                segments.append({"from": int(now.timestamp()), "active": active, "replicas": number})
        now += MINUTE
    return segments


def main():
    assert zoneinfo.TZPATH == (), f"zone files of this machine would be used: {zoneinfo.TZPATH}"
    print(json.dumps({"iana": tzdata.IANA_VERSION, "python": sys.version.split()[0]}))
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))))


if __name__ == "__main__":
    main()
