# The fact sheet that `brief` writes. Bodies take it in English or Russian.

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
