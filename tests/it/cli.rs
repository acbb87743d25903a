//! The command line keeps its contract.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use token_inspector::example::Example;
use token_inspector::hash::sha256;
use token_inspector::token::base64url;

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
        &["--aud", ""],
        &["--require==x"],
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
    std::fs::write(&expect, r#"{"aud":["invoices"],"at":0}"#).expect("a file");
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
    assert_eq!(report["now"], NOW);
    let rules: Vec<_> = report["tokens"][0]["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|f| f["rule"].clone())
        .collect();
    assert!(rules.contains(&"aud-mismatch".into()), "{rules:?}");
    std::fs::remove_dir_all(&folder).expect("a folder to remove");
}

#[test]
fn a_key_gives_signatures_a_state() {
    let vectors = crate::project("tests/vectors/rfc-vectors/vectors");
    let path = |name: &str| vectors.join(name).to_string_lossy().into_owned();
    let token = std::fs::read_to_string(path("rfc7515_A.3.jwsc")).expect("a vector");
    let (report, _) = json(&["--json", "--key", &path("rfc7515_A.3.jwk")], &token);
    let signature = &report["tokens"][0]["signature"];
    assert_eq!(signature["state"], "verified");
    assert_eq!(signature["key"]["kty"], "EC");
    assert_eq!(
        signature["key"]["thumbprint"],
        "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U"
    );
    assert!(
        signature["detail"]
            .as_str()
            .is_some_and(|text| text.contains("verifies"))
    );
    // Without a key there is no state, with the key of another there is another.
    let (report, _) = json(&["--json"], &token);
    assert_eq!(report["tokens"][0]["signature"], serde_json::Value::Null);
    let (report, status) = json(&["--json", "--key", &path("rfc7520_3.1.jwk")], &token);
    assert_eq!(report["tokens"][0]["signature"]["state"], "key-unfit");
    assert!((0..=1).contains(&status));
    // What is in an encrypted token follows it.
    let nested = std::fs::read_to_string(crate::project(
        "tests/vectors/rfc7520-cookbook/6.nesting_signatures_and_encryption.json",
    ))
    .expect("a vector");
    let nested: serde_json::Value = serde_json::from_str(&nested).expect("JSON");
    let keys = std::env::temp_dir().join(format!("token-inspector-{}.json", std::process::id()));
    let set = serde_json::json!({"keys": [nested["encrypt"]["input"]["key"], nested["sign"]["input"]["key"]]});
    std::fs::write(&keys, set.to_string()).expect("a file");
    let outer = nested["encrypt"]["output"]["compact"]
        .as_str()
        .expect("a token");
    let (report, _) = json(&["--json", "--key", &keys.to_string_lossy()], outer);
    let _ = std::fs::remove_file(&keys);
    assert_eq!(report["tokens"][0]["signature"]["state"], "opened");
    assert_eq!(report["tokens"][1]["carrier"], "jwe");
    assert_eq!(report["tokens"][1]["signature"]["state"], "verified");
}

#[test]
fn claims_are_printed_as_they_are_after_disclosure() {
    // The header, then {"a":{"_sd":["x"]},"n":[{"...":"y"}],"_sd":[the digest of ["s","b",1]]}.
    let token = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.PAYLOAD.AAAA~WyJzIiwiYiIsMV0~";
    let digest = base64url::encode(&sha256(b"WyJzIiwiYiIsMV0"));
    let payload = format!(r#"{{"a":{{"_sd":["x"]}},"n":[{{"...":"y"}}],"_sd":["{digest}"]}}"#);
    let token = token.replace("PAYLOAD", &base64url::encode(payload.as_bytes()));
    let (report, _) = json(&["--json"], &token);
    let token = &report["tokens"][0];
    assert_eq!(
        token["claims"],
        serde_json::json!({"a": {}, "n": [], "b": 1})
    );
    assert_eq!(
        token["disclosed"],
        serde_json::json!([{"disclosure": 0, "pointer": "/b"}])
    );
    assert_eq!(
        token["undisclosed"],
        serde_json::json!([{"pointer": "/a", "digest": "x"}, {"pointer": "/n/0", "digest": "y"}])
    );
    assert_eq!(token["payload"]["_sd"][0], digest);
}

#[test]
fn a_file_without_a_key_is_said() {
    let manifest = crate::project("tests/verify/forms/refused.request.pem");
    let output = run(&["--key", &manifest.to_string_lossy()], "x");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("openssl req -in request.pem -noout -pubkey"),
        "{said}"
    );
    // A key of a type that is not worked with is one all the same.
    let file = std::env::temp_dir().join(format!("token-inspector-akp-{}", std::process::id()));
    std::fs::write(&file, r#"{"kty":"AKP","alg":"ML-DSA-44","pub":"AA"}"#).expect("a file");
    let token = "eyJhbGciOiJNTC1EU0EtNDQifQ.e30.AAAA";
    let (report, _) = json(&["--json", "--key", &file.to_string_lossy()], token);
    let _ = std::fs::remove_file(&file);
    assert_eq!(
        report["tokens"][0]["signature"]["state"],
        "cannot-be-checked"
    );
}
