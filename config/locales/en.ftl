# Every sentence the program says to people. A translation is one such file, with the same messages and variables.

# ── Steps of a count ──
step-starts = runs from: { $event }
step-silent = no contact beyond the agreed time
step-not-served = the day of service is not on record; counted from the decision itself, the earliest it can be
step-some-time-until = the date of the event is known only as a range, up to { $last }
step-day-excluded = the day of the event is not counted; day 1 is the next day
step-day-included = the day of the event is counted as day 1
step-from-moment = runs from the moment { $at }
step-time-unknown = the clock time is not on record: the whole day is possible
step-counted = { $term }
step-day-before = with the first day counted it ends on the day before the corresponding date ({ $of })
step-no-such-date = that month has no day { $number }
step-rolled = { $from } is not a working day ({ $calendar }): moved to the nearest one that is
step-not-rolled = not a working day as far as is known, but nobody could check the holidays and working weekends: kept as the cautious date
step-maybe-closed = { $day } is possibly a closing day
step-beyond-calendar = the calendar { $calendar } ends at { $until }: holidays beyond it are not known
step-weekends-only = only Saturdays and Sundays are known for this place: holidays and working weekends are not
step-provisional = the calendar { $calendar } may still change for this year
step-ends-at = ends at { $at } ({ $zone }), not at 24:00
step-stated = the date stands in the order or letter itself
step-ordered-term = the term stands in the order itself
step-stands-still = the clock stands still since this day: the later reading is later than shown
step-stopped = the clock stood still for { $days ->
    [one] { $days } day
   *[other] { $days } days
}

side-earliest = earlier reading
side-latest = later reading

# ── Lengths of time ──
term-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
term-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
term-working-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
term-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
term-years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
term-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
short-hours = { $count } h
short-minutes = { $count } min
term-before = { $term } before the event
term-and = { $first } { $second }

# ── Kinds of deadline and who must act ──
duty-file-by = to be filed by
duty-act-by = to be done by
duty-release-by = release due by
duty-leave-by = must have left by
duty-lapses = lapses
duty-opens = possible from
whose-defence = the defence
whose-person = the person
whose-state = the state
whose-court = the court
whose-body = the international body
severity-critical = CRITICAL
severity-high = important
severity-normal = for information
confidence-high = the text of the law was read
confidence-medium = seen once or in a secondary source: have it checked
confidence-low = weak source: have it checked before relying on it
level-none = none
level-watch = watch
level-elevated = elevated
level-high = HIGH
level-imminent = IMMINENT

# ── Dates ──
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
moment = { $weekday } { $day } { $time } ({ $zone })
day = { $weekday } { $day }
your-time = { $moment } your time

# ── Messages: the subject alone must be enough on a locked phone ──
subject-reminder = { $case }: { $left } left: { $title }, by { $moment }
subject-reminder-release = { $case }: { $left } until custody ends: { $title }, { $moment }
subject-reminder-lapses = { $case }: { $left } until protection ends: { $title }, { $moment }
subject-reminder-opens = { $case }: possible in { $left }: { $title }, from { $moment }
subject-reminder-leave = { $case }: { $left } left to leave: { $title }, by { $moment }
subject-lapsed-earlier = { $case }: earlier reading PASSED: { $title }; the later ends { $moment }
subject-lapsed = { $case }: term is OVER: { $title }, since { $moment }
subject-lapsed-release = { $case }: custody OVER, demand release: { $title }, since { $moment }
subject-found-lapsed = { $case }: { $count ->
    [one] { $count } term was already over when it came on record
   *[other] { $count } terms were already over when they came on record
}
subject-changed = { $case }: date CHANGED: { $title }: now { $moment }, was { $old }
subject-struck = { $case }: no longer listed: { $title }, was { $old }
subject-overtaken = { $case }: OLDER, in part no longer true: { $subject }
subject-withdrawn = { $case }: no longer runs: { $title } (was { $old })
subject-withdrawn-many = { $case }: { $count ->
    [one] { $count } term no longer runs
   *[other] { $count } terms no longer run
}
line-no-longer-running = No longer running
subject-ended = { $case }: the case has ENDED ({ $cause }): { $count ->
    [0] nothing is watched any more
    [one] { $count } term no longer runs
   *[other] { $count } terms no longer run
}
line-ended = From now on nobody is reminded of this case: neither of its terms nor of the danger of a transfer.
line-ended-check = Check this against the papers. If it is wrong, terms still run and nobody says so: have the entry corrected at once. If the person is seized, missing or threatened again, put it on record: the case goes on by that.
line-ended-by-status = its file says that it is closed
line-withdrawn-item = { $title } (was { $old }). { $cause }
subject-risk = { $case }: transfer risk { $level }: { $reason }
subject-risk-lesser = { $case }: transfer risk stays { $level }; new: { $reason }
subject-risk-down = { $case }: transfer risk is now { $level } (was { $old })
subject-risk-down-new = { $case }: transfer risk is now { $level } (was { $old }); new: { $reason }
subject-digest = Today and this week: { $count ->
    [0] nothing is due
    [one] { $count } term
   *[other] { $count } terms
}
subject-test = TEST: staywatch can reach you
subject-system = staywatch: { $what }

subject-opened = { $case }: possible now: { $title }, since { $moment }
subject-entry = { $case }: { $count ->
    [one] { $count } new term, { $first }
   *[other] { $count } new terms, the first { $first }
}
subject-again = { $case }: done? { $left } left: { $title }, by { $moment }
subject-unanswered = { $case }: NOBODY CONFIRMED, { $left } left: { $title }, by { $moment }
subject-unanswered-many = { $case }: NOBODY CONFIRMED { $count ->
    [one] { $count } term, { $first }
   *[other] { $count } terms, the first { $first }
}
subject-unanswered-risk = { $case }: NOBODY CONFIRMED: transfer risk { $level }: { $reason }
line-held = { $who } has had this since { $moment }.
line-again = Half of the time that was left then has gone, and nothing on record says that it is done. If it is done, put it on record. If not, confirm again, or say that somebody else must take it.
line-unanswered = The team was asked on { $moment }, and nobody has confirmed. See to it, or see that somebody does; then confirm.
line-unanswered-last = This is the last call: everyone on the case and the admins get it now.
line-answer-code = To confirm that you see to this, write /ack { $code } to the bot, or give the code { $code } to any coordinator.
line-answer-link = To confirm that you see to this, open { $link }
line-edit-taken = { $who } has this since { $moment }
line-edit-snoozed = { $who } put this off until { $moment }
button-ack = I have it
button-later = Later (4 h at most)
button-case = The case
button-todo = What to do
who-lawyer = A lawyer
who-coordinator = A coordinator
who-admin = An admin
who-advocacy = Somebody of advocacy
who-chat = Somebody in the group chat
line-lapsed-other = The term is over on both readings.
line-already-over = Already over
line-deadline-defence = Act by { $moment }.
line-deadline-opens = Possible from { $moment }.
line-two-readings-opens = Two readings: possible from { $earliest } (reckon with this one) or from { $latest }.
line-deadline-other = Ends { $moment }.
line-your-time = In your time zone: { $moment }.
line-two-readings = Two readings: { $earliest } (the cautious one, act by this) and { $latest }.
line-two-readings-state = Two readings: { $earliest } and { $latest }. Say that the state is late only after the second.
line-whose = Who must act: { $whose } ({ $severity })
line-basis = Basis: { $cite } ({ $confidence })
line-source = Read it at: { $source }
line-why = Why this date
line-what-to-do = What to do: { $advice }
line-late = This message is late by { $late }: staywatch was not running or the fact was not on record.
line-sent-late = Written { $moment }, sent { $late } late. Times left below are as of then.
line-repeat = This may be a repeat: it is not certain that an earlier copy arrived.
line-overtaken = Another message is newer: what that one says of one of these terms holds, and not this.
line-told = { $count ->
    [0] Nobody else was told.
    [one] { $count } other was told too.
   *[other] { $count } others were told too.
}
line-old = Before: { $old }
line-new = Now: { $new }
line-cause-changed = Why: a fact, a rule or a calendar was changed. What was sent before no longer holds.
line-cause-withdrawn = Why: { $event }. What was sent before no longer holds.
line-entered = What was entered
line-entered-item = { $event }: { $day }
subject-undated = { $case }: { $count ->
    [one] a term runs WITHOUT A DATE: { $title }
   *[other] { $count } terms run WITHOUT A DATE, first: { $title }
}
subject-uncounted = { $case }: NO TERM IS COUNTED, have it counted by hand: { $event }
line-uncounted = Staywatch knows no term that runs from this decision: the law on record for this country names none. That is no sign that none runs. No reminder will come. Have a lawyer of the place count it today, and keep that date yourselves.
line-uncounted-list = Decisions without a term on record
line-undated = A term runs, and staywatch could not count its end. No reminder will come for it. Count it by hand today, have a second pair of eyes check it, and keep the date where you will see it in time.
line-undated-list = Terms without a date
line-undated-item = { $title } (from { $event }): no date could be counted: { $why }
line-digest-undated-item = { $case }: { $title }: no date could be counted: { $why }
undated-no-such-day = the month { $month } has no day { $day }, and the law on record does not say what follows
undated-other = see rule { $rule } in staywatch explain
line-entry-check = Have a second pair of eyes check these days against the papers before anybody relies on what follows from them.
line-met = Done in time, so that nobody is reminded of it any more
line-met-item = { $title } (it ran until { $moment })
line-met-check = Check this against the papers. If it is wrong, a term still runs and the reminders have stopped: have the entry corrected at once. If it is right, confirm that you checked it.
subject-met = { $case }: entered as done, please check: { $title }
subject-met-many = { $case }: { $count ->
    [one] { $count } term entered as done, please check
   *[other] { $count } terms entered as done, please check
}
line-cause-gone = Why: the fact or the rule that it rested on is no longer on record.
line-opened = From now on this is possible.
line-lapsed-defence = The term is over on both readings. Ask at once for reinstatement, and look at the next remedy.
line-lapsed-earlier = On the stricter reading the term is over; on the other it still runs. Act now, and argue the later reading.
line-lapsed-state = On both readings the state is out of time. The end of a term is also a danger: re-arrest at the gate is common.
line-lapsed-state-earlier = On one reading the term is over, on the other it still runs until { $moment }. The end of a term is also a danger: re-arrest at the gate is common.
line-found-lapsed = These terms were over before anybody here knew of them. Ask for reinstatement where the law allows it, and look at what still runs.
line-still-running = Still running
line-nothing-running = No term is running that staywatch knows of.
line-open-item = { $title }: possible since { $moment }
line-later-only = The earlier reading has passed ({ $moment }). On the later one it can still be done.
line-deadline-item = { $moment }: { $title } ({ $left } left)
line-deadline-item-case = { $case }: { $moment }: { $title } ({ $left } left)
line-lapsed-item = { $moment }: { $title }
line-digest-today = Within 24 hours
line-digest-week = Within 7 days
line-digest-none = Nothing is due within 7 days.
line-digest-risk = Transfer risk
line-digest-risk-item = { $case }: { $level }: { $reason }
line-digest-waits = Nobody has confirmed
line-digest-waits-item = { $case }: { $title }, by { $moment }
line-digest-waits-level = { $case }: how near a transfer is
line-digest-absence = This message comes every morning. If it does not come, staywatch is not working: ask your admin.
line-digest-ledger = Head of the ledger: { $head }
line-risk-reasons = Reasons
line-risk-new = NEW – { $reason }
line-risk-lower = What would lower it
line-risk-precedent = It happened before: { $codes }
line-risk-reason-item = { $reason }
line-risk-since = { $reason } (since { $moment })
line-windows = Urgent requests
line-window-open = { $body }: takes them until { $closes }, { $left } left
line-window-shut = { $body }: closed now; takes them again from { $opens } to { $closes }
line-window-doubtful = the office may be closed on that day
line-window-holds = A request must say: date and time of the removal, place of detention, state of destination, case number
line-next-terms = Terms that still run
line-listed = Listed
line-moved = What was sent before of these days no longer holds
line-moved-item = { $title }: now { $moment }, was { $old }
line-struck-item = { $title }: no longer on record (was { $old })
line-test = This is a test. A real message would look like this one. You need not do anything.
line-test-channel = Sent to you as { $person }.
line-system-config-broken = The last edit of the configuration cannot be used. The last good configuration goes on running. What was typed is not repeated here; staywatch check shows it.
line-system-config-mended = The configuration is in order again.
line-system-started = staywatch is running again after { $why } without it. What fell due meanwhile is being sent now.
line-unsealed = This mail is not encrypted: your key cannot be used. The admins know. It therefore says no more than code, deadline and time left.
line-system-key-unusable = Mail to { $person } goes out unencrypted, with code, deadline and time left only: { $why }. Ask for a new key, put it in the place of the old file and run `staywatch check`.
line-system-undelivered = A message to { $person } by { $channel } was refused and will not be tried again there: { $why }
line-system-undelivered-yet = A message to { $person } by { $channel } has not got through and is tried again until its moment has passed: { $why }
line-system-cannot-record = The store cannot be written: { $why }. Alerts go out, but nothing can be recorded.
line-system-case-gone = The file of the case { $case } is gone. Nothing is counted for it any more. If that is a mistake, put the file back.
line-system-case-gone-team = The file of the case { $case } is gone. From now on nobody is reminded of this case: neither of its terms nor of the danger of a transfer. Terms still run, and nobody says so. If you do not know why it was taken out, ask whoever looks after staywatch at once to put it back.
line-system-purged = Closed cases whose time was up were erased from the store, as [retention] says. Their files are not touched: delete those that are still there. The ledger names the entries, without the codes.
line-system-adopted = Telegram of { $person } is known now. Write this line into people.toml, in place of telegram = "invited": { $line }
line-system-strangers = Yesterday { $chats ->
    [one] one chat that nobody knows
   *[other] { $chats } chats that nobody knows
} wrote to the bot, { $messages ->
    [one] once
   *[other] { $messages } times
}. Nothing was answered. If that is many, make a new bot and tell nobody its name.
what-purged = closed cases were erased
what-adopted = a new chat is known
what-strangers = strangers wrote to the bot
what-case-gone = the case { $case } is no longer watched
what-case-gone-team = { $case }: the file is gone, nobody is reminded of this case any more
what-config-broken = { $count ->
    [one] configuration has { $count } error
   *[other] configuration has { $count } errors
}
what-config-mended = configuration is in order again
what-started = running again
what-key-unusable = the key of { $person } cannot be used
what-undelivered = a message could not be delivered
what-undelivered-yet = a message could not be delivered so far
what-cannot-record = the store cannot be written
line-legal = staywatch counts; it gives no legal advice. A lawyer must check every date.

# ── The summary that a group keeps pinned ──
summary-subject = { $count ->
    [one] { $day }: { $count } case
   *[other] { $day }: { $count } cases
}
summary-none = No case runs.
summary-case = { $case }: { $level }
summary-term = { $moment }: { $title }
summary-term-passed = earlier reading PASSED, later { $moment }: { $title }
summary-undated = { $title }: no date could be counted: { $why }
summary-no-term = No term runs that the defence has to keep.
summary-nobody = NOBODY HAS CONFIRMED
summary-more = { $count ->
    [one] { $count } more case: /risk
   *[other] { $count } more cases: /risk
}
summary-alive = Kept up to date by itself. The day at the top changes every night; if it is not today's, call your admin. /case CODE tells the rest.
summary-ended = This summary is no longer kept. Ask /due and /risk.
summary-repeat = This may be a repeat: if another summary stands above, it is kept no longer. This one is.

# ── Calendar entries ──
calendar-name = { $name }: deadlines
calendar-met = On record as done. The entry may go.
calendar-summary = { $case }: { $title }
calendar-gone = This term no longer runs. The entry may go.

# ── The bot ──
bot-help-subject = staywatch: what you can ask here
bot-help = Commands
bot-help-help = /help: this list
bot-help-due = /due: what falls due today and this week
bot-help-case = /case CODE: how near a transfer is, and why; the terms that run
bot-help-risk = /risk: how near a transfer is in each of your cases
bot-help-ack = /ack CODE: what waits in a case, with a button to take it; or the code of a mail
bot-help-who = /who CODE: how many people are told
bot-help-signal = /signal CODE: report that a transfer may be near; staywatch tells the whole team
bot-help-contact = /contact CODE: report that somebody trustworthy spoke with or saw the person
bot-unknown = There is no such command.
bot-see-help = /help shows what there is.
bot-did-you-mean = Did you mean { $near }?
bot-code-missing = Add the code of the case: /{ $command } CODE
bot-no-case = You have no case with the code { $typed }.
bot-your-cases = Your cases: { $codes }
bot-no-cases = You have no cases.
bot-no-signal = There is no signal { $typed }.
bot-case = { $case }: transfer risk { $level }
bot-case-ended = { $case }: the case is over
bot-risk-list = Highest first
bot-risk-item = { $case }: { $level }
bot-more = { $count ->
    [one] and { $count } more case
   *[other] and { $count } more cases
}
bot-who = { $case }: who is told
bot-who-list = On the team
bot-who-lawyers = lawyers: { $count }
bot-who-coordinators = coordinators: { $count }
bot-who-advocacy = advocacy: { $count }
bot-who-chats = group chats: { $count }
answer-taken = You have it now, and everyone sees that. Reminders go on until it is on record as done.
answer-snoozed = Put off until { $moment }. You are reminded then.
answer-already = { $who } has had this since { $moment }. Nothing was changed.
answer-unknown = This cannot be answered any more. Nothing was done. /ack and the code of the case show what waits.
answer-not-yours = This case is not yours to answer for. Nothing was done.
answer-over = There is nothing left to see to here: it is done, over, or a newer message says more.
answer-no-snooze = This cannot be put off: too little time is left.
bot-ack = { $case }: what somebody has to see to
bot-ack-list = Open
bot-ack-nothing = { $case }: nothing waits for an answer.
bot-ack-level = transfer risk { $level }
bot-ack-nobody = NOBODY has confirmed
bot-ack-has = { $who } has this since { $moment }
bot-ack-told = { $count ->
    [one] { $count } person told
   *[other] { $count } people told
}
bot-who-has = Who has what
bot-todo = { $case }: what to do
bot-which-signal = { $case }: what happened?
bot-question = { $case }: put on record: { $what }?
bot-question-signal = Yes tells the whole team at once.
bot-question-contact = Yes says that somebody trustworthy has just spoken with or seen the person.
bot-yes = Yes
bot-no = No
bot-recorded = { $case }: on record: { $what }
bot-recorded-by = Reported by: { $who }, { $moment }
bot-recorded-line = If it is wrong, tell your admin: reports are never changed in a chat.
bot-recorded-closed = The file of this case says that it is closed: NOBODY is told. Tell the team yourself, and have your admin open the case.
bot-declined = { $case }: NOT on record: { $what }
bot-not-yet = { $case }: NOT YET on record: { $what }
bot-not-yet-line = The report cannot be written just now. staywatch goes on trying. Tell the team yourself.
bot-by-lawyer = lawyer
bot-by-coordinator = coordinator
bot-by-admin = admin
bot-by-chat = this chat
bot-press-unknown = This button no longer works. Nothing was done. Send the command again.
bot-press-refused = This case is not yours to report on. Nothing was done.
bot-press-done = This is on record already. Nothing was changed.
bot-press-declined = This was answered with No. Nothing was changed. Send the command again.
bot-too-many = Too many commands in one minute. The rest of this minute goes unanswered.
bot-broken = This could not be answered. Your admin finds the reason in the log.
bot-welcome = Welcome: this chat is known now.
bot-welcome-line = Alerts come here from the next one on. /help shows what you can ask.

# ── Signals ──
signal-moved = moved, or taken away
signal-told-to-pack = told to pack
signal-lawyer-turned-away = lawyer turned away
signal-papers-collected = papers collected for a transfer
signal-transfer-being-agreed = transfer is being agreed
signal-deportation-requested = deportation was requested
signal-other = another sign of a transfer

# ── Events ──
event-arrest = arrest
event-custody-ordered = custody order
event-custody-extended = extension of custody
event-administrative-arrest = administrative arrest
event-released = release
event-facility-changed = move to another facility
event-contact = contact
event-contact-lost = loss of contact
event-request-received = receipt of the extradition request
event-extradition-granted = decision to extradite
event-extradition-refused = refusal to extradite
event-extradition-appeal-filed = appeal against extradition
event-extradition-upheld = first court upheld the extradition
event-second-appeal-filed = second appeal
event-extradition-final = final decision on extradition
event-extradition-quashed = decision to extradite set aside
event-consented = consent to extradition
event-surrender-date-set = date of handover
event-hearing = hearing
event-asylum-claimed = claim for protection
event-asylum-refused = refusal of protection
event-asylum-appeal-filed = appeal against the refusal of protection
event-asylum-upheld = first court upheld the refusal of protection
event-asylum-final = final refusal of protection
event-protection-granted = protection granted
event-expulsion-ordered = expulsion order
event-expulsion-appeal-filed = appeal against expulsion
event-expulsion-upheld = first court upheld the expulsion
event-expulsion-final = final decision on expulsion
event-expulsion-quashed = expulsion set aside
event-leave-ordered = order to leave
event-entry-banned = entry ban
event-residence-refused = refusal of residence
event-residence-appeal-filed = appeal against the refusal of residence
event-measure-requested = request for an interim measure
event-measure-documents-due = papers wanted by the body
event-measure-granted = interim measure
event-measure-extended = extension of the interim measure
event-measure-refused = refusal of an interim measure
event-measure-lifted = lifting of the interim measure
event-measure-acknowledged = acknowledgement of the measure by the host
event-measure-breached = breach of the interim measure
event-registry-letter = letter from the body
event-application-filed = application filed
event-application-inadmissible = application inadmissible
event-signal = signal
event-disappeared = disappearance
event-abducted = abduction
event-surrendered = surrender
event-removed = removal
event-left-country = departure
event-freed = freed
event-closed = case closed

# ── Custody as a sum of parts ──
custody-title = Custody
custody-criminal = custody
custody-house-arrest = house arrest
custody-administrative = administrative custody
custody-from-to = { $kind }: { $first } to { $last }, { $days }
custody-since = { $kind }: since { $first }, still held, { $days }
custody-until = { $kind }: until { $last }, the start is not on record
custody-none = No custody on record.
custody-at-least = { $count ->
    [one] at least { $count } day
   *[other] at least { $count } days
}
custody-consumed = Consumed: { $days }
custody-not-counted = Administrative custody, not counted in this: { $days }
custody-ceiling = Ceiling: { $title }: { $moment }, { $left }
custody-next = Next end: { $title }: { $moment }, { $left }
custody-no-ceiling = No ceiling is known for this custody.
custody-left = { $days } left
custody-over = over for { $days }
custody-order = Order of { $on }: until { $until }
custody-order-open = Order of { $on }: the day it names is not on record
custody-credited = If all earlier custody counts, the ceiling is { $day }.
custody-flag-order-past-ceiling = The order names a day PAST THE CEILING, by { $days }: have it checked, and contest it.
custody-flag-order-past-ceiling-maybe = On the stricter reading the order names a day past the ceiling, by up to { $days }: contest it on that reading.
custody-flag-ceiling-passed = The ceiling has PASSED and no release is on record: demand release.
custody-flag-ceiling-passed-maybe = On the stricter reading the ceiling has passed: demand release on that reading.
custody-flag-no-order = No order on custody is on record, though the term without one ended on { $day }: find the order, or demand release.
custody-flag-order-over = The last order on record ended on { $day }, and neither an extension nor a release is on record.
custody-flag-earlier-custody = Earlier custody, { $days }: it may be credited (Russia: CPC RF art. 109(12)). The ceiling above is counted without it.
custody-flag-gravity-missing = The gravity of the charge is not on record: without it the ceiling cannot be told.

# ── Trouble of staywatch itself: what it is, what to do, and that it is over ──
what-audit = the audit found what was not told
what-audit-over = the audit is clean again
line-system-audit = The audit compared everything that should have been told with what was, and found differences. They have been mended: what is owed is being sent now. Read the log, and find out what changed the store.
line-system-audit-over = The last audit found no difference.
audit-no-case = { $case }: watched, and no file holds this case any more
audit-no-row = { $case }: nobody was looking at this case
audit-not-looked = { $case }: a look that was due did not come
audit-unsaid = { $case }: a message was due and was not owed ({ $what })
audit-oversleeps = { $case }: the next look was set too late
audit-letter-gone = { $case }: letters missing from the store: { $what }
audit-notice-gone = { $case }: letters that nobody remembered having owed: { $what }
audit-letter-far = letters that waited for a moment too far off: { $what }
audit-letter-stuck = letter { $what } is next in line, and nobody takes it
audit-morning = { $case }: the morning list was not going to come
audit-summary = { $case }: the pinned summary was not going to be kept
what-pin-refused = the summary of { $group } cannot be pinned
line-system-pin-refused = The bot may not pin messages in the chat of { $group }, so the summary there stands among the others. Make the bot an admin of the chat who may pin messages; it is pinned with the next change. Telegram says: { $why }
what-loop-still = a part of staywatch stands still ({ $about })
what-loop-still-over = a part of staywatch moves again ({ $about })
line-system-loop-still = The part `{ $about }` has not moved for { $why }. Restart staywatch: systemctl restart staywatch. If it happens again, keep the log: journalctl -u staywatch.
line-system-loop-still-over = The part `{ $about }` moves again.
what-backup-fails = no backup was made
what-backup-fails-over = backups are made again
line-system-backup-fails = No backup was made in { $about }: { $why }. The watch goes on. Make room or correct [backup], then try: staywatch backup
line-system-backup-fails-over = A backup was made in { $about }, opened and checked.
what-calendar-ends = the calendar { $about } ends on { $why }
what-calendar-ends-over = the calendar { $about } reaches far enough again
line-system-calendar-ends = Cases are counted by the calendar { $about }, which ends on { $why }. Holidays after that day are not known. Add the next year to the calendar, or install a newer staywatch.
line-system-calendar-ends-over = The calendar { $about } reaches far enough again.
what-clock-forward = the clock jumped forward
line-system-clock-forward = The clock of this machine jumped forward by { $why }. What fell due in between is being sent now and says how late it is. Check the time: timedatectl
what-clock-back = the clock jumped back
line-system-clock-back = The clock of this machine jumped back by { $why }. Nothing is told twice because of it, but what was sent before may have come too early. Check the time: timedatectl
what-clock-slept = the machine slept
line-system-clock-slept = This machine slept for { $why }. What fell due in between is being sent now and says how late it is. A machine that watches must not sleep: systemctl mask sleep.target suspend.target hibernate.target
what-cut-off = the last run ended without a goodbye
line-system-cut-off = The last run ended without a goodbye (a crash, a power cut, a kill). It was last seen on { $about }; nobody watched for { $why }. What was being sent then is sent again and says so.
what-disk-low = the disk is nearly full
what-disk-low-over = the disk has room again
line-system-disk-low = Only { $why } MB are free at { $about }. When nothing is left, alerts still go out, but nothing can be recorded. Make room now.
line-system-disk-low-over = There is room again at { $about }.
what-cannot-record-over = the store can be written again
line-system-cannot-record-over = The store can be written again. What went out in between has been recorded.
line-unrecorded = This could not be recorded: you may get it again.
what-heartbeat-fails = the outside monitor cannot be reached
what-heartbeat-fails-over = the outside monitor is reached again
line-system-heartbeat-fails = For an hour the outside monitor could not be told that staywatch works: { $why }. It may raise an alarm. Check the network, and the address that [heartbeat] names.
line-system-heartbeat-fails-over = The outside monitor is told again that staywatch works.
what-certificate-ends = the certificate of the mail server ends on { $why }
what-certificate-ends-over = the certificate of the mail server was renewed
line-system-certificate-ends = The certificate of { $about } ends on { $why }. After that no mail goes out: nothing is sent to a server that cannot prove who it is. Have it renewed.
line-system-certificate-ends-over = The certificate of { $about } holds for long enough again.
what-bot-deaf = nothing is heard from Telegram
what-bot-deaf-over = the bot hears its chats again
line-system-bot-deaf = For ten minutes nothing was heard from Telegram: { $why }. Commands, buttons and reports from the chats do not arrive: ask the coordinators by another way, and look at the connection, the token and a webhook (staywatch doctor).
line-system-bot-deaf-over = The bot hears its chats again. What was pressed or reported meanwhile arrives now, if Telegram kept it.
what-bot-conflict = another program listens with the token of this bot
what-bot-conflict-over = the bot listens again
line-system-bot-conflict = Another program listens with the token of this bot. This staywatch sends with it but does not listen: commands and buttons do nothing here. Stop the other program and restart this one, or make a bot for each.
line-system-bot-conflict-over = The bot listens again: commands and buttons work.
what-fact-ahead = { $about }: a fact is dated ahead
line-system-fact-ahead = In { $about } stands what cannot be known yet. Until its day it does not exist for staywatch: nothing is counted from it and nobody is told. Correct the date; for what is listed use kind = "hearing".
what-other-person = { $about } has no address left of those before
line-system-other-person = Every address of { $about } in people.toml is another than before. In case it is another person now: what was confirmed under this name counts no more, the team is asked again, and reminders of terms that still run go to the new address once more. If it is the same person, nothing need be done. For another person use another name.
what-edit-drops = an edit takes reminders away
line-system-edit-drops = This edit is in force, and takes away reminders that people would have had. If that was not meant, correct the files.
what-edit-waits = an edit waits to be accepted
what-edit-waits-over = no edit waits any more
line-system-edit-waits = This edit would take away reminders that people would have had. Until somebody accepts it, these files count as they were before. Look: staywatch plan. Accept: staywatch plan --accept
line-system-edit-waits-over = Every file counts as it stands on the disk.
drop-file = file: { $file }
drop-gone = { $case }: no longer counted: { $title } (was { $old })
drop-later = { $case }: later: { $title }: { $old } → { $new }
drop-rungs = { $case }: fewer reminders: { $title } ({ $what })
drop-check-in = { $case }: contact is no longer expected (was: every { $old }); silence raises no alarm any more
drop-check-in-later = { $case }: contact is expected less often: every { $old } → { $new }
drop-person = { $case }: { $what } is no longer told: { $title }
drop-reports = { $case }: reports taken back, { $what } of them: what was put on record no longer stands in the file
drop-case = { $case }: no longer watched
what-restored = the store was restored from a backup
line-system-restored = The store was restored from a backup of { $about }. What happened after that is not in it: messages sent in between may come again and say so, and answers given in between are lost.
# ── For encrypted mail only ──
sealed-head = The case in full: this part leaves the machine only encrypted
sealed-gravity = Gravity of the charge: { $gravity ->
    [minor] minor
    [medium] medium
    [grave] grave
   *[especially-grave] especially grave
}
what-store-refused = the store cannot be opened
line-system-store-refused = staywatch does not run: { $why }. Nobody is watching. The store is left as it is. Look into the log, and at staywatch doctor; a backup is put back with staywatch restore.

# ── The fact sheet that `brief` writes. Bodies take it in English or Russian ──

# ── Purposes: what the sheet is, what it asks, what the request must hold ──
brief-title-rule39 = Fact sheet for a Rule 39 request (European Court of Human Rights)
brief-title-hrc = Fact sheet for interim measures (UN Human Rights Committee, rule 94)
brief-title-ced = Fact sheet for an urgent action (UN Committee on Enforced Disappearances, art. 30)
brief-title-public = Fact sheet for a public appeal
brief-ask-rule39 = To indicate to the Government of { $host } under Rule 39 that the person must not be transferred to { $state } for the duration of the proceedings before the Court. The right at stake (arts 2, 3) and the evidence of an imminent, real risk are for counsel to set out.
brief-ask-hrc = To request { $host } under rule 94 of the Rules of Procedure not to transfer the person to { $state } while the communication is under consideration. The rights at stake (ICCPR arts 6, 7) are for counsel to set out.
brief-ask-ced = To request { $host } under art. 30 CED to search for and locate the person at once, to say where the person is held, and to take interim measures so that no transfer to { $state } takes place.
brief-ask-public = That { $host } does not transfer the person to { $state }, says where the person is held, and grants access to a lawyer of their own.
brief-state-unknown = the requesting state

# ── Sections ──
brief-urgent = Why it is urgent
brief-timeline = Timeline
brief-proceedings = Proceedings and their state
brief-open = Open now
brief-lapsed = Lapsed
brief-asked = What is asked
brief-holds = What the request must hold
brief-law = Law this sheet rests on

# ── Head ──
brief-case = Case
brief-host = Held by
brief-requested-by = Requested by
brief-as-of = As of
brief-as-of-body = { $place } time
brief-code-only = Code-level sheet: no names and no sources of facts. Fill the blanks by hand, on paper or in an encrypted document.
brief-full = CONTAINS NOTES AND SOURCES OF FACTS: never mail it unencrypted, never post it to a chat.

# ── Why ──
brief-level = Transfer risk: { $level }
brief-level-since = Transfer risk: { $level }, since { $since }
brief-over = On record as over: { $event }, { $day }. What follows is the record of it.
brief-came-before = documented in: { $codes }
brief-more = and { $count ->
    [one] { $count } further reason
   *[other] { $count } further reasons
}
brief-no-reason = No reason on record speaks for a transfer now.
brief-conduct = Record of { $host } with interim measures: { $says }

# ── Timeline ──
brief-no-facts = Nothing is on record.
brief-until = until { $until }
brief-until-further-notice = until further notice
brief-until-proceedings = for the duration of the proceedings
brief-served = served { $day }
brief-learned = known to the defence since { $day }
brief-note = note: { $note }
brief-source = source: { $source }

# ── Proceedings ──
brief-track-extradition = Extradition: { $last }
brief-track-asylum = Asylum: { $last }
brief-track-expulsion = Expulsion: { $last }
brief-track-measure = Interim measure, { $body }: { $last }
brief-track-surrender = Handover: { $last }
brief-track-hearing = Hearing listed: { $last }
brief-open-to = { $body } can be turned to for acts of { $host } on this day ({ $cite }).
brief-open-until = { $body } can be turned to only for acts of { $host } until { $day } ({ $cite }).
brief-open-no-longer = { $body } can be turned to only for acts of { $host } until { $day }, which has PASSED ({ $cite }): check another body.
brief-open-unknown = Whether { $body } is open against { $host } on this day is not on record: check it first.
brief-nothing-open = No remedy of the defence is on record as open.
brief-by = { $title }: by { $moment }
brief-runs-until = { $title }: until { $moment }
brief-possible-from = { $title }: from { $moment }
brief-elsewhere = { $place }: { $moment }
brief-ended = { $title }: ended { $moment }
brief-not-public = Open remedies are left out of a public sheet.

# ── What the request must hold ──
brief-blank = ______
brief-field-removal = Date and time of removal
brief-field-place = Place of detention
brief-field-destination = Destination
brief-field-number = Domestic case number
brief-field-person = Name, date of birth, nationality
brief-field-contact = Contact with telephone, reachable at night
brief-field-authority = Authority form signed by the person
brief-field-decisions = Copies of the domestic decisions
brief-field-risk = The risk, with evidence specific to the person
brief-field-exhausted = Remedies used, and why the rest cannot stop the removal
brief-field-other-body = The same matter before another body (yes or no)
brief-field-last-seen = When and where last seen, by whom
brief-field-asked = Authorities already asked: whom, when, with what answer
brief-field-relation = Who asks, and in what relation to the person
brief-field-consent = Consent of the person or of the relatives to publication
brief-field-act = What the reader can do, and by when
brief-how-rule39 = Lodge by the Rule 39 site (r39.echr.coe.int), by fax or by post, never by e-mail; write "Rule 39 – Urgent" on the first page (Practice Direction: Requests for interim measures). The Registry receives it Monday to Friday, 08:00–16:00 Strasbourg time.
brief-how-hrc = Send it to the petitions section in Geneva with the communication or ahead of it; say in the first line that a removal is imminent, and when.
brief-how-ced = The competent authorities must have been asked first where that is possible (art. 30(2)); tell the Committee at once if the person is found.
brief-how-public = Publish nothing that is not on this sheet without counsel: what is said now is read in the requesting state.

# ── Words of the record ──
stage-custody = custody
stage-extradition = extradition, first court
stage-extradition-final = extradition, last court
stage-expulsion = expulsion
stage-asylum = asylum
body-echr = European Court of Human Rights
body-hrc = Human Rights Committee
body-cat = Committee against Torture
body-ced = Committee on Enforced Disappearances
body-wgad = Working Group on Arbitrary Detention
said-moved = moved
said-told-to-pack = told to pack
said-lawyer-turned-away = lawyer turned away
said-papers-collected = papers collected
said-transfer-being-agreed = transfer being agreed
said-deportation-requested = deportation asked for
said-other = other
said-unknown = place not said
said-house-arrest = house arrest
place-strasbourg = Strasbourg
place-geneva = Geneva
page-of = page { $page } of { $pages }

# ── The board and the pictures ──

# ── Pictures ──
chart-title = Time line of { $case }
chart-says = { $count ->
    [one] { $count } term runs.
   *[other] { $count } terms run.
}
chart-says-next = The next ends { $moment }: { $title }.
chart-says-where = Everything in the picture stands in words on the page of the case.
chart-facts = Facts
chart-terms = Terms
chart-custody = Custody
chart-now = now, { $day }
chart-met = met: { $title }
chart-lapsed = over: { $title }
chart-withdrawn = fell away: { $title }
chart-more-facts = { $count ->
    [one] and { $count } earlier fact
   *[other] and { $count } earlier facts
}
chart-more-terms = { $count ->
    [one] and { $count } more term
   *[other] and { $count } more terms
}
chart-consumed = Consumed { $consumed } of { $days }
chart-custody-title = Custody against its ceiling: { $case }

# ── The board: what stands on every page ──
board-skip = Skip to the content
board-nav = Pages
board-overview = Cases
board-health = Delivery
board-signed-in = Signed in: { $person } ({ $role })
board-sign-out = Sign out
board-as-of = As of { $moment }
board-legal = Codes, not names: what is open on this screen can be read by whoever stands behind you.

# ── Overview ──
board-level-cases = { $count ->
    [one] Transfer risk: { $level } ({ $count } case)
   *[other] Transfer risk: { $level } ({ $count } cases)
}
board-ended = Over
board-no-reason = No reason for alarm is on record.
board-no-cases-help = A case appears here once its file names you, or a group of yours, in its team.
board-next = Next terms
board-next-caption = Terms of your cases that run, soonest first
board-next-of = Next: { $moment }, { $left } left
board-left = { $left } left
board-more-terms-here = { $count ->
    [one] { $count } more term stands on the pages of the cases.
   *[other] { $count } more terms stand on the pages of the cases.
}
board-wall = Keep it fresh by itself, every minute
board-wall-off = Keep it as it is
role-advocacy = advocacy
board-delivery-fine = Every message that is due has been sent.
board-delivery-waits = The oldest message that is still to be sent has waited for { $left }.
board-delivery-refused = { $count ->
    [one] { $count } message was refused and is not tried again.
   *[other] { $count } messages were refused and are not tried again.
}
board-col-when = Until when
board-col-case = Case
board-col-what = What

# ── A case ──
board-held = Held by { $host }, requested by { $state }
board-held-only = Held by { $host }
board-at-liberty = At liberty: a warrant would change everything.
board-why = Why this level
board-since = since { $day }
board-terms-running = Terms that run
board-terms-over = Terms that are over
board-terms-show = { $count ->
    [one] Show { $count } term
   *[other] Show { $count } terms
}
board-terms-done = Met, or fallen away
board-earlier = Earlier reading, act by this one: { $moment }
board-earlier-state = Earlier reading: { $moment }
board-later-state = Later reading: { $moment }. Say that the state is late only after this one.
board-later = Later reading: { $moment }
board-earlier-passed = The earlier reading has PASSED.
board-ended-by = Ended by: { $event }
board-how = How this date was reached, and what to do
board-no-date = No date could be counted under { $rule }: { $why }
board-timeline = Time line
board-measures = Interim measures
board-measures-caption = Where the measure of each body stands
board-measures-none = No interim measure is on record.
board-col-body = Body
board-col-state = State
board-col-since = Since
board-col-host = The host
board-until = until { $moment }
board-host-knows = has confirmed that it knows
board-host-silent = has not confirmed that it knows
board-honours-yes = has kept to such measures
board-honours-no = has NOT kept to such measures
board-honours-mixed = has kept to such measures only at times
measure-requested = asked for, not answered
measure-refused = refused
measure-granted = in force
measure-lapsed = ENDED by its date
measure-lifted = lifted
measure-breached = BREACHED by the host
board-told = Who was told
board-told-caption = The newest messages of this case, newest first
board-told-none = Nobody has been told anything in this case yet.
board-col-whom = To
board-col-sent = State
board-col-subject = Subject
channel-email = e-mail
channel-telegram = Telegram
letter-owed = to be sent, since { $moment }
letter-sent = sent { $moment }
letter-withdrawn = not sent, somebody had seen to it: { $moment }
letter-refused = REFUSED { $moment }
board-facts = Facts on record
board-facts-none = No fact is on record.

# ── Answers ──
board-answer = Who sees to it?
board-take = I see to it
board-later-button = Ask me again later (4 h at most)
board-waiting = Who sees to what
board-waiting-none = Nothing waits for an answer.
board-waiting-cases = Waiting for an answer
board-has-it = { $who } has this since { $moment }
board-ago = { $left } ago
board-nobody-has-it = { $count ->
    [one] Nobody has confirmed. { $count } person was told.
   *[other] Nobody has confirmed. { $count } people were told.
}
answer-over-page = This link answers nothing any more
answer-over-page-help = It was not made here, or its message is gone. A newer message has a newer link; /ack and the code of the case show what waits.

# ── The bot and the board ──
bot-help-board = /board: a link into the board, that works once; in a private chat only
bot-board = Your link into the board
bot-board-once = { $count ->
    [one] It works once, within { $count } minute. If it says that it was used and you did not use it, tell your admin.
   *[other] It works once, within { $count } minutes. If it says that it was used and you did not use it, tell your admin.
}
bot-board-local = It opens on the machine itself, or through a tunnel to it: your admin knows the way.
bot-board-private = A link into the board is given in a private chat only. Write to me there.
bot-board-off = There is no board here. Your admin can switch it on.

# ── Delivery and health ──
health-fine = staywatch works
health-broken = staywatch has trouble
health-loop = The loop “{ $name }” has not moved for { $left }.
health-store = The store does not answer.
health-overdue = A critical message has waited for { $left }.
health-audit = The last audit found differences, or is older than an hour.
health-config = { $count ->
    [one] The configuration has { $count } error; the last good one goes on running. `staywatch check` shows it.
   *[other] The configuration has { $count } errors; the last good one goes on running. `staywatch check` shows them.
}
health-moved = moved { $left } ago
health-moves = within the last minute
health-loops = Loops
health-loops-caption = When each loop of the daemon moved last
health-col-loop = Loop
health-col-moved = Moved
loop-planning = planning
loop-sending = sending
loop-minder = watching over itself
loop-auditor = audit
loop-backups = backups
loop-heartbeat = call to the outside monitor
health-letters = Messages
health-letters-caption = Messages by channel and state
health-col-owed = To be sent
health-col-sent = Sent
health-col-withdrawn = Not needed
health-col-refused = Refused
health-attempts = Attempts
health-attempts-caption = Attempts to send, by outcome
health-col-outcome = Outcome
health-col-count = Number
outcome-sent = sent
outcome-temporary = put off, tried again
outcome-permanent = refused
outcome-unknown = not known, sent again
outcome-moved = the chat has moved
outcome-cut-off = cut off, sent again
outcome-open = under way
health-none = No message has been owed yet.
feed-name = staywatch: terms

# ── The door ──
door-title = Sign in
door-how = This board is for the people of the watch list. Nobody has a password: a link that works once lets you in.
door-bot = Send /board to the bot from your own chat.
door-command = Or ask your admin for: staywatch login NAME
door-ready = This link lets you in once, in this browser, for at most twelve hours.
door-button = Sign in
door-over = This link is over
door-over-help = It was used, or is older than a quarter of an hour. Ask for a new one.

# ── What went wrong ──
error-not-found = There is nothing here
error-not-found-help = The address is mistyped, or the case is not yours, or no longer on the watch list.
error-refused = This was not done
error-refused-help = The request came from another site, or the page was too old. Open the board anew and try again.
error-host = This address is not the board’s
error-host-help = Open it at the address that the link names. If it is reached by another name, set public_url in [web].
error-broken = The board could not answer
error-broken-help = Messages go on being sent. Your admin finds the reason in the log.
error-back = Back to the cases
