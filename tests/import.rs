//! `import`: what becomes of the spreadsheets that people really keep.
//!
//! In: a messy workbook and messy CSV files. Out: the report row by row, and case files that the loader accepts.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rstest::rstest;
use serde_json::Value;
use tempfile::TempDir;

const PEOPLE: &str = r#"
[[person]]
id = "counsel"
role = "lawyer"
email = "counsel@example.org"
[[person]]
id = "duty"
role = "coordinator"
telegram = 1001
[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
"#;

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("watchlist")).unwrap();
        fs::write(folder.path().join("people.toml"), PEOPLE).unwrap();
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn holding(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_staywatch"));
        command.arg("--config").arg(self.path()).args(["--at", "2026-04-01"]).args(args).output().unwrap()
    }

    fn import(&self, file: &Path, more: &[&str]) -> Output {
        let mut args = vec!["import", file.to_str().unwrap()];
        args.extend(more);
        self.run(&args)
    }

    fn report(&self, file: &Path, more: &[&str]) -> Value {
        let run = self.import(file, &[&["--format", "json"], more].concat());
        serde_json::from_slice(&run.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&run.stderr)))
    }

    fn files(&self) -> Vec<String> {
        let names = fs::read_dir(self.path().join("watchlist")).unwrap();
        let mut names: Vec<String> = names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn case(&self, code: &str) -> String {
        fs::read_to_string(self.path().join(format!("watchlist/{code}.toml"))).unwrap()
    }
}

fn messy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/messy.xlsx")
}

/// Case and what became of it.
fn became(report: &Value) -> Vec<(&str, &str)> {
    let cases = report["cases"].as_array().unwrap().iter();
    cases.map(|case| (case["case"].as_str().unwrap(), case["became"].as_str().unwrap())).collect()
}

#[test]
fn a_messy_workbook_row_by_row() {
    let desk = Desk::new();
    let run = desk.import(&messy(), &[]);
    assert_eq!(run.status.code(), Some(1));
    insta::assert_snapshot!(String::from_utf8(run.stdout).unwrap(), @r#"
    I5       birch            refused  `03/04/2026` can be 3 April or 4 March
                                      what to do: write 2026-04-03 or 2026-03-04; or say for the whole file: --dates dmy
    H7       aspen            refused  `арест на луне` is no kind of event
                                      what to do: write a kind of event: docs/case-files.md lists them, `staywatch schema case` too
    C8       oak              refused  `Атлантида` is no country
                                      what to do: write two letters, ISO 3166: RU, BY, KG
    A9       -                refused  `Иванов И. И.` is no code of a case
                                      what to do: choose 1 to 64 of a-z, 0-9 and `-`, and no name of a person: codes go into every message
    row 10   -                refused  this row has no code
                                      what to do: write the code of the case; if an empty cell means the code above it, add --fill-down
    row 11   elm              refused  nobody in people.toml is called `cuonsel`
                                      what to do: did you mean `counsel`?
    C13      ash              refused  host = "KZ" here, "RU" in row 12
                                      what to do: a case has one: correct the wrong row
    row 14   yew              refused  `arrest` has no day
                                      what to do: write its day, or the range or month in which it can have been (2021-07)
             linden           ready    events: 2; rows: 3, 4
             birch            refused  events: 0; rows: 5
             aspen            refused  events: 1; rows: 6, 7
             oak              refused  events: 1; rows: 8
             elm              refused  events: 1; rows: 11
             ash              refused  events: 2; rows: 12, 13
             yew              refused  events: 0; rows: 14
             maple            ready    events: 1; rows: 16
    Not used: M `Телефон`. To use one: --map FIELD=COLUMN

    2 cases can be written, 6 refused. Nothing was written: add --write
    "#);
    insta::assert_snapshot!(String::from_utf8(run.stderr).unwrap(), @r#"
    only the sheet `Дела` is read; for the others: --sheet "Архив"
    column B: names stay out of case files; it is not read
    "#);
    assert_eq!(desk.files(), Vec::<String>::new(), "nothing is written unasked");
}

#[test]
fn what_is_written_is_what_the_loader_accepts() {
    let desk = Desk::new();
    assert_eq!(desk.import(&messy(), &["--write"]).status.code(), Some(1));
    assert_eq!(desk.files(), ["linden.toml", "maple.toml"]);
    let check = desk.run(&["check", "--format", "json"]);
    let findings: Value = serde_json::from_slice(&check.stdout).unwrap();
    assert!(findings.as_array().unwrap().iter().all(|finding| finding["severity"] != "error"), "{findings:#}");
    insta::assert_snapshot!(desk.case("linden"), @r#"
    #:schema ../schema/case.json
    id           = "linden"
    host         = "RU"
    requested_by = "BY"
    gravity      = "grave"

    [team]
    lawyers      = ["counsel"]
    coordinators = ["duty"]

    [[event]]
    kind     = "arrest"
    on       = 2026-01-21

    [[event]]
    kind     = "extradition-granted"
    on       = 2026-03-02
    known    = 2026-03-04
    notified = 2026-03-04
    note     = "письмо ГП копия"
    "#);
    assert!(!desk.case("linden").contains("Иванов"), "names stay out");
}

#[test]
fn nothing_is_overwritten() {
    let desk = Desk::new();
    let mine = "id = \"linden\"\nhost = \"RU\"\n[team]\nlawyers = [\"counsel\"]\n";
    fs::write(desk.path().join("watchlist/linden.toml"), mine).unwrap();
    // Not even a file that cannot be read as a case.
    fs::write(desk.path().join("watchlist/maple.toml"), "broken = ").unwrap();
    let report = desk.report(&messy(), &["--write"]);
    assert!(became(&report).iter().all(|(_, became)| *became == "refused"), "{report:#}");
    assert_eq!(desk.case("linden"), mine);
    assert_eq!(desk.case("maple"), "broken = ");
}

#[test]
fn one_row_a_case_in_the_alphabet_of_old_spreadsheets() {
    let desk = Desk::new();
    let table = "Код;Страна;Дата задержания;Решение о выдаче;Дата вручения;Продление;Срок до;Комментарий\r\n\
                 rowan;Россия;21.01.2026;02.03.2026;04.03.2026;20.03.2026;20.05.2026;=1+1\r\n\
                 hazel;РФ;21.01.2026;;;;;\r\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(table);
    let file = desk.holding("old.csv", bytes);
    let report = desk.report(&file, &["--lawyers", "counsel", "--requested-by", "Беларусь", "--write"]);
    assert_eq!(became(&report), [("rowan", "written"), ("hazel", "written")], "{report:#}");
    insta::assert_snapshot!(desk.case("rowan"), @r#"
    #:schema ../schema/case.json
    id           = "rowan"
    host         = "RU"
    requested_by = "BY"

    [team]
    lawyers      = ["counsel"]

    [[event]]
    kind     = "arrest"
    on       = 2026-01-21
    note     = "=1+1"

    [[event]]
    kind     = "extradition-granted"
    on       = 2026-03-02
    notified = 2026-03-04

    [[event]]
    kind     = "custody-extended"
    on       = 2026-03-20
    until    = 2026-05-20
    "#);
}

#[test]
fn text_stays_text_whatever_it_looks_like() {
    let desk = Desk::new();
    let evil = "code,host,event,date,note\n\
                yew,RU,arrest,2026-01-21,\"\"\"\n[[event]]\nkind=\"\"freed\"\"\non=2026-01-22\"\n\
                oak,RU,arrest,2026-01-21,=cmd|' /C calc'!A0\n";
    let file = desk.holding("evil.csv", evil);
    let report = desk.report(&file, &["--lawyers", "counsel", "--write"]);
    assert_eq!(became(&report), [("yew", "written"), ("oak", "written")], "{report:#}");
    assert_eq!(desk.case("yew").matches("[[event]]\nkind").count(), 1, "{}", desk.case("yew"));
    let explained = desk.run(&["due", "yew", "--format", "json"]);
    assert!(explained.status.success());
}

#[test]
fn an_order_for_dates_and_codes_that_stand_once() {
    let desk = Desk::new();
    let file = desk
        .holding("merged.csv", "code,host,event,date\nyew,RU,arrest,03/02/2026\n,,extradition granted,02/03/2026\n");
    let refused = desk.report(&file, &["--lawyers", "counsel"]);
    assert_eq!(refused["remarks"].as_array().unwrap().len(), 2, "{refused:#}");
    let read = desk.report(&file, &["--lawyers", "counsel", "--dates", "dmy", "--fill-down", "--write"]);
    assert_eq!(became(&read), [("yew", "written")], "{read:#}");
    assert!(desk.case("yew").contains("on       = 2026-02-03") && desk.case("yew").contains("on       = 2026-03-02"));
}

#[rstest]
#[case::no_code("a,b\n1,2\n", &[], 2, "no column holds the code of the case")]
#[case::no_such_column("code,b\n", &["--map", "host=Z"], 2, "there is no column `Z`")]
#[case::no_such_field("code,b\n", &["--map", "hots=b"], 2, "did you mean `host`?")]
#[case::no_sign("code,b\n", &["--map", "host"], 2, "write FIELD=COLUMN")]
#[case::twice("code,date,дата\n", &[], 2, "columns B and C mean the same")]
#[case::no_country("code\n", &["--host", "Narnia"], 2, "`Narnia` is no country")]
#[case::empty("", &[], 3, "the file is empty")]
fn what_cannot_be_read_says_what_to_do(
    #[case] text: &str,
    #[case] args: &[&str],
    #[case] status: i32,
    #[case] says: &str,
) {
    let desk = Desk::new();
    let file = desk.holding("t.csv", text);
    let run = desk.import(&file, args);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(status), "{said}");
    assert!(said.contains(says), "{said}");
}

#[test]
fn a_file_of_another_kind() {
    let desk = Desk::new();
    let run = desk.import(&desk.holding("cases.docx", "x"), &[]);
    assert_eq!(run.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&run.stderr).contains("save it as .xlsx, .ods or .csv first"));
    let run = desk.import(&desk.holding("broken.xlsx", "not a workbook"), &[]);
    assert_eq!(run.status.code(), Some(3), "{}", String::from_utf8_lossy(&run.stderr));
}
