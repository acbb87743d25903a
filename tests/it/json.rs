//! The JSON reader against JSONTestSuite, and against serde_json.

use token_inspector::token::json::{Json, Kind, Value};

use crate::{NOW, files};

fn oracle(value: Value) -> serde_json::Value {
    match value.kind() {
        Kind::Null => serde_json::Value::Null,
        Kind::Boolean => value.as_bool().into(),
        Kind::Number => serde_json::from_str(value.raw()).expect("a number"),
        Kind::String => value.as_str().expect("a string").into(),
        Kind::Array => value.items().map(oracle).collect(),
        Kind::Object => value
            .members()
            .map(|member| (member.name().to_owned(), oracle(member.value())))
            .collect(),
    }
}

#[test]
fn accepts_what_must_be_accepted_and_rejects_what_must_be_rejected() {
    let (mut accepted, mut rejected, mut either) = (0, 0, 0);
    for path in files("tests/vectors/jsontestsuite/test_parsing", ".json") {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let bytes = std::fs::read(&path).expect("a readable vector");
        let accepts = match String::from_utf8(bytes) {
            Ok(text) => {
                let json = Json::read(text.clone());
                let accepts = json.error().is_none();
                if let (true, Ok(theirs)) =
                    (accepts, serde_json::from_str::<serde_json::Value>(&text))
                {
                    let root = json.root().expect("a value");
                    assert_eq!(oracle(root), theirs, "{name}");
                }
                accepts
            }
            // What is not UTF-8 never reaches the reader.
            Err(_) => false,
        };
        match name.as_bytes()[0] {
            b'y' => {
                assert!(accepts, "{name} must be accepted");
                accepted += 1;
            }
            b'n' => {
                assert!(!accepts, "{name} must be rejected");
                rejected += 1;
            }
            _ => either += 1,
        }
    }
    assert_eq!((accepted, rejected, either), (95, 188, 35));
}

#[test]
fn survives_every_vector_as_header_and_as_payload() {
    use token_inspector::token::base64url::encode;
    for path in files("tests/vectors/jsontestsuite", ".json") {
        let bytes = encode(&std::fs::read(&path).expect("a readable vector"));
        for token in [
            format!("{bytes}.e30.c2ln"),
            format!("eyJhbGciOiJSUzI1NiJ9.{bytes}.c2ln"),
            format!("{bytes}.{bytes}.{bytes}"),
        ] {
            let report = token_inspector::inspect(&token, &Default::default(), NOW);
            let document = token_inspector::document::document(&report);
            serde_json::to_string(&document).expect("a document");
            report.to_text(&token);
        }
    }
}

#[test]
fn agrees_with_serde_json_on_damaged_text() {
    let seeds = [
        r#"{"a":[1,-2.5e3,true,false,null,"x\u00e9\n"],"b":{"c":{}},"d":""}"#,
        r#"[{"aud":["x","y"],"exp":1767225600},[],"\ud83d\ude00"]"#,
    ];
    for seed in seeds {
        for at in 0..seed.len() {
            for replacement in [
                b' ', b'"', b'{', b'}', b'[', b']', b',', b':', b'0', b'e', b'\\', b'x', 1,
            ] {
                let mut bytes = seed.as_bytes().to_vec();
                bytes[at] = replacement;
                let Ok(text) = String::from_utf8(bytes) else {
                    continue;
                };
                let ours = Json::read(text.clone());
                let theirs = serde_json::from_str::<serde_json::Value>(&text);
                // Halves of surrogate pairs are a matter of taste: RFC 8259 §8.2.
                if !text.to_lowercase().contains("\\ud8") && !text.to_lowercase().contains("\\ude")
                {
                    assert_eq!(ours.error().is_none(), theirs.is_ok(), "{text}");
                }
                if let (None, Ok(theirs)) = (ours.error(), theirs) {
                    assert_eq!(oracle(ours.root().expect("a value")), theirs, "{text}");
                }
            }
        }
    }
}

/// Objects that serde_json treats as a number or raw value in disguise are objects like any other here.
#[test]
fn private_names_of_serde_json_mean_nothing() {
    for name in [
        "$serde_json::private::Number",
        "$serde_json::private::RawValue",
    ] {
        let json = Json::read(format!("{{\"{name}\":\"1\"}}"));
        let root = json.object().expect("an object");
        assert_eq!(root.get(name).and_then(|value| value.as_str()), Some("1"));
    }
}
