//! What somebody who is signed in sees, and what programs of this machine are told.

use reqwest::StatusCode;
use rstest::rstest;

use crate::house::House;

#[rstest]
#[case("counsel", "/case/alpha", StatusCode::OK)]
#[case("counsel", "/case/beta", StatusCode::NOT_FOUND)]
#[case("counsel", "/case/nobody", StatusCode::NOT_FOUND)]
#[case("other", "/case/alpha", StatusCode::NOT_FOUND)]
#[case("other", "/case/beta", StatusCode::OK)]
#[case::by_a_group("duty", "/case/alpha", StatusCode::OK)]
#[case("duty", "/case/beta", StatusCode::NOT_FOUND)]
#[case("admin", "/case/alpha", StatusCode::OK)]
#[case("admin", "/case/beta", StatusCode::OK)]
#[case("admin", "/case/..%2f..%2fetc", StatusCode::NOT_FOUND)]
#[case("counsel", "/health", StatusCode::OK)]
#[case("counsel", "/nowhere", StatusCode::NOT_FOUND)]
#[tokio::test]
async fn everybody_sees_their_own_cases(#[case] person: &str, #[case] path: &str, #[case] status: StatusCode) {
    let house = House::open().await;
    let cookie = house.enters(person).await;
    let answer = house.get(path, &cookie).await;
    assert_eq!(answer.status(), status);
    let start = house.get("/", &cookie).await.text().await.unwrap();
    assert_eq!(start.contains("/case/beta"), matches!(person, "other" | "admin"), "{start}");
}

#[tokio::test]
async fn somebody_elses_case_looks_like_none_at_all() {
    let house = House::open().await;
    let cookie = house.enters("counsel").await;
    let [theirs, none] = ["/case/beta", "/case/none"].map(|path| house.get(path, &cookie));
    assert_eq!(theirs.await.text().await.unwrap(), none.await.text().await.unwrap());
}

#[tokio::test]
async fn no_page_shows_what_must_not_leave_the_machine() {
    let house = House::open().await;
    let mut looked = 0;
    for person in ["counsel", "other", "duty", "admin"] {
        let cookie = house.enters(person).await;
        for path in ["/", "/case/alpha", "/case/beta", "/health", "/metrics", "/healthz", "/nowhere"] {
            let text = house.get(path, &cookie).await.text().await.unwrap();
            for secret in ["MARKED", "777100", "777200"] {
                assert!(!text.contains(secret), "{person} {path}: {secret}");
            }
            looked += text.len();
        }
    }
    assert!(looked > 100_000, "the pages were empty");
}

#[tokio::test]
async fn a_case_is_shown_whole_in_each_language() {
    let house = House::open().await;
    let page = |person: &'static str| async {
        let cookie = house.enters(person).await;
        house.get("/case/alpha", &cookie).await.text().await.unwrap()
    };
    let english = page("admin").await;
    for wanted in [
        "<html lang=\"en\">",
        "Held by RU, requested by BY",
        "Fri 2026-03-06 24:00 (Europe/Moscow)",
        "Earlier reading",
        "CPC RF art. 463(1)",
        "European Court of Human Rights",
        "in force",
        "told to pack",
        "to be sent, since",
        "<title id=\"timeline-alpha-900-title\">Time line of alpha</title>",
        "Consumed 49–50 of",
    ] {
        assert!(english.contains(wanted), "{wanted}\n{english}");
    }
    let russian = page("duty").await;
    assert!(russian.contains("<html lang=\"ru\">") && russian.contains("Обеспечительные меры"), "{russian}");
    // What no translation has would be shown by its bare name.
    for text in [&english, &russian] {
        for id in ["board-", "chart-", "health-", "letter-", "measure-", "duty-", "event-"] {
            assert!(!text.contains(&format!(">{id}")), "{id}\n{text}");
        }
    }
}

#[tokio::test]
async fn the_word_of_health_means_it() {
    let house = House::open().await;
    assert_eq!(house.get("/healthz", "").await.text().await.unwrap(), "ok\n");
    // The letters of the first look are still owed: nobody sends them here.
    house.clock.set("2026-03-02T09:16:00Z".parse().unwrap());
    let answer = house.get("/healthz", "").await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.text().await.unwrap(), "a critical message has waited for 960 s\n");
}

#[tokio::test]
async fn metrics_are_numbers_without_codes() {
    let house = House::open().await;
    let text = house.get("/metrics", "").await.text().await.unwrap();
    for wanted in [
        "staywatch_cases{level=\"imminent\"} 1\n",
        "staywatch_config_errors 0\n",
        "staywatch_loop_still_seconds{loop=\"planning\"} 0\n",
        "staywatch_letters{channel=\"email\",state=\"owed\"}",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    assert!(text.ends_with("# EOF\n") && !text.contains("alpha") && !text.contains("counsel"), "{text}");
}
