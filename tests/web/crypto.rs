//! Signatures and encrypted tokens through the primitives of the browser: the vectors that the native engine has to pass.

#[path = "../support/vectors.rs"]
mod list;

use js_sys::futures::JsFuture;
use js_sys::{Function, Promise, Reflect};
use token_inspector::app::web_crypto::{complete, perform};
use token_inspector::verify::key::{self, Curve, Material};
use token_inspector::verify::{Answer, Hash, Operation, Run, Scheme};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

/// What no browser that runs these tests can do.
const LACKING: &[&str] = &[];

/// The texts of all vectors, as the runner serves them.
async fn files() -> list::Files {
    let get = |object: &JsValue, name: &str| -> Function {
        let found = Reflect::get(object, &name.into()).expect("a member");
        found.unchecked_into()
    };
    let global = js_sys::global();
    let asked = get(&global, "fetch").call1(&global, &"vectors.txt".into());
    let asked: Promise = asked.expect("a promise").unchecked_into();
    let response = JsFuture::from(asked).await.expect("a response");
    let text = get(&response, "text").call0(&response);
    let text: Promise = text.expect("a promise").unchecked_into();
    let text = JsFuture::from(text).await.expect("a text");
    let text = text.as_string().expect("a text");
    let mut files = list::Files::new();
    let mut rest = text.as_str();
    while let Some((line, after)) = rest.split_once('\n') {
        let (name, length) = line.split_once('\t').expect("a name");
        let (text, after) = after.split_at(length.parse().expect("a length"));
        files.insert(name.to_owned(), text.to_owned());
        rest = after;
    }
    files
}

#[wasm_bindgen_test]
async fn every_vector_has_the_state_it_has_natively() {
    let files = files().await;
    let mut found = Vec::new();
    for vector in list::all(&files) {
        let keys = key::read(&vector.keys).keys;
        let run = Run::new(&vector.token, keys.into(), vector.content.clone());
        found.push((vector, complete(run).await));
    }
    let (wrong, lacking, compared) = list::compare(&files["STATES.tsv"], found);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(lacking, LACKING);
    assert!(compared > 30, "{compared}");
}

/// RFC 7515 Appendix A.3 and RFC 8037 Appendix A, with nothing known but the private number.
#[wasm_bindgen_test]
async fn the_public_half_is_derived() {
    let files = files().await;
    let folder = "rfc-vectors/vectors/";
    for vector in list::all(&files) {
        let is_wanted = ["rfc7515_A.3", "rfc7515_A.4", "rfc8037_A"]
            .iter()
            .any(|start| vector.name.starts_with(start));
        let (Some(text), true) = (files.get(&format!("{folder}{}", vector.name)), is_wanted) else {
            continue;
        };
        let mut keys = key::read(&vector.keys).keys;
        for key in &mut keys {
            match &mut key.material {
                Material::Ec {
                    x, y, d: Some(_), ..
                } => {
                    x.clear();
                    y.clear();
                }
                Material::Okp { x, d: Some(_), .. } => x.clear(),
                _ => {}
            }
        }
        let verification = complete(Run::new(text, keys.into(), None)).await;
        assert_eq!(
            verification.checks[0].states[0].name(),
            "verified",
            "{}",
            vector.name
        );
    }
}

#[wasm_bindgen_test]
async fn what_the_browser_cannot_do_is_not_called_wrong() {
    let key = Material::Ec {
        curve: Curve::Secp256k1,
        x: vec![1; 32],
        y: vec![2; 32],
        d: None,
    };
    let operation = Operation::Verify {
        scheme: Scheme::Ecdsa(Hash::Sha256),
        key,
        signature: vec![3; 64],
        data: [4].into(),
    };
    assert_eq!(perform(&operation).await, Answer::Unsupported);
}

#[wasm_bindgen_test]
async fn unpacking_stops_at_its_limit() {
    let operation = |data: &[u8], limit| Operation::Inflate {
        data: data.to_vec(),
        limit,
    };
    // Sixteen zeros.
    let packed = [0x63, 0x60, 0x40, 0x05, 0x00];
    let answer = perform(&operation(&packed, 100)).await;
    assert_eq!(answer, Answer::Bytes(vec![0; 16]));
    assert_eq!(perform(&operation(&packed, 15)).await, Answer::TooLong);
    assert_eq!(perform(&operation(b"\xFF\xFF", 100)).await, Answer::No);
}
