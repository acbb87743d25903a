//! Healthy tokens of the usual kinds, for tests. What a test adds stands last and so replaces what stands before.

const V2: &str = r#"{"typ":"JWT","alg":"RS256","kid":"k1"}
{"iss":"https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0","iat":@-5m,"nbf":@-5m,"exp":@+1h,"sub":"6vRnZ0YkA1f3Q2pXcT8mLwB5dEhUjKsG4iNoVtMrPqE","tid":"aaaabbbb-0000-cccc-1111-dddd2222eeee","oid":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb","ver":"2.0""#;

fn with(start: &str, own: &str, extra: &str) -> String {
    let comma = if extra.is_empty() { "" } else { "," };
    format!("{start},{own}{comma}{extra}}}")
}

/// An Entra v2.0 access token of a user.
pub fn v2_user(extra: &str) -> String {
    let own = r#""aud":"11112222-bbbb-3333-cccc-4444dddd5555","azp":"00001111-aaaa-2222-bbbb-3333cccc4444","azpacr":"1","scp":"Orders.Read""#;
    with(V2, own, extra)
}

/// An Entra v2.0 access token of an app.
pub fn v2_app(extra: &str) -> String {
    let own = r#""aud":"11112222-bbbb-3333-cccc-4444dddd5555","azp":"00001111-aaaa-2222-bbbb-3333cccc4444","azpacr":"2","idtyp":"app","roles":["Orders.Read.All"],"sub":"aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb""#;
    with(V2, own, extra)
}

/// An Entra v2.0 ID token.
pub fn v2_id(extra: &str) -> String {
    let own = r#""aud":"00001111-aaaa-2222-bbbb-3333cccc4444","name":"Ada","nonce":"n-0S6_WzA2Mj","preferred_username":"ada@contoso.example""#;
    with(V2, own, extra)
}

/// An Entra v1.0 access token of a user.
pub fn v1_user(extra: &str) -> String {
    let start = V2.replace(
        "https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0",
        "https://sts.windows.net/aaaabbbb-0000-cccc-1111-dddd2222eeee/",
    );
    let own = r#""ver":"1.0","aud":"api://orders.contoso.example","acr":"1","amr":["pwd"],"appid":"00001111-aaaa-2222-bbbb-3333cccc4444","appidacr":"0","scp":"Orders.Read""#;
    with(&start, own, extra)
}

/// An access token as RFC 9068 wants it.
pub fn at_jwt(extra: &str) -> String {
    let start = "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"k1\"}\n{\"iss\":\"https://id.contoso.example\"";
    let own = r#""aud":"https://orders.contoso.example","sub":"24400320","client_id":"web-client","iat":@-5m,"exp":@+55m,"jti":"dbe39bf3a3ba4238","scope":"orders.read""#;
    with(start, own, extra)
}

/// An OpenID Connect ID token.
pub fn oidc_id(extra: &str) -> String {
    let start = "{\"alg\":\"RS256\",\"kid\":\"k7\"}\n{\"iss\":\"https://login.fabrikam.example\"";
    let own = r#""sub":"5ba552d67","aud":"orders-web","iat":@-1m,"exp":@+20m,"nonce":"n-0S6WzA2Mj","auth_time":@-2m"#;
    with(start, own, extra)
}

/// A credential with disclosures, for an `info` line `paste`, presented with these claims in its key binding.
pub fn presentation(binding: &str) -> String {
    let credential = r#"<<{"alg":"ES256","typ":"example+sd-jwt","kid":"issuer-1"} {"iss":"https://issuer.example","iat":@-30d,"exp":@+300d,"cnf":{"kid":"a"},"_sd":[]}>>"#;
    let binding = format!(r#"<<{{"typ":"kb+jwt","alg":"ES256"}} {{{binding}}}>>"#);
    [credential, &binding].join("~")
}

/// The on-behalf-of request of a middle tier with this token as assertion.
pub fn on_behalf_of(token: &str) -> String {
    format!(
        "curl https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token -d grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer -d requested_token_use=on_behalf_of -d client_id=11112222-bbbb-3333-cccc-4444dddd5555 -d scope=https://graph.microsoft.com/User.Read -d assertion=<<{}>>",
        token.replace('\n', " ")
    )
}
