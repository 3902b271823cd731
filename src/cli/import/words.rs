//! What people call things in their spreadsheets, in English, Russian and Belarusian.
//!
//! In: a header or a cell. Out: the word of the case file. A word that fits nothing is never guessed at.

use crate::law::words::Language;
use crate::notice::words::Words;
use crate::watchlist::Kind;

/// A text as it is compared: small letters, no punctuation, single spaces, ё as е.
pub(super) fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace('ё', "е");
    let spaced: String = lower.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where the content of a column goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A field of the case.
    Case(&'static str),
    /// A field of the row's event.
    Event(&'static str),
    /// The day of an event of this kind.
    Kind(Kind),
    /// Names of people: not into a case file.
    Names,
}

const HEADERS: &[(Target, &[&str])] = &[
    (
        Target::Case("id"),
        &["id", "code", "case", "case code", "case id", "код", "код дела", "дело", "шифр", "код справы", "справа"],
    ),
    (
        Target::Case("host"),
        &[
            "host",
            "country",
            "held by",
            "held in",
            "state",
            "страна",
            "где содержится",
            "государство",
            "страна содержания",
            "страна пребывания",
            "краіна",
            "дзе ўтрымліваецца",
        ],
    ),
    (
        Target::Case("requested_by"),
        &[
            "requested by",
            "requesting state",
            "requester",
            "кто запрашивает",
            "запрашивающее государство",
            "запросившая страна",
            "запрос от",
            "хто запытвае",
        ],
    ),
    (Target::Case("zone"), &["zone", "time zone", "timezone", "часовой пояс", "гадзінны пояс", "часавы пояс"]),
    (
        Target::Case("gravity"),
        &["gravity", "category", "тяжесть", "категория преступления", "категория", "цяжкасць", "катэгорыя"],
    ),
    (Target::Case("status"), &["status", "статус", "состояние", "стан"]),
    (Target::Case("check_in"), &["check in", "checkin", "contact every", "контакт каждые", "кантакт кожныя"]),
    (Target::Case("laws"), &["laws", "packs", "законы"]),
    (
        Target::Case("lawyers"),
        &["lawyers", "lawyer", "counsel", "адвокат", "адвокаты", "защитник", "адвакат", "адвакаты"],
    ),
    (
        Target::Case("coordinators"),
        &["coordinators", "coordinator", "координатор", "координаторы", "каардынатар", "каардынатары"],
    ),
    (Target::Case("advocacy"), &["advocacy", "адвокация", "адвакацыя"]),
    (
        Target::Event("kind"),
        &[
            "kind",
            "event",
            "what happened",
            "событие",
            "что произошло",
            "вид события",
            "тип события",
            "падзея",
            "што адбылося",
        ],
    ),
    (Target::Event("on"), &["on", "date", "when", "day", "дата", "дата события", "когда", "день", "калі", "дзень"]),
    (
        Target::Event("known"),
        &[
            "known",
            "learned",
            "learned on",
            "known since",
            "стало известно",
            "когда узнали",
            "дата получения сведений",
            "стала вядома",
        ],
    ),
    (
        Target::Event("notified"),
        &[
            "notified",
            "served",
            "served on",
            "вручено",
            "дата вручения",
            "получено защитой",
            "уручана",
            "дата ўручэння",
        ],
    ),
    (
        Target::Event("until"),
        &["until", "till", "valid until", "до", "срок до", "продлено до", "срок истекает", "да", "тэрмін да"],
    ),
    (Target::Event("answer_by"), &["answer by", "reply by", "ответить до", "срок ответа", "адказаць да"]),
    (Target::Event("within"), &["within", "term", "срок", "тэрмін"]),
    (Target::Event("body"), &["body", "орган", "международный орган", "міжнародны орган"]),
    (Target::Event("stage"), &["stage", "hearing on", "стадия", "инстанция", "стадыя", "інстанцыя"]),
    (Target::Event("what"), &["what", "signal", "сигнал", "сігнал"]),
    (
        Target::Event("note"),
        &[
            "note",
            "notes",
            "comment",
            "comments",
            "remark",
            "примечание",
            "примечания",
            "комментарий",
            "комментарии",
            "заметки",
            "заўвага",
            "заўвагі",
            "каментар",
        ],
    ),
    (Target::Event("source"), &["source", "источник", "крыніца"]),
    (
        Target::Names,
        &[
            "name",
            "names",
            "full name",
            "surname",
            "last name",
            "first name",
            "фио",
            "ф и о",
            "имя",
            "фамилия",
            "фамилия имя отчество",
            "имя фамилия",
            "імя",
            "прозвішча",
            "піб",
        ],
    ),
];

/// Every key that `--map` may name, beside the kinds of events.
pub(super) fn keys() -> impl Iterator<Item = (&'static str, Target)> {
    HEADERS.iter().filter_map(|(target, _)| match target {
        Target::Case(key) | Target::Event(key) => Some((*key, *target)),
        Target::Kind(_) | Target::Names => None,
    })
}

/// What a header means.
pub(super) fn header(text: &str) -> Option<Target> {
    let text = plain(text);
    let found = HEADERS.iter().find(|(_, names)| names.contains(&text.as_str()));
    found.map(|(target, _)| *target).or_else(|| kind(&text).map(Target::Kind))
}

/// What people call the kinds besides the words of the file and of the messages.
const KINDS: &[(Kind, &[&str])] = &[
    (
        Kind::Arrest,
        &[
            "arrested",
            "arrest date",
            "date of arrest",
            "detained",
            "detention",
            "задержан",
            "задержана",
            "дата задержания",
            "арест",
            "арестован",
            "арестована",
            "дата ареста",
            "затрыманы",
            "затрымана",
            "дата затрымання",
            "арышт",
        ],
    ),
    (
        Kind::CustodyOrdered,
        &[
            "custody order",
            "custody",
            "мера пресечения",
            "избрана мера пресечения",
            "взят под стражу",
            "узяты пад варту",
        ],
    ),
    (
        Kind::CustodyExtended,
        &[
            "extension",
            "custody extension",
            "продление",
            "продление стражи",
            "продлен срок",
            "стража продлена",
            "падаўжэнне",
        ],
    ),
    (Kind::Released, &["release", "release date", "освобожден", "освобождена", "вызвалены", "вызвалена"]),
    (Kind::FacilityChanged, &["moved to", "transferred within", "перевод", "переведен", "перавод"]),
    (
        Kind::RequestReceived,
        &["request", "extradition request", "запрос о выдаче", "поступил запрос", "запыт аб выдачы"],
    ),
    (
        Kind::ExtraditionGranted,
        &[
            "granted",
            "decision to extradite",
            "extradition decision",
            "решение гп",
            "постановление о выдаче",
            "решение генпрокуратуры",
            "рашэнне генпракуратуры",
        ],
    ),
    (Kind::ExtraditionRefused, &["refusal", "extradition refused", "отказано в выдаче", "адмоўлена ў выдачы"]),
    (
        Kind::ExtraditionAppealFiled,
        &[
            "appeal",
            "appeal filed",
            "жалоба",
            "жалоба подана",
            "обжаловано",
            "подана жалоба",
            "скарга",
            "скарга пададзена",
        ],
    ),
    (
        Kind::ExtraditionUpheld,
        &["upheld", "first court", "суд первой инстанции", "областной суд", "суд першай інстанцыі"],
    ),
    (Kind::SecondAppealFiled, &["second appeal", "апелляция", "апелляционная жалоба", "апеляцыя"]),
    (Kind::ExtraditionFinal, &["final", "final decision", "вступило в силу", "решение вступило в силу", "набыло моц"]),
    (Kind::Hearing, &["hearing", "court hearing", "заседание", "суд", "пасяджэнне"]),
    (
        Kind::AsylumClaimed,
        &["asylum", "asylum claim", "asylum application", "убежище", "заявление об убежище", "прытулак"],
    ),
    (Kind::AsylumRefused, &["asylum refusal", "отказано в убежище", "адмоўлена ў прытулку"]),
    (
        Kind::ExpulsionOrdered,
        &[
            "expulsion",
            "deportation",
            "выдворение",
            "депортация",
            "постановление о выдворении",
            "высылка",
            "дэпартацыя",
        ],
    ),
    (Kind::MeasureRequested, &["rule 39", "interim measure requested", "правило 39", "запрошена мера", "правіла 39"]),
    (Kind::MeasureGranted, &["interim measure", "measure granted", "мера принята", "мера ўжыта"]),
    (Kind::Contact, &["last contact", "last seen", "последний контакт", "связь", "апошні кантакт"]),
    (
        Kind::Surrendered,
        &[
            "surrender",
            "extradited",
            "handed over",
            "выдан",
            "выдана",
            "передан",
            "передана",
            "выдадзены",
            "перададзены",
        ],
    ),
    (Kind::Removed, &["deported", "expelled", "депортирован", "выдворен", "дэпартаваны", "высланы"]),
    (Kind::LeftCountry, &["left", "left the country", "выехал", "выехала", "уехал", "уехала", "выехаў"]),
];

/// The kind behind a word.
pub(super) fn kind(text: &str) -> Option<Kind> {
    let text = plain(text);
    let said = |kind: Kind| {
        let words = Words::default();
        let id = format!("event-{}", kind.word());
        [Language::En, Language::Ru, Language::Be]
            .iter()
            .any(|language| plain(&words.speak(*language).say(&id, &[])) == text)
    };
    let by_word = Kind::ALL.iter().find(|(word, ..)| plain(word) == text).map(|(_, kind, _)| *kind);
    let by_name = || KINDS.iter().find(|(_, names)| names.contains(&text.as_str())).map(|(kind, _)| *kind);
    by_word.or_else(by_name).or_else(|| Kind::ALL.iter().map(|(_, kind, _)| *kind).find(|kind| said(*kind)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_written_as_it_is_compared_and_means_one_thing() {
        let mut seen: Vec<(&str, String)> = Vec::new();
        let headers =
            HEADERS.iter().flat_map(|(target, names)| names.iter().map(move |name| (*name, format!("{target:?}"))));
        let kinds = KINDS.iter().flat_map(|(kind, names)| names.iter().map(move |name| (*name, format!("{kind:?}"))));
        for (name, meaning) in headers.chain(kinds) {
            assert_eq!(plain(name), name);
            assert!(seen.iter().all(|(other, meant)| *other != name || *meant == meaning), "{name}");
            seen.push((name, meaning));
        }
    }

    #[test]
    fn kinds_by_their_word_by_their_name_and_by_what_people_say() {
        for text in ["arrest", "Дата задержания", "Задержан", "задержание", "затрыманне", "ARREST"]
        {
            assert_eq!(kind(text), Some(Kind::Arrest), "{text}");
        }
        assert_eq!(kind("extradition_granted"), Some(Kind::ExtraditionGranted));
        assert_eq!(kind("разговор"), None);
    }
}
