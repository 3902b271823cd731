#!/usr/bin/env python3
"""What one would write instead: the same rules as a script with tomllib, dateutil and holidays.

In: a folder of case files as `cargo bench --bench planning -- write FOLDER COUNT` writes them. Out: the deadlines and
reminders of each, and how long that took. It is written for speed as far as its libraries allow: two processes, holidays
and working days looked up once, rules by event. It knows only the rules that such files can set off.
"""
import json
import multiprocessing
import os
import resource
import sys
import time

BEGAN = time.monotonic()

import functools
import tomllib
from datetime import date, datetime, time as clock, timedelta, timezone
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta

NOW = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
ZONE = ZoneInfo("Europe/Moscow")
RU = holidays.country_holidays("RU")
LADDERS = {name: [int(step[:-1]) * {"d": 86400, "h": 3600}[step[-1]] for step in text.split()] for name, text in {
    "short": "7d 3d 1d 6h 1h", "long": "30d 7d 3d 1d 6h", "hours": "24h 6h 1h",
    "custody": "14d 3d 1d", "gate": "12h 2h", "once": "1d"}.items()}

# rule: id, events, counted from, term, how, met by, void by, ladder, gravity
HELD = {"custody-ordered", "custody-extended", "administrative-arrest", "released"}
RULES = [
    ("ru-cpc-48h", {"arrest"}, "on", (48, "hours"), "moment", set(), HELD, "gate", None),
    ("ru-cpc-108-3-petition", {"arrest"}, "on", (40, "hours"), "moment", set(), HELD, "once", None),
    ("ru-cpc-108-appeal", {"custody-ordered", "custody-extended"}, "on", (3, "days"), "disputed+roll", set(), {"released"}, "short", None),
    ("ru-cpc-109-base", {"arrest"}, "on", (2, "months"), "disputed", set(), {"custody-extended", "released"}, "custody", None),
    ("ru-cpc-109-ceiling-minor", {"arrest"}, "on", (6, "months"), "disputed", set(), {"released"}, "custody", "minor"),
    ("ru-cpc-109-ceiling-medium", {"arrest"}, "on", (6, "months"), "disputed", set(), {"released"}, "custody", "medium"),
    ("ru-cpc-109-ceiling-grave", {"arrest"}, "on", (12, "months"), "disputed", set(), {"released"}, "custody", "grave"),
    ("ru-cpc-109-ceiling-especially-grave", {"arrest"}, "on", (18, "months"), "disputed", set(), {"released"}, "custody", "especially-grave"),
    ("ru-cpc-109-order-end", {"custody-ordered", "custody-extended"}, "until", None, "stated", set(), {"custody-extended", "released"}, "custody", None),
    ("ru-cpc-109-8-petition", {"custody-ordered", "custody-extended"}, "until", (-7, "days"), "excluded", {"custody-extended"}, {"released"}, "once", None),
    ("ru-cpc-463-appeal", {"extradition-granted"}, "notified", (10, "days"), "disputed+roll", {"extradition-appeal-filed"}, {"extradition-refused", "consented"}, "short", None),
    ("ru-cpc-462-6-in-force", {"extradition-granted"}, "notified", (10, "days"), "disputed+roll", set(), {"extradition-appeal-filed", "extradition-refused", "extradition-quashed"}, "once", None),
    ("ru-cpc-463-3-materials", {"extradition-appeal-filed"}, "on", (10, "days"), "disputed+roll", set(), {"extradition-upheld", "extradition-quashed"}, "once", None),
    ("ru-cpc-463-4-review", {"extradition-appeal-filed"}, "on", (1, "months"), "excluded+roll", {"extradition-upheld", "extradition-quashed"}, {"consented"}, "once", None),
    ("ru-cpc-463-9-appeal", {"extradition-upheld"}, "on", (15, "days"), "disputed+roll", {"second-appeal-filed"}, {"extradition-quashed", "consented"}, "short", None),
    ("ru-cpc-391-in-force", {"extradition-upheld"}, "on", (15, "days"), "disputed+roll", set(), {"second-appeal-filed", "extradition-quashed"}, "once", None),
]
BY_EVENT = {}
for rule in RULES:
    for kind in rule[1]:
        BY_EVENT.setdefault(kind, []).append(rule)
ENDS = {"surrendered", "removed", "left-country", "freed", "closed"}


@functools.cache
def works(day):
    return RU.is_working_day(day)


def rolled(day):
    while not works(day):
        day += timedelta(days=1)
    return day


@functools.cache
def midnight(day):
    return datetime.combine(day, clock(0), ZONE).timestamp()


def day_of(value):
    return value.astimezone(ZONE).date() if isinstance(value, datetime) else value


def reading(day, term, included, roll):
    count, unit = term
    if unit == "months":
        last = day + relativedelta(months=count)
        if included and last.day == day.day:
            last -= timedelta(days=1)
    else:
        last = day + timedelta(days=count - (1 if included and count > 0 else 0))
    return rolled(last) if roll else last


def ends(event, start, term, how):
    if how == "moment":
        end = start + timedelta(hours=term[0])
        return end.timestamp(), end.timestamp()
    day = day_of(start)
    if how == "stated":
        end = midnight(day + timedelta(days=1))
        return end, end
    way, _, roll = how.partition("+")
    late = reading(day, term, False, roll)
    early = reading(day, term, True, roll) if way == "disputed" else late
    return midnight(early + timedelta(days=1)), midnight(late + timedelta(days=1))


def order(event):
    on = event["on"]
    return (day_of(on), on.timestamp() if isinstance(on, datetime) and on.tzinfo else 0)


def first_instant(event):
    on = event["on"]
    if isinstance(on, datetime):
        return (on if on.tzinfo else on.replace(tzinfo=ZONE)).timestamp()
    return midnight(on)


def exists(event):
    known = event.get("known", event["on"])
    if event["kind"] == "hearing":
        return True
    if not isinstance(known, datetime):
        known = datetime.combine(known, clock(12), ZONE)
    return known <= NOW


def plan(path):
    with open(path, "rb") as file:
        case = tomllib.load(file)
    events = [event for event in case["event"] if exists(event)]
    counts, out = {}, []
    for place, event in enumerate(events):
        kind = event["kind"]
        counts[kind] = counts.get(kind, 0) + 1
        for rule, _, start, term, how, met, void, ladder, gravity in BY_EVENT.get(kind, ()):
            if gravity not in (None, case["gravity"]):
                continue
            begins = event.get(start, event["on"]) if start != "until" else event.get("until")
            if begins is None:
                continue
            earliest, latest = ends(event, begins, term, how)
            status, back = "pending", term is not None and term[0] < 0
            mine = order(event)
            after = [other for nth, other in enumerate(events)
                     if other is not event and first_instant(other) < latest
                     and (back or order(other) > mine or (order(other)[0] == mine[0] and nth > place))]
            if any(other["kind"] in met for other in after):
                status = "met"
            elif any(other["kind"] in void or other["kind"] in ENDS for other in after):
                status = "withdrawn"
            elif latest <= NOW.timestamp():
                status = "lapsed"
            rings = [int(earliest) - lead for lead in LADDERS[ladder]] if status == "pending" else []
            out.append((rule, f"{kind}-{counts[kind]}", status, int(earliest), int(latest), rings))
    out.sort(key=lambda one: one[3])
    return case["id"], out


def work(paths):
    deadlines = reminders = 0
    for path in paths:
        found = plan(path)[1]
        deadlines += len(found)
        reminders += sum(len(one[5]) for one in found)
    return deadlines, reminders, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main():
    folder = sys.argv[1]
    paths = sorted(os.path.join(folder, name) for name in os.listdir(folder))
    if len(sys.argv) > 2:
        with open(sys.argv[2], "w") as out:
            for path in paths:
                case, found = plan(path)
                for rule, trigger, status, earliest, latest, rings in found:
                    print(case, rule, trigger, status, earliest, latest, ",".join(map(str, rings)), sep="\t", file=out)
        return
    half = (len(paths) + 1) // 2
    with multiprocessing.Pool(2) as pool:
        parts = pool.map(work, [paths[:half], paths[half:]], chunksize=1)
    print(json.dumps({"cases": len(paths), "seconds": round(time.monotonic() - BEGAN, 4),
                      "deadlines": sum(part[0] for part in parts), "reminders": sum(part[1] for part in parts)}))


if __name__ == "__main__":
    main()
