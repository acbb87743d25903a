//! A genuine token of each kind, as its issuer writes it: no rule may call it wrong.

use super::fixture::report;
use crate::rules::Severity;

const T: &str = "aaaabbbb-0000-cccc-1111-dddd2222eeee";

/// The kind it has to be recognised as, expectations, header, payload; `$T` stands for a tenant.
const HEALTHY: &[(&str, &str, &str, &str)] = &[
    (
        "entra-access-v1-user",
        "aud=api://orders.contoso.example version=1 iss=https://sts.windows.net/$T/ tid=$T scopes=Orders.Read",
        r#"{"typ":"JWT","alg":"RS256","x5t":"JW3znTIlGQufebkKtnH9reEQ6PE","kid":"JW3znTIlGQufebkKtnH9reEQ6PE"}"#,
        r#"{"aud":"api://orders.contoso.example","iss":"https://sts.windows.net/$T/","iat":@-5m,"nbf":@-5m,"exp":@+60m,"acr":"1","aio":"ATQ","amr":["pwd","mfa"],"appid":"00001111-aaaa-2222-bbbb-3333cccc4444","appidacr":"1","family_name":"E","given_name":"A","ipaddr":"192.0.2.1","name":"A E","oid":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb","rh":"0.A","scp":"Orders.Read","sub":"6vRnZ0YkA1f3Q2pXcT8mLwB5dEhUjKsG4iNoVtMrPqE","tid":"$T","unique_name":"a@contoso.example","upn":"a@contoso.example","uti":"u","ver":"1.0","wids":["b79fbf4d-3ef9-4689-8143-76b194e85509"]}"#,
    ),
    (
        "entra-access-v2-user",
        "aud=11112222-bbbb-3333-cccc-4444dddd5555 version=2",
        r#"{"typ":"JWT","alg":"RS256","kid":"JW3znTIlGQufebkKtnH9reEQ6PE"}"#,
        r#"{"aud":"11112222-bbbb-3333-cccc-4444dddd5555","iss":"https://login.microsoftonline.com/$T/v2.0","iat":@-5m,"nbf":@-5m,"exp":@+80m,"acct":0,"azp":"00001111-aaaa-2222-bbbb-3333cccc4444","azpacr":"0","idp":"https://sts.windows.net/$T/","oid":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb","scp":"Orders.Read","sub":"6vRnZ0YkA1f3Q2pXcT8mLwB5dEhUjKsG4iNoVtMrPqE","tid":"$T","uti":"u","ver":"2.0"}"#,
    ),
    (
        "entra-access-v2-app",
        "roles=Orders.Read.All",
        r#"{"typ":"JWT","alg":"RS256","kid":"JW3znTIlGQufebkKtnH9reEQ6PE"}"#,
        r#"{"aud":"11112222-bbbb-3333-cccc-4444dddd5555","iss":"https://login.microsoftonline.com/$T/v2.0","iat":@-5m,"nbf":@-5m,"exp":@+24h,"azp":"00001111-aaaa-2222-bbbb-3333cccc4444","azpacr":"2","idtyp":"app","oid":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb","roles":["Orders.Read.All"],"sub":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb","tid":"$T","uti":"u","ver":"2.0","xms_mirid":"/subscriptions/x"}"#,
    ),
    (
        "entra-id-v2",
        "nonce=n-1",
        r#"{"typ":"JWT","alg":"RS256","kid":"JW3znTIlGQufebkKtnH9reEQ6PE"}"#,
        r#"{"aud":"00001111-aaaa-2222-bbbb-3333cccc4444","iss":"https://login.microsoftonline.com/$T/v2.0","iat":@-5m,"nbf":@-5m,"exp":@+60m,"name":"A","nonce":"n-1","oid":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb","preferred_username":"a@contoso.example","rh":"0.A","sub":"6vRnZ0YkA1f3Q2pXcT8mLwB5dEhUjKsG4iNoVtMrPqE","tid":"$T","uti":"u","ver":"2.0"}"#,
    ),
    (
        "b2c",
        "",
        r#"{"typ":"JWT","alg":"RS256","kid":"X5eXk4xyojNFum1kl2Ytv8dlNP4-c57dO6QGTVBwaNk"}"#,
        r#"{"iss":"https://contoso.b2clogin.com/$T/v2.0/","exp":@+55m,"nbf":@-5m,"aud":"11112222-bbbb-3333-cccc-4444dddd5555","sub":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb","tfp":"B2C_1_signin","scp":"Orders.Read","azp":"00001111-aaaa-2222-bbbb-3333cccc4444","ver":"1.0","iat":@-5m,"emails":["a@contoso.example"]}"#,
    ),
    (
        "external-id",
        "",
        r#"{"typ":"JWT","alg":"RS256","kid":"k"}"#,
        r#"{"aud":"11112222-bbbb-3333-cccc-4444dddd5555","iss":"https://$T.ciamlogin.com/$T/v2.0","iat":@-5m,"nbf":@-5m,"exp":@+60m,"azp":"00001111-aaaa-2222-bbbb-3333cccc4444","azpacr":"0","oid":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb","scp":"Orders.Read","sub":"6vRnZ0YkA1f3Q2pXcT8mLwB5dEhUjKsG4iNoVtMrPqE","tid":"$T","ver":"2.0"}"#,
    ),
    (
        "rfc9068",
        "",
        r#"{"typ":"at+jwt","alg":"RS256","kid":"k"}"#,
        r#"{"iss":"https://id.contoso.example","aud":"https://orders.contoso.example","sub":"1","client_id":"web","iat":@-5m,"exp":@+55m,"jti":"d","scope":"read write","roles":["a"],"auth_time":@-1h,"acr":"1","amr":["pwd"]}"#,
    ),
    (
        "oidc-logout-token",
        "",
        r#"{"typ":"logout+jwt","alg":"RS256","kid":"k"}"#,
        r#"{"iss":"https://id.contoso.example","sub":"1","aud":"web","iat":@,"exp":@+2m,"jti":"j","sid":"s","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
    ),
    (
        "set",
        "",
        r#"{"typ":"secevent+jwt","alg":"RS256","kid":"k"}"#,
        r#"{"iss":"https://id.contoso.example","iat":@,"jti":"j","aud":"https://rp.contoso.example","events":{"https://schemas.openid.net/secevent/risc/event-type/account-disabled":{"subject":{"subject_type":"iss-sub"}}}}"#,
    ),
    (
        "okta-access",
        "",
        r#"{"kid":"k","alg":"RS256"}"#,
        r#"{"ver":1,"jti":"AT.a","iss":"https://contoso.okta.com/oauth2/default","aud":"api://default","iat":@-5m,"exp":@+55m,"cid":"0oa1","uid":"00u1","scp":["openid","profile"],"auth_time":@-6m,"sub":"a@contoso.example"}"#,
    ),
    (
        "okta-id",
        "",
        r#"{"kid":"k","alg":"RS256"}"#,
        r#"{"sub":"00u1","name":"A","email":"a@contoso.example","ver":1,"iss":"https://contoso.okta.com","aud":"0oa1","iat":@-5m,"exp":@+55m,"jti":"ID.a","amr":["pwd"],"idp":"00o1","nonce":"n","preferred_username":"a","auth_time":@-6m,"at_hash":"fKnJ5J5xvTE3bZbvZJz3sQ","email_verified":true}"#,
    ),
    (
        "google-id",
        "",
        r#"{"alg":"RS256","kid":"k","typ":"JWT"}"#,
        r#"{"iss":"accounts.google.com","azp":"1-b.apps.googleusercontent.com","aud":"1-a.apps.googleusercontent.com","sub":"110169484474386276334","hd":"contoso.example","email":"a@contoso.example","email_verified":true,"iat":@,"exp":@+60m,"nonce":"n","name":"A","picture":"https://a.example/b"}"#,
    ),
    (
        "cognito-access",
        "",
        r#"{"kid":"k","alg":"RS256"}"#,
        r#"{"sub":"s","cognito:groups":["a"],"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab","version":2,"client_id":"c","origin_jti":"o","event_id":"e","token_use":"access","scope":"openid","auth_time":@-5m,"exp":@+55m,"iat":@-5m,"jti":"j","username":"ada"}"#,
    ),
    (
        "cognito-id",
        "",
        r#"{"kid":"k","alg":"RS256"}"#,
        r#"{"sub":"s","email_verified":true,"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab","cognito:username":"ada","origin_jti":"o","aud":"c","event_id":"e","token_use":"id","auth_time":@-5m,"exp":@+55m,"iat":@-5m,"jti":"j","email":"a@contoso.example","custom:plan":"gold"}"#,
    ),
    (
        "keycloak-access",
        "aud=orders-api",
        r#"{"alg":"RS256","typ":"JWT","kid":"k"}"#,
        r#"{"exp":@+5m,"iat":@,"jti":"j","iss":"https://sso.contoso.example/realms/shop","aud":["orders-api","account"],"sub":"s","typ":"Bearer","azp":"web","sid":"x","acr":"1","allowed-origins":["*"],"realm_access":{"roles":["a"]},"resource_access":{"account":{"roles":["b"]}},"scope":"profile email","email_verified":false,"name":"A","preferred_username":"a"}"#,
    ),
    (
        "auth0-access",
        "aud=https://orders.contoso.example",
        r#"{"alg":"RS256","typ":"JWT","kid":"k"}"#,
        r#"{"iss":"https://contoso.eu.auth0.com/","sub":"auth0|1","aud":["https://orders.contoso.example","https://contoso.eu.auth0.com/userinfo"],"iat":@,"exp":@+24h,"azp":"c","scope":"openid","gty":"password","permissions":["read:a"],"https://contoso.example/roles":"x"}"#,
    ),
    (
        "auth0-id",
        "",
        r#"{"alg":"RS256","typ":"JWT","kid":"k"}"#,
        r#"{"nickname":"a","name":"A","picture":"https://a.example/b","updated_at":"2025-12-31T23:00:00.000Z","email":"a@contoso.example","email_verified":true,"iss":"https://contoso.eu.auth0.com/","sub":"auth0|1","aud":"c","iat":@,"exp":@+10h,"nonce":"n","sid":"s"}"#,
    ),
    (
        "github-actions",
        "",
        r#"{"typ":"JWT","alg":"RS256","x5t":"JW3znTIlGQufebkKtnH9reEQ6PE","kid":"k"}"#,
        r#"{"jti":"j","sub":"repo:contoso/orders:ref:refs/heads/main","aud":"https://github.com/contoso","ref":"refs/heads/main","sha":"s","repository":"contoso/orders","repository_owner":"contoso","repository_id":"1","run_id":"2","run_attempt":"1","repository_visibility":"private","actor":"ana","workflow":"w","event_name":"push","ref_protected":"true","job_workflow_ref":"r","runner_environment":"github-hosted","iss":"https://token.actions.githubusercontent.com","nbf":@-10m,"exp":@+5m,"iat":@}"#,
    ),
    (
        "k8s-sa-bound",
        "",
        r#"{"alg":"RS256","kid":"k"}"#,
        r#"{"aud":["https://kubernetes.default.svc"],"exp":@+365d,"iat":@,"iss":"https://kubernetes.default.svc","jti":"j","kubernetes.io":{"namespace":"shop","serviceaccount":{"name":"orders","uid":"u"},"warnafter":@+3607},"nbf":@,"sub":"system:serviceaccount:shop:orders"}"#,
    ),
    (
        "k8s-sa-legacy",
        "",
        r#"{"alg":"RS256","kid":"k"}"#,
        r#"{"iss":"kubernetes/serviceaccount","kubernetes.io/serviceaccount/namespace":"shop","kubernetes.io/serviceaccount/secret.name":"s","kubernetes.io/serviceaccount/service-account.name":"orders","kubernetes.io/serviceaccount/service-account.uid":"u","sub":"system:serviceaccount:shop:orders"}"#,
    ),
    (
        "adfs-access",
        "",
        r#"{"typ":"JWT","alg":"RS256","x5t":"JW3znTIlGQufebkKtnH9reEQ6PE","kid":"k"}"#,
        r#"{"aud":"microsoft:identityserver:https://orders.contoso.example","iss":"http://fs.contoso.example/adfs/services/trust","iat":@,"nbf":@,"exp":@+60m,"apptype":"Confidential","appid":"00001111-aaaa-2222-bbbb-3333cccc4444","authmethod":"urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport","auth_time":"2025-12-31T23:59:00.000Z","ver":"1.0","scp":"openid","sub":"s"}"#,
    ),
];

/// The chapters whose rules a genuine token has to pass here.
fn is_ours(chapter: &str) -> bool {
    matches!(chapter, "claims" | "time" | "identity")
}

#[test]
fn no_genuine_token_is_called_wrong() {
    for (kind, info, header, payload) in HEALTHY {
        let info = format!("token {info}").replace("$T", T);
        let body = format!("{header}\n{}", payload.replace("$T", T));
        let (text, report) = report(&info, &body);
        let token = report.tokens.first().expect("a token");
        assert_eq!(token.profile.profile.id, *kind, "{text}");
        for finding in &token.checked.findings {
            let is_wrong = match finding.severity {
                Severity::Error => true,
                Severity::Warning => is_ours(finding.rule.guide.chapter().id),
                Severity::Info => false,
            };
            assert!(!is_wrong, "{kind}: {} {}", finding.rule.id, finding.message);
        }
    }
}

/// What none of these tokens meets.
const UNMET: &[&str] = &[
    "aud=zzz",
    "iss=zzz",
    "tid=ffffffff-0000-cccc-1111-dddd2222eeee",
    "client=zzz",
    "require=zzz",
    "scopes=zzz",
    "roles=zzz",
    "nonce=zzz",
    "sub=zzz",
    "alg=HS512",
    "maxage=1",
    "version=1",
    "version=2",
];

/// Whatever the kind: what a token does not meet or cannot meet is said, and refused but for the time of a sign-in.
#[test]
fn no_expectation_passes_in_silence() {
    for (kind, _, header, payload) in HEALTHY {
        let body = format!("{header}\n{}", payload.replace("$T", T));
        let found = |info: &str, least: Severity| {
            let (_, report) = report(info, &body);
            let findings = report.all_findings();
            findings
                .filter(|found| found.severity >= least)
                .map(|found| (found.rule.id, found.message.clone()))
                .collect::<Vec<_>>()
        };
        let before = found("token", Severity::Info);
        for expectation in UNMET {
            let least = match *expectation {
                "maxage=1" => Severity::Warning,
                // Azure AD B2C writes 1.0 under an issuer of 2.0, and the others are of this version.
                "version=1" if *kind == "b2c" || kind.ends_with("v1-user") => continue,
                "version=2" if *kind == "b2c" || kind.contains("-v2") => continue,
                "version=2" if *kind == "external-id" => continue,
                _ => Severity::Error,
            };
            let after = found(&format!("token {expectation}"), least);
            let is_said = after.iter().any(|finding| !before.contains(finding));
            assert!(is_said, "{kind}: {expectation}");
        }
    }
}
