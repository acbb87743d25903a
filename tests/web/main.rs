//! The core where the page runs it: in a browser, with addresses of 32 bits and a small stack.
#![cfg(target_arch = "wasm32")]

mod crypto;

use token_inspector::example::Example;
use token_inspector::guide::{self, Block};
use token_inspector::token::base64url;
use token_inspector::{Expectations, inspect, rules};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// 1 January 2026, 00:00:00 UTC.
const NOW: i64 = 1_767_225_600;

fn examples() -> Vec<String> {
    let blocks = guide::sections().flat_map(|section| section.blocks());
    blocks
        .filter_map(|block| match block {
            Block::Example(info, body) => Some(Example { info, body }.text(NOW)),
            _ => None,
        })
        .collect()
}

#[wasm_bindgen_test]
fn every_prefix_of_every_example_ends_in_a_report() {
    let examples = examples();
    assert!(examples.len() > 20);
    for text in examples {
        for end in (0..text.len())
            .step_by(17)
            .filter(|&end| text.is_char_boundary(end))
        {
            let report = inspect(&text[..end], &Expectations::default(), NOW);
            assert!(
                report
                    .all_findings()
                    .all(|finding| !finding.message.is_empty())
            );
        }
    }
}

#[wasm_bindgen_test]
fn deep_nesting_does_not_exhaust_the_stack() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let payload = base64url::encode(format!("{{\"deep\":{deep}}}").as_bytes());
    let text = format!("eyJhbGciOiJSUzI1NiJ9.{payload}.c2ln");
    let report = inspect(&text, &Expectations::default(), NOW);
    let expected = rules::by_id("json-excessive-depth");
    assert!(
        report
            .all_findings()
            .any(|finding| Some(finding.rule) == expected)
    );
    token_inspector::document::document(&report);
}

#[wasm_bindgen_test]
fn a_megabyte_is_read() {
    let groups = "\"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb\",".repeat(25_000);
    let payload = base64url::encode(format!("{{\"groups\":[{groups}\"x\"]}}").as_bytes());
    let text = format!("eyJhbGciOiJSUzI1NiJ9.{payload}.c2ln");
    let report = inspect(&text, &Expectations::default(), NOW);
    let groups = report.tokens[0]
        .token
        .claims()
        .and_then(|claims| claims.get("groups"));
    assert_eq!(groups.map(|groups| groups.items().count()), Some(25_001));
}
