//! `[escalation]`: how fast the next people are asked when nobody answers.
//!
//! In: the table. Out: a pace that can be kept: no pause is shorter than people need to answer at all, and none so long
//! that nobody would be asked in time.

use jiff::SignedDuration;

use crate::form::Form;
use crate::ids::lead;
use crate::law::counting::parsed;
use crate::notice::ladder::Escalation;

/// The longest pause and the longest notice that make sense.
const LONGEST: SignedDuration = SignedDuration::from_hours(72);

pub(super) fn read(mut form: Form<'_>) -> Escalation {
    let mut pace = Escalation::default();
    let least = [pace.critical.least, pace.high.least];
    let targets = [
        ("critical", &mut pace.critical.after, least[0]),
        ("high", &mut pace.high.after, least[1]),
        ("unconfirmed_critical", &mut pace.critical.unconfirmed, least[0]),
        ("unconfirmed_high", &mut pace.high.unconfirmed, least[1]),
    ];
    for (key, target, least) in targets {
        let text = form.text(key);
        if let Some(value) = parsed(&form, text, |text| length(text, least)) {
            *target = value;
        }
    }
    form.close();
    pace
}

fn length(text: &str, least: SignedDuration) -> Result<SignedDuration, String> {
    let value =
        lead(text).ok_or_else(|| format!("`{text}` is not a length of time: write \"30m\", \"4h\" or \"1d\""))?;
    if value < least {
        return Err(format!("`{text}` is too short for anybody to answer: at least \"{}m\"", least.as_mins()));
    }
    if value > LONGEST {
        return Err(format!("`{text}` is too long to be of help: at most \"{}h\"", LONGEST.as_hours()));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::super::Settings;
    use super::*;
    use crate::form::Sheet;

    fn read(text: &str) -> Option<Escalation> {
        Settings::read(Sheet::new("staywatch.toml", text)).0.map(|settings| settings.ladders.escalation)
    }

    #[test]
    fn what_is_left_out_is_as_documented() {
        let pace = read("[escalation]\nhigh = \"2h\"\n").unwrap();
        assert_eq!(pace.high.after, SignedDuration::from_hours(2));
        assert_eq!(pace.critical, Escalation::default().critical);
        assert_eq!(read("").unwrap(), Escalation::default());
    }

    #[test]
    fn a_pace_that_cannot_be_kept_is_refused() {
        for line in ["critical = \"1m\"", "high = \"0h\"", "unconfirmed_high = \"30d\"", "critical = \"soon\"", "x = 1"]
        {
            assert_eq!(read(&format!("[escalation]\n{line}\n")), None, "{line}");
        }
    }
}
