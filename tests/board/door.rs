//! Who gets in, how long, from where; and what every answer carries.

use std::fs;
use std::sync::Arc;

use reqwest::{Method, StatusCode};
use rstest::rstest;
use staywatch::clock::Clock as _;
use staywatch::config::{Ground, Web};
use staywatch::notice::words::Words;

use crate::house::{House, PEOPLE, alpha, cookie_of, setup};

/// Every page that shows something, and every one that does something.
const ROUTES: &[(&str, &str)] =
    &[("GET", "/"), ("GET", "/?wall"), ("GET", "/case/alpha"), ("GET", "/case/nobody"), ("GET", "/health")];

#[tokio::test]
async fn whoever_is_not_signed_in_sees_the_door_and_nothing_else() {
    let house = House::open().await;
    for (method, path) in ROUTES {
        for cookie in ["", "staywatch=", "staywatch=0123", "__Host-staywatch=1"] {
            let request = house.browser.request(method.parse::<Method>().unwrap(), format!("{}{path}", house.url));
            let answer = request.header("cookie", cookie).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path} {cookie}");
            let text = answer.text().await.unwrap();
            assert!(text.contains("staywatch login"), "{text}");
            assert!(!text.contains("alpha") && !text.contains("counsel"), "{text}");
        }
    }
}

#[tokio::test]
async fn every_answer_carries_what_keeps_it_in() {
    let house = House::open().await;
    let cookie = house.enters("admin").await;
    let link = house.link("admin").await;
    for path in ["/", "/case/alpha", "/nowhere", "/style.css", "/icon.svg", "/metrics", "/healthz", "/health", &link] {
        for cookie in ["", cookie.as_str()] {
            let answer = house.get(path, cookie).await;
            let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
            let policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
            assert_eq!(header("content-security-policy").as_deref(), Some(policy), "{path}");
            assert_eq!(header("cache-control").as_deref(), Some("no-store"), "{path}");
            assert_eq!(header("x-content-type-options").as_deref(), Some("nosniff"), "{path}");
            assert_eq!(header("referrer-policy").as_deref(), Some("no-referrer"), "{path}");
            let text = answer.text().await.unwrap();
            for forbidden in ["<script", "style=", " onclick", "javascript:"] {
                assert!(!text.contains(forbidden), "{path}: {forbidden}");
            }
        }
    }
}

#[tokio::test]
async fn a_link_is_opened_often_used_once_and_over_soon() {
    let house = House::open().await;
    let link = house.link("counsel").await;
    for _ in 0..3 {
        let looked = house.get(&link, "").await;
        assert_eq!(looked.status(), StatusCode::OK);
        assert!(looked.headers().get("set-cookie").is_none());
        assert!(looked.text().await.unwrap().contains("<button"));
    }
    let entered = house.post(&link, "", "").await;
    let set = entered.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict") && !set.contains("Secure"), "{set}");
    assert_eq!(house.get("/", &cookie_of(&entered)).await.status(), StatusCode::OK);
    for again in [house.post(&link, "", "").await, house.get(&link, "").await] {
        assert_eq!(again.status(), StatusCode::GONE);
        assert!(again.headers().get("set-cookie").is_none());
    }
    let late = house.link("counsel").await;
    house.clock.set("2026-03-02T09:15:00Z".parse().unwrap());
    assert_eq!(house.post(&late, "", "").await.status(), StatusCode::GONE);
}

#[rstest]
#[case::speaks_to_the_public("press")]
#[case::a_group("room")]
#[case::a_stranger("stranger")]
#[tokio::test]
async fn a_link_for_somebody_who_may_not_enter_opens_nothing(#[case] person: &str) {
    let house = House::open().await;
    let link = house.link(person).await;
    let answer = house.post(&link, "", "").await;
    assert_eq!(answer.status(), StatusCode::GONE);
    assert!(answer.headers().get("set-cookie").is_none());
}

#[tokio::test]
async fn over_tls_the_cookie_is_bound_to_the_name() {
    let web = Web { public_url: Some("https://board.example.org".to_owned()), ..Web::default() };
    let house = House::called(web).await;
    let entered = house.post(&house.link("counsel").await, "", "").await;
    let set = entered.headers()["set-cookie"].to_str().unwrap();
    assert!(set.starts_with("__Host-staywatch=") && set.contains("; Path=/;") && set.contains("; Secure"), "{set}");
}

#[tokio::test]
async fn a_session_ends_when_it_is_left_when_it_idles_and_when_its_person_goes() {
    let house = House::open().await;
    let (left, idle, gone) =
        (house.enters("counsel").await, house.enters("counsel").await, house.enters("counsel").await);
    let page = house.get("/", &left).await.text().await.unwrap();
    let (_, form) = page.split_once("name=\"form\" value=\"").unwrap();
    let form = &form[..32];
    for wrong in ["form=0", ""] {
        assert!(house.post("/out", &left, wrong).await.status().is_client_error());
        assert_eq!(house.get("/", &left).await.status(), StatusCode::OK);
    }
    assert_eq!(house.post("/out", &left, &format!("form={form}")).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(house.get("/", &left).await.status(), StatusCode::UNAUTHORIZED);
    house.clock.set("2026-03-02T09:59:00Z".parse().unwrap());
    assert_eq!(house.get("/", &gone).await.status(), StatusCode::OK);
    house.clock.set("2026-03-02T10:00:00Z".parse().unwrap());
    assert_eq!(house.get("/", &idle).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(house.get("/", &gone).await.status(), StatusCode::OK);
    let without = PEOPLE.replace("id = \"counsel\"", "id = \"successor\"");
    fs::write(house.folder.path().join("people.toml"), without).unwrap();
    fs::write(house.folder.path().join("watchlist/alpha.toml"), alpha("successor")).unwrap();
    let next = Ground { setup: Arc::new(setup(&house.folder, house.clock.now())), words: Arc::new(Words::default()) };
    house.announce.send_replace(next);
    assert_eq!(house.get("/", &gone).await.status(), StatusCode::UNAUTHORIZED);
}

#[rstest]
#[case::another_name(&[("host", "evil.example.org")], StatusCode::MISDIRECTED_REQUEST)]
#[case::made_to_look_local(&[("host", "127.0.0.1.evil.example.org")], StatusCode::MISDIRECTED_REQUEST)]
#[case::ours(&[("host", "localhost:1234")], StatusCode::OK)]
#[tokio::test]
async fn only_our_own_names_are_answered(#[case] headers: &[(&str, &str)], #[case] status: StatusCode) {
    let house = House::open().await;
    let cookie = house.enters("counsel").await;
    let mut request = house.browser.get(&house.url).header("cookie", cookie);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    assert_eq!(request.send().await.unwrap().status(), status);
}

#[rstest]
#[case(&[("origin", "https://evil.example.org")])]
#[case(&[("sec-fetch-site", "cross-site")])]
#[case(&[("sec-fetch-site", "same-site"), ("origin", "null")])]
#[tokio::test]
async fn another_site_cannot_press_our_buttons(#[case] headers: &[(&str, &str)]) {
    let house = House::open().await;
    let link = house.link("counsel").await;
    let mut request = house.browser.post(format!("{}{link}", house.url));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    assert_eq!(request.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    // And the link was not used up by it.
    assert_eq!(house.post(&link, "", "").await.status(), StatusCode::SEE_OTHER);
}

#[rstest]
#[case("/metrics")]
#[case("/healthz")]
#[tokio::test]
async fn what_is_for_programs_is_for_those_of_this_machine(#[case] path: &str) {
    let web = Web { public_url: Some("https://board.example.org".to_owned()), ..Web::default() };
    let house = House::called(web).await;
    assert_eq!(house.get(path, "").await.status(), StatusCode::OK);
    for (name, value) in [("x-forwarded-for", "192.0.2.1"), ("forwarded", "for=x"), ("host", "board.example.org")] {
        let request = house.browser.get(format!("{}{path}", house.url)).header(name, value);
        assert_eq!(request.send().await.unwrap().status(), StatusCode::NOT_FOUND, "{name}");
    }
}
