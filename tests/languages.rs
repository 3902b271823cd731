//! Numbers, weekdays and midnight in the three languages, as people read them.
//!
//! In: lengths and moments. Out: the words. The tables are what a speaker of the language writes, not what a library
//! says: its plural rules for Belarusian are wrong.

use jiff::civil::date;
use jiff::{SignedDuration, tz::TimeZone};
use rstest::rstest;
use staywatch::law::count::Reading;
use staywatch::law::words::Language;
use staywatch::law::{Law, OwnLaw};
use staywatch::notice::words::{Words, number};

const COUNTS: [i64; 11] = [0, 1, 2, 5, 11, 21, 22, 25, 101, 111, 112];

#[rstest]
#[case(
    Language::En,
    "term-days",
    "0 days|1 day|2 days|5 days|11 days|21 days|22 days|25 days|101 days|111 days|112 days"
)]
#[case(
    Language::Ru,
    "term-days",
    "0 дней|1 день|2 дня|5 дней|11 дней|21 день|22 дня|25 дней|101 день|111 дней|112 дней"
)]
#[case(
    Language::Be,
    "term-days",
    "0 дзён|1 дзень|2 дні|5 дзён|11 дзён|21 дзень|22 дні|25 дзён|101 дзень|111 дзён|112 дзён"
)]
#[case(
    Language::Ru,
    "term-hours",
    "0 часов|1 час|2 часа|5 часов|11 часов|21 час|22 часа|25 часов|101 час|111 часов|112 часов"
)]
#[case(
    Language::Be,
    "term-hours",
    "0 гадзін|1 гадзіна|2 гадзіны|5 гадзін|11 гадзін|21 гадзіна|22 гадзіны|25 гадзін|101 гадзіна|111 гадзін|112 гадзін"
)]
#[case(
    Language::Ru,
    "term-working-days",
    "0 рабочих дней|1 рабочий день|2 рабочих дня|5 рабочих дней|11 рабочих дней|21 рабочий день|22 рабочих дня|25 рабочих дней|101 рабочий день|111 рабочих дней|112 рабочих дней"
)]
#[case(
    Language::Be,
    "term-months",
    "0 месяцаў|1 месяц|2 месяцы|5 месяцаў|11 месяцаў|21 месяц|22 месяцы|25 месяцаў|101 месяц|111 месяцаў|112 месяцаў"
)]
#[case(Language::Ru, "term-years", "0 лет|1 год|2 года|5 лет|11 лет|21 год|22 года|25 лет|101 год|111 лет|112 лет")]
#[case(
    Language::Be,
    "term-years",
    "0 гадоў|1 год|2 гады|5 гадоў|11 гадоў|21 год|22 гады|25 гадоў|101 год|111 гадоў|112 гадоў"
)]
fn numbers_agree_with_what_they_count(#[case] language: Language, #[case] id: &str, #[case] expected: &str) {
    let words = Words::default();
    let said: Vec<String> =
        COUNTS.iter().map(|count| words.speak(language).say(id, &[number("count", *count)])).collect();
    assert_eq!(said.join("|"), expected);
}

#[rstest]
#[case(Language::En, "Mon Tue Wed Thu Fri Sat Sun")]
#[case(Language::Ru, "Пн Вт Ср Чт Пт Сб Вс")]
#[case(Language::Be, "Пн Аў Ср Чц Пт Сб Нд")]
fn the_weekday_is_the_right_one(#[case] language: Language, #[case] expected: &str) {
    let words = Words::default();
    // 2021-07-19 was a Monday.
    let said: Vec<String> = (19..=25)
        .map(|day| {
            let said = words.speak(language).day(date(2021, 7, day));
            said.split(' ').next().map(str::to_owned).unwrap_or_default()
        })
        .collect();
    assert_eq!(said.join(" "), expected);
}

#[rstest]
fn the_end_of_a_day_is_24_00_of_that_day(
    #[values(Language::En, Language::Ru, Language::Be)] language: Language,
    #[values("Europe/Moscow", "Asia/Kathmandu", "America/Scoresbysund", "UTC")] zone: &str,
) {
    let words = Words::default();
    let speaker = words.speak(language);
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    for ahead in 0..730 {
        let day = date(2025, 1, 1).saturating_add(jiff::Span::new().days(ahead));
        let end = day.tomorrow().and_then(|next| next.to_zoned(zone.clone())).map(|at| at.timestamp());
        let end = end.unwrap_or_default();
        let said = speaker.end(Reading { last_day: day, end }, &zone);
        // Where the clocks change at midnight the next day begins later, and still nobody reads of 00:00.
        assert!(said.contains(&format!("{day} 24:00")) && !said.contains("00:00 "), "{said}");
        assert!(!speaker.end_elsewhere(end, &zone).contains(" 00:00 "), "{said}");
    }
}

#[test]
fn a_locked_phone_shows_short_units() {
    let words = Words::default();
    let time = SignedDuration::from_mins((5 * 24 + 20) * 60 + 59);
    let said = [Language::En, Language::Ru, Language::Be].map(|language| words.speak(language).left_short(time));
    assert_eq!(said, ["5 days 20 h", "5 дней 20 ч", "5 дзён 20 гадз"]);
    let time = SignedDuration::from_mins(61);
    let said = [Language::En, Language::Ru, Language::Be].map(|language| words.speak(language).left_short(time));
    assert_eq!(said, ["1 h 1 min", "1 ч 1 мин", "1 гадз 1 хв"]);
}

/// The packs that a Belarusian reader meets most: the host in most cases, and the bodies.
#[test]
fn titles_and_reasons_of_the_main_packs_are_in_three_languages() {
    let law = Law::load(OwnLaw::default()).0;
    let mut missing = Vec::new();
    for id in ["ru", "echr", "hrc", "cat", "ced", "wgad", "general", "minsk"] {
        let Some(pack) = law.packs().find(|pack| pack.id.as_str() == id) else { panic!("no pack {id}") };
        let text = pack.sheet.text.to_string();
        for line in text.lines().filter(|line| ["title ", "reason ", "lower "].iter().any(|key| line.starts_with(key)))
        {
            // The title of a pack itself stands in no message.
            if line.contains("= {") && !(line.contains(" ru = ") && line.contains(" be = ")) {
                missing.push(format!("{id}: {line}"));
            }
        }
        for rule in &pack.rules {
            let [ru, be] = [Language::Ru, Language::Be].map(|language| rule.title.get(language));
            if ru == be || ru == rule.title.get(Language::En) {
                missing.push(format!("{id}: {}", rule.id));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
