//! How the tokens and keys of vendors start that are no JWTs.

/// What starts in a way of its own.
pub struct Secret {
    /// Its first characters.
    pub prefix: &'static str,
    /// How many characters it has at least: a shorter text is something else.
    least: usize,
    /// What it is called, where it is one to revoke. Empty for the opaque tokens and codes of sign-in services.
    pub name: &'static str,
}

const fn secret(prefix: &'static str, least: usize, name: &'static str) -> Secret {
    Secret {
        prefix,
        least,
        name,
    }
}

const GITHUB: &str = "GitHub token";
const SLACK: &str = "Slack token";
const STRIPE: &str = "Stripe key";
const AWS: &str = "AWS access key ID";

static SECRETS: &[Secret] = &[
    secret("ghp_", 20, GITHUB),
    secret("gho_", 20, GITHUB),
    secret("ghu_", 20, GITHUB),
    secret("ghs_", 20, GITHUB),
    secret("ghr_", 20, GITHUB),
    secret("github_pat_", 24, GITHUB),
    secret("xoxb-", 20, SLACK),
    secret("xoxp-", 20, SLACK),
    secret("xoxa-", 20, SLACK),
    secret("xoxr-", 20, SLACK),
    secret("xoxs-", 20, SLACK),
    secret("xoxe-", 20, SLACK),
    secret("xoxe.", 20, SLACK),
    secret("sk_live_", 16, STRIPE),
    secret("rk_live_", 16, STRIPE),
    secret("CfDJ8", 40, ""),
    secret("glpat-", 20, "GitLab token"),
    secret("hvs.", 20, "HashiCorp Vault token"),
    secret("AKIA", 20, AWS),
    secret("ASIA", 20, AWS),
    secret("ya29.", 20, "Google access token"),
    secret("1//0", 20, ""),
    secret("1//1", 20, ""),
    secret("v1.M", 24, ""),
    secret("0.A", 40, ""),
    secret("1.A", 40, ""),
    secret("OAQABAAAA", 40, ""),
    secret("M.C", 20, ""),
    secret("M.R3_", 20, ""),
    secret("EwA", 80, ""),
    secret("EwB", 80, ""),
    secret("EwC", 80, ""),
];

/// How a text starts, whatever its length.
pub fn prefix(text: &str) -> Option<&'static Secret> {
    SECRETS
        .iter()
        .find(|secret| text.starts_with(secret.prefix))
}

/// What a text starts with, of which the first `length` bytes may belong together.
pub fn start(text: &str, length: usize) -> Option<&'static Secret> {
    let found = prefix(text)?;
    let own = text.get(..length.min(4096)).unwrap_or(text);
    let fits = match found.prefix {
        "AKIA" | "ASIA" => {
            let is_of_id = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
            length == 20 && own.bytes().all(is_of_id)
        }
        "M.C" => own.contains('_'),
        "EwA" | "EwB" | "EwC" => !own.contains('.'),
        _ => true,
    };
    (fits && length >= found.least).then_some(found)
}
