//! Published vectors have the state that stands beside them in `tests/vectors/STATES.tsv`.

use std::fs;

#[path = "../support/vectors.rs"]
mod list;

use crate::{project, verify_with};
use list::{Files, key_text};
use token_inspector::token::disclosures;

const FOLDER: &str = "rfc-vectors/vectors/";

fn files() -> Files {
    let root = project("tests/vectors");
    let mut files = Files::new();
    let mut folders = vec![root.join("rfc-vectors"), root.join("rfc7520-cookbook")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let below = path.strip_prefix(&root).expect("a path below");
            let name = below.to_string_lossy().replace('\\', "/");
            let bytes = fs::read(&path).expect("a file");
            files.insert(name, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    files
}

#[test]
fn every_vector_has_the_state_it_should() {
    let table = fs::read_to_string(project("tests/vectors/STATES.tsv")).expect("the table");
    let found = list::all(&files()).into_iter().map(|vector| {
        let verification = verify_with(&vector.token, &vector.keys, vector.content.as_deref());
        (vector, verification)
    });
    let (wrong, lacking, compared) = list::compare(&table, found.collect());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
    assert!(compared > 50, "{compared}");
}

#[test]
fn thumbprints_are_those_of_rfc_7638() {
    let files = files();
    let text = key_text(&files, FOLDER, "rfc7638_3.1.jwk").expect("a key");
    let expected = key_text(&files, FOLDER, "rfc7638_3.1.thp").expect("a thumbprint");
    let keys = token_inspector::verify::key::read(&text).keys;
    assert_eq!(keys[0].thumbprint().as_deref(), Some(expected.trim()));
}

#[test]
fn the_key_sets_of_rfc_7517_are_read() {
    let files = files();
    for (name, count) in [
        ("rfc7517_A.1.jwkset", 2),
        ("rfc7517_A.2.jwkset", 2),
        ("rfc7517_A.3.jwkset", 2),
        ("rfc7517_B.jwk", 1),
    ] {
        let keys =
            token_inspector::verify::key::read(&key_text(&files, FOLDER, name).expect("a set"));
        assert_eq!((keys.keys.len(), keys.faults.len()), (count, 0), "{name}");
    }
}

/// RFC 7516 Appendix A.3, and the key agreement of RFC 7518 Appendix C.
#[test]
fn the_examples_of_rfc_7516_and_7518() {
    let token = "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ.\
                 AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.U0m_YmjN04DJvceFICbCVQ";
    let check = crate::check(token, r#"{"kty":"oct","k":"GawgguFyGrWKav7AX4VKUg"}"#);
    assert_eq!(
        check.opened.as_deref(),
        Some(&b"Live long and prosper."[..])
    );

    let header = r#"{"alg":"ECDH-ES","enc":"A128GCM","apu":"QWxpY2U","apv":"Qm9i","epk":{"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps"}}"#;
    let bob = r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}"#;
    let derived = token_inspector::token::base64url::decode("VqqN6vgjbSBcIijNcacQGg").bytes;
    let token = crate::signed::sealed(header, "", &derived, b"hello");
    assert_eq!(
        crate::check(&token, bob).opened.as_deref(),
        Some(&b"hello"[..])
    );
}

/// What the presentations in RFC 9901 disclose, by where it stands in the processed payload.
#[test]
fn the_examples_of_rfc_9901() {
    let read = |name: &str| {
        let path = project("tests/vectors/rfc9901").join(name);
        fs::read_to_string(path).expect("a file")
    };
    let key = read("issuer.jwk");
    let address = r#"{"locality": "Maxstadt", "postal_code": "12344", "country": "DE", "street_address": "Weidenstra\u00dfe 22"}"#;
    for (name, disclosed) in [
        (
            "A.1.txt",
            &[
                ("/address/region", r#""\u6e2f\u533a""#),
                ("/address/country", r#""JP""#),
            ][..],
        ),
        (
            "A.2.txt",
            &[
                (
                    "/verified_claims/verification/time",
                    r#""2012-04-23T18:25Z""#,
                ),
                ("/verified_claims/verification/evidence/0", ""),
                (
                    "/verified_claims/verification/evidence/0/method",
                    r#""pipp""#,
                ),
                ("/verified_claims/claims/given_name", r#""Max""#),
                ("/verified_claims/claims/family_name", r#""M\u00fcller""#),
                ("/verified_claims/claims/address", address),
            ],
        ),
    ] {
        let text = read(name);
        let report = crate::report(&text, &key);
        let fired = crate::fired(&report);
        assert!(fired.contains(&"signature-valid"), "{name}: {fired:?}");
        assert!(
            !fired.iter().any(|rule| rule.starts_with("sdjwt-")),
            "{name}: {fired:?}"
        );
        let found = disclosures::process(&report.tokens[0].token);
        assert_eq!(found.list.len(), disclosed.len(), "{name}");
        for (at, (pointer, value)) in disclosed.iter().enumerate() {
            assert_eq!(found.pointer(at).as_deref(), Some(*pointer), "{name}");
            let own = found.list[at].value.expect("a value").raw();
            assert!(value.is_empty() || own == *value, "{name}: {own}");
        }
        // One character of a disclosure more: it is no longer the one that was signed.
        let bent = text.replacen('~', "~A", 1);
        assert!(
            crate::fired(&crate::report(&bent, &key))
                .iter()
                .any(|rule| rule.starts_with("sdjwt-disclosure")),
            "{name}"
        );
    }
}
