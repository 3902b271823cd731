//! What people write into the cells of closed lists: countries, gravity, bodies, stages, signals.
//!
//! In: a cell. Out: the word of the case file. A word that fits nothing is left for the loader to refuse.

use super::words::plain;
use crate::watchlist::{Body, Country, Gravity, SIGNALS, Stage, Status};

const COUNTRIES: &[(&str, &[&str])] = &[
    ("AM", &["armenia", "армения", "арменія"]),
    ("AE", &["uae", "united arab emirates", "оаэ", "эмираты", "эміраты", "аэ"]),
    ("AR", &["argentina", "аргентина", "аргенціна"]),
    ("AZ", &["azerbaijan", "азербайджан"]),
    ("BG", &["bulgaria", "болгария", "балгарыя"]),
    ("BY", &["belarus", "беларусь", "белоруссия", "рб"]),
    ("CA", &["canada", "канада"]),
    ("CH", &["switzerland", "швейцария", "швейцарыя"]),
    ("CZ", &["czechia", "czech republic", "чехия", "чэхія"]),
    ("DE", &["germany", "германия", "германія"]),
    ("EE", &["estonia", "эстония", "эстонія"]),
    ("ES", &["spain", "испания", "іспанія"]),
    ("FI", &["finland", "финляндия", "фінляндыя"]),
    ("FR", &["france", "франция", "францыя"]),
    ("GB", &["united kingdom", "uk", "great britain", "великобритания", "вялікабрытанія"]),
    ("GE", &["georgia", "грузия", "грузія"]),
    ("GR", &["greece", "греция", "грэцыя"]),
    ("IE", &["ireland", "ирландия", "ірландыя"]),
    ("IL", &["israel", "израиль", "ізраіль"]),
    ("IT", &["italy", "италия", "італія"]),
    ("KG", &["kyrgyzstan", "кыргызстан", "киргизия", "кыргызстан"]),
    ("KZ", &["kazakhstan", "казахстан"]),
    ("LT", &["lithuania", "литва", "літва"]),
    ("LU", &["luxembourg", "люксембург"]),
    ("LV", &["latvia", "латвия", "латвія"]),
    ("MD", &["moldova", "молдова", "молдавия", "малдова"]),
    ("ME", &["montenegro", "черногория", "чарнагорыя"]),
    ("MN", &["mongolia", "монголия", "манголія"]),
    ("NL", &["netherlands", "нидерланды", "нідэрланды"]),
    ("NO", &["norway", "норвегия", "нарвегія"]),
    ("PL", &["poland", "польша", "польшча"]),
    ("RS", &["serbia", "сербия", "сербія"]),
    ("RU", &["russia", "russian federation", "россия", "рф", "российская федерация", "расія"]),
    ("SE", &["sweden", "швеция", "швецыя"]),
    ("SK", &["slovakia", "словакия", "славакія"]),
    ("TH", &["thailand", "таиланд", "тайланд"]),
    ("TJ", &["tajikistan", "таджикистан", "таджыкістан"]),
    ("TR", &["turkey", "turkiye", "türkiye", "турция", "турцыя"]),
    ("UA", &["ukraine", "украина", "украіна"]),
    ("US", &["usa", "united states", "сша", "зша"]),
    ("UZ", &["uzbekistan", "узбекистан", "узбекістан"]),
    ("VN", &["vietnam", "вьетнам", "в етнам"]),
];

/// The two letters of a country.
pub(super) fn country(text: &str) -> Option<String> {
    let (upper, text) = (text.trim().to_uppercase(), plain(text));
    // Names come first: UK is no code, though it looks like one.
    let named = COUNTRIES.iter().find(|(_, names)| names.contains(&text.as_str())).map(|(code, _)| (*code).to_owned());
    named.or_else(|| Country::parse(&upper).is_some().then_some(upper))
}

const VALUES: &[(&str, &[&str])] = &[
    // gravity
    ("minor", &["небольшой тяжести", "небольшая", "легкое", "невялікай цяжкасці"]),
    ("medium", &["средней тяжести", "средняя", "сярэдняй цяжкасці"]),
    ("grave", &["тяжкое", "тяжкая", "цяжкае", "serious"]),
    ("especially-grave", &["особо тяжкое", "особо тяжкая", "асабліва цяжкае", "very serious"]),
    // status
    ("active", &["активно", "открыто", "в работе", "актыўна", "open"]),
    ("at-liberty", &["на свободе", "на волі", "free"]),
    ("closed", &["закрыто", "завершено", "закрыта", "done"]),
    // bodies
    ("echr", &["ecthr", "еспч", "strasbourg", "страсбург"]),
    ("hrc", &["un hrc", "кпч", "кпч оон", "комитет по правам человека"]),
    ("cat", &["un cat", "кпп", "комитет против пыток"]),
    ("ced", &["un ced", "комитет по насильственным исчезновениям"]),
    ("wgad", &["рабочая группа по произвольным задержаниям"]),
    // stages
    ("custody", &["стража", "мера пресечения", "варта"]),
    ("extradition", &["выдача", "экстрадиция", "экстрадыцыя", "first court"]),
    ("extradition-final", &["апелляция", "последняя инстанция", "вс", "апеляцыя", "final"]),
    ("expulsion", &["выдворение", "высылка"]),
    ("asylum", &["убежище", "прытулак"]),
    // signals
    ("moved", &["переведен", "увезли", "этапирован", "вывезлі"]),
    ("told-to-pack", &["велели собирать вещи", "загадалі збіраць рэчы"]),
    ("lawyer-turned-away", &["не пустили адвоката", "адвоката не пустили", "адваката не пусцілі"]),
];

/// The word of the file for a value of a closed list; what is not known stays as it is, for the loader to refuse.
pub(super) fn value(key: &str, text: &str) -> String {
    let known: Vec<&str> = match key {
        "gravity" => Gravity::WORDS.iter().map(|(word, _)| *word).collect(),
        "status" => Status::WORDS.iter().map(|(word, _)| *word).collect(),
        "body" => Body::WORDS.iter().map(|(word, _)| *word).collect(),
        "stage" => Stage::WORDS.iter().map(|(word, _)| *word).collect(),
        "what" => SIGNALS.to_vec(),
        _ => return text.to_owned(),
    };
    let typed = plain(text);
    let fits = |word: &&&str| {
        plain(word) == typed || VALUES.iter().any(|(meant, names)| meant == *word && names.contains(&typed.as_str()))
    };
    known.iter().find(fits).map_or_else(|| text.to_owned(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_closed_lists() {
        assert_eq!(value("gravity", "Особо тяжкое"), "especially-grave");
        assert_eq!(value("body", "ЕСПЧ"), "echr");
        assert_eq!(value("stage", "extradition final"), "extradition-final");
        assert_eq!(value("gravity", "unheard of"), "unheard of");
        assert_eq!(country("Россия").as_deref(), Some("RU"));
        assert_eq!(country("by").as_deref(), Some("BY"));
        assert_eq!(country("Атлантида"), None);
    }
}
