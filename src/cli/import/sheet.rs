//! A spreadsheet as rows of cells, whatever program saved it.
//!
//! In: a CSV file in UTF-8 or Windows-1251, with commas, semicolons or tabs; or a workbook. Out: rows with the numbers
//! that the spreadsheet shows. A formula is what it last came to; nothing is computed here.

use std::path::Path;

use anyhow::Context as _;
use calamine::{Data, ExcelDateTime, Reader as _, open_workbook_auto};
use jiff::civil::{DateTime, date};

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// What it says, without the space around it.
    pub(super) text: String,
    /// The moment, when the workbook holds it as one; and whether it has a clock time.
    pub(super) moment: Option<(DateTime, bool)>,
    /// The number, when the workbook holds it as one.
    pub(super) number: Option<f64>,
    /// Why it holds nothing that could be used.
    pub(super) broken: Option<String>,
}

impl Cell {
    pub(super) fn text(text: &str) -> Self {
        Self { text: text.replace('\u{a0}', " ").trim().to_owned(), ..Self::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.broken.is_none()
    }
}

/// One row with its number in the spreadsheet.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) number: usize,
    pub(super) cells: Vec<Cell>,
}

impl Row {
    pub(super) fn is_empty(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }
}

/// What a file holds, and what its reader should know about the reading.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    pub(super) remarks: Vec<String>,
}

/// Reads a file. `sheet` names one of a workbook's sheets; without it the first is read.
pub(super) fn read(path: &Path, sheet: Option<&str>) -> anyhow::Result<Table> {
    let kind = path.extension().map(|ext| ext.to_string_lossy().to_lowercase()).unwrap_or_default();
    match kind.as_str() {
        "csv" | "tsv" | "txt" => {
            let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            csv(&bytes).with_context(|| format!("cannot read {}", path.display()))
        }
        "xlsx" | "xlsm" | "xls" | "xlsb" | "ods" => {
            workbook(path, sheet).with_context(|| format!("cannot read {}", path.display()))
        }
        _ => anyhow::bail!("{}: save it as .xlsx, .ods or .csv first", path.display()),
    }
}

fn csv(bytes: &[u8]) -> anyhow::Result<Table> {
    let mut table = Table::default();
    let text = if let Some(text) = utf8(bytes) {
        text
    } else {
        table
            .remarks
            .push("the file is not UTF-8: read as Windows-1251. Look at the Cyrillic letters below".to_owned());
        encoding_rs::WINDOWS_1251.decode_without_bom_handling(bytes).0.into_owned()
    };
    let first = text.lines().next().unwrap_or_default();
    let count = |c: char| first.matches(c).count();
    let delimiter = [(',', b','), (';', b';'), ('\t', b'\t')].into_iter().rev().max_by_key(|(c, _)| count(*c));
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.map_or(b',', |(_, byte)| byte))
        .from_reader(text.as_bytes());
    for record in reader.records() {
        let record = record?;
        let number =
            record.position().map_or(table.rows.len() + 1, |place| usize::try_from(place.record()).unwrap_or(0) + 1);
        table.rows.push(Row { number, cells: record.iter().map(Cell::text).collect() });
    }
    Ok(table)
}

fn utf8(bytes: &[u8]) -> Option<String> {
    // What some programs save as "Unicode" begins with this mark.
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let (text, _, failed) = encoding_rs::UTF_16LE.decode(bytes);
        return (!failed).then(|| text.into_owned());
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

fn workbook(path: &Path, wanted: Option<&str>) -> anyhow::Result<Table> {
    let mut table = Table::default();
    let mut book = open_workbook_auto(path)?;
    let names = book.sheet_names();
    let name = match wanted {
        Some(wanted) => names
            .iter()
            .find(|name| *name == wanted)
            .cloned()
            .ok_or_else(|| anyhow::anyhow!("there is no sheet `{wanted}`; it has: {}", names.join(", ")))?,
        None => names.first().cloned().context("it has no sheet")?,
    };
    if wanted.is_none() && names.len() > 1 {
        let others: Vec<&str> = names.iter().map(String::as_str).filter(|other| *other != name).collect();
        table
            .remarks
            .push(format!("only the sheet `{name}` is read; for the others: --sheet \"{}\"", others.join("\", \"")));
    }
    let range = book.worksheet_range(&name)?;
    let (top, left) = range.start().unwrap_or_default();
    for (index, row) in range.rows().enumerate() {
        let mut cells = vec![Cell::default(); usize::try_from(left)?];
        cells.extend(row.iter().map(cell));
        table.rows.push(Row { number: usize::try_from(top)? + index + 1, cells });
    }
    Ok(table)
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::default(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::text(text),
        Data::Bool(yes) => Cell::text(if *yes { "yes" } else { "no" }),
        Data::Int(number) => Cell { number: Some(as_float(*number)), ..Cell::text(&number.to_string()) },
        Data::Float(number) => Cell { number: Some(*number), ..Cell::text(&number.to_string()) },
        Data::Error(error) => Cell { broken: Some(format!("the formula gives {error}")), ..Cell::default() },
        Data::DateTime(at) => moment(at),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a serial day or a code is far below the limit")]
fn as_float(number: i64) -> f64 {
    number as f64
}

fn moment(at: &ExcelDateTime) -> Cell {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let civil = || {
        let day = jiff::civil::Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
        Some(day.at(hour.try_into().ok()?, minute.try_into().ok()?, second.try_into().ok()?, 0))
    };
    match civil().filter(|_| at.is_datetime()) {
        Some(civil) => {
            let timed = civil.time() != jiff::civil::Time::midnight();
            let text = if timed { civil.to_string() } else { civil.date().to_string() };
            Cell { text, moment: Some((civil, timed)), ..Cell::default() }
        }
        None => Cell { broken: Some("a length of time where a date should be".to_owned()), ..Cell::default() },
    }
}

/// The day behind a serial number of the calendar that began in 1900, for cells that lost their format.
pub(super) fn serial(number: f64) -> Option<DateTime> {
    // From 1980 to 2100: anything else is more likely a number than a day.
    let known = (29_221.0..=73_415.0).contains(&number);
    let minutes = (number * 1440.0).round();
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
    let minutes = known.then_some(minutes as i64)?;
    // The calendar believes in a 29 February 1900, hence the day before its first.
    date(1899, 12, 30).at(0, 0, 0, 0).checked_add(jiff::SignedDuration::from_mins(minutes)).ok()
}

/// The letters a spreadsheet shows above a column.
pub(super) fn letters(mut column: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or_default()));
        if column < 26 {
            return out.iter().rev().collect();
        }
        column = column / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        let named: Vec<String> = [0, 25, 26, 51, 701, 702].into_iter().map(letters).collect();
        assert_eq!(named, ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
    }

    #[test]
    fn a_day_that_lost_its_format_is_found_again() {
        assert_eq!(serial(44_217.0), Some(date(2021, 1, 21).at(0, 0, 0, 0)));
        assert_eq!(serial(44_217.5), Some(date(2021, 1, 21).at(12, 0, 0, 0)));
        assert_eq!(serial(2021.0), None);
    }

    #[test]
    fn any_delimiter_and_both_alphabets() {
        let cyrillic = encoding_rs::WINDOWS_1251.encode("код;дата\nкудин;21.01.2021\n").0.into_owned();
        let table = csv(&cyrillic).unwrap();
        assert_eq!(table.rows[1].cells[0].text, "кудин");
        assert_eq!(table.remarks.len(), 1);
        let table = csv("\u{feff}code\tdate\n\"a\tb\"\t1\n".as_bytes()).unwrap();
        assert_eq!((table.rows[0].cells[0].text.as_str(), table.rows[1].cells[0].text.as_str()), ("code", "a\tb"));
    }
}
