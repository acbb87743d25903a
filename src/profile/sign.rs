//! Signs by which a kind of token is told: each is looked for in the token and, where found, stated as evidence.

use super::Profile;
use super::issuer::{Address, Issuer, Kind};
use crate::extract::Carrier;
use crate::order;
use crate::spec::media_types::media_type;
use crate::spec::microsoft;
use crate::text::quote;
use crate::token::Token;
use crate::token::json::Value;

/// Decides almost alone.
pub(super) const DECISIVE: i16 = 150;
/// Outweighs whatever else is there.
pub(super) const PARAMOUNT: i16 = 400;
/// Names the provider; which of its tokens it is, others say.
pub(super) const ISSUER: i16 = 100;
/// Tells neighbours apart.
pub(super) const STRONG: i16 = 60;
/// Is usual.
pub(super) const USUAL: i16 = 20;
/// Fits.
pub(super) const SLIGHT: i16 = 10;
/// Speaks against it.
pub(super) const AGAINST: i16 = -60;
/// Rules it out.
pub(super) const NEVER: i16 = -1000;

/// A kind needs this much to be taken for recognised.
pub(super) const ENOUGH: i16 = 80;
/// The next kind needs this much to be worth a word.
pub(super) const NOTABLE: i16 = 70;
/// The next kind is close when it is behind by no more than this.
pub(super) const CLOSE: i16 = 40;

/// Most values of a claim that are looked at.
const MOST_VALUES: usize = 16;

/// Something to look for.
#[derive(Clone, Copy)]
pub enum Sign {
    /// An issuer of this kind.
    Issuer(Kind),
    /// This `typ` header parameter, as [`media_type`] writes it.
    Typ(&'static str),
    /// Another `typ` than this one, `JWT` or none.
    OtherTyp(&'static str),
    /// A header parameter.
    Param(&'static str),
    /// The name it was found under, without `_`, `-` and letter case.
    Called(&'static str),
    /// A claim; see `has`.
    Has(Name),
    /// A claim that is this string or has this JSON text; see `is`.
    Is(Name, &'static str),
    /// A claim that is a string that starts so; see `starts`.
    Starts(Name, &'static str),
    /// Something else, and how it is stated; stated as nothing where it only speaks against.
    Test(fn(&Look) -> bool, &'static str),
}

/// A claim that signs look for, by its position in `NAMES`: it is searched for once and not for each sign.
#[derive(Clone, Copy)]
pub struct Name(u8);

/// Every claim that signs look for, sorted.
pub(super) const NAMES: [&str; 59] = [
    "_sd",
    "allowed-origins",
    "amr",
    "appid",
    "appidacr",
    "apptype",
    "at_hash",
    "aud",
    "auth_time",
    "authmethod",
    "azp",
    "azpacr",
    "c_hash",
    "cid",
    "client_id",
    "code_challenge",
    "cognito:username",
    "email",
    "events",
    "exp",
    "gty",
    "htm",
    "htu",
    "idp",
    "idtyp",
    "job_workflow_ref",
    "jti",
    "kubernetes.io",
    "kubernetes.io/serviceaccount/namespace",
    "name",
    "nonce",
    "permissions",
    "preferred_username",
    "realm_access",
    "redirect_uri",
    "repository",
    "resource_access",
    "response_type",
    "roles",
    "run_id",
    "scope",
    "scp",
    "sd_hash",
    "sid",
    "sub",
    "sub_id",
    "target_audience",
    "tfp",
    "toe",
    "token_use",
    "txn",
    "typ",
    "uid",
    "unique_name",
    "vc",
    "vct",
    "ver",
    "version",
    "vp",
];

/// The position of a name, found by the compiler: a name that is not listed does not compile.
const fn name(name: &str) -> Name {
    let mut at = 0;
    while at < NAMES.len() {
        if is_same(NAMES[at].as_bytes(), name.as_bytes()) {
            return Name(at as u8);
        }
        at += 1;
    }
    panic!("a claim that NAMES does not list")
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// A claim is there.
pub(super) const fn has(claim: &str) -> Sign {
    Sign::Has(name(claim))
}

/// A claim is this string or has this JSON text.
pub(super) const fn is(claim: &str, value: &'static str) -> Sign {
    Sign::Is(name(claim), value)
}

/// A claim is a string that starts so.
pub(super) const fn starts(claim: &str, start: &'static str) -> Sign {
    Sign::Starts(name(claim), start)
}

/// A token as signs are looked for in it.
pub struct Look<'a> {
    /// The token.
    pub token: &'a Token,
    /// Its JOSE header.
    pub header: Option<Value<'a>>,
    /// Its Claims Set; `None` where it is encrypted or broken.
    pub claims: Option<Value<'a>>,
    typ: Option<String>,
    iss: Option<String>,
    issuer: Kind,
    /// The claims that [`NAMES`] lists.
    named: [Option<Value<'a>>; NAMES.len()],
}

impl<'a> Look<'a> {
    /// Prepares a token.
    pub fn at(token: &'a Token) -> Self {
        let (header, claims) = (token.header(), token.claims());
        let text = |object: Option<Value<'a>>, name| Some(object?.get(name)?.as_str()?.to_owned());
        // An encrypted token may repeat the claim in its header (RFC 7519 §5.3).
        let iss = match claims {
            Some(_) => text(claims, "iss"),
            None => text(header, "iss"),
        };
        let iss = iss.filter(|iss| !iss.is_empty());
        let issuer = iss
            .as_deref()
            .map_or(Kind::Other, |iss| Issuer::of(iss).kind);
        let mut named = [None; NAMES.len()];
        for member in claims.into_iter().flat_map(Value::members) {
            let at = NAMES.binary_search(&member.name());
            if let Some(slot) = at.ok().and_then(|at| named.get_mut(at)) {
                *slot = Some(member.value());
            }
        }
        Self {
            token,
            named,
            header,
            claims,
            typ: text(header, "typ").map(|typ| media_type(&typ)),
            iss,
            issuer,
        }
    }

    /// Whose issuer its `iss` is.
    pub fn issuer(&self) -> Kind {
        self.issuer
    }

    /// Whether its `typ` header parameter is this, as [`media_type`] writes it.
    pub fn is_typ(&self, typ: &str) -> bool {
        self.typ.as_deref() == Some(typ)
    }

    /// Whether its `typ` header parameter ends so, as [`media_type`] writes it.
    pub fn is_typ_of(&self, end: &str) -> bool {
        self.typ.as_deref().is_some_and(|typ| typ.ends_with(end))
    }

    /// A claim.
    pub fn claim(&self, name: &str) -> Option<Value<'a>> {
        self.claims?.get(name)
    }

    /// Whether it has a claim.
    pub fn has(&self, name: &str) -> bool {
        self.claim(name).is_some()
    }

    /// Whether it has one of these claims.
    pub fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    /// Whether its claims can be read, and it has none of these.
    pub fn lacks(&self, names: &[&str]) -> bool {
        self.claims.is_some() && !self.has_any(names)
    }

    /// Whether a claim is this string.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.claim(name)
            .is_some_and(|claim| claim.as_str().is_some_and(|text| text == value))
    }

    /// A claim that is a string.
    pub fn text(&self, name: &str) -> Option<String> {
        Some(self.claim(name)?.as_str()?.to_owned())
    }

    /// Whether two claims are there and the same string.
    pub fn are_equal(&self, one: &str, other: &str) -> bool {
        let one = self.claim(one).and_then(Value::as_str);
        let other = self.claim(other).and_then(Value::as_str);
        one.is_some() && one == other
    }

    /// Whether it is of Entra ID or AD FS: by its issuer, or without one by what else they write.
    pub fn is_microsoft(&self) -> bool {
        self.issuer.is_entra()
            || self.issuer == Kind::Adfs
            || self.iss.is_none() && self.has("tid") && self.has("ver")
    }

    /// Whether `scp` names delegated permissions: it is neither empty nor `/`.
    pub fn has_user_scopes(&self) -> bool {
        self.claim("scp").is_some_and(|scp| {
            scp.strings()
                .take(MOST_VALUES)
                .any(|text| !matches!(text.trim(), "" | "/"))
        })
    }

    /// Whether it names a client that asked Entra ID or AD FS for it, and no delegated permissions.
    pub fn is_without_scopes(&self) -> bool {
        self.is_microsoft()
            && !self.has_user_scopes()
            && self.has_any(&["azp", "appid", "azpacr", "appidacr"])
            && self.lacks(&["nonce"])
    }

    /// Whether it is of a user: it names one, or `sub` is one of several that stand for the same `oid`.
    pub fn has_user(&self) -> bool {
        let is_pairwise = || {
            self.has("oid")
                && self.has("sub")
                && !self.are_equal("oid", "sub")
                && self.lacks(&["roles", "idtyp"])
        };
        self.has_any(&["name", "preferred_username", "unique_name", "upn"]) || is_pairwise()
    }

    /// Whether one of its audiences fits.
    pub fn audience(&self, fits: impl Fn(&str) -> bool) -> bool {
        self.claim("aud")
            .is_some_and(|aud| aud.strings().take(MOST_VALUES).any(fits))
    }

    /// Whether it lives no longer than this many seconds.
    pub fn lives_at_most(&self, seconds: i64) -> bool {
        let time = |name| self.claim(name)?.seconds();
        let life = || -> Option<i64> {
            let start: i64 = time("iat").or_else(|| time("nbf"))?;
            time("exp")?.checked_sub(start)
        };
        life().is_some_and(|life| (0..=seconds).contains(&life))
    }

    /// The name it was found under.
    fn name(&self) -> &'a str {
        self.token.candidate.name.as_deref().unwrap_or_default()
    }

    /// Whether it was found under this name, and can have a kind at all.
    fn is_called(&self, name: &str) -> bool {
        let letters = self.name().bytes().filter(|byte| !b"_-".contains(byte));
        self.header.is_some()
            && letters
                .map(|byte| byte.to_ascii_lowercase())
                .eq(name.bytes())
    }

    fn named(&self, name: Name) -> Option<Value<'a>> {
        *self.named.get(usize::from(name.0))?
    }

    fn shows(&self, sign: Sign) -> bool {
        match sign {
            Sign::Issuer(kind) => self.issuer == kind,
            Sign::Typ(typ) => self.is_typ(typ),
            Sign::OtherTyp(typ) => self
                .typ
                .as_deref()
                .is_some_and(|found| found != typ && !matches!(found, "jwt" | "")),
            Sign::Param(name) => self.header.is_some_and(|header| header.get(name).is_some()),
            Sign::Called(name) => self.is_called(name),
            Sign::Has(name) => self.named(name).is_some(),
            Sign::Is(name, value) => self
                .named(name)
                .is_some_and(|claim| claim.to_text() == value),
            Sign::Starts(name, start) => self
                .named(name)
                .and_then(Value::as_str)
                .is_some_and(|text| text.starts_with(start)),
            Sign::Test(test, _) => test(self),
        }
    }

    fn state(&self, sign: Sign) -> String {
        let called = |name: Name| NAMES.get(usize::from(name.0)).copied().unwrap_or_default();
        let value = |name| self.named(name).map(|claim| quote(claim.to_text()));
        match sign {
            Sign::Issuer(kind) if self.claims.is_none() => {
                format!("`iss` in the header is {}", kind.phrase())
            }
            Sign::Issuer(kind) => format!("`iss` is {}", kind.phrase()),
            Sign::Typ(typ) => format!("`typ` in the header is `{typ}`"),
            Sign::OtherTyp(_) => String::new(),
            Sign::Param(name) => format!("the header has `{name}`"),
            Sign::Called(_) => format!("it was found as {}", quote(self.name())),
            Sign::Has(name) => format!("it has `{}`", called(name)),
            Sign::Is(name, _) => {
                let value = value(name).map(|value| value.to_string());
                format!("`{}` is {}", called(name), value.unwrap_or_default())
            }
            Sign::Starts(name, start) => format!("`{}` starts with `{start}`", called(name)),
            Sign::Test(_, phrase) => phrase.to_owned(),
        }
    }

    /// What the signs of a kind add up to.
    pub(super) fn score(&self, profile: &Profile) -> i16 {
        profile
            .signs
            .iter()
            .filter(|(_, sign)| self.shows(*sign))
            .fold(0, |score: i16, (weight, _)| score.saturating_add(*weight))
    }

    /// The signs of a kind that were found and speak for it, strongest first.
    pub fn evidence(&self, profile: &Profile) -> Vec<String> {
        const MOST: usize = 6;
        let mut found: Vec<(i16, Sign)> = profile
            .signs
            .iter()
            .copied()
            .filter(|(weight, sign)| *weight > 0 && self.shows(*sign))
            .collect();
        order::sort(&mut found, |one, other| other.0.cmp(&one.0));
        found
            .into_iter()
            .map(|(_, sign)| self.state(sign))
            .filter(|phrase| !phrase.is_empty())
            .take(MOST)
            .collect()
    }
}

// Signs that more than one kind has. Each comes with its phrase, to stand directly in a table.

/// `scp` names delegated permissions.
pub(super) const USER_SCOPES: Sign = Sign::Test(
    |look| look.is_microsoft() && look.has_user_scopes(),
    "`scp` names delegated permissions",
);

/// A client, and no delegated permissions.
pub(super) const CLIENT_WITHOUT_SCOPES: Sign = Sign::Test(|look| look.is_without_scopes(), "");

/// No delegated permissions and no user, but a client: what an application gets for itself.
pub(super) const APP_ONLY: Sign = Sign::Test(
    |look| look.is_without_scopes() && !look.has_user(),
    "it names a client and no delegated permissions",
);

/// A client and a user, though no delegated permissions.
pub(super) const USER_WITHOUT_SCOPES: Sign = Sign::Test(
    |look| look.is_without_scopes() && look.has_user(),
    "it names a client and a user",
);

/// What Entra ID writes for a subject that is the application.
pub(super) const SUB_IS_OID: Sign = Sign::Test(
    |look| look.are_equal("oid", "sub"),
    "`oid` and `sub` are the same",
);

/// Neither permissions nor a client.
pub(super) const NO_PERMISSIONS: Sign = Sign::Test(
    |look| {
        look.is_microsoft()
            && look.lacks(&[
                "scp", "scope", "azpacr", "appidacr", "appid", "idtyp", "cid",
            ])
    },
    "it names neither permissions nor the client that asked",
);

/// An API of Microsoft in `aud`.
pub(super) const MICROSOFT_AUDIENCE: Sign = Sign::Test(
    |look| look.issuer.is_entra() && look.audience(|aud| microsoft::api(aud).is_some()),
    "`aud` is an API of Microsoft",
);

/// A `nonce` header parameter from Entra ID.
pub(super) const MICROSOFT_NONCE: Sign = Sign::Test(
    |look| {
        look.issuer.is_entra()
            && look
                .header
                .is_some_and(|header| header.get("nonce").is_some())
    },
    "the header has `nonce`, as tokens for Microsoft's own APIs do",
);

/// A token endpoint or issuer of Entra ID in `aud`.
pub(super) const ENTRA_ENDPOINT_AUDIENCE: Sign = Sign::Test(
    |look| {
        let is_endpoint = |aud: &str| {
            Address::of(aud).is_some_and(|aud| {
                microsoft::cloud_of_login_host(aud.host).is_some()
                    || microsoft::cloud_of_sts_host(aud.host).is_some()
                    || aud.under("ciamlogin.com").is_some()
            })
        };
        !look.issuer.is_covered() && look.audience(is_endpoint)
    },
    "`aud` is an endpoint of Entra ID",
);

/// The audience of workload identity federation.
pub(super) const TOKEN_EXCHANGE_AUDIENCE: Sign = Sign::Test(
    |look| look.audience(microsoft::is_token_exchange),
    "`aud` is that of workload identity federation",
);

/// Entra ID without an issuer: what is left of a token that was edited.
pub(super) const ENTRA_V1_MARKS: Sign = Sign::Test(
    |look| look.iss.is_none() && look.is("ver", "1.0") && look.has("tid"),
    "`tid` and `ver` are those of Entra v1.0",
);

/// The same for v2.0.
pub(super) const ENTRA_V2_MARKS: Sign = Sign::Test(
    |look| look.iss.is_none() && look.is("ver", "2.0") && look.has("tid"),
    "`tid` and `ver` are those of Entra v2.0",
);

/// The issuer and the subject are the same: a client speaks for itself.
pub(super) const ISS_IS_SUB: Sign = Sign::Test(
    |look| look.are_equal("iss", "sub"),
    "`iss` and `sub` are the same",
);

/// A life of a quarter of an hour at most.
pub(super) const SHORT_LIFE: Sign =
    Sign::Test(|look| look.lives_at_most(900), "it lives for minutes only");

/// A policy in `acr`, as B2C writes it in place of `tfp`.
pub(super) const POLICY_IN_ACR: Sign = Sign::Test(
    |look| {
        look.text("acr").is_some_and(|acr| {
            acr.get(..6)
                .is_some_and(|start| start.eq_ignore_ascii_case("b2c_1_"))
        })
    },
    "`acr` names a B2C policy",
);

/// The member of `events` that makes a logout token.
pub(super) const LOGOUT_EVENT: Sign = Sign::Test(
    |look| {
        look.claim("events").is_some_and(|events| {
            events
                .get("http://schemas.openid.net/event/backchannel-logout")
                .is_some()
        })
    },
    "`events` names back-channel logout",
);

/// All that an ID token has to carry.
pub(super) const ID_CLAIMS_PRESENT: Sign = Sign::Test(
    |look| {
        ["iss", "sub", "aud", "exp", "iat"]
            .iter()
            .all(|name| look.has(name))
    },
    "it has every claim of an ID token",
);

/// An issuer whose tokens have kinds of their own.
pub(super) const COVERED_ISSUER: Sign = Sign::Test(|look| look.issuer.is_covered(), "");

/// An SD-JWT by its form.
pub(super) const SD_JWT_FORM: Sign =
    Sign::Test(|look| look.token.form.is_sd_jwt(), "it carries disclosures");

/// The token that Auth0 gives where no audience was asked for.
pub(super) const DIRECT_ENCRYPTION: Sign = Sign::Test(
    |look| {
        let is = |name, value| {
            look.header
                .and_then(|header| header.get(name)?.as_str())
                .is_some_and(|text| text == value)
        };
        look.token.form.is_encrypted() && is("alg", "dir") && is("enc", "A256GCM")
    },
    "it is encrypted with `dir` and `A256GCM`",
);

/// A token endpoint in `aud`.
pub(super) const TOKEN_ENDPOINT_AUDIENCE: Sign = Sign::Test(
    |look| look.audience(|aud| Address::of(aud).is_some_and(|aud| aud.path.ends_with("/token"))),
    "`aud` is a token endpoint",
);

/// A client speaks for itself and says only until when, as RFC 7523 allows.
pub(super) const ONLY_END: Sign = Sign::Test(
    |look| look.lacks(&["iat", "nbf"]) && ["aud", "exp"].iter().all(|name| look.has(name)),
    "of the times it has `exp` alone",
);

/// The parameter by which a client proves who it is. An address as issuer, or a SPIFFE ID, means that another issuer
/// vouches for it.
pub(super) const ASSERTION_PARAMETER: Sign = Sign::Test(
    |look| {
        let is_address = |name: &&str| look.text(name).is_some_and(|text| text.contains("://"));
        let is_vouched_for = ["iss", "sub"].iter().any(is_address);
        look.is_called("clientassertion") && (!is_vouched_for || look.are_equal("iss", "sub"))
    },
    "it was found as `client_assertion`",
);

/// The parameter of a request.
pub(super) const REQUEST_PARAMETER: Sign = Sign::Test(
    |look| {
        let carrier = look.token.candidate.carrier;
        // In JSON and in logs it may be anything.
        matches!(carrier, Carrier::Url | Carrier::Curl | Carrier::Har) && look.is_called("request")
    },
    "it was found as `request`",
);

/// GitHub without an issuer: what is left of a token that was edited.
pub(super) const GITHUB_MARKS: Sign = Sign::Test(
    |look| look.iss.is_none() && look.has("job_workflow_ref"),
    "",
);

/// Claims about a person.
pub(super) const PROFILE_CLAIMS: Sign = Sign::Test(
    |look| {
        look.has_any(&[
            "name",
            "email",
            "given_name",
            "preferred_username",
            "picture",
        ])
    },
    "it says who the user is",
);
