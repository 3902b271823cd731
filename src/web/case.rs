//! One case on one page: where it stands and why, what runs until when and how that was reached, custody, measures, who
//! was told. Codes and dates; the team's own ids; no notes, no sources of facts, no places.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};

use super::parts::{Judged, badge, level_name, role};
use super::reader::Reader;
use super::{Shared, answer, frame, terms};
use crate::chart::{View, custody_bar, timeline};
use crate::docket::custody::{Custody, custody};
use crate::law::grounds::Level;
use crate::law::pack::Honours;
use crate::law::rule::word_of;
use crate::notice::custody as sum;
use crate::notice::words::{Speaker, text};
use crate::outbox::{Standing, standing};
use crate::risk::{Measure, Stands, measures};
use crate::store::{self, LetterTold};
use crate::watchlist::{Kind, Status};

/// The most letters of the list.
const LETTERS: usize = 40;

/// The widths that drawings are made for: a phone's, and a desk's.
const WIDTHS: [(&str, u32); 2] = [("narrow", 340), ("wide", 900)];

pub(super) async fn page(
    State(board): State<Shared>,
    headers: HeaderMap,
    Path(code): Path<String>,
    reader: Reader,
) -> Response {
    let drawn = tokio::task::spawn_blocking({
        let reader = reader.clone();
        move || {
            let setup = &reader.ground.setup;
            // Somebody else's case looks like none at all.
            let place = setup.cases.place(&code).filter(|place| setup.works_on(&reader.person, place))?;
            Some(Judged::of(setup.cases.whole(place)?, setup, reader.now))
        }
    });
    let judged = match drawn.await {
        Ok(Some(judged)) => judged,
        Ok(None) => return frame::nothing(&reader),
        Err(broken) => std::panic::resume_unwind(broken.into_panic()),
    };
    let (case, ground, now) = (judged.case.clone(), reader.ground.clone(), reader.now);
    let found = board
        .store
        .read(move |tx| Ok((store::told_of(tx, case.id.as_str(), LETTERS)?, standing(tx, &ground, &case, now)?)));
    let (told, standing) = match found.await {
        Ok(found) => found,
        Err(error) => return frame::broken(&board, &headers, &error),
    };
    let title = judged.case.id.to_string();
    frame::page(&reader, "", &title, &whole(&reader, &judged, &told, &standing))
}

fn whole(reader: &Reader, judged: &Judged, told: &[LetterTold], standing: &[Standing]) -> Markup {
    let (speaker, now) = (reader.speaker(), reader.now);
    let Judged { case, docket, assessment } = judged;
    let held = custody(case, &reader.ground.setup.law, docket, now);
    let measures = measures(case, &reader.ground.setup.law, now);
    html! {
        h1 { (case.id) " " @if !assessment.ended { (badge(speaker, assessment.level)) } }
        p { (position(judged, speaker)) }
        p class="meta" {
            (speaker.say("board-as-of", &[text("moment", &speaker.moment(now, &case.zone))]))
            @if case.zone.iana_name() != reader.zone().iana_name() && reader.person.zone.is_some() {
                " · " (speaker.say("your-time", &[text("moment", &speaker.moment(now, &reader.zone()))]))
            }
        }
        (why(judged, speaker))
        (answer::section(reader, case.id.as_str(), standing))
        (terms::running(reader, judged))
        section aria-labelledby="timeline" {
            h2 id="timeline" { (speaker.say("board-timeline", &[])) }
            @for (class, width) in WIDTHS {
                figure class=(class) {
                    (timeline(View { case, docket, custody: &held, now, speaker }, width).inline())
                }
            }
        }
        (custody_section(&held, case.id.as_str(), speaker))
        (measure_section(&measures, judged, speaker))
        (told_section(reader, told))
        (terms::past(reader, judged))
        (facts(reader, judged))
    }
}

fn position(judged: &Judged, speaker: Speaker<'_>) -> String {
    let case = &judged.case;
    if judged.assessment.ended {
        return speaker.say("bot-case-ended", &[text("case", case.id.as_str())]);
    }
    let host = text("host", case.host.as_str());
    let held = match &case.requested_by {
        Some(state) => speaker.say("board-held", &[host, text("state", state.as_str())]),
        None => speaker.say("board-held-only", &[host]),
    };
    if case.status == Status::AtLiberty { speaker.say("board-at-liberty", &[]) } else { held }
}

fn why(judged: &Judged, speaker: Speaker<'_>) -> Markup {
    let (case, assessment) = (&judged.case, &judged.assessment);
    let mut lower: Vec<&str> = Vec::new();
    for reason in assessment.reasons.iter().filter(|reason| reason.level >= Level::Elevated) {
        let says = reason.lower.get(speaker.language);
        if !says.is_empty() && !lower.contains(&says) {
            lower.push(says);
        }
    }
    html! {
        section aria-labelledby="why" {
            h2 id="why" { (speaker.say("board-why", &[])) }
            @if assessment.reasons.is_empty() {
                p { (speaker.say("board-no-reason", &[])) }
            } @else {
                ul {
                    @for reason in &assessment.reasons {
                        li {
                            strong { (level_name(speaker, reason.level)) } ": " (reason.says.get(speaker.language))
                            " " span class="meta" {
                                @let day = speaker.day(case.zone.to_datetime(reason.since).date());
                                "(" (speaker.say("board-since", &[text("day", &day)])) ")"
                                @let others = reason.precedent.iter().filter(|code| *code != case.id.as_str());
                                @let codes = others.cloned().collect::<Vec<_>>().join(", ");
                                @if !codes.is_empty() { " " (speaker.say("line-risk-precedent", &[text("codes", &codes)])) }
                            }
                        }
                    }
                }
            }
            @if !lower.is_empty() {
                h3 { (speaker.say("line-risk-lower", &[])) }
                ul { @for says in lower { li { (says) } } }
            }
        }
    }
}

fn custody_section(held: &Custody<'_>, case: &str, speaker: Speaker<'_>) -> Markup {
    html! {
        section aria-labelledby="custody" {
            h2 id="custody" { (speaker.say("custody-title", &[])) }
            @for (class, width) in WIDTHS {
                @if let Some(bar) = custody_bar(held, case, speaker, width) { figure class=(class) { (bar.inline()) } }
            }
            ul { @for line in sum::lines(held, speaker) { li { (line) } } }
            @for flag in sum::flags(held, speaker) { p class="note warn" { (flag) } }
        }
    }
}

fn measure_section(measures: &[Measure], judged: &Judged, speaker: Speaker<'_>) -> Markup {
    let zone = &judged.case.zone;
    html! {
        section aria-labelledby="measures" {
            h2 id="measures" { (speaker.say("board-measures", &[])) }
            @if measures.is_empty() {
                p { (speaker.say("board-measures-none", &[])) }
            } @else {
                table {
                    caption { (speaker.say("board-measures-caption", &[])) }
                    thead { tr {
                        @for head in ["board-col-body", "board-col-state", "board-col-since", "board-col-host"] {
                            th scope="col" { (speaker.say(head, &[])) }
                        }
                    } }
                    tbody {
                        @for measure in measures {
                            tr {
                                th scope="row" { (speaker.say(&format!("body-{}", measure.body.word()), &[])) }
                                td {
                                    strong { (speaker.say(&format!("measure-{}", word_of(measure.stands, Stands::WORDS)), &[])) }
                                    @if let Some(until) = measure.until {
                                        br; (speaker.say("board-until", &[text("moment", &speaker.end_elsewhere(until, zone))]))
                                    }
                                }
                                td { (speaker.when(&measure.since, zone)) }
                                td { (host(measure, speaker)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn host(measure: &Measure, speaker: Speaker<'_>) -> String {
    let in_force = measure.stands == Stands::Granted;
    let knows = in_force.then_some(if measure.acknowledged { "board-host-knows" } else { "board-host-silent" });
    let honours = measure.honours.map(|honours| format!("board-honours-{}", word_of(honours, Honours::WORDS)));
    let says = knows.map(str::to_owned).into_iter().chain(honours).map(|id| speaker.say(&id, &[]));
    says.collect::<Vec<_>>().join("; ")
}

fn told_section(reader: &Reader, told: &[LetterTold]) -> Markup {
    let speaker = reader.speaker();
    let people = &reader.ground.setup.people;
    let role_of = |id: &str| {
        let person = crate::ids::PersonId::parse(id).ok().and_then(|id| people.person(&id))?;
        (!people.is_group(&person.id)).then(|| role(speaker, person.role))
    };
    html! {
        section aria-labelledby="told" {
            h2 id="told" { (speaker.say("board-told", &[])) }
            @if told.is_empty() {
                p { (speaker.say("board-told-none", &[])) }
            } @else {
                table {
                    caption { (speaker.say("board-told-caption", &[])) }
                    thead { tr {
                        @for head in ["board-col-whom", "board-col-sent", "board-col-subject"] {
                            th scope="col" { (speaker.say(head, &[])) }
                        }
                    } }
                    tbody {
                        @for one in told {
                            tr {
                                th scope="row" {
                                    (one.person)
                                    @if let Some(role) = role_of(&one.person) { br; span class="meta" { (role) } }
                                }
                                td {
                                    (speaker.say(&format!("channel-{}", one.channel), &[])) ": "
                                    @let at = speaker.moment(one.settled.unwrap_or(one.owed), &reader.zone());
                                    (speaker.say(&format!("letter-{}", one.state), &[text("moment", &at)]))
                                }
                                td lang=(one.language) { (one.subject) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn facts(reader: &Reader, judged: &Judged) -> Markup {
    let (speaker, case) = (reader.speaker(), &judged.case);
    let known: Vec<_> = case.events.iter().filter(|event| event.exists_at(reader.now)).collect();
    html! {
        section aria-labelledby="facts" {
            h2 id="facts" { (speaker.say("board-facts", &[])) }
            @if known.is_empty() {
                p { (speaker.say("board-facts-none", &[])) }
            } @else {
                ol class="facts" {
                    @for event in known {
                        li {
                            strong { (speaker.when(&event.on, &case.zone)) } ": "
                            (speaker.say(&format!("event-{}", event.kind.word()), &[]))
                            // The words of a signal are a closed list; what other events say may name a place.
                            @if let (Kind::Signal, Some(what)) = (event.kind, &event.what) {
                                ": " (speaker.say(&format!("signal-{what}"), &[]))
                            }
                            @if let Some(body) = event.body { " (" (speaker.say(&format!("body-{}", body.word()), &[])) ")" }
                        }
                    }
                }
            }
        }
    }
}
