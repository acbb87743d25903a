//! Values that people cannot read, in words.

use super::microsoft::{self, CONSUMER_TENANT};
use crate::profile::issuer::{Issuer, Kind};
use crate::token::json::Value;

/// Most values of a list that are explained.
const MOST: usize = 8;

type Words = &'static [(&'static str, &'static str)];

/// Methods of authentication (RFC 8176 §2, and what Entra ID documents beyond).
const AMR: Words = &[
    ("pwd", "password"),
    ("otp", "one-time code"),
    ("mfa", "more than one factor"),
    ("mca", "more than one channel"),
    ("sms", "text message"),
    ("tel", "phone call"),
    ("hwk", "hardware key"),
    ("swk", "software key"),
    ("pop", "proof of a key"),
    ("sc", "smart card"),
    ("pin", "PIN or pattern"),
    ("kba", "knowledge questions"),
    ("fpt", "fingerprint"),
    ("face", "face"),
    ("iris", "iris"),
    ("retina", "retina"),
    ("vbm", "voice"),
    ("geo", "location"),
    ("user", "test that a user is present"),
    ("rba", "risk-based"),
    ("wia", "Windows integrated authentication"),
    ("rsa", "proof of an RSA key"),
    ("fed", "federated assertion"),
    ("ngcmfa", "credential that counts as more than one factor"),
    ("wiaormfa", "Windows or more than one factor"),
    ("none", "no completed authentication"),
];

/// How a client proved itself to Entra ID.
const CLIENT_PROOF: Words = &[
    ("0", "public client, no proof"),
    ("1", "client secret"),
    ("2", "certificate"),
];

const ACR: Words = &[
    ("0", "the sign-in does not meet ISO/IEC 29115"),
    ("1", "in Entra v1.0 tokens: the sign-in meets ISO/IEC 29115"),
];

const IDTYP: Words = &[
    ("app", "the subject is the application itself"),
    ("user", "the subject is a user"),
];

const ACCT: Words = &[("0", "member of the tenant"), ("1", "guest in the tenant")];

const CAPABILITIES: Words = &[("cp1", "understands claims challenges")];

/// What stands in `wids` for every member of a tenant.
const MEMBER: &str = "b79fbf4d-3ef9-4689-8143-76b194e85509";

/// Role templates that the sources here confirm.
const WIDS: Words = &[
    (
        "62e90394-69f5-4237-9190-012177145e10",
        "Global Administrator",
    ),
    (MEMBER, "ordinary member, no directory role"),
];

/// How a subject is related to the tenant of the API; numbers beyond these are not documented.
const RELATION: Words = &[
    ("1", "member"),
    ("3", "member with a personal account"),
    ("5", "guest"),
    ("7", "service principal"),
    ("9", "device"),
    ("11", "granular delegated administrator"),
    ("13", "application without a service principal"),
    ("15", "pass-through"),
    ("17", "native identity"),
    ("19", "native identity"),
    ("21", "native identity"),
    ("23", "pass-through Teams participant"),
    ("25", "native identity"),
    ("27", "synchronised member of several tenants"),
    ("29", "weak user of several tenants"),
    ("31", "delegated administrator"),
    ("33", "federated managed identity"),
];

const FACETS: Words = &[("11", "agent identity"), ("13", "agent user")];

const TOKEN_USE: Words = &[("id", "ID token"), ("access", "access token")];

const KEYCLOAK_TYP: Words = &[
    ("Bearer", "access token"),
    ("DPoP", "access token bound to a key"),
    ("ID", "ID token"),
    ("Refresh", "refresh token"),
    (
        "Offline",
        "offline token, a refresh token that outlives the session",
    ),
    ("Logout", "logout token"),
];

const GTY: Words = &[
    ("client-credentials", "client credentials, no user"),
    ("password", "user name and password"),
];

/// Members of `cnf`, and what whoever presents the token has to prove.
const CONFIRMATION: Words = &[
    ("jkt", "bound to a DPoP key"),
    ("x5t#S256", "bound to a client certificate"),
    ("jwk", "bound to the key in it"),
    ("kid", "bound to a key known by name"),
    ("jku", "bound to a key at a URL"),
];

fn words(claim: &str) -> Option<Words> {
    Some(match claim {
        "amr" => AMR,
        "acr" => ACR,
        "appidacr" | "azpacr" => CLIENT_PROOF,
        "idtyp" => IDTYP,
        "acct" => ACCT,
        "xms_cc" => CAPABILITIES,
        "wids" => WIDS,
        "xms_idrel" => RELATION,
        "xms_act_fct" | "xms_sub_fct" => FACETS,
        "token_use" => TOKEN_USE,
        "typ" => KEYCLOAK_TYP,
        "gty" => GTY,
        _ => return None,
    })
}

/// What one code of a claim says, in words: `word("amr", "pwd")` is `password`. Case counts.
pub fn word(claim: &str, code: &str) -> Option<&'static str> {
    let words = words(claim)?;
    words
        .iter()
        .find(|(known, _)| *known == code)
        .map(|(_, word)| *word)
}

/// What a value of a claim says, in words; `None` where it speaks for itself or nothing is known.
pub fn explain(claim: &str, value: Value) -> Option<String> {
    match claim {
        "iss" | "idp" => issuer(value.as_str()?),
        "aud" => {
            let api = value
                .strings()
                .take(MOST)
                .find_map(|audience| microsoft::api(audience))?;
            Some(api.name.to_owned())
        }
        "tid" if value.as_str()? == CONSUMER_TENANT => {
            Some("the tenant of personal Microsoft accounts".to_owned())
        }
        "scp" if matches!(value.as_str()?.trim(), "" | "/") => {
            Some("no delegated permissions".to_owned())
        }
        "cnf" => {
            let names = value.members().take(MOST);
            let bound = names.filter_map(|member| {
                let known = CONFIRMATION
                    .iter()
                    .find(|(name, _)| *name == member.name())?;
                Some(known.1)
            });
            joined(bound.collect())
        }
        "amr" | "wids" | "xms_cc" | "xms_idrel" | "xms_act_fct" | "xms_sub_fct" => {
            let codes = value.words();
            // Who has a role has the mark of every member as well.
            let says = |code: &String| codes.len() == 1 || *code != MEMBER;
            let codes = codes.iter().map(|code| match claim {
                "xms_cc" | "wids" => code.to_ascii_lowercase(),
                _ => (*code).to_owned(),
            });
            joined(
                codes
                    .filter(says)
                    .filter_map(|code| word(claim, &code))
                    .collect(),
            )
        }
        _ => word(claim, value.to_text()).map(str::to_owned),
    }
}

fn joined(mut words: Vec<&str>) -> Option<String> {
    words.dedup();
    if words.len() > MOST {
        words.truncate(MOST);
        words.push("and more");
    }
    (!words.is_empty()).then(|| words.join(", "))
}

fn issuer(iss: &str) -> Option<String> {
    let issuer = Issuer::of(iss);
    if issuer.kind == Kind::Other {
        return None;
    }
    let mut phrase = issuer.kind.phrase().to_owned();
    if issuer.tenant == Some(CONSUMER_TENANT) {
        phrase.push_str(", for personal accounts");
    } else if let Some(cloud) = issuer.cloud {
        phrase.push_str(" in ");
        phrase.push_str(cloud.name());
    }
    Some(phrase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::json::Json;

    #[test]
    fn codes_are_explained_in_words() {
        for (claim, value, words) in [
            (
                "amr",
                r#"["pwd","mfa","x"]"#,
                Some("password, more than one factor"),
            ),
            ("amr", r#"["x"]"#, None),
            (
                "acr",
                r#""1""#,
                Some("in Entra v1.0 tokens: the sign-in meets ISO/IEC 29115"),
            ),
            ("azpacr", r#""2""#, Some("certificate")),
            ("appidacr", "1", Some("client secret")),
            ("acct", "1", Some("guest in the tenant")),
            (
                "idtyp",
                r#""app""#,
                Some("the subject is the application itself"),
            ),
            (
                "xms_cc",
                r#"["CP1"]"#,
                Some("understands claims challenges"),
            ),
            ("xms_idrel", r#""7 10""#, Some("service principal")),
            ("xms_act_fct", r#""11 9""#, Some("agent identity")),
            ("typ", r#""Refresh""#, Some("refresh token")),
            ("token_use", r#""access""#, Some("access token")),
            ("scp", r#""/""#, Some("no delegated permissions")),
            ("scp", r#""Orders.Read""#, None),
            ("cnf", r#"{"jkt":"x"}"#, Some("bound to a DPoP key")),
            ("cnf", r#"{}"#, None),
            (
                "tid",
                r#""9188040d-6c67-4c5b-b112-36a304b66dad""#,
                Some("the tenant of personal Microsoft accounts"),
            ),
            ("tid", "1", None),
            (
                "aud",
                r#""https://graph.microsoft.com/""#,
                Some("Microsoft Graph"),
            ),
            (
                "iss",
                r#""https://sts.chinacloudapi.cn/t/""#,
                Some("an Entra v1.0 issuer in the cloud in China"),
            ),
            ("iss", r#""https://id.contoso.example""#, None),
            (
                "wids",
                r#"["62E90394-69f5-4237-9190-012177145e10"]"#,
                Some("Global Administrator"),
            ),
            (
                "wids",
                r#"["62e90394-69f5-4237-9190-012177145e10","b79fbf4d-3ef9-4689-8143-76b194e85509"]"#,
                Some("Global Administrator"),
            ),
            (
                "wids",
                r#"["b79fbf4d-3ef9-4689-8143-76b194e85509"]"#,
                Some("ordinary member, no directory role"),
            ),
            ("plan", r#""gold""#, None),
        ] {
            let json = Json::read(value.to_owned());
            let found = explain(claim, json.root().unwrap());
            assert_eq!(found.as_deref(), words, "{claim} {value}");
        }
    }

    #[test]
    fn explained_claims_are_known_claims() {
        for claim in [
            "amr",
            "acr",
            "azpacr",
            "idtyp",
            "xms_cc",
            "wids",
            "token_use",
            "typ",
            "gty",
        ] {
            assert!(words(claim).is_some() && crate::spec::claims::claim(claim).is_some());
        }
    }
}
