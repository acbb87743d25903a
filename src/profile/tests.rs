//! Genuine-looking tokens of every kind, told apart from their neighbours and complete.

use super::{Purpose, by_id, recognize};
use crate::example::Example;
use crate::extract::{Candidate, Carrier};
use crate::place::Span;
use crate::token::Token;

const NOW: i64 = 1_767_225_600;

/// Times of a healthy access token.
const T: &str = r#""iat":@-5m,"nbf":@-5m,"exp":@+1h"#;
/// The issuer, tenant and version of Entra v1.0.
const V1: &str = r#""iss":"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/","tid":"aaaabbbb-0000-cccc-1111-dddd2222eeee","ver":"1.0""#;
/// The same of Entra v2.0.
const V2: &str = r#""iss":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","tid":"aaaabbbb-0000-cccc-1111-dddd2222eeee","ver":"2.0""#;
/// An API and the object of a user.
const API: &str =
    r#""aud":"11112222-bbbb-3333-cccc-4444dddd5555","oid":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb""#;
/// A pairwise subject.
const SUB: &str = r#""sub":"6vRnZ0YkA1f3Q2pXcT8mLwB5dEhUjKsG4iNoVtMrPqE""#;
/// The subject of an application.
const APP: &str = r#""sub":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb""#;
/// What an ordinary header is.
const JWT: &str = r#"{"typ":"JWT","alg":"RS256","kid":"k1"}"#;
/// A header without `typ`.
const BARE: &str = r#"{"alg":"RS256","kid":"k1"}"#;
/// The claims of GitHub Actions.
const GITHUB: &str = r#""iss":"https://token.actions.githubusercontent.com","sub":"repo:contoso/orders:ref:refs/heads/main","jti":"0a1b","iat":@,"nbf":@-10m,"exp":@+5m,"repository":"contoso/orders","repository_owner":"contoso","ref":"refs/heads/main","workflow":"deploy","run_id":"16","actor":"ana","event_name":"push","job_workflow_ref":"contoso/orders/.github/workflows/deploy.yml","runner_environment":"github-hosted""#;

fn read(header: &str, payload: &str) -> Token {
    let mut payload = payload.to_owned();
    for (name, text) in [
        ("$T", T),
        ("$V1", V1),
        ("$V2", V2),
        ("$API", API),
        ("$SUB", SUB),
        ("$APP", APP),
        ("$GITHUB", GITHUB),
    ] {
        payload = payload.replace(name, text);
    }
    let body = format!("{header}\n{payload}");
    let example = Example {
        info: "token",
        body: &body,
    };
    token(&example.text(NOW))
}

fn token(text: &str) -> Token {
    Token::read(Candidate::verbatim(
        text,
        Span::new(0, text.len()),
        Carrier::Bare,
    ))
}

/// Kind, header, payload. The first of a kind is its plainest form, others are what is easily mistaken.
const SAMPLES: &[(&str, &str, &str)] = &[
    (
        "entra-access-v1-user",
        r#"{"typ":"JWT","alg":"RS256","kid":"k1","x5t":"k1"}"#,
        r#"{$V1,$API,$SUB,$T,"appid":"00001111-aaaa-2222-bbbb-3333cccc4444","appidacr":"1","scp":"Orders.Read","acr":"1","amr":["pwd","mfa"],"unique_name":"ada@contoso.example","upn":"ada@contoso.example","name":"Ada","ipaddr":"192.0.2.1"}"#,
    ),
    (
        "entra-access-v1-user",
        JWT,
        r#"{$V1,$API,$SUB,$T,"appid":"a","appidacr":"0","scp":"Orders.Read","roles":["Admin"],"idtyp":"user"}"#,
    ),
    (
        "entra-access-v1-user",
        JWT,
        r#"{$V1,$API,$SUB,$T,"appid":"00001111-aaaa-2222-bbbb-3333cccc4444","appidacr":"0","idtyp":"user","name":"Ada","roles":["Admin"]}"#,
    ),
    (
        "entra-access-v1-app",
        JWT,
        r#"{$V1,$API,$APP,$T,"appid":"00001111-aaaa-2222-bbbb-3333cccc4444","appidacr":"1","idp":"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/","roles":["Orders.Read.All"]}"#,
    ),
    (
        "entra-access-v1-app",
        JWT,
        r#"{$V1,$API,$APP,$T,"appid":"00001111-aaaa-2222-bbbb-3333cccc4444","appidacr":"2"}"#,
    ),
    (
        "entra-access-v2-user",
        JWT,
        r#"{$V2,$API,$SUB,$T,"azp":"00001111-aaaa-2222-bbbb-3333cccc4444","azpacr":"1","scp":"Orders.Read"}"#,
    ),
    (
        "entra-access-v2-user",
        JWT,
        r#"{$V2,$API,$SUB,$T,"azp":"00001111-aaaa-2222-bbbb-3333cccc4444","azpacr":"0","scp":"Orders.Read","name":"Ada","preferred_username":"ada@contoso.example","email":"ada@contoso.example","roles":["Orders.Approver"],"upn":"ada@contoso.example"}"#,
    ),
    (
        "entra-access-v2-app",
        JWT,
        r#"{$V2,$API,$APP,$T,"azp":"00001111-aaaa-2222-bbbb-3333cccc4444","azpacr":"2","idtyp":"app","roles":["Orders.Read.All"]}"#,
    ),
    (
        "entra-access-v2-app",
        JWT,
        r#"{$V2,$API,$APP,$T,"azp":"00001111-aaaa-2222-bbbb-3333cccc4444","azpacr":"1"}"#,
    ),
    (
        "entra-access-v2-app",
        JWT,
        r#"{$V2,$API,$APP,$T,"azp":"00001111-aaaa-2222-bbbb-3333cccc4444","azpacr":"2","scp":"/","xms_act_fct":"11 9","xms_sub_fct":"11 9","idtyp":"app"}"#,
    ),
    (
        "entra-access-microsoft-api",
        r#"{"typ":"JWT","nonce":"bm9uY2U","alg":"RS256","kid":"k1","x5t":"k1"}"#,
        r#"{$V1,"aud":"00000003-0000-0000-c000-000000000000","oid":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb",$SUB,$T,"appid":"a","appidacr":"0","scp":"User.Read profile openid","name":"Ada","unique_name":"ada@contoso.example","app_displayname":"Orders","wids":["b79fbf4d-3ef9-4689-8143-76b194e85509"],"xms_tcdt":1700000000}"#,
    ),
    (
        "entra-access-microsoft-api",
        JWT,
        r#"{$V1,"aud":"https://management.azure.com/","oid":"a",$APP,$T,"appid":"a","appidacr":"2","idtyp":"app"}"#,
    ),
    (
        "entra-access-microsoft-api",
        JWT,
        r#"{$V1,"aud":"https://vault.azure.net","oid":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb",$APP,$T,"appid":"a","appidacr":"1","idtyp":"app","roles":["r"]}"#,
    ),
    (
        "entra-access-microsoft-api",
        JWT,
        r#"{$V2,"aud":"https://graph.microsoft.com",$SUB,$T,"azp":"a","azpacr":"2","scp":"User.Read"}"#,
    ),
    (
        "entra-id-v1",
        JWT,
        r#"{$V1,"aud":"00001111-aaaa-2222-bbbb-3333cccc4444",$SUB,$T,"oid":"a","amr":["pwd"],"name":"Ada","unique_name":"ada@contoso.example","upn":"ada@contoso.example","nonce":"123","ipaddr":"192.0.2.1"}"#,
    ),
    (
        "entra-id-v2",
        JWT,
        r#"{$V2,"aud":"00001111-aaaa-2222-bbbb-3333cccc4444",$SUB,$T,"name":"Ada","preferred_username":"ada@contoso.example","oid":"a","nonce":"123","aio":"x"}"#,
    ),
    (
        "entra-id-v2",
        JWT,
        r#"{$V2,"aud":"00001111-aaaa-2222-bbbb-3333cccc4444",$SUB,$T,"roles":["Admin"]}"#,
    ),
    (
        "b2c",
        JWT,
        r#"{"iss":"https://contoso.b2clogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/","aud":"a","sub":"s",$T,"ver":"1.0","tfp":"B2C_1_signin","scp":"Orders.Read","azp":"c"}"#,
    ),
    (
        "b2c",
        JWT,
        r#"{"iss":"https://login.contoso.example/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/","aud":"a","sub":"s",$T,"ver":"1.0","acr":"b2c_1_signin","nonce":"n","auth_time":@-5m}"#,
    ),
    (
        "b2c",
        JWT,
        r#"{"iss":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0/","aud":"a","sub":"s",$T,"ver":"1.0","tfp":"B2C_1_signin","nonce":"n","auth_time":@-5m}"#,
    ),
    (
        "external-id",
        JWT,
        r#"{"iss":"https://aaaabbbb-0000-cccc-1111-dddd2222eeee.ciamlogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","tid":"aaaabbbb-0000-cccc-1111-dddd2222eeee","ver":"2.0",$API,$SUB,$T,"azp":"a","azpacr":"0","scp":"Orders.Read"}"#,
    ),
    (
        "external-id",
        JWT,
        r#"{"iss":"https://contoso.ciamlogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","tid":"aaaabbbb-0000-cccc-1111-dddd2222eeee","ver":"2.0",$API,$SUB,$T,"nonce":"n"}"#,
    ),
    (
        "external-id",
        JWT,
        r#"{"iss":"https://contoso.ciamlogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","tid":"aaaabbbb-0000-cccc-1111-dddd2222eeee","ver":"2.0",$API,$APP,$T,"azp":"a","azpacr":"1","idtyp":"app","roles":["Orders.Read.All"]}"#,
    ),
    (
        "adfs-access",
        r#"{"typ":"JWT","alg":"RS256","x5t":"k1","kid":"k1"}"#,
        r#"{"aud":"microsoft:identityserver:a","iss":"http://fs.contoso.example/adfs/services/trust","iat":@,"exp":@+1h,"apptype":"Public","appid":"a","authmethod":"urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport","auth_time":"2026-01-01T00:00:00.000Z","ver":"1.0","scp":"openid"}"#,
    ),
    (
        "oidc-id-token",
        r#"{"typ":"JWT","alg":"RS256","x5t":"k1","kid":"k1"}"#,
        r#"{"aud":"a","iss":"https://fs.contoso.example/adfs","iat":@,"exp":@+1h,"auth_time":@,"nonce":"n","sub":"s","upn":"ada@contoso.example","unique_name":"CONTOSO\\ada","sid":"S-1"}"#,
    ),
    (
        "oidc-id-token",
        JWT,
        r#"{"aud":"a","iss":"https://fs.contoso.example/adfs","iat":@,"exp":@+1h,"auth_time":@,"sub":"s","unique_name":"CONTOSO\\ada","sid":"S-1"}"#,
    ),
    (
        "rfc9068",
        r#"{"typ":"at+jwt","alg":"RS256","kid":"k1"}"#,
        r#"{"iss":"https://id.contoso.example","aud":"https://orders.contoso.example","sub":"24400320","client_id":"web","iat":@,"exp":@+1h,"jti":"j","scope":"orders.read"}"#,
    ),
    (
        "rfc9068",
        r#"{"typ":"application/AT+JWT","alg":"ES256","kid":"k1"}"#,
        r#"{"iss":"https://id.contoso.example","aud":"https://orders.contoso.example","sub":"24400320","client_id":"web","iat":@,"exp":@+1h,"jti":"j","auth_time":@,"acr":"a"}"#,
    ),
    (
        "oidc-id-token",
        JWT,
        r#"{"iss":"https://id.contoso.example","sub":"24400320","aud":"web","iat":@,"exp":@+1h,"nonce":"n"}"#,
    ),
    (
        "oidc-id-token",
        BARE,
        r#"{"iss":"https://id.contoso.example","sub":"24400320","aud":"web","iat":@,"exp":@+1h,"at_hash":"77QmUPtjPfzWtF2AnpK9RQ"}"#,
    ),
    (
        "oidc-id-token",
        JWT,
        r#"{"iss":"https://sso.example/realms/orders","sub":"f1","aud":"web","iat":@,"exp":@+5m,"auth_time":@,"jti":"j","typ":"ID","azp":"web","sid":"s","at_hash":"x","acr":"1","email_verified":true,"preferred_username":"ada"}"#,
    ),
    (
        "set",
        r#"{"typ":"secevent+jwt","alg":"RS256","kid":"k1"}"#,
        r#"{"iss":"https://id.contoso.example","aud":"web","iat":@,"jti":"j","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
    ),
    (
        "jar-request-object",
        BARE,
        r#"{"iss":"web","aud":"https://id.contoso.example","client_id":"web","redirect_uri":"https://web.contoso.example/cb","scope":"openid"}"#,
    ),
    (
        "okta-access",
        r#"{"typ":"application/okta-internal-at+jwt","alg":"RS256","kid":"k1"}"#,
        r#"{"ver":1,"jti":"AT.x","iss":"https://login.contoso.example","aud":"https://login.contoso.example","sub":"a@contoso.example","iat":@,"exp":@+1h,"cid":"0oa1"}"#,
    ),
    (
        "auth0-access",
        JWT,
        r#"{"iss":"https://login.contoso.example/","sub":"auth0|1","aud":["https://orders.contoso.example","https://login.contoso.example/userinfo"],"iat":@,"exp":@+24h,"azp":"web","scope":"openid"}"#,
    ),
    (
        "entra-federated-credential",
        JWT,
        r#"{"iss":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","sub":"/eid1/c/pub/t/a/a/b/sc/x","aud":"api://AzureADTokenExchange",$T,"jti":"j"}"#,
    ),
    (
        "oidc-logout-token",
        r#"{"typ":"logout+jwt","alg":"RS256","kid":"k1"}"#,
        r#"{"iss":"https://id.contoso.example","sub":"s","sid":"i","aud":"web","iat":@,"exp":@+2m,"jti":"j","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
    ),
    (
        "oidc-logout-token",
        JWT,
        r#"{"iss":"https://sso.example/realms/orders","sub":"s","aud":"web","iat":@,"exp":@+2m,"jti":"j","typ":"Logout","sid":"i","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
    ),
    (
        "client-assertion",
        JWT,
        r#"{"iss":"web","sub":"web","aud":"https://id.contoso.example/token","iat":@,"exp":@+5m,"jti":"j"}"#,
    ),
    (
        "client-assertion",
        JWT,
        r#"{"iss":"web","sub":"web","aud":"https://id.contoso.example","exp":@+4m}"#,
    ),
    (
        "generic-jwt",
        JWT,
        r#"{"iss":"web","sub":"web","aud":"https://id.contoso.example","iat":@,"exp":@+1h}"#,
    ),
    (
        "client-assertion",
        r#"{"typ":"client-authentication+jwt","alg":"ES256"}"#,
        r#"{"iss":"web","sub":"web","aud":"https://id.contoso.example","iat":@,"exp":@+5m,"jti":"j"}"#,
    ),
    (
        "entra-client-assertion",
        r#"{"typ":"JWT","alg":"PS256","x5t#S256":"k"}"#,
        r#"{"iss":"00001111-aaaa-2222-bbbb-3333cccc4444","sub":"00001111-aaaa-2222-bbbb-3333cccc4444","aud":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token","jti":"j","nbf":@,"iat":@,"exp":@+8m}"#,
    ),
    (
        "entra-client-assertion",
        r#"{"typ":"client-authentication+jwt","alg":"PS256","x5t#S256":"k"}"#,
        r#"{"iss":"a","sub":"a","aud":"https://contoso.ciamlogin.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token","jti":"j","nbf":@,"iat":@,"exp":@+8m}"#,
    ),
    (
        "entra-client-assertion",
        BARE,
        r#"{"iss":"a","sub":"a","aud":"https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/","jti":"j","nbf":@,"exp":@+8m}"#,
    ),
    (
        "entra-federated-credential",
        JWT,
        r#"{$V2,"aud":"api://AzureADTokenExchange","oid":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb",$APP,$T,"azp":"00001111-aaaa-2222-bbbb-3333cccc4444","azpacr":"1"}"#,
    ),
    (
        "entra-federated-credential",
        JWT,
        r#"{$V1,"aud":"api://azureadtokenexchange","oid":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb",$APP,$T,"appid":"a","appidacr":"1","roles":["r"]}"#,
    ),
    (
        "entra-access-v2-user",
        JWT,
        r#"{$V2,"aud":"api://AzureADTokenExchange","oid":"a",$SUB,$T,"azp":"a","azpacr":"1","scp":"Orders.Read"}"#,
    ),
    (
        "entra-federated-credential",
        BARE,
        r#"{"iss":"https://gitlab.com","sub":"project_path:contoso/orders:ref_type:branch:ref:main","aud":"api://AzureADTokenExchange","iat":@,"nbf":@-5s,"exp":@+1h,"jti":"j","project_path":"contoso/orders"}"#,
    ),
    (
        "entra-federated-credential",
        JWT,
        r#"{$V2,"aud":"fb60f99c-7a34-4190-8149-302f77469936","oid":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb",$T,"azp":"00001111-aaaa-2222-bbbb-3333cccc4444","azpacr":"2","idtyp":"app","sub":"/eid1/c/pub/t/a/a/b/sc/x"}"#,
    ),
    (
        "entra-federated-credential",
        BARE,
        r#"{"iss":"https://id.contoso.example","sub":"job","aud":["api://AzureADTokenExchange"],"iat":@,"exp":@+1h}"#,
    ),
    (
        "dpop-proof",
        r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC"}}"#,
        r#"{"jti":"j","htm":"GET","htu":"https://orders.contoso.example/","iat":@,"ath":"h","nonce":"n"}"#,
    ),
    (
        "set",
        r#"{"typ":"secevent+jwt","alg":"RS256","kid":"k1"}"#,
        r#"{"iss":"https://id.contoso.example","jti":"j","iat":@,"aud":"a","sub_id":{"format":"email"},"events":{"https://schemas.openid.net/secevent/caep/event-type/session-revoked":{}}}"#,
    ),
    (
        "sd-jwt-vc",
        r#"{"typ":"dc+sd-jwt","alg":"ES256","kid":"k1"}"#,
        r#"{"iss":"https://issuer.example","iat":@,"exp":@+300d,"vct":"https://credentials.example/employee","_sd_alg":"sha-256","_sd":["d"],"cnf":{"jwk":{"kty":"EC"}}}"#,
    ),
    (
        "kb-jwt",
        r#"{"typ":"kb+jwt","alg":"ES256"}"#,
        r#"{"iat":@,"aud":"https://verifier.example","nonce":"n","sd_hash":"h"}"#,
    ),
    (
        "jar-request-object",
        r#"{"typ":"oauth-authz-req+jwt","alg":"PS256","kid":"k1"}"#,
        r#"{"iss":"web","aud":"https://id.contoso.example","client_id":"web","response_type":"code","redirect_uri":"https://web.example/cb","scope":"openid","state":"s","nonce":"n","iat":@,"exp":@+5m}"#,
    ),
    (
        "jar-request-object",
        JWT,
        r#"{"iss":"web","aud":"https://id.contoso.example","client_id":"web","response_type":"code","redirect_uri":"https://web.example/cb","scope":"openid","state":"s","nonce":"n"}"#,
    ),
    (
        "auth0-access",
        JWT,
        r#"{"iss":"https://contoso.eu.auth0.com/","sub":"auth0|123","aud":["https://orders.contoso.example","https://contoso.eu.auth0.com/userinfo"],"azp":"c","iat":@,"exp":@+24h,"scope":"openid profile orders.read","permissions":["orders.read"]}"#,
    ),
    (
        "auth0-access",
        JWT,
        r#"{"iss":"https://contoso.auth0.com/","sub":"c@clients","aud":"https://orders.contoso.example","azp":"c","iat":@,"exp":@+24h,"gty":"client-credentials"}"#,
    ),
    (
        "auth0-access",
        JWT,
        r#"{"iss":"https://login.contoso.example/","sub":"auth0|123","aud":["https://orders.contoso.example","https://contoso.eu.auth0.com/userinfo"],"azp":"c","iat":@,"exp":@+24h,"scope":"openid orders.read"}"#,
    ),
    (
        "auth0-access",
        r#"{"typ":"at+jwt","alg":"RS256","kid":"k1"}"#,
        r#"{"iss":"https://contoso.auth0.com/","sub":"auth0|123","aud":"https://orders.contoso.example","client_id":"c","jti":"j","iat":@,"exp":@+24h,"scope":"orders.read"}"#,
    ),
    (
        "auth0-access",
        JWT,
        r#"{"iss":"https://login.contoso.example/","sub":"c@clients","aud":"https://orders.contoso.example","azp":"c","iat":@,"exp":@+24h,"scope":"orders.read","gty":"client-credentials"}"#,
    ),
    (
        "auth0-id",
        JWT,
        r#"{"iss":"https://contoso.eu.auth0.com/","sub":"auth0|123","aud":"c","iat":@,"exp":@+10h,"sid":"s","nonce":"n","nickname":"ada","name":"Ada","email":"ada@contoso.example"}"#,
    ),
    (
        "okta-access",
        BARE,
        r#"{"ver":1,"jti":"AT.abc","iss":"https://contoso.okta.com/oauth2/default","aud":"api://default","iat":@,"exp":@+1h,"cid":"c","uid":"u","scp":["openid","orders.read"],"auth_time":@,"sub":"ada@contoso.example"}"#,
    ),
    (
        "okta-access",
        BARE,
        r#"{"ver":1,"jti":"AT.abc","iss":"https://login.contoso.example/oauth2/aus1","aud":"api://orders","iat":@,"exp":@+1h,"cid":"c","scp":["orders.read"],"sub":"c"}"#,
    ),
    (
        "okta-access",
        r#"{"typ":"application/okta-internal-at+jwt","alg":"RS256","kid":"k1"}"#,
        r#"{"ver":1,"jti":"AT.abc","iss":"https://contoso.okta.com","aud":"https://contoso.okta.com","iat":@,"exp":@+1h,"cid":"c","uid":"u","scp":["openid"],"sub":"ada@contoso.example"}"#,
    ),
    (
        "okta-id",
        BARE,
        r#"{"sub":"00u1","ver":1,"iss":"https://contoso.okta.com/oauth2/default","aud":"c","iat":@,"exp":@+1h,"jti":"ID.abc","amr":["pwd"],"idp":"00o1","auth_time":@,"at_hash":"h","nonce":"n","name":"Ada","email":"ada@contoso.example"}"#,
    ),
    (
        "okta-id",
        BARE,
        r#"{"sub":"00u1","ver":1,"iss":"https://login.contoso.example/oauth2/aus1","aud":"c","iat":@,"exp":@+1h,"jti":"ID.abc","amr":["pwd"],"idp":"00o1","auth_time":@}"#,
    ),
    (
        "google-id",
        JWT,
        r#"{"iss":"https://accounts.google.com","azp":"1.apps.googleusercontent.com","aud":"1.apps.googleusercontent.com","sub":"1","hd":"contoso.example","email":"ada@contoso.example","email_verified":true,"at_hash":"h","iat":@,"exp":@+1h}"#,
    ),
    (
        "google-id",
        JWT,
        r#"{"iss":"accounts.google.com","azp":"1","aud":"https://orders.contoso.example","sub":"1","iat":@,"exp":@+1h}"#,
    ),
    (
        "cognito-id",
        BARE,
        r#"{"sub":"s","aud":"c","email_verified":true,"token_use":"id","auth_time":@,"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab","cognito:username":"ada","exp":@+1h,"iat":@,"jti":"j","origin_jti":"o","event_id":"e","email":"ada@contoso.example","nonce":"n","at_hash":"h"}"#,
    ),
    (
        "cognito-access",
        BARE,
        r#"{"sub":"s","token_use":"access","scope":"aws.cognito.signin.user.admin","auth_time":@,"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab","exp":@+1h,"iat":@,"version":2,"jti":"j","client_id":"c","username":"ada","origin_jti":"o","event_id":"e"}"#,
    ),
    (
        "keycloak-access",
        JWT,
        r#"{"exp":@+5m,"iat":@,"jti":"j","iss":"https://sso.example/realms/orders","aud":"account","sub":"f1","typ":"Bearer","azp":"web","sid":"s","acr":"1","allowed-origins":["https://web.example"],"realm_access":{"roles":["r"]},"resource_access":{"account":{"roles":["r"]}},"scope":"openid profile","name":"Ada","preferred_username":"ada","email":"ada@contoso.example"}"#,
    ),
    (
        "keycloak-access",
        r#"{"typ":"at+jwt","alg":"RS256","kid":"k1"}"#,
        r#"{"exp":@+5m,"iat":@,"auth_time":@,"jti":"j","iss":"https://sso.example/auth/realms/orders","sub":"f1","typ":"Bearer","azp":"web","session_state":"s","scope":"openid","client_id":"web"}"#,
    ),
    (
        "generic-jwt",
        r#"{"alg":"HS512","typ":"JWT","kid":"5b1c"}"#,
        r#"{"iss":"https://sso.fabrikam.example/realms/orders","sub":"f1e2","aud":"https://sso.fabrikam.example/realms/orders","typ":"Refresh","azp":"orders-web","sid":"0e1f","scope":"openid profile","jti":"9c8b","iat":@-1m,"exp":@+29m}"#,
    ),
    (
        "generic-jwt",
        JWT,
        r#"{"iss":"https://id.contoso.example","sub":"f1e2","aud":"https://orders.contoso.example","azp":"web","azpacr":"1","scp":"orders.read","ver":"2.0","iat":@-1m,"exp":@+29m}"#,
    ),
    (
        "generic-jwt",
        r#"{"alg":"HS512","typ":"JWT","kid":"k1"}"#,
        r#"{"exp":@+30m,"iat":@,"jti":"j","iss":"https://sso.example/realms/orders","aud":"https://sso.example/realms/orders","sub":"f1","typ":"Refresh","azp":"web","nonce":"n","sid":"s","scope":"openid profile"}"#,
    ),
    (
        "github-actions",
        JWT,
        r#"{$GITHUB,"aud":"https://github.com/contoso"}"#,
    ),
    (
        "github-actions",
        JWT,
        r#"{$GITHUB,"aud":"api://AzureADTokenExchange"}"#,
    ),
    (
        "k8s-sa-bound",
        BARE,
        r#"{"aud":["https://kubernetes.default.svc.cluster.local"],"exp":@+1h,"iat":@,"iss":"https://kubernetes.default.svc.cluster.local","jti":"j","kubernetes.io":{"namespace":"default","serviceaccount":{"name":"orders","uid":"u"},"pod":{"name":"p","uid":"u"},"warnafter":@+1h},"nbf":@,"sub":"system:serviceaccount:default:orders"}"#,
    ),
    (
        "k8s-sa-bound",
        BARE,
        r#"{"aud":["api://AzureADTokenExchange"],"exp":@+1h,"iat":@,"iss":"https://westeurope.oic.prod-aks.azure.com/t/u/","kubernetes.io":{"namespace":"default","serviceaccount":{"name":"orders","uid":"u"}},"nbf":@,"sub":"system:serviceaccount:default:orders"}"#,
    ),
    (
        "k8s-sa-legacy",
        BARE,
        r#"{"iss":"kubernetes/serviceaccount","kubernetes.io/serviceaccount/namespace":"default","kubernetes.io/serviceaccount/secret.name":"s","kubernetes.io/serviceaccount/service-account.name":"orders","kubernetes.io/serviceaccount/service-account.uid":"u","sub":"system:serviceaccount:default:orders"}"#,
    ),
    (
        "generic-jwt",
        JWT,
        r#"{"iss":"https://id.contoso.example","sub":"1","aud":"https://orders.contoso.example","iat":@,"exp":@+1h,"jti":"j","plan":"gold"}"#,
    ),
    (
        "generic-jwt",
        JWT,
        r#"{"iss":"https://id.contoso.example","sub":"1","aud":"https://orders.contoso.example","client_id":"web","scope":"orders.read","iat":@,"nbf":@,"exp":@+1h,"jti":"j"}"#,
    ),
    (
        "generic-jwt",
        r#"{"typ":"JWT","alg":"ES256","kid":"k1","signer":"arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/a/b","iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab","client":"c"}"#,
        r#"{"sub":"s","email":"ada@contoso.example","username":"ada","exp":@+2m,"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab"}"#,
    ),
    ("generic-jwt", r#"{"alg":"HS256"}"#, "{}"),
    // SAP XSUAA and Cloud Foundry name the client as Okta does.
    (
        "generic-jwt",
        r#"{"alg":"RS256","jku":"https://shop.authentication.example/token_keys","kid":"k1","typ":"JWT"}"#,
        r#"{"jti":"j","sub":"u","scope":["openid","app!t1.read"],"client_id":"sb-app!t1","cid":"sb-app!t1","azp":"sb-app!t1","grant_type":"authorization_code","user_id":"u","origin":"sap.default","user_name":"ada@contoso.example","email":"ada@contoso.example","auth_time":@,"rev_sig":"x","iat":@,"exp":@+12h,"iss":"https://shop.authentication.example/oauth/token","zid":"z","aud":["app!t1","openid"]}"#,
    ),
    // What has a nonce and is no ID token.
    (
        "generic-jwt",
        r#"{"alg":"ES256K","kid":"did:example:abfe13#k1","typ":"JWT"}"#,
        r#"{"sub":"did:example:ebfeb1","jti":"j","iss":"https://credentials.example","nbf":@,"iat":@,"exp":@+364d,"nonce":"n","vc":{"type":["VerifiableCredential"]}}"#,
    ),
    (
        "generic-jwt",
        r#"{"alg":"RS256"}"#,
        r#"{"nonce":"n","timestampMs":@,"apkPackageName":"example.orders","basicIntegrity":true}"#,
    ),
    (
        "generic-jwt",
        r#"{"alg":"HS512","typ":"JWT","kid":"k1"}"#,
        r#"{"exp":@+5m,"iat":@,"jti":"j","iss":"https://sso.example/realms/orders","aud":"https://sso.example/realms/orders","sub":"f1","typ":"verify-email","azp":"account","nonce":"n","eml":"ada@contoso.example"}"#,
    ),
    (
        "generic-jwt",
        JWT,
        r#"{"iss":"orders@contoso.iam.gserviceaccount.com","sub":"orders@contoso.iam.gserviceaccount.com","aud":"https://oauth2.googleapis.com/token","iat":@,"exp":@+1h,"target_audience":"https://orders.contoso.example"}"#,
    ),
    // Others say what a token is for as Cognito does.
    (
        "generic-jwt",
        JWT,
        r#"{"sub":"s","iss":"https://login.contoso.example","version":0,"client_id":"c","aud":"c","token_use":"access","auth_time":@,"scope":"openid profile","exp":@+1h,"iat":@,"jti":"j"}"#,
    ),
    // A user, but with permissions.
    (
        "generic-jwt",
        JWT,
        r#"{"sub":"u","name":"Ada","email":"ada@contoso.example","roles":["Admin"],"permissions":["orders.read"],"sid":"s","aud":"c","iss":"https://app.example","iat":@,"exp":@+24h}"#,
    ),
    (
        "generic-jwt",
        JWT,
        r#"{"iss":"https://id.contoso.example","sub":"24400320","aud":"web","iat":@,"exp":@+1h,"auth_time":@,"sid":"s","email":"ada@contoso.example","scope":"openid"}"#,
    ),
];

#[test]
fn every_kind_is_told_from_its_neighbours_and_no_genuine_token_is_incomplete() {
    let mut troubles = Vec::new();
    for &(id, header, payload) in SAMPLES {
        let token = read(header, payload);
        let claims = token.claims().expect("a sample is a JWT");
        let found = recognize(&token, None);
        if found.profile.id != id {
            troubles.push(format!("{id} taken for {found:?}: {payload}"));
            continue;
        }
        if let Some(next) = found.runner_up {
            troubles.push(format!("{id} is close to {next:?}: {payload}"));
        }
        if found.evidence.is_empty() && id != "generic-jwt" {
            troubles.push(format!("{id} without evidence: {payload}"));
        }
        for required in found.profile.required {
            if claims.get(required.claim).is_none() {
                troubles.push(format!("{id} lacks {}: {payload}", required.claim));
            }
        }
        let typ = token
            .header()
            .and_then(|header| header.get("typ")?.as_str());
        match typ {
            Some(typ) if !found.profile.typ.accepts(typ) => {
                troubles.push(format!("{id} does not accept {typ}"));
            }
            None if found.profile.typ.is_required => troubles.push(format!("{id} needs a typ")),
            _ => {}
        }
    }
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
    for profile in super::PROFILES {
        assert!(
            SAMPLES.iter().any(|sample| sample.0 == profile.id),
            "no sample of {profile:?}"
        );
    }
}

#[test]
fn names_of_signs_are_sorted() {
    assert!(super::sign::NAMES.is_sorted());
}

#[test]
fn ids_are_those_of_the_reference() {
    let ids: Vec<&str> = super::PROFILES.iter().map(|profile| profile.id).collect();
    assert_eq!(
        ids.join(" "),
        "entra-access-v1-user entra-access-v1-app entra-access-v2-user entra-access-v2-app \
         entra-access-microsoft-api entra-id-v1 entra-id-v2 b2c external-id adfs-access rfc9068 oidc-id-token \
         oidc-logout-token client-assertion entra-client-assertion entra-federated-credential dpop-proof set \
         sd-jwt-vc kb-jwt jar-request-object auth0-access auth0-id okta-access okta-id google-id cognito-id \
         cognito-access keycloak-access github-actions k8s-sa-bound k8s-sa-legacy generic-jwt"
    );
}

#[test]
fn evidence_is_stated_strongest_first_and_with_the_values_of_the_token() {
    let sample = SAMPLES[5];
    assert_eq!(
        recognize(&read(sample.1, sample.2), None).evidence,
        [
            "`iss` is an Entra v2.0 issuer",
            "`scp` names delegated permissions",
            "it has `azp`",
            "`ver` is `2.0`",
            "it has `azpacr`",
        ]
    );
}

#[test]
fn the_choice_of_the_user_stands_and_what_was_seen_is_kept() {
    let token = read(SAMPLES[5].1, SAMPLES[5].2);
    let forced = recognize(&token, by_id("oidc-id-token"));
    assert!(forced.is_forced);
    assert_eq!(forced.profile.id, "oidc-id-token");
    assert_eq!(
        forced.runner_up.map(|kind| kind.id),
        Some("entra-access-v2-user")
    );
    let agrees = recognize(&token, by_id("entra-access-v2-user"));
    assert_eq!(agrees.runner_up, None);
}

#[test]
fn a_token_between_two_kinds_names_both() {
    let token = read(
        BARE,
        r#"{"iss":"https://login.contoso.example","sub":"user-4711","aud":"web","client_id":"web","iat":@,"exp":@+10m,"jti":"j","auth_time":@,"nonce":"n","scope":"orders.read"}"#,
    );
    let found = recognize(&token, None);
    assert_eq!(found.profile.id, "oidc-id-token");
    assert_eq!(found.runner_up.map(|kind| kind.id), Some("rfc9068"));
}

#[test]
fn what_a_token_is_for_is_told_where_its_kind_leaves_it_open() {
    for (id, purpose) in [
        ("b2c", Purpose::Access),
        ("external-id", Purpose::Access),
        ("generic-jwt", Purpose::Unknown),
        ("google-id", Purpose::Id),
    ] {
        let sample = SAMPLES.iter().find(|sample| sample.0 == id).expect(id);
        let token = read(sample.1, sample.2);
        assert_eq!(recognize(&token, None).purpose, purpose, "{id}");
    }
    for (id, header, payload) in SAMPLES
        .iter()
        .filter(|sample| sample.2.contains("\"nonce\":\"n\""))
    {
        if matches!(*id, "b2c" | "external-id") {
            let found = recognize(&read(header, payload), None);
            assert_eq!(found.purpose, Purpose::Id, "{payload}");
        }
    }
}

#[test]
fn a_kind_with_a_type_of_its_own_is_no_token_for_an_api() {
    for (typ, claims, purpose) in [
        (
            "statuslist+jwt",
            r#"{"sub":"https://a","status_list":{}}"#,
            Purpose::Credential,
        ),
        (
            "openid4vci-proof+jwt",
            r#"{"aud":"a","nonce":"n"}"#,
            Purpose::Proof,
        ),
        (
            "token-introspection+jwt",
            r#"{"token_introspection":{}}"#,
            Purpose::Unknown,
        ),
        (
            "JWT",
            r#"{"iss":"did:a:b","sub":"a","aud":"c","iat":@,"exp":@+1h,"nonce":"n","vp":{}}"#,
            Purpose::Credential,
        ),
    ] {
        let found = recognize(
            &read(&format!(r#"{{"typ":"{typ}","alg":"ES256"}}"#), claims),
            None,
        );
        assert_eq!(
            (found.profile.id, found.purpose),
            ("generic-jwt", purpose),
            "{typ}"
        );
    }
}

#[test]
fn an_encrypted_token_is_judged_by_its_header_and_other_text_not_at_all() {
    let encode = |text: &str| crate::token::base64url::encode(text.as_bytes());
    let auth0 = encode(r#"{"alg":"dir","enc":"A256GCM","iss":"https://contoso.auth0.com/"}"#);
    let found = recognize(&token(&format!("{auth0}..aXY.Y2lwaGVy.dGFn")), None);
    assert_eq!(found.profile.id, "auth0-access");
    assert_eq!(found.evidence[0], "`iss` in the header is an Auth0 issuer");
    let plain = encode(r#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#);
    let found = recognize(&token(&format!("{plain}.a2V5.aXY.Y2lwaGVy.dGFn")), None);
    assert_eq!(found.profile.id, "generic-jwt");
    let typed = encode(r#"{"alg":"RSA-OAEP","enc":"A256GCM","typ":"at+jwt"}"#);
    let found = recognize(&token(&format!("{typed}.a2V5.aXY.Y2lwaGVy.dGFn")), None);
    assert_eq!(found.profile.id, "rfc9068");
    for text in ["", "opaque", "0.AXoA.x"] {
        let found = recognize(&token(text), None);
        assert_eq!(found.profile.id, "generic-jwt");
        assert_eq!(found.purpose, Purpose::Unknown);
        assert!(found.evidence.is_empty());
    }
}

#[test]
fn a_presented_credential_is_one_token() {
    let credential = SAMPLES
        .iter()
        .find(|sample| sample.0 == "sd-jwt-vc")
        .unwrap();
    let binding = SAMPLES.iter().find(|sample| sample.0 == "kb-jwt").unwrap();
    let text = format!(
        "{}~WyJzYWx0IiwgImEiLCAxXQ~{}",
        read(credential.1, credential.2).text(),
        read(binding.1, binding.2).text()
    );
    assert_eq!(recognize(&token(&text), None).profile.id, "sd-jwt-vc");
}

#[test]
fn the_name_it_was_found_under_decides_where_nothing_speaks_against_it() {
    for (kind, text) in [
        (
            "oidc-id-token",
            r#"{"access_token":"x","id_token":"<<{"alg":"RS256"} {"iss":"https://a","aud":"w"}>>"}"#,
        ),
        (
            "oidc-id-token",
            r#"{"idToken":"<<{"alg":"RS256"} {"aud":"w"}>>"}"#,
        ),
        (
            "oidc-id-token",
            r#"https://a/logout?id_token_hint=<<{"alg":"RS256"} {"iss":"https://a","sub":"s"}>>"#,
        ),
        (
            "generic-jwt",
            r#"id_token=<<{"alg":"RS256"} {"iss":"https://a","sub":"s","client_id":"c","scope":"orders.read"}>>"#,
        ),
        (
            "rfc9068",
            r#"id_token=<<{"alg":"RS256","typ":"at+jwt"} {"sub":"s"}>>"#,
        ),
        (
            "generic-jwt",
            r#"id_token=<<{"alg":"RS256"} {"token_use":"access"}>>"#,
        ),
        (
            "oidc-logout-token",
            r#"logout_token=<<{"alg":"RS256"} {"iss":"https://a","sub":"s","events":{"https://a":{}}}>>"#,
        ),
        (
            "set",
            r#"logout_token=<<{"alg":"RS256","typ":"secevent+jwt"} {"events":{"https://a":{}}}>>"#,
        ),
        (
            "client-assertion",
            r#"grant_type=client_credentials&client_assertion=<<{"alg":"RS256"} {"aud":"https://a","nonce":"n"}>>"#,
        ),
        (
            "client-assertion",
            r#"grant_type=client_credentials&client_assertion=<<{"alg":"RS256"} {"iss":"https://c","sub":"https://c"}>>"#,
        ),
        (
            "generic-jwt",
            r#"grant_type=client_credentials&client_assertion=<<{"alg":"RS256"} {"aud":"https://a","sub":"spiffe://b/c"}>>"#,
        ),
        (
            "entra-federated-credential",
            r#"grant_type=client_credentials&client_assertion=<<{"alg":"RS256"} {"iss":"https://a","sub":"s","aud":"api://AzureADTokenExchange"}>>"#,
        ),
        (
            "jar-request-object",
            r#"https://a/authorize?client_id=c&request=<<{"alg":"RS256"} {"iss":"c","sub":"c","aud":"https://a"}>>"#,
        ),
        (
            "generic-jwt",
            r#"{"request":"<<{"alg":"RS256"} {"iss":"c","aud":"https://a"}>>"}"#,
        ),
        ("generic-jwt", r#"{"id_token":"2YotnFZFEjr1zCsicMWpAA"}"#),
    ] {
        let (text, report) = crate::rules::fixture::report("paste", text);
        let found = &report.tokens.last().expect(&text).profile;
        assert_eq!(found.profile.id, kind, "{text} {found:?}");
        assert!(found.runner_up.is_none(), "{text} {found:?}");
    }
}

#[test]
fn a_token_without_issuer_is_told_by_what_else_it_has() {
    for (kind, claims) in [
        (
            "github-actions",
            r#"{"sub":"repo:a/b:ref:c","aud":"api://AzureADTokenExchange","iat":@,"exp":@+5m,"repository":"a/b","run_id":"1","job_workflow_ref":"a/b/c"}"#,
        ),
        (
            "entra-access-v2-user",
            r#"{$V2,"aud":"a","azp":"c","azpacr":"1","oid":"o","sub":"s","iat":@,"nbf":@,"exp":@+1h}"#,
        ),
        (
            "entra-access-v2-user",
            r#"{$V2,"aud":"a","azp":"c","azpacr":"1","oid":"o","sub":"o","name":"Ada","iat":@,"nbf":@,"exp":@+1h}"#,
        ),
        (
            "entra-access-v2-app",
            r#"{$V2,"aud":"a","azp":"c","azpacr":"1","oid":"o","sub":"o","iat":@,"nbf":@,"exp":@+1h}"#,
        ),
        (
            "generic-jwt",
            r#"{"iss":"https://git.example","repository":"a/b","run_id":"1","job_workflow_ref":"a/b/c"}"#,
        ),
        (
            "cognito-id",
            r#"{"iss":"https://id.contoso.example","sub":"s","aud":"c","email":"a@b.example","token_use":"id","auth_time":@,"cognito:username":"ada","exp":@+1h,"iat":@}"#,
        ),
    ] {
        let claims = claims.replace("$V2", V2);
        let found = recognize(&read(BARE, &claims), None);
        assert_eq!(found.profile.id, kind, "{claims}");
        assert!(found.runner_up.is_none(), "{claims} {found:?}");
    }
}

#[test]
fn a_damaged_token_keeps_its_kind() {
    for (id, missing) in [
        (
            "entra-access-v2-user",
            r#""azp":"00001111-aaaa-2222-bbbb-3333cccc4444","#,
        ),
        ("entra-access-v2-user", r#""ver":"2.0""#),
        (
            "entra-access-v2-user",
            r#""tid":"aaaabbbb-0000-cccc-1111-dddd2222eeee","#,
        ),
        (
            "entra-access-v2-user",
            r#""iss":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","#,
        ),
    ] {
        let payload = SAMPLES[5].2.replace("$V2", V2).replace(missing, "\"x\":1");
        let payload = payload.replace("\"x\":1\"", "\"x\":1,\"");
        let found = recognize(&read(SAMPLES[5].1, &payload), None);
        assert_eq!(found.profile.id, id, "{payload}");
    }
}
