//! Published vectors are recognised for what they are.

use token_inspector::inspect;
use token_inspector::place::Part;
use token_inspector::token::base64url::Encoding;

use crate::{NOW, files};

/// The forms that the endings of the vector files stand for.
const FORMS: &[(&str, &str)] = &[
    (".jwsc", "jws-compact"),
    (".jwsf", "jws-json-flattened"),
    (".jwsg", "jws-json-general"),
    (".jwec", "jwe-compact"),
    (".jwef", "jwe-json-flattened"),
    (".jweg", "jwe-json-general"),
    (".jwe", "jwe-compact"),
];

#[test]
fn every_vector_is_read_without_a_fault_of_encoding() {
    let mut count = 0;
    for (ending, form) in FORMS {
        for path in files("tests/vectors/rfc-vectors", ending) {
            let text = std::fs::read_to_string(&path).expect("a readable vector");
            let report = inspect(&text, &Default::default(), NOW);
            let [token] = report.tokens.as_slice() else {
                panic!("{path:?}: {} tokens", report.tokens.len());
            };
            let expected = match *form {
                // A JWE in JSON is saved under .jwe too.
                "jwe-compact" if text.trim_start().starts_with('{') => "jwe-json-flattened",
                form => as_written(form, &text),
            };
            assert_eq!(token.token.form.name(), expected, "{path:?}");
            for segment in &token.token.segments {
                let is_clean = matches!(segment.encoding, Encoding::Ok | Encoding::Empty);
                assert!(
                    is_clean,
                    "{path:?}: {} is {:?}",
                    segment.part.name(),
                    segment.encoding
                );
            }
            count += 1;
        }
    }
    assert_eq!(count, 60);
}

/// RFC 7520 §5.5 and §5.6 write a general serialization without `recipients`, which RFC 7516 §7.2.1 requires: what
/// stands there is the flattened one.
fn as_written(form: &'static str, text: &str) -> &'static str {
    if form == "jwe-json-general" && !text.contains("\"recipients\"") {
        "jwe-json-flattened"
    } else {
        form
    }
}

/// The strings of a vector's `output` that are serializations.
fn cookbook() -> Vec<(String, String, &'static str)> {
    let mut found = Vec::new();
    for path in files("tests/vectors/rfc7520-cookbook", ".json") {
        let text = std::fs::read_to_string(&path).expect("a readable vector");
        let json: serde_json::Value = serde_json::from_str(&text).expect("a JSON vector");
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let Some(output) = json.get("output") else {
            continue;
        };
        let kind = if name.starts_with('5')
            || path.to_string_lossy().contains("/jwe/")
            || name.starts_with("ecdh")
        {
            "jwe"
        } else {
            "jws"
        };
        for (member, form) in [
            ("compact", "compact"),
            ("json", "json-general"),
            ("json_flat", "json-flattened"),
        ] {
            let Some(value) = output.get(member) else {
                continue;
            };
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            let form = match (kind, form) {
                ("jwe", "compact") => "jwe-compact",
                ("jwe", "json-general") => "jwe-json-general",
                ("jwe", _) => "jwe-json-flattened",
                (_, "compact") => "jws-compact",
                (_, "json-general") => "jws-json-general",
                _ => "jws-json-flattened",
            };
            found.push((
                format!("{name} {member}"),
                text.clone(),
                as_written(form, &text),
            ));
        }
    }
    found
}

#[test]
fn the_cookbook_is_recognised() {
    let vectors = cookbook();
    assert!(vectors.len() > 40, "{}", vectors.len());
    for (name, text, form) in vectors {
        let report = inspect(&text, &Default::default(), NOW);
        let [token] = report.tokens.as_slice() else {
            panic!("{name}: {} tokens", report.tokens.len());
        };
        assert_eq!(token.token.form.name(), form, "{name}");
        let header = [Part::Header, Part::UnprotectedHeader]
            .into_iter()
            .find_map(|part| token.token.object(part));
        assert!(header.is_some(), "{name}: no header");
    }
}
