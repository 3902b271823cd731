//! `law`: every rule with its citation, source, confidence and advice, as a page.

use std::fmt::Write as _;

use super::{Call, Exit, load};
use crate::law::Law;
use crate::law::pack::Pack;
use crate::law::rule::{Confidence, Duty, Rule, Whose, word_of};
use crate::law::words::Language;

pub(super) fn run(call: &mut Call<'_>, only: Option<&str>) -> anyhow::Result<Exit> {
    let law = if call.folder.is_dir() { load(call)?.0.law } else { Law::load(crate::law::OwnLaw::default()).0.into() };
    let known = law.packs().any(|pack| only.is_none_or(|only| pack.id.as_str() == only));
    anyhow::ensure!(known, "there is no law pack `{}`", only.unwrap_or_default());
    write!(call.out, "{}", page(&law, only, call.language))?;
    Ok(Exit::Fine)
}

/// The page, for one pack or for all.
#[must_use]
pub fn page(law: &Law, only: Option<&str>, language: Language) -> String {
    let mut out = String::from(
        "# The law as staywatch counts it\n\n\
         Every rule with where it is written and how sure the source makes us. This page is generated from `config/law` \
         (`staywatch law`).\nIt is no legal advice: a lawyer of the place must check every rule before anybody relies on it.\n\n",
    );
    let packs: Vec<&Pack> = law.packs().filter(|pack| only.is_none_or(|only| pack.id.as_str() == only)).collect();
    let count = |pack: &Pack, confidence| pack.rules.iter().filter(|rule| rule.confidence == confidence).count();
    out.push_str("| pack | | rules | high | medium | low | not known |\n| --- | --- | --: | --: | --: | --: | --: |\n");
    let mut totals = [0; 5];
    for pack in &packs {
        let row = [
            pack.rules.len(),
            count(pack, Confidence::High),
            count(pack, Confidence::Medium),
            count(pack, Confidence::Low),
            pack.gaps.len(),
        ];
        for (total, number) in totals.iter_mut().zip(row) {
            *total += number;
        }
        let [rules, high, medium, low, gaps] = row;
        let _ =
            writeln!(out, "| `{}` | {} | {rules} | {high} | {medium} | {low} | {gaps} |", pack.id, cell(&pack.title));
    }
    let [rules, high, medium, low, gaps] = totals;
    let _ = writeln!(out, "| **all** | {} packs | {rules} | {high} | {medium} | {low} | {gaps} |\n", packs.len());
    for pack in packs {
        section(&mut out, pack, language);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn section(out: &mut String, pack: &Pack, language: Language) {
    let _ = writeln!(out, "## {} (`{}`)\n", pack.title, pack.id);
    let _ = writeln!(out, "Compared with its sources on {}.\n", pack.reviewed);
    if !pack.rules.is_empty() {
        out.push_str(
            "| rule | term | who | basis | confidence | what to do |\n| --- | --- | --- | --- | --- | --- |\n",
        );
        for rule in &pack.rules {
            row(out, rule, language);
        }
        out.push('\n');
    }
    for mechanism in &pack.mechanisms {
        let from = mechanism.from.map(|day| format!(" from {day}")).unwrap_or_default();
        let until = mechanism.until.map(|day| format!(" until {day}")).unwrap_or_default();
        let _ = writeln!(
            out,
            "- {} is open against {}{from}{until} ({})",
            mechanism.body.word(),
            mechanism.host,
            mechanism.cite
        );
    }
    for conduct in &pack.conducts {
        let body = conduct.body.map(|body| format!(" towards {}", body.word())).unwrap_or_default();
        let _ =
            writeln!(out, "- Conduct of {}{body}: {} ({})", conduct.host, conduct.says.get(language), conduct.source);
    }
    if !pack.gaps.is_empty() {
        out.push_str("\nNot known:\n\n");
        for gap in &pack.gaps {
            let look = if gap.look_for.is_empty() { String::new() } else { format!(" Look for: {}", gap.look_for) };
            let _ = writeln!(out, "- {}{look}", gap.what);
        }
    }
    out.push('\n');
}

fn row(out: &mut String, rule: &Rule, language: Language) {
    let kinds: Vec<&str> = rule.on.kinds.iter().map(|kind| kind.word()).collect();
    let term = rule.term.map_or_else(|| "as the order or letter says".to_owned(), |term| term.to_string());
    let until = rule.in_force.1.map(|day| format!(" to {day}")).unwrap_or_default();
    let source =
        if rule.source.starts_with("http") { format!("[source]({})", rule.source) } else { rule.source.to_string() };
    let as_of = rule.as_of.map(|day| format!(", text of {day}")).unwrap_or_default();
    let _ = writeln!(
        out,
        "| {}<br>`{}`<br>in force from {}{until} | {} {term}, from {} | {} | {}<br>{source} | {}{as_of} | {} |",
        cell(rule.title.get(language)),
        rule.id,
        rule.in_force.0,
        word_of(rule.duty, Duty::WORDS),
        kinds.join(", "),
        word_of(rule.whose, Whose::WORDS),
        cell(&rule.cite),
        word_of(rule.confidence, Confidence::WORDS),
        cell(rule.advice.get(language)),
    );
}

/// Text that cannot break a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
