//! Expectations travel and give the same findings wherever they arrive; the formats for CI are what CI reads.

use std::path::PathBuf;

use token_inspector::configuration::xml::{Event, events};
use token_inspector::example::Example;
use token_inspector::guide::{self, Block};
use token_inspector::place::Part;
use token_inspector::what_if::{self, Edit};
use token_inspector::{Expectations, ci, clocks, compare, configuration, inspect, redact, remedy};

use crate::NOW;
use crate::cli::run;
use crate::robustness::FAMILIES;

/// A folder of its own for a test, gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).expect("a file");
        path.to_str().expect("a path").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The examples of the guide that come with expectations: what to paste, and what is expected.
fn examples() -> Vec<(String, Expectations)> {
    let mut found = Vec::new();
    for block in guide::sections().flat_map(|section| section.blocks().collect::<Vec<_>>()) {
        if let Block::Example(info, body) = block {
            let example = Example { info, body };
            let expect = example.expectations();
            if !expect.is_empty() {
                found.push((example.text(NOW), expect));
            }
        }
    }
    found
}

fn rules(text: &str, expect: &Expectations) -> Vec<(String, String)> {
    let report = inspect(text, expect, NOW);
    report
        .all_findings()
        .map(|finding| (finding.rule.id.to_owned(), finding.message.clone()))
        .collect()
}

#[test]
fn file_link_and_options_give_the_same_findings() {
    let folder = Folder::new("token-inspector-travel");
    let examples = examples();
    assert!(examples.len() > 10, "{}", examples.len());
    for (at, (text, expect)) in examples.iter().enumerate() {
        let expected = rules(text, expect);
        let json = expect.to_json().expect("a file");
        let from_json = Expectations::from_json(&json).expect("a file");
        assert_eq!(&from_json, expect);
        assert_eq!(rules(text, &from_json), expected);
        let link = expect.to_fragment().expect("a link");
        let from_link = Expectations::from_fragment(&format!("#/?{link}")).expect("a link");
        assert_eq!(&from_link, expect);
        assert_eq!(rules(text, &from_link), expected);
        // A process each: a few tell as much as all.
        if at % 4 != 0 {
            continue;
        }
        let now = format!("--now={NOW}");
        let file = folder.write("expect.json", &json);
        let mut options = expect.to_arguments().expect("options");
        options.extend([now.clone(), "--json".to_owned()]);
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        for arguments in [&["--expect", &file, &now, "--json"][..], &options] {
            let output = run(arguments, text);
            let report: serde_json::Value =
                serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
                    panic!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr))
                });
            let tokens = report["tokens"].as_array().expect("tokens").iter();
            let found: Vec<(String, String)> = tokens
                .flat_map(|token| token["findings"].as_array().expect("findings"))
                .map(|finding| {
                    let text = |name: &str| finding[name].as_str().expect("text").to_owned();
                    (text("rule"), text("message"))
                })
                .collect();
            assert_eq!(found, expected, "{arguments:?}");
        }
    }
}

fn expired() -> String {
    let example = Example {
        info: "token",
        body: "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"k\"}\n{\"iss\":\"https://id.contoso.example\",\"aud\":\"orders\",\"sub\":\"x\",\"name\":\"Ada Lovelace\",\"iat\":@-2h,\"exp\":@-1h}",
    };
    example.text(NOW)
}

#[test]
fn ci_shows_findings_natively() {
    let now = format!("--now={NOW}");
    let output = run(&["--format", "junit", &now], &expired());
    assert_eq!(output.status.code(), Some(1));
    let xml = String::from_utf8(output.stdout).expect("text");
    assert!(!events(&xml).any(|event| event == Event::Broken), "{xml}");
    assert!(
        events(&xml).any(|event| matches!(event, Event::Open("failure", ..))),
        "{xml}"
    );
    let output = run(&["--format=sarif", &now], &expired());
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert!(
        results
            .iter()
            .any(|result| result["ruleId"] == "token-expired" && result["level"] == "error")
    );
    let output = run(&["--format", "markdown", &now], &expired());
    let ticket = String::from_utf8(output.stdout).expect("text");
    assert!(
        ticket.contains("token-expired") && !ticket.contains("Lovelace"),
        "{ticket}"
    );
    assert_eq!(run(&["--format", "pdf"], "").status.code(), Some(2));
}

#[test]
fn expectations_come_from_a_configuration() {
    let folder = Folder::new("token-inspector-config");
    let config = folder.write(
        "appsettings.json",
        r#"{"AzureAd":{"Instance":"https://login.microsoftonline.com/","TenantId":"aaaabbbb-0000-cccc-1111-dddd2222eeee","ClientId":"11112222-bbbb-3333-cccc-4444dddd5555","Sparkle":1}}"#,
    );
    let now = format!("--now={NOW}");
    let output = run(&["--config", &config, &now], &expired());
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains("aud-mismatch"), "{text}");
    let remarks = String::from_utf8(output.stderr).expect("text");
    for remark in [
        "expected: tid=aaaabbbb-0000-cccc-1111-dddd2222eeee, from AzureAd:TenantId",
        "AzureAd:Sparkle: this setting is not known",
    ] {
        assert!(remarks.contains(remark), "{remarks}");
    }
    let other = folder.write("other.json", "{\"a\":1}");
    assert_eq!(run(&["--config", &other], "").status.code(), Some(2));
}

#[test]
fn two_files_are_compared() {
    let folder = Folder::new("token-inspector-compare");
    let expired = expired();
    let first = folder.write("first.txt", &expired);
    let example = Example {
        info: "token",
        body: "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"k\"}\n{\"iss\":\"https://id.contoso.example\",\"aud\":\"orders\",\"sub\":\"x\",\"name\":\"Ada Lovelace\",\"iat\":@-1m,\"exp\":@+1h}",
    };
    let second = folder.write("second.txt", &example.text(NOW));
    let now = format!("--now={NOW}");
    let output = run(&["compare", &now, &first, &second], "");
    let text = String::from_utf8(output.stdout).expect("text");
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(
        text.contains("only the first: error[token-expired]"),
        "{text}"
    );
    assert!(
        text.contains("claim `exp`") && text.contains("explains token-expired"),
        "{text}"
    );
    assert_eq!(
        run(&["compare", &now, &first, &first], "").status.code(),
        Some(0)
    );
    let empty = folder.write("empty.txt", "");
    for arguments in [
        &["compare"][..],
        &["compare", &first],
        &["compare", &first, &empty],
    ] {
        assert_eq!(run(arguments, "").status.code(), Some(2), "{arguments:?}");
    }
}

/// Everything that is made of a report, and how long it takes together.
fn hand_over(text: &str) -> f64 {
    let expect = Expectations::default();
    let report = inspect(text, &expect, NOW);
    let start = std::time::Instant::now();
    configuration::read(text);
    clocks::http_date(text).unwrap_or_default();
    let _ = Expectations::from_fragment(text);
    let mask = redact::Mask::default();
    redact::maskable(&report, &mask);
    redact::to_markdown(&report, text, &mask);
    redact::to_json(&report, text, &mask);
    ci::junit::to_xml(&report, text, "stdin");
    if let Some(token) = report.tokens.first() {
        compare::compare(token, token).to_text();
        clocks::judge(&token.token, NOW, Some(NOW + 5));
        let set = Edit::Set(Part::Payload, "z".to_owned(), "2".to_owned());
        let _ = what_if::edit(&token.token, &[set, Edit::Shift(1)]);
        for finding in token.checked.findings.iter().take(100) {
            remedy::remedies(finding, token, &expect);
        }
    }
    start.elapsed().as_secs_f64()
}

#[test]
fn what_is_made_of_a_report_takes_time_in_proportion_to_it() {
    for (name, family) in FAMILIES {
        let seconds = |size: usize| {
            let text = family(size);
            (0..2).map(|_| hand_over(&text)).fold(f64::MAX, f64::min)
        };
        // As for the report itself: a quadratic step would take two hundred and fifty-six times as long.
        let (small, large) = (seconds(20_000), seconds(320_000));
        assert!(
            large < 2.0 + small * 64.0,
            "{name}: {small:.4} s, then {large:.4} s"
        );
    }
}
