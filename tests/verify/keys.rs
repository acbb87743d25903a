//! Which key is asked, and what is said where none decides.

use token_inspector::token::base64url::encode;
use token_inspector::verify::{Damage, Reason, State, Unfit};

use crate::signed::{SECRET, mac, public, rsa_text, token};
use crate::{fired, report, state};

fn with_members(jwk: &str, members: &str) -> String {
    format!("{},{members}}}", jwk.trim_end().trim_end_matches('}'))
}

/// A token signed with the secret.
fn signed(header: &str, payload: &str) -> String {
    let input = format!(
        "{}.{}",
        encode(header.as_bytes()),
        encode(payload.as_bytes())
    );
    format!("{input}.{}", encode(&mac("256", SECRET, input.as_bytes())))
}

fn oct(members: &str) -> String {
    format!(r#"{{"kty":"oct","k":"{}"{members}}}"#, encode(SECRET))
}

#[test]
fn a_key_that_is_not_for_this_is_unfit() {
    let (token, key) = token("ES256");
    for (members, unfit) in [
        (r#""use":"enc""#, Unfit::Use("enc".to_owned())),
        (
            r#""key_ops":["deriveKey"]"#,
            Unfit::Operation(vec!["deriveKey".to_owned()]),
        ),
        (r#""key_ops":[]"#, Unfit::Operation(Vec::new())),
        (
            r#""key_ops":["sign"]"#,
            Unfit::Operation(vec!["sign".to_owned()]),
        ),
        (
            r#""alg":"ES384""#,
            Unfit::Algorithm("ES384".to_owned(), "ES256".to_owned()),
        ),
    ] {
        match state(&token, &with_members(&key, members)) {
            State::KeyUnfit { why, .. } => assert_eq!(why, unfit),
            other => panic!("{members}: {}", other.sentence()),
        }
    }
    let tenant = signed(r#"{"alg":"HS256"}"#, r#"{"tid":"t-1"}"#);
    for (issuer, name) in [
        ("https://x.example/t-2/", "key-unfit"),
        ("https://x.example/{tenantid}/", "verified"),
        ("https://x.example/t-1/", "verified"),
    ] {
        let key = oct(&format!(r#","issuer":"{issuer}""#));
        assert_eq!(state(&tenant, &key).name(), name, "{issuer}");
    }
    let assertion = |thumbprint: &str| {
        signed(
            &format!(r#"{{"alg":"HS256","x5t":"{thumbprint}"}}"#),
            r#"{"aud":"https://login.microsoftonline.com/a/v2.0"}"#,
        )
    };
    for (thumbprint, name) in [("b", "key-unfit"), ("a", "verified")] {
        let state = state(&assertion(thumbprint), &oct(r#","x5t":"a""#));
        assert_eq!(state.name(), name, "{thumbprint}");
    }
    // The signature says which curve it is of.
    let (eddsa, _) = crate::signed::token("Ed25519");
    let rest = &eddsa[eddsa.find('.').expect("a dot")..];
    let (_, other) = crate::signed::token("Ed448");
    match state(&(encode(br#"{"alg":"EdDSA"}"#) + rest), &other) {
        State::KeyUnfit { why, .. } => assert_eq!(why, Unfit::Curve("Ed448", "Ed25519")),
        other => panic!("{}", other.sentence()),
    }
    for members in [
        r#""use":"sig""#,
        r#""key_ops":["verify"]"#,
        r#""alg":"ES256""#,
    ] {
        assert_eq!(
            state(&token, &with_members(&key, members)).name(),
            "verified",
            "{members}"
        );
    }
}

#[test]
fn the_key_that_opened_is_not_held_against_what_was_inside() {
    let inner = signed(r#"{"alg":"HS256"}"#, r#"{"sub":"x"}"#);
    let header = r#"{"alg":"dir","enc":"A128GCM","cty":"JWT"}"#;
    let token = crate::signed::sealed(header, "", &[7; 16], inner.as_bytes());
    let opener = format!(r#"{{"kty":"oct","k":"{}"}}"#, encode(&[7; 16]));
    let of_inner = |keys: &str| {
        let checks = crate::verify_with(&token, keys, None).checks;
        let check = checks.into_iter().find(|check| check.text == inner);
        check.expect("it was opened").states[0].name()
    };
    assert_eq!(of_inner(&opener), "not-checked");
    assert!(!fired(&report(&token, &opener)).contains(&"signature-invalid"));
    let both = |secret: &str| format!(r#"{{"keys":[{opener},{secret}]}}"#);
    assert_eq!(of_inner(&both(&oct(""))), "verified");
    let other = oct("").replacen("\"k\":\"", "\"k\":\"AAAA", 1);
    assert_eq!(of_inner(&both(&other)), "does-not-verify");
}

#[test]
fn of_several_that_do_not_fit_the_nearest_says_why() {
    let (token, _) = crate::signed::token("RS256");
    let (_, other) = crate::signed::token("ES256");
    let key = with_members(
        &crate::signed::public(&crate::signed::rsa_text()),
        r#""use":"enc""#,
    );
    let key = key
        .replace(r#""use":"sig","#, "")
        .replace(r#","use":"sig""#, "");
    let state = state(&token, &format!(r#"{{"keys":[{other},{key}]}}"#));
    assert!(
        matches!(&state, State::KeyUnfit { why: Unfit::Use(found), .. } if found == "enc"),
        "{}",
        state.sentence()
    );
}

#[test]
fn a_modulus_that_is_even_is_none() {
    let (token, key) = crate::signed::token("RS256");
    let mut json: serde_json::Value = serde_json::from_str(&key).expect("JSON");
    let n = json["n"].as_str().expect("n").to_owned();
    let mut bytes = token_inspector::token::base64url::decode(&n).bytes;
    *bytes.last_mut().expect("a byte") ^= 1;
    json["n"] = encode(&bytes).into();
    let state = state(&token, &json.to_string());
    assert!(
        matches!(
            state,
            State::KeyUnfit {
                why: Unfit::Numbers("RSA"),
                ..
            }
        ),
        "{}",
        state.sentence()
    );
}

#[test]
fn an_rsa_key_of_another_size_is_another_key() {
    let (token, _) = crate::signed::token("RS256");
    let key = format!(
        r#"{{"kty":"RSA","n":"{}","e":"AQAB"}}"#,
        encode(&[0xff; 384])
    );
    assert_eq!(
        state(&token, &key).sentence(),
        "The signature has 256 bytes, not 384: another key signed it, one of 2048 bits."
    );
}

#[test]
fn a_key_that_is_not_for_opening_is_unfit() {
    let token = crate::signed::sealed(r#"{"alg":"dir","enc":"A128GCM"}"#, "", &[7; 16], b"{}");
    let unfit = |members: &str| {
        let key = format!(r#"{{"kty":"oct","k":"{}"{members}}}"#, encode(&[7; 16]));
        state(&token, &key)
    };
    for members in [
        "",
        r#","alg":"dir""#,
        r#","alg":"A128GCM""#,
        r#","use":"enc","key_ops":["decrypt"]"#,
    ] {
        assert_eq!(unfit(members).name(), "opened", "{members}");
    }
    for members in [
        r#","alg":"A256GCM""#,
        r#","alg":"A128KW""#,
        r#","use":"sig""#,
        r#","key_ops":["verify"]"#,
    ] {
        assert_eq!(unfit(members).name(), "key-unfit", "{members}");
    }
}

#[test]
fn the_kid_decides_and_near_ones_are_named() {
    let token = signed(r#"{"alg":"HS256","kid":"key-2026-01"}"#, "{}");
    assert_eq!(
        state(&token, &oct(r#","kid":"key-2026-01""#)).name(),
        "verified"
    );
    // A key without a name is tried, and an empty one is none, on both sides.
    assert_eq!(state(&token, &oct("")).name(), "verified");
    assert_eq!(
        state(&token, &oct(r#","kid":"","alg":"","use":"""#)).name(),
        "verified"
    );
    let nameless = signed(r#"{"alg":"HS256","kid":""}"#, "{}");
    assert_eq!(
        state(&nameless, &oct(r#","kid":"key-2026-01""#)).name(),
        "verified"
    );
    let other = r#"{"kty":"oct","k":"AAAA","kid":"other"}"#;
    let near = oct(r#","kid":"key-2026-02""#);
    let state = state(&token, &format!("[{other},{near}]"));
    let State::NoKeyWithKid { near, fits, .. } = &state else {
        panic!("{}", state.sentence());
    };
    assert_eq!(near, &["key-2026-02", "other"]);
    assert!(fits.is_some(), "the bytes verify with the other key");
    assert!(
        state.sentence().contains("almost the same"),
        "{}",
        state.sentence()
    );
}

#[test]
fn without_a_kid_every_key_that_fits_is_tried() {
    let token = signed(r#"{"alg":"HS256"}"#, "{}");
    let set = format!(
        r#"{{"keys":[{},{{"kty":"oct","k":"AAAA","kid":"a"}},{}]}}"#,
        public(&rsa_text()),
        oct(r#","kid":"b""#)
    );
    assert_eq!(state(&token, &set).name(), "verified");
    // What was not tried may be the right one.
    let many = vec![r#"{"kty":"oct","k":"AAAA"}"#; 40].join(",");
    let state = state(&token, &format!("[{many}]"));
    assert_eq!(state, State::CannotBeChecked(Reason::TooMany));
}

#[test]
fn what_no_key_can_decide_has_its_reason() {
    let (_, key) = token("RS256");
    let entra = r#"{"iss":"https://sts.windows.net/t/","tid":"t"}"#;
    let with_nonce = |header: &str| {
        let input = format!("{}.{}", encode(header.as_bytes()), encode(entra.as_bytes()));
        format!("{input}.{}", encode(&[7; 256]))
    };
    let nonce = with_nonce(r#"{"alg":"RS256","nonce":"n"}"#);
    let named = with_nonce(r#"{"alg":"RS256","nonce":"n","kid":"another"}"#);
    let unsigned = format!("{}.{}.", encode(br#"{"alg":"nOnE"}"#), encode(b"{}"));
    let detached = {
        let header = encode(br#"{"alg":"HS256"}"#);
        format!(
            "{header}..{}",
            encode(&mac(
                "256",
                SECRET,
                format!("{header}.{}", encode(b"content")).as_bytes()
            ))
        )
    };
    for (token, key, reason) in [
        (nonce, key.as_str(), Reason::HeaderNonce),
        // A key of another name neither.
        (named, key.as_str(), Reason::HeaderNonce),
        (
            signed(r#"{"alg":"HS256"}"#, entra),
            key.as_str(),
            Reason::MacOfPublicIssuer,
        ),
        (unsigned, key.as_str(), Reason::Unsigned),
        (
            signed(r#"{"alg":"HS1"}"#, "{}"),
            "a",
            Reason::UnknownAlgorithm("HS1".to_owned()),
        ),
        (signed(r#"{"alg":5}"#, "{}"), "a", Reason::NoAlgorithm),
        (detached, "another secret", Reason::Detached),
    ] {
        assert_eq!(state(&token, key), State::CannotBeChecked(reason));
    }
}

#[test]
fn a_detached_payload_is_checked_where_it_is_given() {
    let header = encode(br#"{"alg":"HS256"}"#);
    let tag = mac(
        "256",
        SECRET,
        format!("{header}.{}", encode(b"content")).as_bytes(),
    );
    let token = format!("{header}..{}", encode(&tag));
    let states = |content: &[u8]| {
        crate::verify_with(&token, &oct(""), Some(content)).checks[0]
            .states
            .clone()
    };
    assert!(matches!(
        states(b"content")[0],
        State::Verified {
            detached: Some(7),
            ..
        }
    ));
    for (content, damage) in [
        (&b"contents"[..], None),
        (b"content\r\n", Some(Damage::LineFeed)),
    ] {
        match &states(content)[0] {
            State::DoesNotVerify { undone, .. } => assert_eq!(*undone, damage),
            other => panic!("{}", other.sentence()),
        }
    }
}

#[test]
fn each_signature_of_several_has_its_own_state() {
    let payload = encode(b"{}");
    let good = {
        let protected = encode(br#"{"alg":"HS256"}"#);
        let tag = mac("256", SECRET, format!("{protected}.{payload}").as_bytes());
        format!(
            r#"{{"protected":"{protected}","signature":"{}"}}"#,
            encode(&tag)
        )
    };
    let bad = good.replace("\"signature\":\"", "\"signature\":\"AA");
    let changed = good.replace(
        &encode(br#"{"alg":"HS256"}"#),
        &encode(br#"{"alg":"HS256" }"#),
    );
    let unsigned = format!(
        r#"{{"protected":"{}","signature":""}}"#,
        encode(br#"{"alg":"none"}"#)
    );
    let token =
        format!(r#"{{"payload":"{payload}","signatures":[{good},{bad},{changed},{unsigned}]}}"#);
    let names: Vec<&str> = crate::check(&token, &oct(""))
        .states
        .iter()
        .map(State::name)
        .collect();
    assert_eq!(
        names,
        [
            "verified",
            "wrong-length",
            "does-not-verify",
            "cannot-be-checked"
        ]
    );
    let report = report(&token, &oct(""));
    assert!(
        fired(&report).contains(&"signature-valid")
            && fired(&report).contains(&"signature-invalid")
    );
    let said: Vec<&str> = report
        .all_findings()
        .map(|finding| finding.message.as_str())
        .collect();
    assert!(
        said.iter()
            .any(|said| said.starts_with("Signature 3 of 4: ")),
        "{said:?}"
    );
}

#[test]
fn a_late_answer_speaks_about_nothing() {
    let token = signed(r#"{"alg":"HS256"}"#, "{}");
    let late = crate::verify_with(&token, &oct(""), None);
    let edited = signed(r#"{"alg":"HS256"}"#, "{\"a\":1}");
    let report = token_inspector::inspect_with(&edited, &Default::default(), crate::NOW, &late);
    assert!(report.tokens[0].verification.is_none());
    assert!(!fired(&report).contains(&"signature-valid"));
}

#[test]
fn an_engine_that_lacks_something_says_nothing_about_the_token() {
    use token_inspector::verify::{Answer, Run, key};
    for alg in ["ES256K", "Ed448", "RS256"] {
        let (token, key) = token(alg);
        let mut run = Run::new(&token, key::read(&key).keys.into(), None);
        while run.operation().is_some() {
            run.answer(Answer::Unsupported);
        }
        let state = run.finish().checks[0].states[0].clone();
        assert!(
            matches!(state, State::CannotBeChecked(Reason::EngineLacks(_))),
            "{alg}: {}",
            state.sentence()
        );
    }
    let (token, key) = crate::signed::encrypted("A192KW", "A128GCM", "", b"x");
    let mut run = Run::new(&token, key::read(&key).keys.into(), None);
    while run.operation().is_some() {
        run.answer(Answer::Unsupported);
    }
    let state = run.finish().checks[0].states[0].clone();
    assert!(
        matches!(state, State::CannotBeChecked(Reason::EngineLacks(_))),
        "{}",
        state.sentence()
    );
}

#[test]
fn a_token_is_opened_with_a_key_of_another_name() {
    let secret = [5; 16];
    let header = r#"{"alg":"dir","enc":"A128GCM","kid":"a"}"#;
    let token = crate::signed::sealed(header, "", &secret, br#"{"sub":"x"}"#);
    let key = |kid: &str, secret: &[u8]| {
        format!(r#"{{"kty":"oct","kid":"{kid}","k":"{}"}}"#, encode(secret))
    };
    let keys = format!("[{},{}]", key("c", &[6; 16]), key("b", &secret));
    let report = report(&token, &keys);
    let check = report.tokens[0].verification.as_ref().expect("a check");
    assert!(
        matches!(&check.states[0], State::Opened { missing: Some(kid), .. } if kid == "a"),
        "{}",
        check.states[0].sentence()
    );
    assert!(check.opened.is_some() && fired(&report).contains(&"key-not-found"));
    assert_eq!(state(&token, &key("c", &[6; 16])).name(), "no-key-with-kid");
    assert!(matches!(
        state(&token, &key("a", &secret)),
        State::Opened { missing: None, .. }
    ));
}

#[test]
fn a_key_that_cannot_be_used_is_no_key_that_was_not_given() {
    let token = signed(r#"{"alg":"ML-DSA-44"}"#, "{}");
    let report = report(&token, r#"{"kty":"AKP","alg":"ML-DSA-44","pub":"AA"}"#);
    assert!(!fired(&report).contains(&"signature-not-verified"));
    let finding = (report.all_findings()).find(|finding| finding.rule.id == "key-unfit");
    assert_eq!(
        finding.map(|finding| finding.message.as_str()),
        Some(
            "Not checked: the key that was given cannot be used: the key type `AKP` is none that is worked with."
        )
    );
}

#[test]
fn an_opened_token_is_inspected_like_any_other() {
    let inner = signed(r#"{"alg":"HS256"}"#, r#"{"sub":"x"}"#);
    let (outer, key) = crate::signed::encrypted("dir", "A256GCM", "", inner.as_bytes());
    let keys = format!("[{key},{}]", oct(""));
    let report = report(&outer, &keys);
    let last = report.tokens.last().expect("the inner token");
    assert_eq!(last.token.candidate.carrier.name(), "jwe");
    assert_eq!(last.token.text(), inner);
    assert_eq!(
        last.verification
            .as_ref()
            .map(|check| check.states[0].name()),
        Some("verified")
    );
    let (claims, key) = crate::signed::encrypted("dir", "A256GCM", "", br#"{"sub":"x"}"#);
    let report = crate::report(&claims, &key);
    let claims = report.tokens.last().and_then(|token| token.token.claims());
    assert!(
        claims.is_some_and(|claims| claims.get("sub").is_some()),
        "claims without a signature are a payload"
    );
}

#[test]
fn what_is_inside_is_what_the_header_says() {
    let jwt = signed(r#"{"alg":"HS256"}"#, r#"{"sub":"x"}"#);
    for (cty, content, expected) in [
        ("", r#"{"sub":"x"}"#, None),
        ("", jwt.as_str(), Some("warning structure-nested-jwt")),
        ("", "[1]", Some("error payload-not-json")),
        ("", "text", Some("error payload-not-json")),
        (r#","cty":"text/plain""#, "text", None),
        (
            r#","cty":"JWT""#,
            jwt.as_str(),
            Some("info structure-nested-jwt"),
        ),
        (
            r#","cty":"JWT""#,
            "{}",
            Some("warning structure-nested-jwt"),
        ),
    ] {
        let header = format!(r#"{{"alg":"dir","enc":"A128GCM"{cty}}}"#);
        let token = crate::signed::sealed(&header, "", &[7; 16], content.as_bytes());
        let report = report(
            &token,
            &format!(r#"{{"kty":"oct","k":"{}"}}"#, encode(&[7; 16])),
        );
        let found = report.tokens[0]
            .checked
            .findings
            .iter()
            .filter(|finding| {
                ["structure-nested-jwt", "payload-not-json"].contains(&finding.rule.id)
            })
            .map(|finding| format!("{} {}", finding.severity.name(), finding.rule.id))
            .next();
        assert_eq!(found.as_deref(), expected, "{header} {content}");
    }
}

#[test]
fn a_public_key_does_not_open() {
    let (token, key) = crate::signed::encrypted("RSA-OAEP-256", "A128GCM", "", b"x");
    match state(&token, &public(&key)) {
        State::KeyUnfit { why, .. } => assert_eq!(why, Unfit::PublicOnly),
        other => panic!("{}", other.sentence()),
    }
}

#[test]
fn an_unprotected_b64_does_not_count() {
    let protected = encode(br#"{"alg":"HS256"}"#);
    for (payload, name) in [
        (encode(b"content"), "verified"),
        ("content".to_owned(), "does-not-verify"),
    ] {
        let tag = mac("256", SECRET, format!("{protected}.{payload}").as_bytes());
        let token = format!(
            r#"{{"protected":"{protected}","header":{{"b64":false}},"signature":"{}"}}"#,
            encode(&tag)
        );
        let found = crate::verify_with(&token, &oct(""), Some(b"content"));
        assert_eq!(found.checks[0].states[0].name(), name);
    }
}

#[test]
fn what_was_signed_is_said_exactly() {
    let folder = crate::project("tests/vectors/rfc-vectors/vectors");
    let file = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a vector");
    for (token, key, over) in [
        (
            "rfc7515_A.3.jwsc",
            "rfc7515_A.3.jwk",
            "over header and payload as they stand.",
        ),
        (
            "rfc7515_A.6.jwsg",
            "rfc7515_A.6.jwkset",
            "over the protected header and the payload",
        ),
        (
            "rfc7520_4.7.jwsf",
            "rfc7520_3.5.jwk",
            "over the payload alone: no header is protected.",
        ),
    ] {
        let state = state(&file(token), &file(key));
        assert!(
            state.sentence().contains(over),
            "{token}: {}",
            state.sentence()
        );
    }
}
