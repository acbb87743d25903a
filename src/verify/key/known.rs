//! Secrets and keys that anyone can look up.

use super::Warning;
use crate::hash;
use crate::token::base64url;

/// Secrets out of documentation, tutorials and sample code.
const SECRETS: &[&str] = &[
    "your-256-bit-secret",
    "your-384-bit-secret",
    "your-512-bit-secret",
    "a-string-secret-at-least-256-bits-long",
    "a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long",
    "secret",
    "secretkey",
    "secret-key",
    "secret_key",
    "secret123",
    "mysecret",
    "my-secret",
    "my_secret",
    "mysecretkey",
    "my-secret-key",
    "my_secret_key",
    "jwt-secret",
    "jwt_secret",
    "jwtsecret",
    "your_jwt_secret",
    "your-secret-key",
    "your_secret_key",
    "your-secret",
    "supersecret",
    "super-secret",
    "supersecretkey",
    "shhhhh",
    "keyboard cat",
    "AllYourBase",
    "changeme",
    "change-me",
    "change_me",
    "password",
    "passw0rd",
    "123456",
    "12345678",
    "1234567890",
    "qwerty",
    "test",
    "testing",
    "admin",
    "default",
    "example",
    "key",
    "token",
    "foobar",
];

/// Starts of RFC 7638 thumbprints, by the document that publishes both halves of the key.
const KEYS: &[(&str, &[&str])] = &[
    (
        "RFC 7515",
        &[
            "y_x3gCJnL6oKGBBIXSca",
            "IsUn6_e04MaShXFIISMp",
            "oKIywvGUpTVTyxMQ3bwI",
            "u5YUSjQ2-2chBi51NSk3",
        ],
    ),
    (
        "RFC 7517",
        &[
            "cn-I_WNMClehiVp51i_0",
            "NzbLsXh8uDCcd-6MNwXF",
            "k1JnWRfC-5zzmL72vXIu",
            "DdsFv-2-wgcPoDcyS6OX",
        ],
    ),
    (
        "RFC 7520",
        &[
            "dHri3SADZkrush5HU_50",
            "9jg46WB3rR_AHD-EBXdN",
            "RtoRur_1Dir5M4wuOfqN",
            "VDMp1ZgGGv1OKgOeDc1E",
            "h_jutvC-jg3Nwueq8Lmd",
            "Rt-IyDEhXohvTl_ozKQ9",
            "fKVKT56cS-Wb5Mh5ui4J",
            "YlKlB7M2wnS0cPn_V7OW",
            "HsSFalww3yP-dO-lWGYg",
            "svOLuZiKpi3RFmSHAcCJ",
            "tqsISrG_pUi4IXRd2S_I",
            "wLi2IZWIuukcHvhZrxIY",
            "8izOqBCj1XBwWw0-iTcM",
        ],
    ),
    (
        "RFC 8037",
        &[
            "kPrK_qmxVWaYVA9wwBF6",
            "giQqigT_IKcuzHl0FVJ3",
            "M0LDoI96XngUSg4xDJ0_",
        ],
    ),
    (
        "RFC 9901",
        &["Q5yTSREAbvZL131ynDBh", "aISfTcr9M_Zd09AXGAAe"],
    ),
    (
        "the samples of jwt.io",
        &["19J8y7Zprt2-QKLjF2I5", "oGDmHqCJ7yzMkWEkrlZV"],
    ),
];

/// What is to be said about a secret that anyone can look up.
pub fn secret(bytes: &[u8]) -> Option<Warning> {
    const LONGEST: usize = 256;
    if bytes.len() > LONGEST {
        return None;
    }
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    if SECRETS
        .iter()
        .any(|sample| sample.eq_ignore_ascii_case(text))
    {
        return Some(Warning::SampleSecret);
    }
    let input = format!(r#"{{"k":"{}","kty":"oct"}}"#, base64url::encode(bytes));
    let thumbprint = base64url::encode(&hash::sha256(input.as_bytes()));
    published(&thumbprint).map(Warning::Published)
}

/// The document that publishes the key with this thumbprint.
pub fn published(thumbprint: &str) -> Option<&'static str> {
    let is_in = |starts: &[&str]| starts.iter().any(|start| thumbprint.starts_with(start));
    let found = KEYS.iter().find(|(_, starts)| is_in(starts));
    found.map(|(source, _)| *source)
}
