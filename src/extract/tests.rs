//! Pasted forms and what is found in them, as data.

use super::*;

/// A token as `$T`, another as `$U`, an encrypted one as `$E`.
const T: &str = "eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczovL2xvZ2luLmNvbnRvc28uZXhhbXBsZSIsInN1YiI6InUxIn0.Wl32G2HWdI8NoQWhia8_fkQBdc0SwO-B5ooYqYcRv716QdAU2UQ9u8I1PL6n-nZ_2WIUe-qwSsUMnqKlMxSaJg";
const U: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJhdWQiOiJvcmRlcnMifQ.oW68tNCCJOmHwYKS1tHOBdSwls3lt6_1sqU7FggLI6Q";
const E: &str = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..ZQ43B_qZJWsOthAw.h8B4CVCrumHXYP1VciwcARVIFVps9eMg.ZXTmt-NRvB0V7ytVMTCo8A";

fn fill(text: &str) -> String {
    text.replace("$T", T).replace("$U", U).replace("$E", E)
}

/// `carrier name scheme text repairs`, with `-` for nothing.
fn seen(input: &str) -> Vec<String> {
    let found = extract(input);
    let candidates = found.candidates.iter().map(|candidate| {
        let text = candidate
            .text
            .replace(T, "$T")
            .replace(U, "$U")
            .replace(E, "$E");
        let mut line = format!(
            "{} {} {} {text}",
            candidate.carrier.name(),
            candidate.name.as_deref().unwrap_or("-"),
            candidate
                .scheme
                .map_or("-".to_owned(), |scheme| format!("{scheme:?}")),
        );
        for repair in &candidate.repairs {
            line.push_str(&format!(" {:?}", repair.kind));
        }
        line
    });
    let notes = found.notes.iter().map(|note| match note {
        Note::ClaimsChallenge(_, json) => format!("note challenge {json}"),
        Note::VendorKey(_, what) => format!("note secret {what}"),
        Note::Key(_, what) => format!("note key {what}"),
        Note::TokenResponse(_) => "note response".to_owned(),
        Note::ErrorResponse(_) => "note error".to_owned(),
        Note::Url(_) => "note url".to_owned(),
        Note::Saml(_) => "note saml".to_owned(),
    });
    let errors = found
        .errors
        .iter()
        .map(|error| format!("error {}", error.code));
    candidates.chain(notes).chain(errors).collect()
}

#[test]
fn pasted_forms() {
    let mut failures = String::new();
    for (input, expected) in FORMS {
        let input = fill(input);
        let found = seen(&input);
        if found != *expected {
            failures.push_str(&format!(
                "\n{input}\n  found    {found:#?}\n  expected {expected:#?}\n"
            ));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[rustfmt::skip]
const FORMS: &[(&str, &[&str])] = &[
    // Alone.
    ("", &[]),
    (" \n\t ", &[]),
    ("$T", &["bare - - $T"]),
    ("\n  $T\n", &["bare - - $T"]),
    ("$E", &["bare - - $E"]),
    ("$T~WyJhIiwiYiIsImMiXQ~", &["bare - - $T~WyJhIiwiYiIsImMiXQ~"]),
    ("eyJhbGciOiJub25lIn0.e30.", &["bare - - eyJhbGciOiJub25lIn0.e30."]),
    ("eyJhbGciOiJub25lIn0..", &["bare - - eyJhbGciOiJub25lIn0.."]),
    ("eyJhbGciOiJub25lIn0.e*30.", &["bare - - eyJhbGciOiJub25lIn0.e*30."]),
    ("eyJhbGc!iOiJub25lIn0.e30é.", &["bare - - eyJhbGc!iOiJub25lIn0.e30é."]),
    ("eyJhbGciOiJub25lIn0,e30,", &["bare - - eyJhbGciOiJub25lIn0,e30"]),
    ("xeyJhbGciOiJub25lIn0.e30.", &["bare - - xeyJhbGciOiJub25lIn0.e30."]),
    ("!!eyJhbGciOiJub25lIn0.e30.", &["bare - - !!eyJhbGciOiJub25lIn0.e30."]),
    ("eyJhbGciOiJub25lIn0.e30.k9+Zq/4v==", &["bare - - eyJhbGciOiJub25lIn0.e30.k9+Zq/4v=="]),
    ("eyJhbGciOiJub25lIn0.e30=.k9+Zq/4v==", &["bare - - eyJhbGciOiJub25lIn0.e30=.k9+Zq/4v=="]),
    ("2YotnFZFEjr1zCsicMWpAA", &["bare - - 2YotnFZFEjr1zCsicMWpAA"]),
    ("SGVsbG8gV29ybGQgMTIz==", &["bare - - SGVsbG8gV29ybGQgMTIz=="]),
    ("My API says no and I do not know why", &["bare - - My API says no and I do not know why"]),
    // Quoted.
    ("\"$T\"", &["bare - - $T Quotes"]),
    ("'$T',", &["bare - - $T Quotes"]),
    ("`$T`", &["bare - - $T Quotes"]),
    ("“$T”", &["bare - - $T Quotes"]),
    ("$T\"", &["bare - - $T Quotes"]),
    ("\\\"$T\\\"", &["text - - $T Quotes"]),
    // Percent-encoded.
    ("eyJhbGciOiJub25lIn0%2Ee30%2E", &["bare - - eyJhbGciOiJub25lIn0.e30. PercentEncoding"]),
    ("$T%3D%0A", &["bare - - $T= PercentEncoding Whitespace"]),
    ("$T%20", &["bare - - $T PercentEncoding Whitespace"]),
    // Cut short.
    ("eyJhbGciOiJub25lIn0.eyJpc3Mi...", &["bare - - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    ("eyJhbGciOiJub25lIn0.eyJpc3Mi…", &["bare - - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    ("eyJhbGciOiJub25lIn0.eyJpc3Mi…xyz", &["bare - - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    ("eyJhbGciOiJub25lIn0.eyJpc3Mi[truncated]", &["bare - - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    ("eyJhbGciOiJub25lIn0.eyJpc3Mi <truncated 812 bytes>", &["bare - - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    ("Authorization: Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhcGk6...", &["authorization-header Authorization Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhcGk6 Scheme Ellipsis"]),
    ("token=eyJhbGciOiJub25lIn0.eyJpc3Mi… refused", &["text token - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    ("2026-01-01 refused eyJhbGciOiJub25lIn0.eyJpc3Mi [truncated]", &["text - - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    // Schemes and headers.
    ("Bearer $T", &["authorization-header - Bearer $T Scheme"]),
    ("bearer  $T", &["authorization-header - Bearer $T Scheme"]),
    ("Bearer: $T", &["authorization-header - Bearer $T Scheme"]),
    ("Bearer%20$T", &["authorization-header - Bearer $T Scheme"]),
    ("Bearer Bearer $T", &["authorization-header - Bearer $T Scheme DoubledScheme"]),
    ("Bearer \"$T\"", &["authorization-header - Bearer $T Scheme Quotes"]),
    ("DPoP $T", &["authorization-header - Dpop $T Scheme"]),
    ("Authorization: Bearer $T", &["authorization-header Authorization Bearer $T Scheme"]),
    ("Authorization: Bearer\n $T", &["authorization-header Authorization Bearer $T Scheme"]),
    ("authorization: $T", &["authorization-header authorization - $T Scheme"]),
    ("Proxy-Authorization: Bearer $T", &["authorization-header Proxy-Authorization Bearer $T Scheme"]),
    ("Authorization: Bearer 2YotnFZFEjr1zCsicMWpAA", &["authorization-header Authorization Bearer 2YotnFZFEjr1zCsicMWpAA Scheme"]),
    ("Authorization: Bearer eyJhb*GciOi.J9.x", &["authorization-header Authorization Bearer eyJhb*GciOi.J9.x Scheme"]),
    ("Authorization: DPoP $T\r\nDPoP: $U\r\n", &["authorization-header Authorization Dpop $T Scheme", "dpop-header DPoP - $U"]),
    ("GET /orders HTTP/1.1\nHost: api.contoso.example\nAuthorization: Bearer $T\nAccept: */*\n", &["authorization-header Authorization Bearer $T Scheme"]),
    ("Cookie: theme=dark; session=$T; id=5", &["cookie session - $T"]),
    ("Set-Cookie: auth=$T; Path=/; HttpOnly", &["cookie auth - $T"]),
    // Commands.
    ("curl https://api.contoso.example/ -H 'Authorization: Bearer $T'", &["curl Authorization Bearer $T Scheme"]),
    ("curl -H \"Authorization: Bearer $T\" https://api.contoso.example/", &["curl Authorization Bearer $T Scheme"]),
    ("curl --header $'Authorization: Bearer $T' https://api.contoso.example/", &["curl Authorization Bearer $T Scheme"]),
    ("curl ^\"https://api.contoso.example/^\" ^\r\n  -H ^\"authorization: Bearer $T^\" ^\r\n  -H ^\"accept: */*^\"", &["curl authorization Bearer $T Scheme"]),
    ("curl https://login.contoso.example/token -d 'grant_type=x' --data-urlencode \"assertion=$T\"", &["curl assertion - $T"]),
    ("curl https://login.contoso.example/token -d assertion=$T&client_assertion=$U", &["curl assertion - $T", "curl client_assertion - $U"]),
    ("curl https://api.contoso.example/ --oauth2-bearer $T", &["curl - Bearer $T"]),
    ("curl https://api.contoso.example/ -b 'session=$T'", &["curl session - $T"]),
    ("curl https://api.contoso.example/ \\\n  -H 'Authorization: DPoP $T' \\\n  -H 'DPoP: $U'", &["curl Authorization Dpop $T Scheme", "dpop-header DPoP - $U"]),
    ("curl -X POST https://api.contoso.example/ -d '{\"access_token\":\"$T\",\"n\":1}'", &["token-response access_token - $T", "note response"]),
    ("Invoke-RestMethod -Uri https://api.contoso.example/ -Headers @{ Authorization = \"Bearer $T\" }", &["authorization-header Authorization Bearer $T Scheme"]),
    ("Invoke-RestMethod `\n  -Uri \"https://api.contoso.example/\" `\n  -Headers @{ \"Authorization\" = \"Bearer $T\" } `\n  -Method GET", &["authorization-header Authorization Bearer $T Scheme"]),
    // JSON.
    ("{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"$T\"}", &["token-response access_token - $T", "note response"]),
    ("{\n  \"access_token\": \"$T\",\n  \"id_token\": \"$U\",\n  \"refresh_token\": \"0.AXwAexample\"\n}", &["token-response access_token - $T", "token-response id_token - $U", "token-response refresh_token - 0.AXwAexample", "note response"]),
    ("{\"data\":{\"session\":{\"access_token\":\"$T\"}}}", &["token-response access_token - $T", "note response"]),
    ("{\"user\":{\"jwt\":\"$T\"},\"list\":[\"$U\"],\"note\":\"see orders.contoso.example v1.2.3\"}", &["json jwt - $T", "json - - $U"]),
    ("{\"headers\":{\"Authorization\":\"Bearer $T\"}}", &["json Authorization Bearer $T Scheme"]),
    ("{\"body\":\"{\\\"access_token\\\":\\\"$T\\\"}\"}", &["token-response access_token - $T", "note response"]),
    ("{\\\"access_token\\\":\\\"$T\\\"}", &["token-response access_token - $T"]),
    ("{\"url\":\"https://app.contoso.example/#id_token=$T&state=1\"}", &["url id_token - $T", "note url"]),
    ("{\"access_token\":\"$T\",\"expires_in\":", &["token-response access_token - $T"]),
    ("HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"access_token\":\"$T\"}", &["token-response access_token - $T", "note response"]),
    ("{\"payload\":\"e30\",\"protected\":\"eyJhbGciOiJFUzI1NiJ9\",\"signature\":\"AA\"}", &["bare - - {\"payload\":\"e30\",\"protected\":\"eyJhbGciOiJFUzI1NiJ9\",\"signature\":\"AA\"}"]),
    ("{\"vp\":{\"protected\":\"eyJ\",\"ciphertext\":\"AA\",\"tag\":\"AA\",\"iv\":\"A\"}}", &["json - - {\"protected\":\"eyJ\",\"ciphertext\":\"AA\",\"tag\":\"AA\",\"iv\":\"A\"}"]),
    ("{\"active\":true,\"scope\":\"a b\",\"client_id\":\"c1\"}", &["bare - - {\"active\":true,\"scope\":\"a b\",\"client_id\":\"c1\"}"]),
    // URLs and forms.
    ("https://app.contoso.example/callback#id_token=$T&state=xyz", &["url id_token - $T", "note url"]),
    ("https://app.contoso.example/callback#access_token=foaM7OuTrfU2H20mU5w-VHn3ktKXkUa1&token_type=Bearer&id_token=$T", &["url access_token - foaM7OuTrfU2H20mU5w-VHn3ktKXkUa1", "url id_token - $T", "note url"]),
    ("https://app.contoso.example/callback?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj", &["url code - SplxlOBeZQQYbYS6WxSbIA", "note url"]),
    ("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=$T&scope=a", &["url assertion - $T"]),
    ("logout_token=$T", &["text logout_token - $T"]),
    ("See https://app.contoso.example/verify/$T/done for more", &["url - - $T", "note url"]),
    ("https://login.contoso.example/?redirect=https%3A%2F%2Fapp%2F%23access_token%3D$T%26x%3D1", &["url access_token - $T", "note url"]),
    // Wrapped.
    ("eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.\neyJpc3MiOiJodHRwczovL2xvZ2lu\nLmNvbnRvc28uZXhhbXBsZSJ9.c2ln", &["bare - - eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczovL2xvZ2luLmNvbnRvc28uZXhhbXBsZSJ9.c2ln Whitespace"]),
    ("> eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.\r\n> eyJpc3MiOiJodHRwczovL2xvZ2lu\r\n> LmNvbnRvc28uZXhhbXBsZSJ9.c2ln\r\n", &["text - - eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczovL2xvZ2luLmNvbnRvc28uZXhhbXBsZSJ9.c2ln Whitespace"]),
    ("token: >-\n  eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.\n  eyJpc3MiOiJodHRwczovL2xvZ2lu\n  LmNvbnRvc28uZXhhbXBsZSJ9.c2ln\nnext: 1\n", &["text token - eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczovL2xvZ2luLmNvbnRvc28uZXhhbXBsZSJ9.c2ln Whitespace"]),
    ("Hello,\nhere it is:\n\n$T\nThanks\nAna\n", &["text - - $T"]),
    ("$T\nThanks", &["text - - $T"]),
    ("$T\n$U\n", &["text - - $T", "text - - $U"]),
    ("$T $U", &["text - - $T", "text - - $U"]),
    // Prose.
    ("2026-01-01T00:00:00Z WARN refused token $T from 10.0.0.1 host orders.contoso.example v1.2.3", &["text - - $T"]),
    ("The token is $T.", &["text - - $T"]),
    ("id token: $T\naccess token: $U", &["text id_token - $T", "text access_token - $U"]),
    ("token \"$T\" was refused", &["text - - $T Quotes"]),
    ("Bearer token was missing at login.contoso.example, see app.min.js and 10.1.2.3", &["bare - - Bearer token was missing at login.contoso.example, see app.min.js and 10.1.2.3"]),
    ("ACCESS_TOKEN=$T", &["text ACCESS_TOKEN - $T"]),
    ("export TOKEN=\"$T\"", &["text TOKEN - $T Quotes"]),
    ("$T,$U", &["text - - $T", "text - - $U"]),
    ("$T and again $T", &["text - - $T"]),
    ("<input type=\"hidden\" name=\"id_token\" value=\"$T\"/>", &["text id_token - $T"]),
    // Provider formats.
    ("ghp_EXAMPLEexampleEXAMPLEexampleEXAMPLE0", &["bare - - ghp_EXAMPLEexampleEXAMPLEexampleEXAMPLE0", "note secret GitHub token"]),
    ("my key is AKIAIOSFODNN7EXAMPLE ok?", &["text - - AKIAIOSFODNN7EXAMPLE", "note secret AWS access key ID"]),
    ("Authorization: SSWS 00QCjAl4MlV-WPXM-ABCDEFGH1234", &["authorization-header Authorization - 00QCjAl4MlV-WPXM-ABCDEFGH1234 Scheme", "note secret Okta API token"]),
    ("1//0gEXAMPLEexampleEXAMPLE/example", &["bare - - 1//0gEXAMPLEexampleEXAMPLE/example"]),
    ("refresh token = 1//0gEXAMPLEexampleEXAMPLE", &["text refresh_token - 1//0gEXAMPLEexampleEXAMPLE"]),
    ("{\"secret\":\"0.AXwAEXAMPLEexampleEXAMPLEexampleEXAMPLEexample.AgABexample\"}", &["json secret - 0.AXwAEXAMPLEexampleEXAMPLEexampleEXAMPLEexample.AgABexample"]),
    ("M.C105_BAY.-Cabc!def*ghiEXAMPLE$$", &["bare - - M.C105_BAY.-Cabc!def*ghiEXAMPLE$$"]),
    ("SAMLResponse=PHNhbWxwOlJlc3BvbnNlIElEPSJfMSIgVmVyc2lvbj0iMi4wIj4%3D&RelayState=1", &["url SAMLResponse - PHNhbWxwOlJlc3BvbnNlIElEPSJfMSIgVmVyc2lvbj0iMi4wIj4=", "note saml"]),
    ("PHNhbWxwOlJlc3BvbnNlIElEPSJfMSIgVmVyc2lvbj0iMi4wIj4=", &["bare - - PHNhbWxwOlJlc3BvbnNlIElEPSJfMSIgVmVyc2lvbj0iMi4wIj4=", "note saml"]),
    ("<saml:Assertion ID=\"a\">x</saml:Assertion>", &["bare - - <saml:Assertion ID=\"a\">x</saml:Assertion>", "note saml"]),
    // Keys.
    ("-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----", &["note key public key"]),
    ("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"a\",\"y\":\"b\"}", &["note key JWK"]),
    ("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"a\",\"y\":\"b\"}]}", &["note key JWK Set"]),
    // Challenges.
];
