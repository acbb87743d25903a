//! A finding → what resolves it, ready to copy, with the values of the user's token and expectations. A change that
//! weakens a check says so.

use crate::expect::Expectations;
use crate::order;
use crate::profile::Family;
use crate::report::TokenReport;
use crate::rules::{Finding, Fixer};
use crate::spec::microsoft::Cloud;
use crate::token::json::unescape_pointer;

mod facts;
mod registration;
mod request;
mod validator;

use facts::Facts;
pub use facts::{expected_api_uri, is_harmless};

/// A change that resolves a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// What it does: an imperative sentence without a full stop.
    pub title: &'static str,
    /// The language of the text, as in a Markdown fence.
    pub language: &'static str,
    /// What to copy. Values of the token are in it only where they cannot mean anything but themselves there.
    pub text: String,
    /// Who makes the change.
    pub who: Fixer,
    /// What is given up by it, where it weakens a check: a sentence.
    pub weakens: Option<&'static str>,
}

/// Makes the remedies of a rule. The second argument is the claim that the finding is about.
type Make = fn(&Facts, &str) -> Vec<Remedy>;

const OTHER_API: &str =
    "It lets in tokens that were issued for another API, unless this is another name of yours.";
const OTHER_ISSUER: &str = "It lets in whatever this issuer signs: do it only for an issuer that you trust, and with its own keys.";
const OTHER_CLIENT: &str = "It lets this client in: be sure that it is one of yours.";
const OTHER_WORKLOAD: &str = "Whoever gets tokens with this issuer and subject can then sign in as your application: be sure that it is the workload you mean.";

/// The rules that have remedies, and what these give up. One rule may stand here more than once.
static TABLE: &[(&[&str], Make, &str)] = &[
    (
        &[
            "aud-microsoft-graph",
            "aud-other-microsoft-api",
            "ms-header-nonce",
        ],
        request::scope,
        "",
    ),
    (
        &[
            "id-token-used-as-access-token",
            "app-only-where-user-expected",
            "scope-missing-expected",
        ],
        request::for_user,
        "",
    ),
    (&["user-where-app-expected"], request::for_app, ""),
    (&["scp-and-roles-missing"], request::for_either, ""),
    (
        &["obo-aud-not-middle-tier", "obo-id-token", "obo-app-only"],
        request::for_user_at_entra,
        "",
    ),
    (&["aud-mismatch"], request::scope_of_receiver, ""),
    (
        &["aud-mismatch", "fic-audience-mismatch"],
        request::workload_audience,
        "",
    ),
    (&["aud-mismatch"], validator::trust_audience, OTHER_API),
    (&["aud-mismatch"], request::scope_after_all, ""),
    (
        &[
            "aud-guid-vs-app-id-uri",
            "aud-trailing-slash",
            "aud-case-or-space",
        ],
        validator::spell_audience,
        "",
    ),
    (
        &[
            "aud-guid-vs-app-id-uri",
            "iss-v1-vs-v2",
            "ver-mismatch-expected",
        ],
        registration::version,
        "",
    ),
    (&["iss-mismatch"], request::tenant_of_issuer, ""),
    (&["iss-mismatch"], validator::trust_issuer, OTHER_ISSUER),
    (
        &[
            "iss-v1-vs-v2",
            "iss-trailing-slash",
            "iss-common-or-template",
        ],
        validator::trust_issuer,
        "",
    ),
    (&["tid-mismatch"], request::tenant, ""),
    (&["tid-missing"], request::profile_scope, ""),
    (
        &[
            "required-claim-missing",
            "optional-claim-needs-configuration",
            "client-not-claims-capable",
            "acrs-context-missing",
        ],
        registration::claim,
        "",
    ),
    (
        &["oid-missing", "sp-less-app"],
        registration::service_principal,
        "",
    ),
    (&["scope-missing-expected"], request::consent, ""),
    (
        &["role-missing-expected", "scp-and-roles-missing"],
        registration::role,
        "",
    ),
    (
        &["groups-overage", "hasgroups-implicit", "groups-near-limit"],
        registration::groups,
        "",
    ),
    (
        &["groups-overage", "hasgroups-implicit"],
        request::groups,
        "",
    ),
    (
        &["client-not-allowed"],
        validator::allow_client,
        OTHER_CLIENT,
    ),
    (
        &["fic-subject-mismatch", "fic-issuer-mismatch"],
        registration::federated_credential,
        OTHER_WORKLOAD,
    ),
    (&["token-expired", "obo-expired"], request::silently, ""),
    (&["auth-time-too-old"], request::sign_in_again, ""),
    (
        &["alg-none", "alg-symmetric-from-public-issuer"],
        validator::algorithms,
        "",
    ),
    (&["assertion-aud-wrong"], request::assertion, ""),
    (
        &["assertion-iss-sub-differ", "assertion-sub-missing"],
        request::assertion_client,
        "",
    ),
];

/// What resolves a finding, the best first; nothing where words of the guide have to do.
pub fn remedies(finding: &Finding, token: &TokenReport, expect: &Expectations) -> Vec<Remedy> {
    let pointer = finding.pointer.as_deref().unwrap_or_default();
    let claim = unescape_pointer(pointer.trim_start_matches('/'));
    of_rule(finding.rule.id, &claim, token, expect)
}

/// What resolves the findings of a rule, by its id, about a claim.
pub fn of_rule(id: &str, claim: &str, token: &TokenReport, expect: &Expectations) -> Vec<Remedy> {
    let facts = Facts::of(token, expect);
    TABLE
        .iter()
        .filter(|(ids, ..)| ids.contains(&id))
        .flat_map(|(_, make, weakens)| {
            let mut made = make(&facts, claim);
            for remedy in &mut made {
                remedy.weakens = Some(*weakens).filter(|why| !why.is_empty());
            }
            made
        })
        .collect()
}

/// The cloud that a token belongs to.
pub fn cloud(token: &TokenReport) -> Cloud {
    Facts::of(token, &Expectations::default()).cloud()
}

/// The rules whose findings can have remedies, each once.
pub fn rules() -> Vec<&'static str> {
    let mut ids: Vec<&str> = TABLE
        .iter()
        .flat_map(|(ids, ..)| ids.iter().copied())
        .collect();
    order::sort_unique(&mut ids);
    ids
}

fn remedy(title: &'static str, language: &'static str, who: Fixer, text: String) -> Remedy {
    Remedy {
        title,
        language,
        text,
        who,
        weakens: None,
    }
}

/// Whether Entra issued the token, so that its registrations can change it.
fn is_entra(token: &TokenReport) -> bool {
    matches!(token.profile.profile.family, Family::Entra)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::report::inspect;

    const NOW: i64 = 1_767_225_600;

    const CHAPTERS: &[&str] = &[
        include_str!("../guide/claims.md"),
        include_str!("../guide/flow.md"),
        include_str!("../guide/identity.md"),
        include_str!("../guide/permission.md"),
        include_str!("../guide/policy.md"),
        include_str!("../guide/signature.md"),
        include_str!("../guide/structure.md"),
        include_str!("../guide/time.md"),
        include_str!("../guide/orientation.md"),
        include_str!("../guide/operation.md"),
        include_str!("../guide/possession.md"),
    ];

    /// The examples of the guide in which this rule fires: what stands after the fence, and the body.
    fn examples(id: &str) -> Vec<(&'static str, String)> {
        let mut found = Vec::new();
        for chapter in CHAPTERS {
            let mut lines = chapter.lines();
            while let Some(line) = lines.next() {
                let Some(info) = line.strip_prefix("```") else {
                    continue;
                };
                let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
                let example = Example { info, body: "" };
                let fires = example.attribute("fires").unwrap_or_default();
                if fires.split(',').any(|fired| fired == id) {
                    found.push((info, body.join("\n")));
                }
            }
        }
        found
    }

    /// For every rule: the values that its remedies have to hold, all of them together. `expect.x` is an expectation,
    /// `=x` stands for itself, anything else is a claim.
    const VALUES: &[(&str, &[&str])] = &[
        ("aud-mismatch", &["expect.aud", "aud"]),
        ("aud-microsoft-graph", &["expect.aud"]),
        ("aud-other-microsoft-api", &["=scope=api://"]),
        ("ms-header-nonce", &["expect.aud"]),
        (
            "id-token-used-as-access-token",
            &["expect.aud", "expect.scope"],
        ),
        ("obo-aud-not-middle-tier", &["expect.aud"]),
        ("obo-id-token", &["expect.aud"]),
        ("app-only-where-user-expected", &["=scope=api://"]),
        ("user-where-app-expected", &["=/.default"]),
        ("obo-app-only", &["expect.aud"]),
        ("scp-and-roles-missing", &["=/.default", "=\"appRoles\""]),
        ("scope-missing-expected", &["expect.scope", "=adminconsent"]),
        (
            "aud-guid-vs-app-id-uri",
            &["aud", "expect.aud", "=requestedAccessTokenVersion"],
        ),
        ("aud-trailing-slash", &["aud"]),
        ("aud-case-or-space", &["aud"]),
        ("iss-v1-vs-v2", &["iss", "=requestedAccessTokenVersion"]),
        ("ver-mismatch-expected", &["expect.version"]),
        ("iss-mismatch", &["iss"]),
        ("iss-trailing-slash", &["iss"]),
        ("iss-common-or-template", &["iss"]),
        ("tid-mismatch", &["expect.tid"]),
        ("tid-missing", &["=profile"]),
        ("required-claim-missing", &["=\"accessToken\"", "=email"]),
        (
            "optional-claim-needs-configuration",
            &["=\"accessToken\"", "=email"],
        ),
        ("client-not-claims-capable", &["=xms_cc"]),
        ("acrs-context-missing", &["=acrs"]),
        ("oid-missing", &["azp", "tid"]),
        ("sp-less-app", &["azp", "tid"]),
        (
            "role-missing-expected",
            &["expect.role", "=\"appRoles\"", "=appRoleAssignments"],
        ),
        ("groups-overage", &["oid", "=ApplicationGroup"]),
        ("hasgroups-implicit", &["oid", "=ApplicationGroup"]),
        ("groups-near-limit", &["=ApplicationGroup"]),
        ("client-not-allowed", &["azp"]),
        ("fic-subject-mismatch", &["sub", "iss", "aud"]),
        ("fic-issuer-mismatch", &["sub", "iss", "aud"]),
        ("fic-audience-mismatch", &["=api://AzureADTokenExchange"]),
        ("token-expired", &["=AcquireTokenSilent"]),
        ("obo-expired", &["=AcquireTokenSilent", "expect.aud"]),
        ("auth-time-too-old", &["expect.maxage"]),
        ("alg-none", &["=RS256"]),
        ("alg-symmetric-from-public-issuer", &["=RS256"]),
        ("assertion-aud-wrong", &["iss", "=/oauth2/v2.0/token"]),
        ("assertion-iss-sub-differ", &["iss", "=/oauth2/v2.0/token"]),
        ("assertion-sub-missing", &["iss"]),
    ];

    #[test]
    fn every_rule_has_an_example_that_its_remedies_fit() {
        let listed: Vec<&str> = {
            let mut ids: Vec<&str> = VALUES.iter().map(|(id, _)| *id).collect();
            ids.sort_unstable();
            ids
        };
        assert_eq!(listed, rules());
        let mut wrong = Vec::new();
        for (id, values) in VALUES {
            let examples = examples(id);
            assert!(!examples.is_empty(), "no example fires {id}");
            let mut misses = Vec::new();
            let fits = examples.iter().any(|(info, body)| {
                let example = Example { info, body };
                let expect = example.expectations();
                let report = inspect(&example.text(NOW), &expect, NOW);
                let Some((token, finding)) = report.tokens.iter().find_map(|token| {
                    let mut findings = token.checked.findings.iter();
                    Some((token, findings.find(|finding| finding.rule.id == *id)?))
                }) else {
                    misses.push("no finding".to_owned());
                    return false;
                };
                let claim = if id.ends_with("claim-missing") || id.starts_with("optional") {
                    "email"
                } else {
                    ""
                };
                let remedies = match claim.is_empty() {
                    true => remedies(finding, token, &expect),
                    false => of_rule(id, claim, token, &expect),
                };
                let text: String = remedies
                    .iter()
                    .map(|remedy| remedy.text.clone() + "\n")
                    .collect();
                let first = |list: &[String]| list.first().cloned();
                let missing: Vec<&&str> = values
                    .iter()
                    .filter(|value| {
                        let wanted = match value.split_once('.') {
                            Some(("expect", "aud")) => first(&expect.audiences),
                            Some(("expect", "tid")) => first(&expect.tenants),
                            Some(("expect", "scope")) => first(&expect.scopes),
                            Some(("expect", "role")) => first(&expect.roles),
                            Some(("expect", "version")) => {
                                expect.version.map(|version| version.to_string())
                            }
                            Some(("expect", "maxage")) => expect.max_age.map(|age| age.to_string()),
                            _ => match value.strip_prefix('=') {
                                Some(text) => Some(text.to_owned()),
                                None => token.token.claims().and_then(|claims| {
                                    Some(claims.get(value)?.to_text().to_owned())
                                }),
                            },
                        };
                        wanted.is_none_or(|wanted| !text.contains(&wanted))
                    })
                    .collect();
                if !missing.is_empty() {
                    misses.push(format!("{missing:?} in:\n{text}"));
                }
                missing.is_empty()
            });
            if !fits {
                wrong.push(format!("{id}: {}", misses.join("\n---\n")));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n====\n"));
    }

    #[test]
    fn remedies_speak_in_one_voice() {
        for id in rules() {
            for (info, body) in examples(id) {
                let example = Example { info, body: &body };
                let expect = example.expectations();
                let report = inspect(&example.text(NOW), &expect, NOW);
                for token in &report.tokens {
                    for remedy in of_rule(id, "email", token, &expect) {
                        assert!(
                            !remedy.text.is_empty() && !remedy.title.ends_with('.'),
                            "{remedy:?}"
                        );
                        assert!(
                            remedy.weakens.is_none_or(|why| why.ends_with('.')),
                            "{remedy:?}"
                        );
                        if remedy.language == "json" {
                            let json =
                                crate::token::json::Json::read(format!("{{{}}}", remedy.text));
                            let whole = crate::token::json::Json::read(remedy.text.clone());
                            assert!(
                                json.object().is_some() || whole.object().is_some(),
                                "{}",
                                remedy.text
                            );
                        }
                        if remedy.language == "xml" {
                            use crate::configuration::xml::{Event, events};
                            assert!(
                                !events(&remedy.text).any(|event| event == Event::Broken),
                                "{}",
                                remedy.text
                            );
                        }
                    }
                }
            }
        }
    }

    /// The remedies of a rule for a token with these claims, as one text.
    fn text_of(id: &str, claim: &str, info: &str, claims: &str) -> String {
        let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
        let example = Example { info, body: &body };
        let expect = example.expectations();
        let report = inspect(&example.text(NOW), &expect, NOW);
        let remedies = of_rule(id, claim, &report.tokens[0], &expect);
        let texts = remedies.into_iter().map(|remedy| remedy.text);
        texts.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn scopes_are_asked_for_as_the_issuer_takes_them() {
        let scope =
            |info: &str, claims: &str| text_of("id-token-used-as-access-token", "", info, claims);
        assert_eq!(
            scope(
                "token aud=https://orders.example scopes=read",
                r#"{"iss":"https://contoso.auth0.com/"}"#
            ),
            "audience=https://orders.example\nscope=read"
        );
        for (iss, asked) in [
            ("https://sso.contoso.example/realms/shop", "scope=read"),
            ("https://accounts.google.com", ""),
            ("https://securetoken.google.com/shop", ""),
            ("https://appleid.apple.com", ""),
        ] {
            let info = "token aud=https://orders.example scopes=read kind=oidc-id-token";
            assert_eq!(scope(info, &format!(r#"{{"iss":"{iss}"}}"#)), asked);
        }
        let audience = |claims: &str| {
            text_of(
                "aud-mismatch",
                "",
                "token aud=sts.amazonaws.com kind=generic-jwt",
                claims,
            )
        };
        for claims in [r#"{"repository":"a/b"}"#, r#"{"project_path":"a/b"}"#] {
            let text = audience(claims);
            assert!(text.ends_with(": \"sts.amazonaws.com\""), "{text}");
        }
        assert_eq!(
            scope("token aud=https://orders.example kind=rfc9068", "{}"),
            "resource=https://orders.example"
        );
        let b2c = r#"{"iss":"https://contoso.b2clogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/","tfp":"B2C_1_a"}"#;
        for (audience, uri) in [
            (
                "11112222-bbbb-3333-cccc-4444dddd5555",
                "https://contoso.onmicrosoft.com/11112222-bbbb-3333-cccc-4444dddd5555",
            ),
            (
                "https://contoso.onmicrosoft.com/orders",
                "https://contoso.onmicrosoft.com/orders",
            ),
        ] {
            let text = scope(&format!("token aud={audience} scopes=read"), b2c);
            assert_eq!(text, format!("scope={uri}/read"));
        }
        let okta = r#"{"iss":"https://contoso.okta.com/oauth2/default","cid":"0oa1","uid":"00u1"}"#;
        assert_eq!(
            scope("token kind=okta-access aud=api://default scopes=read", okta),
            "scope=read"
        );
        assert_eq!(
            scope("token kind=generic-jwt aud=https://vault.example", "{}"),
            ""
        );
        assert_eq!(scope("token kind=google-id", "{}"), "");
        assert!(scope("token kind=entra-id-v2", "{}").starts_with("scope=api://"));
    }

    #[test]
    fn endpoints_are_those_of_the_cloud_and_of_the_kind_of_token() {
        let iss = r#"{"iss":"https://login.microsoftonline.us/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","tid":"aaaabbbb-0000-cccc-1111-dddd2222eeee","ver":"2.0"}"#;
        let at = "https://login.microsoftonline.us/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/";
        assert_eq!(
            text_of("tid-mismatch", "", "token kind=entra-access-v2-app", iss),
            format!("{at}v2.0/token")
        );
        assert_eq!(
            text_of("iss-v1-vs-v2", "", "token kind=entra-id-v2", iss)
                .lines()
                .next(),
            Some(format!("{at}authorize").as_str())
        );
        let expired = |kind: &str, claims: &str| {
            text_of("token-expired", "", &format!("token kind={kind}"), claims)
        };
        assert!(expired("entra-access-v2-app", "{}").contains("AcquireTokenForClient"));
        let gov = r#"{"iss":"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/","aud":"https://graph.microsoft.us","ver":"1.0"}"#;
        let groups = text_of(
            "groups-near-limit",
            "",
            "token kind=entra-access-v1-user",
            gov,
        );
        assert!(
            groups.contains("az cloud set --name AzureUSGovernment\naz rest --method PATCH \\\n  --url \"https://graph.microsoft.us/"),
            "{groups}"
        );
        assert!(
            expired(
                "entra-access-microsoft-api",
                r#"{"aud":"https://graph.microsoft.com/"}"#
            )
            .contains("\"https://graph.microsoft.com/.default\"")
        );
        assert_eq!(expired("entra-client-assertion", "{}"), "");
        let kind = "token kind=entra-access-v2-user";
        let attribute = text_of("required-claim-missing", "extension_a_b", kind, "{}");
        assert!(
            attribute.contains("\"extension_a_b\", \"essential\": false, \"source\": \"user\" }")
        );
    }

    #[test]
    fn what_is_there_is_not_configured_again() {
        let user = r#"{"iss":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","tid":"aaaabbbb-0000-cccc-1111-dddd2222eeee","azp":"c","scp":"A","ver":"2.0",OWN}"#;
        let of = |own: &str, require: &str| {
            let (name, _) = require.split_once('=').unwrap_or_default();
            let id = match name {
                "acrs" => "acrs-context-missing",
                "xms_cc" => "client-not-claims-capable",
                _ => "required-claim-missing",
            };
            let info = format!("token kind=entra-access-v2-user require={require}");
            text_of(id, name, &info, &user.replace("OWN", own))
        };
        assert_eq!(of(r#""email":"a@b.example""#, "email=c@d.example"), "");
        assert_eq!(of(r#""groups":["a"]"#, "groups=b"), "");
        assert_eq!(
            of(r#""xms_cc":["x"]"#, "xms_cc=cp1"),
            "builder.WithClientCapabilities(new[] { \"cp1\" });"
        );
        let app = of(r#""idtyp":"user""#, "idtyp=app");
        assert!(app.starts_with("grant_type=client_credentials"), "{app}");
        let challenge = of(r#""acrs":["c2"]"#, "acrs=c1");
        assert!(challenge.ends_with(
            "claims=\"eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19\"\n\n{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}"
        ), "{challenge}");
        let tenant = "https://login.microsoftonline.com/bbbbcccc-1111-dddd-2222-eeee3333ffff";
        let info = format!("token kind=entra-access-v2-user iss={tenant}/v2.0");
        let text = text_of("iss-mismatch", "iss", &info, &user.replace(",OWN", ""));
        assert!(
            text.starts_with(&format!("{tenant}/oauth2/v2.0/authorize\n")),
            "{text}"
        );
    }

    #[test]
    fn what_made_the_fault_is_not_offered_as_its_remedy() {
        let app = r#"{"iss":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","tid":"aaaabbbb-0000-cccc-1111-dddd2222eeee","idtyp":"app","roles":["A"],"azp":"c","ver":"2.0"}"#;
        let of_app = |id: &str| text_of(id, "", "token kind=entra-access-v2-app", app);
        for id in ["app-only-where-user-expected", "obo-app-only"] {
            assert_eq!(
                of_app(id),
                "scope=api://your-api-client-id/a-scope-of-the-api"
            );
        }
        assert!(of_app("oid-missing").ends_with("az ad sp create --id \"c\""));
        let user = app.replace("\"idtyp\":\"app\",\"roles\":[\"A\"]", "\"scp\":\"A\"");
        let of_user = text_of("oid-missing", "", "token kind=entra-access-v2-user", &user);
        assert_eq!(of_user, "");
        let id = r#"{"iss":"https://contoso.auth0.com/","aud":"web","nonce":"n"}"#;
        let accepted = text_of(
            "aud-mismatch",
            "",
            "token kind=auth0-id aud=https://orders",
            id,
        );
        assert_eq!(accepted, "audience=https://orders");
        // A version 2 token names its API by the client ID, whatever is asked for.
        let guid = user.replace(
            "\"ver\"",
            r#""aud":"6e74172b-be56-4843-9ff4-e66a39bb12e3","ver""#,
        );
        let info = "token kind=entra-access-v2-user aud=api://orders";
        let all = text_of("aud-mismatch", "", info, &guid);
        assert!(all.starts_with("\"AzureAd\"") && all.contains("scope=api://orders/"));
    }

    #[test]
    fn remedies_are_those_of_the_issuer_and_of_the_caller() {
        let user = r#"{"aud":"AUD","iss":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","tid":"aaaabbbb-0000-cccc-1111-dddd2222eeee","scp":"A","azp":"c","oid":"o","sub":"s","ver":"2.0"}"#;
        let of_user = |audience: &str| user.replace("AUD", audience);
        let guid = of_user("6e74172b-be56-4843-9ff4-e66a39bb12e3");
        // What cannot be written down is not replaced by what was refused.
        let kind = "token kind=entra-access-v2-user";
        let text = text_of("aud-mismatch", "", &format!("{kind} aud=urn:<x>"), &guid);
        assert_eq!(text, "scope=api://your-api-client-id/a-scope-of-the-api");
        let info = format!("{kind} aud=api://orders");
        let text = text_of("aud-guid-vs-app-id-uri", "", &info, &guid);
        assert!(text.contains("(appId='6e74172b-"), "{text}");
        let okta = r#"{"iss":"https://contoso.okta.com","aud":"https://contoso.okta.com","cid":"0oa1","uid":"00u1"}"#;
        let info = "token kind=okta-access aud=api://orders iss=https://b scopes=read";
        assert_eq!(text_of("aud-mismatch", "", info, okta), "");
        assert_eq!(text_of("iss-mismatch", "", info, okta), "");
        let info = "token kind=adfs-access aud=https://orders.example scopes=read";
        let adfs = r#"{"iss":"http://adfs.example/adfs/services/trust","aud":"https://b"}"#;
        let text = text_of("aud-mismatch", "", info, adfs);
        assert!(
            text.starts_with("resource=https://orders.example\nscope=read\n"),
            "{text}"
        );
        let graph = of_user("https://graph.microsoft.com");
        let info = "token kind=entra-access-microsoft-api scopes=Mail.Read";
        let text = text_of("scope-missing-expected", "", info, &graph);
        assert!(
            text.starts_with("scope=https://graph.microsoft.com/Mail.Read\n"),
            "{text}"
        );
        assert!(
            text.contains("&scope=https://graph.microsoft.com/.default&"),
            "{text}"
        );
        let app = user
            .replace("\"scp\":\"A\"", "\"xms_mirid\":\"/x\"")
            .replace("\"o\"", "\"s\"");
        let info = "token kind=entra-access-microsoft-api";
        let text = text_of("aud-other-microsoft-api", "", info, &app);
        assert_eq!(text, "resource=api://your-api-client-id");
        let text = text_of("token-expired", "", info, &app);
        assert!(
            text.contains("AcquireTokenForManagedIdentity(scopes[0])"),
            "{text}"
        );
        let text = text_of("scp-and-roles-missing", "", info, &app);
        assert!(text.contains("servicePrincipals/s/"), "{text}");
        let personal = guid.replace(
            "aaaabbbb-0000-cccc-1111-dddd2222eeee",
            crate::spec::microsoft::CONSUMER_TENANT,
        );
        let info =
            format!("{kind} iss=https://sts.windows.net/9188040d-6c67-4c5b-b112-36a304b66dad/");
        assert!(text_of("iss-v1-vs-v2", "", &info, &personal).starts_with("options."));
        let info = format!("{kind} require=upn require=oid require=ipaddr");
        let text = text_of("required-claim-missing", "upn", &info, &guid);
        assert_eq!(
            text,
            text_of("required-claim-missing", "ipaddr", &info, &guid)
        );
        assert!(text.contains(
            "[ { \"name\": \"ipaddr\", \"essential\": false },\n    { \"name\": \"upn\", \"essential\": false } ]"
        ), "{text}");
    }

    #[test]
    fn the_client_is_looked_up_where_the_token_names_it() {
        for (kind, claims, lookup) in [
            ("okta-access", r#"{"cid":"c"}"#, "FindFirst(\"cid\")"),
            (
                "rfc9068",
                r#"{"client_id":"c"}"#,
                "FindFirst(\"client_id\")",
            ),
            (
                "entra-access-v2-user",
                r#"{"azp":"c","aud":"a","iss":"https://login.microsoftonline.us/t/v2.0"}"#,
                "authentication-endpoint=\"login.microsoftonline.us\">\n  <client-application-ids><application-id>c</application-id></client-application-ids>\n  <audiences><audience>a<",
            ),
        ] {
            let text = text_of(
                "client-not-allowed",
                "",
                &format!("token kind={kind}"),
                claims,
            );
            assert!(text.contains(lookup), "{text}");
        }
    }

    #[test]
    fn assertions_for_other_servers_are_not_sent_to_entra() {
        let claims = r#"{"iss":"a","sub":"b","aud":"https://server.example/token"}"#;
        assert_eq!(
            text_of(
                "assertion-iss-sub-differ",
                "",
                "token kind=client-assertion",
                claims
            ),
            r#"{ "iss": "a", "sub": "a" }"#
        );
        let credential = text_of(
            "fic-subject-mismatch",
            "",
            "token kind=github-actions aud=api://AzureADTokenExchange",
            r#"{"iss":"i","sub":"s","aud":"https://github.com/contoso"}"#,
        );
        assert!(credential.contains("[ \"api://AzureADTokenExchange\" ]"));
        let wrong = text_of(
            "assertion-aud-wrong",
            "",
            "token kind=entra-client-assertion",
            claims,
        );
        assert!(
            wrong.contains("https://login.microsoftonline.com/your-tenant-id/oauth2/"),
            "{wrong}"
        );
    }

    #[test]
    fn hostile_values_stay_out_of_what_is_copied() {
        let hostile = "x'; rm -rf ~; echo \\\"$(id)`id`</audience>\\n--x";
        let body = format!(
            "{{\"alg\":\"RS256\"}}\n{{\"aud\":\"{hostile}\",\"iss\":\"{hostile}\",\"sub\":\"{hostile}\",\"azp\":\"{hostile}\",\"tid\":\"{hostile}\",\"oid\":\"{hostile}\",\"scp\":\"{hostile}\",\"ver\":\"2.0\"}}"
        );
        let expect = Expectations::default();
        let kinds = [
            "entra-access-v2-user",
            "entra-access-v2-app",
            "entra-id-v2",
            "github-actions",
        ];
        for kind in kinds {
            let expect = Expectations {
                kind: crate::profile::by_id(kind),
                scopes: vec![hostile.to_owned()],
                ..expect.clone()
            };
            let text = Example {
                info: "token",
                body: &body,
            }
            .text(NOW);
            let report = inspect(&text, &expect, NOW);
            for id in rules() {
                for remedy in of_rule(id, hostile, &report.tokens[0], &expect) {
                    for piece in ["rm -rf", "$(", "`id", "</audience>x", "--x"] {
                        assert!(!remedy.text.contains(piece), "{id}: {}", remedy.text);
                    }
                }
            }
        }
    }
}
