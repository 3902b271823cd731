//! Seeing to something from a page: by the link of a mail, and on the page of a case.

use reqwest::StatusCode;
use staywatch::config::ANSWER;
use staywatch::store;

use crate::house::House;

/// The link in the newest mail to somebody.
async fn link(house: &House, person: &'static str) -> String {
    let token = house.store.write(move |tx| {
        let code: String = tx.query_row(
            "SELECT code FROM answer_code JOIN letter ON letter.id = letter WHERE person = ?1 ORDER BY letter DESC",
            [person],
            |row| row.get(0),
        )?;
        store::answer_token(tx, &code)
    });
    format!("{ANSWER}{}", token.await.unwrap())
}

async fn answers(house: &House) -> i64 {
    let count = house.store.read(|tx| Ok(tx.query_row("SELECT count(*) FROM answer", [], |row| row.get(0))?));
    count.await.unwrap()
}

#[tokio::test]
async fn opening_the_link_of_a_mail_answers_nothing_and_its_button_answers_once() {
    let house = House::open().await;
    let link = link(&house, "counsel").await;
    for _ in 0..2 {
        let opened = house.get(&link, "").await;
        assert_eq!(opened.status(), StatusCode::OK);
        let text = opened.text().await.unwrap();
        assert!(text.contains("I see to it") && text.contains("alpha:") && !text.contains("MARKED"), "{text}");
    }
    assert_eq!(answers(&house).await, 0);
    for nonsense in ["", "act=everything"] {
        house.post(&link, "", nonsense).await;
        assert_eq!(answers(&house).await, 0, "{nonsense}");
    }
    let taken = house.post(&link, "", "act=taken").await.text().await.unwrap();
    assert!(taken.contains("You have it now"), "{taken}");
    let count = answers(&house).await;
    assert!(count > 0);
    let again = house.post(&link, "", "act=taken").await.text().await.unwrap();
    assert!(again.contains("Nothing was changed"), "{again}");
    assert_eq!(answers(&house).await, count);
}

#[tokio::test]
async fn a_link_that_was_not_made_here_answers_nothing() {
    let house = House::open().await;
    let link = link(&house, "counsel").await;
    let (code, signature) = link.strip_prefix(ANSWER).unwrap().split_once('.').unwrap();
    let turned: String = signature.chars().rev().collect();
    for forged in [code.to_owned(), format!("{code}.{turned}"), format!("AAA-AAA.{signature}"), format!("{code}.")] {
        let path = format!("{ANSWER}{forged}");
        assert_eq!(house.get(&path, "").await.status(), StatusCode::GONE, "{forged}");
        assert_eq!(house.post(&path, "", "act=taken").await.status(), StatusCode::GONE, "{forged}");
    }
    assert_eq!(answers(&house).await, 0);
}

fn hidden(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn whoever_sees_to_it_on_the_page_is_seen_by_everybody() {
    let house = House::open().await;
    let (counsel, duty, other) =
        (house.enters("counsel").await, house.enters("duty").await, house.enters("other").await);
    let page = house.get("/case/alpha", &counsel).await.text().await.unwrap();
    assert!(page.contains("Nobody has confirmed."), "{page}");
    assert!(house.get("/", &counsel).await.text().await.unwrap().contains("Waiting for an answer"));
    let (matter, form) = (hidden(&page, "matter"), hidden(&page, "form"));
    let press = |form: &str| format!("act=taken&matter={matter}&form={form}");
    // Neither without the proof of the session, nor with another's, nor on a case of somebody else.
    assert_eq!(house.post("/case/alpha/take", &counsel, &press("0")).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(house.post("/case/alpha/take", &duty, &press(&form)).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(house.post("/case/alpha/take", "", &press(&form)).await.status(), StatusCode::UNAUTHORIZED);
    let theirs = hidden(&house.get("/", &other).await.text().await.unwrap(), "form");
    let refused = house.post("/case/alpha/take", &other, &press(&theirs)).await;
    assert_eq!((refused.status(), answers(&house).await), (StatusCode::OK, 0));
    let taken = house.post("/case/alpha/take", &counsel, &press(&form)).await;
    assert_eq!(
        (taken.status(), taken.headers()["location"].to_str().unwrap()),
        (StatusCode::SEE_OTHER, "/case/alpha#waiting")
    );
    let page = house.get("/case/alpha", &duty).await.text().await.unwrap();
    assert!(page.contains("Адвокат занимается этим с"), "{page}");
}
