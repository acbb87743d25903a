//! Values of the reader's own token, for the places the guide leaves for them.

use super::view::View;
use crate::token::json::Value;

/// The value that the guide calls by this name, where there is one.
pub fn value(view: &View, name: &str) -> Option<String> {
    if let Some(name) = name.strip_prefix("expect.") {
        let expect = view.state.fields.expectations();
        let list = match name {
            "api" => return crate::remedy::expected_api_uri(&expect),
            "aud" => expect.audiences,
            "iss" => expect.issuers,
            "scope" => expect.scopes,
            "role" => expect.roles,
            "tid" => expect.tenants,
            "client" => expect.clients,
            _ => return None,
        };
        return list.into_iter().next();
    }
    let token = &view.token()?.token;
    let found = match name.strip_prefix("header.") {
        Some(name) => token.header()?.get(name)?,
        None => {
            let claims = token.claims()?;
            let other = (name == "scp").then_some("scope");
            claims.get(name).or_else(|| claims.get(other?))?
        }
    };
    let text = first(found)?;
    // An empty value would leave a hole in a sentence.
    (!text.trim().is_empty()).then_some(text)
}

fn first(value: Value) -> Option<String> {
    match value.strings().next() {
        Some(text) => Some(text.to_owned()),
        None => value.as_number().map(|number| number.0.to_owned()),
    }
}
