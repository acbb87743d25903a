//! The command line keeps its contract.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use token_inspector::example::Example;

use crate::NOW;

pub fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_token-inspector"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command line starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A run that fails early does not read its input.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("the command line ends")
}

fn json(arguments: &[&str], input: &str) -> (serde_json::Value, i32) {
    let output = run(arguments, input);
    let json = serde_json::from_slice(&output.stdout).expect("JSON");
    (json, output.status.code().expect("a status"))
}

fn healthy() -> String {
    let example = Example {
        info: "token",
        body: "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"k\"}\n{\"iss\":\"https://id.contoso.example\",\"aud\":\"orders\",\"sub\":\"x\",\"exp\":@+1h,\"iat\":@,\"n\":12345678901234567890.10}",
    };
    example.text(NOW)
}

#[test]
fn prints_the_report_of_the_contract() {
    let now = NOW.to_string();
    let text = format!("Authorization: Bearer {}", healthy());
    let (report, status) = json(&["--json", "--now", &now], &text);
    assert_eq!(report["schema"], 1);
    assert_eq!(report["now"], NOW);
    assert_eq!(report["errors"], serde_json::json!([]));
    let token = &report["tokens"][0];
    assert_eq!(token["form"], "jws-compact");
    assert_eq!(token["carrier"], "authorization-header");
    assert_eq!(token["span"], serde_json::json!([22, text.len()]));
    assert_eq!(token["segments"][0]["name"], "header");
    assert_eq!(token["segments"][0]["base64url"], "ok");
    assert_eq!(token["segments"][0]["json"], "object");
    assert_eq!(token["segments"][2]["json"], serde_json::Value::Null);
    assert_eq!(token["header"]["alg"], "RS256");
    assert_eq!(token["payload"]["n"].to_string(), "12345678901234567890.10");
    assert!(
        token["findings"].is_array()
            && token["quiet"].is_array()
            && token["not_applicable"].is_array()
    );
    let refused = token["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .any(|finding| finding["severity"] == "error");
    assert_eq!(status, i32::from(refused));
}

#[test]
fn the_exit_status_tells() {
    let now = NOW.to_string();
    assert_eq!(run(&["--now", &now], &healthy()).status.code(), Some(0));
    assert_eq!(
        run(&["--now", &now, "--aud", "invoices"], &healthy())
            .status
            .code(),
        Some(1)
    );
    assert_eq!(
        run(&["--now", "2030-01-01"], &healthy()).status.code(),
        Some(1)
    );
    for arguments in [
        &["--unknown"][..],
        &["--now", "soon"],
        &["--now"],
        &["--expect", "no such file"],
        &["no such file"],
        &["a", "b"],
        &["-x"],
        &["--kind", "no-such-kind"],
    ] {
        let output = run(arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            !output.stderr.is_empty() && output.stdout.is_empty(),
            "{arguments:?}"
        );
    }
    assert_eq!(run(&["--help"], "").status.code(), Some(0));
    assert_eq!(run(&["--version"], "").status.code(), Some(0));
}

#[test]
fn reads_files_and_expectations() {
    let folder = std::env::temp_dir().join(format!("token-inspector-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let (token, expect) = (folder.join("token.txt"), folder.join("expect.json"));
    std::fs::write(&token, healthy()).expect("a file");
    std::fs::write(&expect, r#"{"aud":["invoices"]}"#).expect("a file");
    let now = format!("--now={NOW}");
    let arguments = [
        &now,
        "--json",
        "--expect",
        expect.to_str().expect("a path"),
        token.to_str().expect("a path"),
    ];
    let (report, status) = json(&arguments, "");
    assert_eq!(status, 1);
    let rules: Vec<_> = report["tokens"][0]["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|f| f["rule"].clone())
        .collect();
    assert!(rules.contains(&"aud-mismatch".into()), "{rules:?}");
    std::fs::remove_dir_all(&folder).expect("a folder to remove");
}
