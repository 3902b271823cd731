# The board and the pictures. A translation needs the same messages with the same variables.

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
body-echr = European Court of Human Rights
body-hrc = UN Human Rights Committee
body-cat = UN Committee against Torture
body-ced = UN Committee on Enforced Disappearances
body-wgad = UN Working Group on Arbitrary Detention
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
board-later-button = Ask me again later
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
line-answer-link = Or press the button at { $link }

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
