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

/// Whatever pack a case falls under, its reader gets title, advice and reasons in their own language. The sentences around
/// them are held to the same by tests/locales.rs.
#[rstest]
fn nothing_of_a_shipped_pack_falls_back(#[values(Language::Ru, Language::Be)] language: Language) {
    let law = Law::load(OwnLaw::default()).0;
    let mut missing = Vec::new();
    let mut looked_at = 0;
    for pack in law.packs() {
        let rules = pack
            .rules
            .iter()
            .flat_map(|rule| [(rule.id.as_str(), "title", &rule.title), (rule.id.as_str(), "advice", &rule.advice)]);
        let grounds = pack.grounds.iter().flat_map(|ground| {
            [(ground.id.as_str(), "reason", &ground.reason), (ground.id.as_str(), "lower", &ground.lower)]
        });
        let conducts = pack.conducts.iter().map(|conduct| (conduct.host.as_str(), "says", &conduct.says));
        for (id, key, words) in rules.chain(grounds).chain(conducts) {
            looked_at += 1;
            let same = |other| words.only(language) == words.only(other);
            if words.only(language).is_none_or(str::is_empty)
                || same(Language::En)
                || language == Language::Be && same(Language::Ru)
            {
                missing.push(format!("{} {id}: {key}", pack.id));
            }
        }
    }
    assert!(looked_at > 600, "only {looked_at} texts were looked at");
    assert!(missing.is_empty(), "not in {language:?}: {missing:#?}");
}

/// In Belarusian `у` after a vowel is written `ў`, and `ў` stands after a vowel alone.
#[test]
fn short_u_stands_where_it_belongs() {
    let law = Law::load(OwnLaw::default()).0;
    let mut texts = vec![include_str!("../config/locales/be.ftl").to_owned()];
    texts.extend(law.packs().map(|pack| pack.sheet.text.to_string()));
    let wrong = texts.iter().flat_map(|text| text.lines()).flat_map(|line| {
        // Only what is Belarusian: the part of a line of law that follows `be =`, or a whole line of the locale.
        let from = line.rfind(" be = ").unwrap_or(0);
        let line = if from == 0 && line.contains(" = {") { "" } else { &line[from..] };
        let words: Vec<&str> = line.split(' ').collect();
        let pairs = words.windows(2).filter(|pair| {
            let (Some(last), mut letters) = (pair[0].chars().last(), pair[1].chars()) else { return false };
            let vowel = "аеёіоуыэюя".contains(last);
            let consonant = "бвгджзйклмнпрстфхцчшьў".contains(last);
            match (letters.next(), letters.next()) {
                (Some('у'), next) => vowel && next.is_none_or(|next| "бвгджзйклмнпрстфхцчш".contains(next)),
                (Some('ў'), _) => consonant,
                _ => false,
            }
        });
        pairs.map(|pair| pair.join(" ")).collect::<Vec<_>>()
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
