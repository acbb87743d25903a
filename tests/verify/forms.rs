//! Every form people have a key in gives the same key, or says what to do.

use token_inspector::token::base64url::encode;
use token_inspector::verify::key::{Keys, Origin, Warning, read, text_of_file};

use crate::signed::{public, rsa_text, token};
use crate::{project, state};

/// The starts of the RFC 7638 thumbprints of the keys in `tests/verify/forms`, by the start of the file's name. They are
/// published keys: RFC 7520 §3.4, RFC 7515 A.3, RFC 8037 A.1 and A.6.
const THUMBPRINTS: &[(&str, &str)] = &[
    ("rsa.", "9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI"),
    ("ec.", "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U"),
    ("ed25519.", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"),
    ("x25519.", "u809Vppx5ixWMOohxWr2aM3m5bD0LQ67g_GPmubQus4"),
];

fn form(name: &str) -> String {
    std::fs::read_to_string(project("tests/verify/forms").join(name)).expect("a key file")
}

fn names() -> Vec<String> {
    let entries = std::fs::read_dir(project("tests/verify/forms")).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn every_form_gives_the_same_key() {
    let mut count = 0;
    for name in names() {
        let Some((_, thumbprint)) = THUMBPRINTS
            .iter()
            .find(|(start, _)| name.starts_with(start))
        else {
            assert!(name.starts_with("refused."), "{name} is not classified");
            continue;
        };
        for text in [form(&name), form(&name).replace('\n', "\r\n")] {
            let Keys { keys, faults } = read(&text);
            assert_eq!((keys.len(), faults.len()), (1, 0), "{name}: {faults:?}");
            // The private keys on Edwards and Montgomery curves come without their public half.
            if !matches!(name.as_str(), "ed25519.pkcs8.pem" | "x25519.pkcs8.pem") {
                assert_eq!(keys[0].thumbprint().as_deref(), Some(*thumbprint), "{name}");
            }
            let is_private = name.contains("pkcs8")
                || name.contains("private")
                || name.contains("sec1")
                || name.contains("openssh");
            assert_eq!(
                keys[0].warnings.contains(&Warning::PrivateKey),
                is_private,
                "{name}"
            );
            assert_eq!(
                keys[0].origin == Origin::Certificate,
                name.contains("certificate") || name.contains("x5c") || name.contains("google"),
                "{name}"
            );
            let is_of_class = keys[0].warnings.contains(&Warning::Names);
            assert_eq!(is_of_class, name.contains("dotnet"), "{name}");
            count += 1;
        }
    }
    assert!(count > 50, "{count}");
}

#[test]
fn every_form_verifies() {
    let (token, _) = token("RS256");
    for name in names().iter().filter(|name| name.starts_with("rsa.")) {
        assert_eq!(state(&token, &form(name)).name(), "verified", "{name}");
    }
    // RFC 8037 A.4, with the private key alone: its public half is derived.
    let token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    for name in names().iter().filter(|name| name.starts_with("ed25519.")) {
        assert_eq!(state(token, &form(name)).name(), "verified", "{name}");
    }
}

#[test]
fn what_needs_conversion_gets_its_command() {
    for (name, reason, command) in [
        (
            "refused.pkcs8-encrypted.pem",
            "passphrase",
            "openssl pkey -in",
        ),
        (
            "refused.rsa-encrypted.pem",
            "passphrase",
            "openssl pkey -in",
        ),
        ("refused.request.pem", "request", "openssl req -in"),
        ("refused.set.yaml", "in YAML", "yq -o=json"),
        ("refused.pkcs12.txt", "PKCS#12", "openssl pkcs12 -in"),
        ("refused.pkcs7.pem", "PKCS#7", "openssl pkcs7 -in"),
        ("refused.compressed.pem", "compressed", "openssl ec -pubin"),
        ("refused.explicit.pem", "spelled out", "openssl ec -pubin"),
        (
            "refused.compressed-private.pem",
            "compressed",
            "openssl ec -in",
        ),
        (
            "refused.compressed-certificate.pem",
            "compressed",
            "openssl x509 -in certificate.pem -noout -pubkey | openssl ec -pubin",
        ),
    ] {
        let Keys { keys, faults } = read(&form(name));
        assert!(keys.is_empty(), "{name}");
        assert!(
            faults[0].reason.contains(reason),
            "{name}: {}",
            faults[0].reason
        );
        assert!(
            faults[0].command.starts_with(command),
            "{name}: {}",
            faults[0].command
        );
    }
}

#[test]
fn a_set_names_its_bad_keys_and_keeps_the_others() {
    let text = format!(
        r#"{{"keys":[{},{{"kty":"EC","crv":"P-256","x":"AA"}},{{"kty":"RSA","n":"*","e":"AQAB"}},7,{{"kty":"X"}}]}}"#,
        public(&rsa_text())
    );
    let Keys { keys, faults } = read(&text);
    assert_eq!(keys.len(), 1);
    let reasons: Vec<(&str, &str)> = faults
        .iter()
        .map(|fault| (fault.span.of(&text), fault.reason.as_str()))
        .collect();
    assert_eq!(
        reasons,
        [
            (r#"{"kty":"EC","crv":"P-256","x":"AA"}"#, "`y` is missing"),
            (r#""n":"*""#, "`n` is not base64url"),
            ("7", "an element is no key"),
            (
                r#""kty":"X""#,
                "the key type `X` is none that is worked with"
            ),
        ]
    );
}

#[test]
fn what_is_no_key_is_named() {
    for (text, reason) in [
        ("https://id.example/keys", "nothing is fetched"),
        ("eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "a token, not a key"),
        (
            r#"{"issuer":"https://id.example","jwks_uri":"https://id.example/keys"}"#,
            "open `https://id.example/keys`",
        ),
        (r#"{"keys":[]}"#, "holds no key"),
        (r#"{"keys":{}}"#, "not an array"),
        (
            r#"{"keys":[{"kty":"RSA","n":"#,
            "breaks off at line 1, column 27",
        ),
        ("-----BEGIN PUBLIC KEY-----\nMFkw", "no END line"),
        (
            "-----BEGIN PUBLIC KEY-----\n!!\n-----END PUBLIC KEY-----",
            "not base64",
        ),
        (
            "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----",
            "DER ends",
        ),
        ("Bearer eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "a token, not a key"),
        (
            "----BEGIN PUBLIC KEY----\nMFkw\n----END PUBLIC KEY----",
            "five hyphens",
        ),
        ("MFkw\n-----END PUBLIC KEY-----", "no BEGIN line"),
        ("-----BEGIN%20PUBLIC%20KEY-----%0AMFkw", "percent-encoded"),
        ("<RSAKeyValue><Modulus>AQAB</Modulus>", "XML form of .NET"),
        ("<!DOCTYPE html><title>Sign in</title>", "a web page"),
        ("PuTTY-User-Key-File-3: ssh-rsa", "PuTTY"),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "cut off or damaged"),
    ] {
        let Keys { keys, faults } = read(text);
        assert!(keys.is_empty(), "{text}");
        assert!(
            faults[0].reason.contains(reason),
            "{text}: {}",
            faults[0].reason
        );
    }
    // Where in the lines between.
    let pem = "-----BEGIN PUBLIC KEY-----\nMFkw\nEwYH!oZI\n-----END PUBLIC KEY-----";
    assert_eq!(read(pem).faults[0].span.start, pem.find('!').unwrap());
    assert!(read("").keys.is_empty() && read(" \n").faults.is_empty());
}

#[test]
fn der_in_hexadecimal_is_der() {
    let pem = token_inspector::token::base64url::decode(form("rsa.spki.der.txt").trim()).bytes;
    let hex: String = pem.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        read(&hex).keys[0].thumbprint(),
        read(&form("rsa.spki.pem")).keys[0].thumbprint()
    );
    // What only begins like one is a secret.
    assert_eq!(read("30820122deadbeef").keys[0].material.kind(), "oct");
}

#[test]
fn the_certificate_of_another_key_is_none_of_this() {
    let bare = form("rsa.x5c.json");
    let chain = bare.trim().trim_start_matches("{\"kid\": \"from-x5c\", ");
    let with_chain =
        |key: &str| key.replacen('{', &format!("{{{},", chain.trim_end_matches('}')), 1);
    assert_eq!(read(&with_chain(&public(&rsa_text()))).keys.len(), 1);
    let of_another = with_chain(&crate::signed::token("ES256").1);
    let Keys { keys, faults } = read(&of_another);
    assert!(keys.is_empty());
    assert_eq!(
        faults[0].reason,
        "`x5c` holds the certificate of another key"
    );
}

#[test]
fn what_stood_before_the_damage_still_counts() {
    let key = public(&rsa_text());
    let Keys { keys, faults } = read(&format!(r#"{{"keys":[{key},{key},{{"kty":"#));
    assert_eq!((keys.len(), faults.len()), (2, 1));
}

#[test]
fn keys_are_found_as_programs_print_them() {
    let key = public(&rsa_text());
    let set = format!(r#"{{"keys":[{key}]}}"#);
    let names = |text: &str| -> Vec<Option<String>> {
        let Keys { keys, faults } = read(text);
        assert!(faults.is_empty(), "{text}: {faults:?}");
        keys.into_iter().map(|key| key.kid).collect()
    };
    let expected = names(&set);
    assert_eq!(expected.len(), 1);
    let string = format!("{set:?}");
    for text in [
        &string,
        &set.replace('"', "'"),
        &set.replace("}]}", "},],}"),
        &format!("const jwks = {};", set.replace('"', "'")),
        &format!("import {{ x }} from 'y';\nit(() => {{ const jwks = {set}; }});"),
        &format!("[INFO] keys: {set} [0]"),
        &format!("[{set}]"),
    ] {
        assert_eq!(names(text), expected, "{text}");
    }
    // Several, one after the other, and PEM between.
    let pem = form("rsa.spki.pem");
    for (text, count) in [
        (format!("{key}\n{key}"), 2),
        (format!("\"keys\": [{key}, {key}]"), 2),
        (format!("{pem}{set}\n{pem}"), 3),
        (format!("{set},\n{set}\n{pem}"), 3),
        (format!("[{set},{key}]"), 2),
    ] {
        assert_eq!(names(&text).len(), count, "{text}");
    }
    let own = r#"{"keys":[{"kid":"k1","type":"EC","publicKey":"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEjlM7b6C/e0YluzBmfAH7YH75+LioD+9bMAYocDGHsqNz6x294DMYNm0Gn4Om9ZAAU8c2M8sEGyHFXhqGwfQAtA=="}]}"#;
    assert_eq!(names(own), [Some("k1".to_owned())]);
    let encoded = &read("%7B%22keys%22%3A%5B%5D%7D").faults[0].reason;
    assert_eq!(encoded, "this is percent-encoded: decode it first");
}

#[test]
fn keys_are_found_where_programs_put_them() {
    let pem = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEjlM7b6C/e0YluzBmfAH7YH75+Lio\nD+9bMAYocDGHsqNz6x294DMYNm0Gn4Om9ZAAU8c2M8sEGyHFXhqGwfQAtA==\n-----END PUBLIC KEY-----\n";
    let base64 = encode(pem.as_bytes());
    let wrapped: Vec<&str> = [base64.get(..76), base64.get(76..)]
        .into_iter()
        .flatten()
        .collect();
    let escaped = pem.replace('\n', "\\n");
    for text in [
        wrapped.join("\n"),
        format!(r#"{{"kind":"Secret","data":{{"tls.crt":"{base64}"}}}}"#),
        format!(r#"{{"data":{{"keys":{{"1":{{"public_key":"{escaped}"}}}}}}}}"#),
        format!(r#"{{"public_key":"{escaped}"}}"#),
        format!(r#"{{"alg":"SHA256withECDSA","value":"{escaped}"}}"#),
        format!(
            "mp.jwt.verify.publickey={}",
            pem.lines().skip(1).take(2).collect::<String>()
        ),
        pem.replace('\n', "\n> "),
        format!("\"{}\";", escaped.replace("\\n", "\\n\" +\n  \"")),
        format!("['{}'].join('\\n')", pem.trim().replace('\n', "', '")),
        format!(
            "[\"{}\"].join(\"\\n\")",
            pem.trim().replace('\n', "\",\n\"")
        ),
    ] {
        let found = read(&text);
        let named = found.keys.iter().filter(|key| key.kid.is_some()).count();
        assert_eq!(
            (found.keys.len(), found.faults.len(), named),
            (1, 0, 0),
            "{text}"
        );
    }
    for key in [
        r#"{"key":{"kid":"k1","kty":"RSA-HSM","n":"0vx7agoebGcQSuuPiLJXZg","e":"AQAB"}}"#,
        r#"{"key":{"crv":null,"d":null,"dp":null,"e":"AQAB","k":null,"kid":"k1","kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZg","x":null}}"#,
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","y":null,"d":null,"n":null}"#,
    ] {
        assert_eq!(read(key).keys.len(), 1, "{key}");
    }
    for (bytes, reason) in [
        (
            &b"\xFE\xED\xFE\xED\0\0\0\x02"[..],
            "this is a key store of Java",
        ),
        (
            b"<?xml version=\"1.0\"?><Error/>",
            "this is a web page or XML",
        ),
    ] {
        let text = text_of_file(bytes.to_vec());
        let faults = read(&text).faults;
        assert!(
            faults.iter().any(|fault| fault.reason.starts_with(reason)),
            "{text}"
        );
    }
}
