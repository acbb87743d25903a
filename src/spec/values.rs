//! Values that people cannot read, in words.

use super::microsoft::{self, CONSUMER_TENANT};
use crate::profile::issuer::{Issuer, Kind};

/// Most codes between spaces that are explained.
const MOST: usize = 40;

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

/// Role templates that the sources here confirm.
const WIDS: Words = &[
    (
        "62e90394-69f5-4237-9190-012177145e10",
        "Global Administrator",
    ),
    (
        "b79fbf4d-3ef9-4689-8143-76b194e85509",
        "mark of an ordinary member, no role by itself",
    ),
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

/// What a value of a claim, or one of several, says in words; `None` where it speaks for itself or nothing is known.
pub fn explain(claim: &str, text: &str) -> Option<String> {
    match claim {
        "iss" | "idp" => issuer(text),
        "aud" => Some(microsoft::api(text)?.name.to_owned()),
        "tid" if text == CONSUMER_TENANT => {
            Some("the tenant of personal Microsoft accounts".to_owned())
        }
        "scp" if matches!(text.trim(), "" | "/") => Some("no delegated permissions".to_owned()),
        "xms_cc" | "wids" => word(claim, &text.to_ascii_lowercase()).map(str::to_owned),
        _ if text.contains(' ') => {
            let codes = text.split(' ').take(MOST).filter_map(|code| {
                let word = word(claim, code)?;
                Some(format!("`{code}` {word}"))
            });
            let codes: Vec<String> = codes.collect();
            (!codes.is_empty()).then(|| codes.join(", "))
        }
        _ => word(claim, text).map(str::to_owned),
    }
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

    #[test]
    fn codes_are_explained_in_words() {
        for (claim, value, words) in [
            ("amr", "pwd", Some("password")),
            (
                "amr",
                "pwd x mfa",
                Some("`pwd` password, `mfa` more than one factor"),
            ),
            ("amr", "x", None),
            (
                "acr",
                "1",
                Some("in Entra v1.0 tokens: the sign-in meets ISO/IEC 29115"),
            ),
            ("azpacr", "2", Some("certificate")),
            ("appidacr", "1", Some("client secret")),
            ("acct", "1", Some("guest in the tenant")),
            (
                "idtyp",
                "app",
                Some("the subject is the application itself"),
            ),
            ("xms_cc", "CP1", Some("understands claims challenges")),
            ("xms_idrel", "7 10", Some("`7` service principal")),
            ("xms_act_fct", "11 9", Some("`11` agent identity")),
            ("typ", "Refresh", Some("refresh token")),
            ("token_use", "access", Some("access token")),
            ("scp", "/", Some("no delegated permissions")),
            ("scp", "Orders.Read", None),
            (
                "tid",
                "9188040d-6c67-4c5b-b112-36a304b66dad",
                Some("the tenant of personal Microsoft accounts"),
            ),
            ("tid", "1", None),
            (
                "aud",
                "https://graph.microsoft.com/",
                Some("Microsoft Graph"),
            ),
            (
                "iss",
                "https://sts.chinacloudapi.cn/t/",
                Some("an Entra v1.0 issuer in the cloud in China"),
            ),
            ("iss", "https://id.contoso.example", None),
            (
                "wids",
                "62E90394-69f5-4237-9190-012177145e10",
                Some("Global Administrator"),
            ),
            ("plan", "gold", None),
        ] {
            let found = explain(claim, value);
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
