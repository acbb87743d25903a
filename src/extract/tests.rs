//! Pasted forms and what is found in them, as data.

use super::*;
use crate::token::base64url;

/// A token as `$T`, another as `$U`, an encrypted one as `$E`; the first in base64 as `$B`, and a response with it as `$R`.
const T: &str = "eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczovL2xvZ2luLmNvbnRvc28uZXhhbXBsZSIsInN1YiI6InUxIn0.Wl32G2HWdI8NoQWhia8_fkQBdc0SwO-B5ooYqYcRv716QdAU2UQ9u8I1PL6n-nZ_2WIUe-qwSsUMnqKlMxSaJg";
const U: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJhdWQiOiJvcmRlcnMifQ.oW68tNCCJOmHwYKS1tHOBdSwls3lt6_1sqU7FggLI6Q";
const E: &str = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..ZQ43B_qZJWsOthAw.h8B4CVCrumHXYP1VciwcARVIFVps9eMg.ZXTmt-NRvB0V7ytVMTCo8A";

fn fill(text: &str) -> String {
    let wrapped = |text: String| base64url::encode(text.as_bytes());
    text.replace("$B", &wrapped(T.to_owned()))
        .replace("$R", &wrapped(format!(r#"{{"id_token":"{T}"}}"#)))
        .replace("$T", T)
        .replace("$U", U)
        .replace("$E", E)
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

/// What stands in base64 where that is as it should be.
#[rustfmt::skip]
const WRAPPED: &[(&str, &[&str])] = &[
    ("Authorization: Basic YWI6ZXlKaGJHY2lPaUp1YjI1bEluMC5lMzAu", &["authorization-header ab - eyJhbGciOiJub25lIn0.e30. Scheme Rewritten"]),
    ("{\"auths\":{\"registry.example\":{\"auth\":\"b2F1dGgyYWNjZXNzdG9rZW46ZXlKaGJHY2lPaUp1YjI1bEluMC5lMzAu\"}}}", &["json oauth2accesstoken - eyJhbGciOiJub25lIn0.e30. Rewritten"]),
    ("sec-websocket-protocol: base64url.bearer.authorization.k8s.io.ZXlKaGJHY2lPaUp1YjI1bEluMC5lMzAu, base64.binary.k8s.io", &["text - - eyJhbGciOiJub25lIn0.e30. Rewritten"]),
    ("Cookie: sb-x-auth-token=base64-$R; a=1", &["token-response id_token - $T Rewritten", "note response"]),
];

#[test]
fn tokens_are_found_in_base64() {
    for (input, expected) in WRAPPED {
        assert_eq!(seen(&fill(input)), *expected, "{input}");
    }
}

#[rustfmt::skip]
const FORMS: &[(&str, &[&str])] = &[
    // Alone.
    ("", &[]),
    (" \n\t ", &[]),
    ("$T", &["bare - - $T"]),
    ("**$T**", &["bare - - $T"]),
    (" _$T_\n", &["bare - - $T"]),
    ("|$T|", &["bare - - $T"]),
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
    ("\u{feff}$T\u{200b}\n", &["bare - - $T Whitespace"]),
    ("\u{feff}", &[]),
    ("\u{feff}{\"id_token\":\"$T\"}", &["token-response id_token - $T", "note response"]),
    ("eyJhbGciOiJub25lIn0.\u{a0}e30.", &["bare - - eyJhbGciOiJub25lIn0.\u{a0}e30."]),
    ("...$T", &["bare - - $T"]),
    ("[…]$T", &["bare - - $T"]),
    // Behind an unsecured one, and between bars.
    ("eyJhbGciOiJub25lIn0.e30.\n$T", &["text - - eyJhbGciOiJub25lIn0.e30.", "text - - $T"]),
    ("eyJhbGciOiJub25lIn0.e30. $T", &["text - - eyJhbGciOiJub25lIn0.e30.", "text - - $T"]),
    ("$T|$U", &["text - - $T", "text - - $U"]),
    ("a|$T|b", &["text - - $T"]),
    ("$T|b", &["text - - $T"]),
    // Twice: under the name that says most.
    ("Authorization: Bearer $T\n\n{\"access_token\":\"$T\"}", &["authorization-header access_token Bearer $T Scheme", "note response"]),
    ("$T\n{\"access_token\":\"$T\",\"id_token\":\"$U\"}", &["text access_token - $T", "token-response id_token - $U", "note response"]),
    ("id_token=$T\nAuthorization: Bearer $T", &["text id_token - $T"]),
    // Quoted.
    ("\"Bearer $T\"", &["authorization-header - Bearer $T Quotes Scheme"]),
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
    ("eyJhbGciOiJub25lIn0%252Ee30%25252E", &["bare - - eyJhbGciOiJub25lIn0.e30. PercentEncoding"]),
    ("u=https%253A%252F%252Fx%252F%2523id_token%253D$T%2526state%253D1", &["text id_token - $T"]),
    ("Bearer+$T", &["authorization-header - Bearer $T Scheme"]),
    // In base64 once more.
    ("$B", &["bare - - $T Base64"]),
    ("ZXlKaGJHY2lPaUp1YjI1bEluMC5l\neUpwYzNNaU9pSm9kSFJ3Y3pvdkwz\nZ2lmUS4=", &["bare - - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ. Whitespace Base64"]),
    ("  token: $B\n", &["text token - $T Base64"]),
    ("data:\n  token: ZXlKaGJHY2lPaUp1YjI1bEluMC5l\n    eUpwYzNNaU9pSm9kSFJ3Y3pvdkwz\n    Z2lmUS4=\nkind: Secret\n", &["text token - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ. Whitespace Base64"]),
    ("\"$R\"", &["token-response id_token - $T Quotes Base64", "note response"]),
    (r#"{"log":{"entries":[{"response":{"content":{"encoding":"base64","text":"$R"}}}]}}"#, &["har id_token - $T"]),
    (r#"{"access_token":"$T","client_info":"eyJ1aWQiOiJhIn0"}"#, &["token-response access_token - $T", "note response"]),
    ("https://x/#state=eyJpZCI6ImEifQ%2Fb&id_token=$T", &["url id_token - $T", "note url"]),
    ("the base64-encoded $T", &["text - - $T"]),
    // Cookies that Express signed.
    ("Cookie: token=s%3A$T.mN4bV8cX2zA1sD3fG5hJ7kL9qW0eR2tY4uI6oP8a5B%2Bc; a=1", &["cookie token - $T"]),
    ("s:$T.mN4bV8cX2zA1sD3fG5hJ7kL9qW0eR2tY4uI6oP8a5B+c", &["text s - $T"]),
    // Where secrets stand, and no nonce (RFC 9449 8.1).
    ("grant_type=authorization_code&client_secret=$T&a=1", &["url client_secret - $T"]),
    ("{\"username\":\"oauth2accesstoken\",\"password\":\"$T\"}", &["json password - $T"]),
    ("[pypi]\npassword = $T\n", &["text password - $T"]),
    ("HTTP/1.1 401 Unauthorized\nDPoP-Nonce: eyJ7S_zG.eyJH0-Z.HX4w-7v\n\n$T", &["text - - $T"]),
    // Logs of what goes over the wire, and structures with empty members.
    ("http-outgoing-0 >> \"Authorization: Bearer $T[\\r][\\n]\"", &["authorization-header Authorization Bearer $T Scheme"]),
    ("&{AccessToken:$T TokenType:Bearer RefreshToken: Expiry:2026-01-01 00:00:00}", &["text AccessToken - $T"]),
    ("Token(access_token=$T,id_token=Some($U))", &["text access_token - $T", "text - - $U"]),
    ("Dim t As String = \"eyJhbGciOiJub25lIn0.\" & _\n  \"eyJpc3MiOiJodHRwczov\" & _\n  \"L3gifQ.\"", &["text String - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ. Quotes Rewritten"]),
    ("curl -H \"X-Token: eyJhbGciOiJub25lIn0.\\\neyJpc3MiOiJodHRwczovL3gifQ.\"", &["curl X-Token - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ. Rewritten"]),
    ("curl -H 'X-Token: eyJhbGciOiJub25lIn0.\\\neyJpc3MiOiJodHRwczovL3gifQ.'", &["curl X-Token - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ. Whitespace"]),
    // What clings to it.
    ("{\"access_token\":\" $T\"}", &["token-response access_token - $T Whitespace", "note response"]),
    ("data:\n  token: ZXlKaGJHY2lPaUp1YjI1bEluMC5lMzAuCg==\n", &["text token - eyJhbGciOiJub25lIn0.e30. Whitespace Base64"]),
    ("req.Header.Set(\"Authorization\", \"Bearer $T\\n\")", &["authorization-header - Bearer $T Quotes Scheme Whitespace"]),
    ("{\"access_token\":\"$T\\n\"}", &["token-response access_token - $T Whitespace", "note response"]),
    ("{\"log\":\"$T\\n\",\"stream\":\"stdout\"}", &["json log - $T"]),
    ("\u{200b}$T’s end", &["text - - $T Whitespace"]),
    ("curl -H “Authorization: Bearer $T” https://api.contoso.example/", &["curl Authorization Bearer $T Scheme Quotes"]),
    ("Authorization: Bearer\u{a0}$T", &["authorization-header Authorization Bearer $T Scheme"]),
    ("see $T...", &["text - - $T"]),
    ("$T… and so on", &["text - - $T"]),
    // Numbered lines.
    ("   1  eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczov\n   2  L3gifQ.\n", &["text - - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ. Whitespace"]),
    ("1 $T\n2 $U\n", &["text - - $T", "text - - $U"]),
    // By name or number, as XML and HTML write some characters.
    (r#"{"error_description":"bad &quot;x&quot;","id_token":"$T"}"#, &["token-response id_token - $T", "note response"]),
    ("{&quot;id_token&quot;:&quot;$T&quot;}", &["token-response id_token - $T", "note response"]),
    ("eyJhbGciOiJub25lIn0&#46;e30&#x2E;", &["bare - - eyJhbGciOiJub25lIn0.e30. Rewritten"]),
    ("<t:access_token>$T</t:access_token>", &["text access_token - $T"]),
    ("<w:BinarySecurityToken EncodingType=\"x\">$B</w:BinarySecurityToken>", &["text BinarySecurityToken - $T Base64"]),
    ("{\"key\":\"X-Token\",\"value\":\"$T\"}", &["json X-Token - $T"]),
    ("<code>$T</code>", &["text - - $T"]),
    // Wrapped by a program that breaks lines after hyphens too.
    ("Token:\neyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczov\nL2xvZ2luLmNvbnRvc28uZXhhbXBsZSIsInN1YiI6InUxIn0.Wl32G2HW\ndI8NoQWhia8_fkQBdc0SwO-\nB5ooYqYcRv716QdAU2UQ9u8I1PL6n-\nnZ_2WIUe-qwSsUMnqKlMxSaJg\n\nThanks", &["text - - $T Whitespace"]),
    ("Authorization: Bearer eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczov\nL2xvZ2luLmNvbnRvc28uZXhhbXBsZSIsInN1YiI6InUxIn0.Wl32G2HW\ndI8NoQWhia8_fkQBdc0SwO-B5ooYqYcRv716QdAU2UQ9u8I1PL6n-\nnZ_2WIUe-qwSsUMnqKlMxSaJg\nThanks", &["authorization-header Authorization Bearer $T Scheme Whitespace"]),
    // The last line may hold nothing but the tilde of an SD-JWT.
    ("eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJ2\nY3QiOiJ2In0.Wl32G2HWdI8NoQWhia8_fkQBdc0SwO-B5ooYq\nYcRv716QdAU2UQ9u8I1PL6n-nZ_2WIUe-qwSsUMnqKlMxSaJg\n~\n", &["bare - - eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJ2Y3QiOiJ2In0.Wl32G2HWdI8NoQWhia8_fkQBdc0SwO-B5ooYqYcRv716QdAU2UQ9u8I1PL6n-nZ_2WIUe-qwSsUMnqKlMxSaJg~ Whitespace"]),
    // Cut evenly by spaces, be it at the length of a signature.
    ("Bearer eyJhbGciOiJub25lIn0. eyJpc3MiOiJodHRwczov L3gifQ.", &["authorization-header - Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ. Scheme Whitespace"]),
    ("eyJhbGciOiJub25lIn0.e30.Wl32G2HWdI8NoQWhia8_fkQBdc0SwO-B5ooYqYcRv71 6QdAU2UQ9u8I1PL6n-nZ_2WIUe-qwSsUMnqKlMxSaJgWl32G2HWdI8NoQWhia8_fkQB dc0SwO-B5o", &["bare - - eyJhbGciOiJub25lIn0.e30.Wl32G2HWdI8NoQWhia8_fkQBdc0SwO-B5ooYqYcRv716QdAU2UQ9u8I1PL6n-nZ_2WIUe-qwSsUMnqKlMxSaJgWl32G2HWdI8NoQWhia8_fkQBdc0SwO-B5o Whitespace"]),
    ("Bearer eyJhbGciOiJub25lIn0. eyJpc3MiOiJodHRwczov L3giLCJzdWIiOiJhIn0. 7", &["authorization-header - Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3giLCJzdWIiOiJhIn0.7 Scheme Whitespace"]),
    ("refused eyJhbGciOiJub25lIn0. eyJpc3MiOiJodHRwczov L3gifQ.e30 at noon", &["text - - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ.e30 Whitespace"]),
    // Joined or commented lines.
    ("\"eyJhbGciOiJub25lIn0.\" +\n  \"eyJpc3MiOiJodHRwczov\" +\n  \"L3gifQ.\"", &["bare - - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ. Quotes Rewritten"]),
    ("String t = \"eyJhbGciOiJub25lIn0.\"\n    + \"eyJpc3MiOiJodHRwczov\"\n    + \"L3gifQ.\";", &["text t - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ. Quotes Rewritten"]),
    ("t = 'eyJhbGciOiJub25lIn0' + '.' + 'eyJpc3M' . 'iOiJodHRwczov'+\n'L3gifQ.';", &["text t - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ. Quotes Rewritten"]),
    ("t = 'eyJhbGciOiJub25lIn0.' + 'eyJpc3MiOiJodHRwczov'+\"\" + 'L3gifQ.' + ' and more'", &["text t - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczov Quotes Rewritten"]),
    ("token = (\n    'eyJhbGciOiJub25lIn0.'\n    'eyJpc3MiOiJodHRwczov'\n    'L3gifQ.'\n)", &["text token - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ. Quotes Rewritten"]),
    ("\"$T\"\n\"$U\"", &["text - - $T Quotes", "text - - $U Quotes"]),
    ("# eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczov\n# L3gifQ.", &["text - - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ. Whitespace"]),
    ("eyJhbGciOiJub25lIn0.eyJpc3M=\niOiJodHRwczovL3gifQ.Wl32G2=\nHWdI8NoQWhia8_fkQ=\nKA\n\nRegards", &["text - - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ.Wl32G2HWdI8NoQWhia8_fkQKA Whitespace"]),
    ("eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczov=\nL3gifQ.", &["bare - - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ. Whitespace"]),
    // Mail in quoted-printable.
    ("<a href=3D\"https://x/?token=3DeyJhbGciOiJub25lIn0.eyJpc3Mi=\r\nOiJodHRwczovL3gifQ=2E&amp;a=3D1\">Gr=C3=BC=C3=9Fe</a>", &["url token - eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3gifQ.", "note url"]),
    // Escapes that JSON does not need.
    (r#"{"payload":"\u00653\u0030","signatures":[{"signature":"QQ\u003d\u003d","header":{"x5u":"https:\/\/x"}}]}"#, &[r#"bare - - {"payload":"e30","signatures":[{"signature":"QQ==","header":{"x5u":"https://x"}}]}"#]),
    (r#"{"payload":"a\\u0030","signatures":[]}"#, &[r#"bare - - {"payload":"a\\u0030","signatures":[]}"#]),
    // JSON in a string, and what is none of it.
    (r#""{\"payload\":\"e30\",\"signatures\":[]}""#, &["json - - {\"payload\":\"e30\",\"signatures\":[]}"]),
    ("https://x/?sv=1&sig=a%3D", &["bare - - https://x/?sv=1&sig=a%3D"]),
    // Cut short.
    ("eyJhbGciOiJub25lIn0.eyJpc3Mi...", &["bare - - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    ("eyJhbGciOiJub25lIn0.eyJpc3Mi…", &["bare - - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    ("eyJhbGciOiJub25lIn0.eyJpc3Mi…xyz", &["bare - - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    ("eyJhbGciOiJub25lIn0.eyJpc3Mi[TRUNCATED]", &["bare - - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    ("eyJhbGciOiJub25lIn0.eyJpc3Mi[truncated]", &["bare - - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    ("eyJhbGciOiJub25lIn0.eyJpc3Mi <truncated 812 bytes>", &["bare - - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    ("Authorization: Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhcGk6...", &["authorization-header Authorization Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhcGk6 Scheme Ellipsis"]),
    ("token=eyJhbGciOiJub25lIn0.eyJpc3Mi… refused", &["text token - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    ("2026-01-01 refused eyJhbGciOiJub25lIn0.eyJpc3Mi [truncated]", &["text - - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    // Schemes and headers.
    ("Bearer $T", &["authorization-header - Bearer $T Scheme"]),
    ("bearer  $T", &["authorization-header - Bearer $T Scheme"]),
    ("Bearer: $T", &["authorization-header - Bearer $T Scheme"]),
    ("Bearer$T", &["authorization-header - Bearer $T Scheme"]),
    ("Authorization:bearer$T", &["authorization-header Authorization Bearer $T Scheme"]),
    ("<pre><span class=\"a\">eyJhbGciOiJub25lIn0</span>.<span>e30</span><span>.</span></pre>", &["text - - eyJhbGciOiJub25lIn0.e30. Rewritten"]),
    ("Authorization=Bearer%2520$T", &["authorization-header Authorization Bearer $T Scheme PercentEncoding"]),
    ("Bearer%2520$T", &["authorization-header - Bearer $T Scheme PercentEncoding"]),
    ("Bearer%20$T", &["authorization-header - Bearer $T Scheme PercentEncoding"]),
    ("Cookie: Authorization=Bearer%20$T", &["cookie Authorization Bearer $T Scheme"]),
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
    ("Cookie: a=1; s.0=eyJhbGciOiJub25l; s.1=In0.e30; s.2=.AAAA; b=2", &["cookie s.0 - eyJhbGciOiJub25lIn0.e30.AAAA"]),
    ("Set-Cookie: s.0=eyJhbGciOiJub25lIn0.; Path=/\nSet-Cookie: s.1=e30.AAAA; Path=/", &["cookie s.0 - eyJhbGciOiJub25lIn0.e30.AAAA"]),
    ("Cookie: s.0=eyJhbGciOiJub25lIn0.e30.AAAA; s.2=x", &["cookie s.0 - eyJhbGciOiJub25lIn0.e30.AAAA"]),
    // Painted by a terminal.
    ("\u{1b}[31mERROR\u{1b}[0m Authorization: Bearer \u{1b}[38;5;214m$T\u{1b}[0m\n", &["authorization-header - Bearer $T Scheme"]),
    ("\u{1b}[1meyJhbGciOiJub25lIn0\u{1b}[0m.\u{1b}[2me30\u{1b}[m.", &["bare - - eyJhbGciOiJub25lIn0.e30. Rewritten"]),
    (r#"{"msg":"token \u001b[33m$T\u001b[39m","level":30}"#, &["json msg - $T"]),
    ("^[[33m$T^[[0m", &["bare - - $T"]),
    ("[33m$T[0m", &["bare - - $T"]),
    ("$T\u{1b}", &["bare - - $T\u{1b}"]),
    // Commands.
    ("curl https://api.contoso.example/ -H 'Authorization: Bearer $T'", &["curl Authorization Bearer $T Scheme"]),
    ("curl -H \"Authorization: Bearer $T\" https://api.contoso.example/", &["curl Authorization Bearer $T Scheme"]),
    ("curl -H Authorization:\\ Bearer\\ $T -H DPoP:\\ $U https://api.contoso.example/", &["curl Authorization Bearer $T Scheme", "dpop-header DPoP - $U"]),
    ("POST /x failed as authorization: none was sent, $T came", &["text - - $T"]),
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
    ("{\"error\":{\"code\":\"Request_ResourceNotFoundInDirectory\"}}", &["bare - - {\"error\":{\"code\":\"Request_ResourceNotFoundInDirectory\"}}"]),
    ("{\"code\":\"PowerBINotAuthorizedException\"}", &["bare - - {\"code\":\"PowerBINotAuthorizedException\"}"]),
    ("{\"active\":true,\"scope\":\"a b\",\"client_id\":\"c1\"}", &["bare - - {\"active\":true,\"scope\":\"a b\",\"client_id\":\"c1\"}"]),
    // URLs and forms.
    ("https://app.contoso.example/callback#id_token=$T&state=xyz", &["url id_token - $T", "note url"]),
    ("https://app.contoso.example/callback#access_token=foaM7OuTrfU2H20mU5w-VHn3ktKXkUa1&token_type=Bearer&id_token=$T", &["url access_token - foaM7OuTrfU2H20mU5w-VHn3ktKXkUa1", "url id_token - $T", "note url"]),
    ("https://app.contoso.example/callback?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj", &["url code - SplxlOBeZQQYbYS6WxSbIA", "note url"]),
    ("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=$T&scope=a", &["url assertion - $T"]),
    ("logout_token=$T", &["text logout_token - $T"]),
    ("https://jwt.ms/#id_token=$T", &["url - - $T", "note url"]),
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
    ("JWT::ExpiredSignatureOfKey42: $T", &["text - - $T"]),
    ("id token: $T\naccess token: $U", &["text id_token - $T", "text access_token - $U"]),
    ("token \"$T\" was refused", &["text - - $T Quotes"]),
    ("Bearer token was missing at login.contoso.example, see app.min.js and 10.1.2.3", &["bare - - Bearer token was missing at login.contoso.example, see app.min.js and 10.1.2.3"]),
    ("ACCESS_TOKEN=$T", &["text ACCESS_TOKEN - $T"]),
    ("export TOKEN=\"$T\"", &["text TOKEN - $T Quotes"]),
    ("$T,$U", &["text - - $T", "text - - $U"]),
    ("$T and again $T", &["text - - $T"]),
    ("<input type=\"hidden\" name=\"id_token\" value=\"$T\"/>", &["text id_token - $T"]),
    ("fetch(\"https://api.contoso.example/\", {\"headers\": {\"authorization\": \"Bearer $T\"}, \"body\": null});", &["json authorization Bearer $T Scheme"]),
    ("{'token_type': 'Bearer', 'access_token': '$T'}", &["token-response access_token - $T"]),
    ("Authorization Bearer $T", &["authorization-header - Bearer $T Scheme"]),
    ("```\n$T\n```\n", &["text - - $T"]),
    ("&quot;$T&quot;", &["bare - - $T Quotes"]),
    ("x-ms-token-aad-id-token: $T", &["text x-ms-token-aad-id-token - $T"]),
    ("{\n  \"access_token\": \"eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.\neyJpc3MiOiJodHRwczovL2xvZ2luLmNvbnRvc28uZXhhbXBsZSJ9.c2ln\",\n  \"expires_in\": 5\n}", &["token-response access_token - eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczovL2xvZ2luLmNvbnRvc28uZXhhbXBsZSJ9.c2ln Whitespace"]),
    ("curl -d \"{\\\"assertion\\\":\\\"$T\\\"}\" https://login.contoso.example/token", &["curl assertion - $T"]),
    ("Authorization: Bearer eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJp\nc3MiOiJodHRwczovL2xvZ2luLmNvbnRvc28uZXhhbXBsZSIsInN1YiI6InUxIn\n0.Wl32G2HWdI8NoQWhia8_fkQBdc0SwO-B5ooYqYcRv716QdAU2UQ9u8I1PL6n-\nnZ_2WIUe-qwSsUMnqKlMxSaJg\nAccept: */*", &["authorization-header Authorization Bearer $T Scheme Whitespace"]),
    ("token: eyJhbGciOiJub25lIn0.e30.", &["text token - eyJhbGciOiJub25lIn0.e30."]),
    ("access token: eyJhbGciOiJub25lIn0.eyJpc3Mi...", &["text access_token - eyJhbGciOiJub25lIn0.eyJpc3Mi Ellipsis"]),
    ("token is $T, thanks", &["text - - $T"]),
    ("($T)", &["text - - $T"]),
    ("<$T>", &["text - - $T"]),
    ("[\"$T\",\"$U\"]", &["json - - $T", "json - - $U"]),
    ("client_info=eyJ1aWQiOiIxIn0&state=eyJhIjoxfQ", &["bare - - client_info=eyJ1aWQiOiIxIn0&state=eyJhIjoxfQ"]),
    ("Authorization: Basic dXNlcjpwYXNzd29yZDEyMw==", &["authorization-header Authorization - dXNlcjpwYXNzd29yZDEyMw== Scheme", "note secret user name and password"]),
    ("wrong_password=hunter2 on db01.contoso.example:5432", &["bare - - wrong_password=hunter2 on db01.contoso.example:5432"]),
    ("Log in with access token: missing. See docs.contoso.example/v2.0/token.html", &["bare - - Log in with access token: missing. See docs.contoso.example/v2.0/token.html"]),
    ("WWW-Authenticate: Bearer realm=\"api\"", &["note error"]),
    ("https://app.contoso.example/cb?error=access_denied&state=$T", &["note error", "error access_denied"]),
    ("https://app.contoso.example/cb?state=$T&code=SplxlOBeZQQYbYS6WxSbIA", &["url code - SplxlOBeZQQYbYS6WxSbIA", "note url"]),
    ("https://app.contoso.example/cb#error=interaction_required&claims=%7B%22access_token%22%3A%7B%22acrs%22%3A1%7D%7D&state=1", &["note error", "note challenge {\"access_token\":{\"acrs\":1}}", "error interaction_required"]),
    ("https://app.contoso.example/cb#error=interaction_required&claims=%7B%22access_token%22%3A%7B%22xms_cc%22%3A%7B%22values%22%3A%5B%22cp1%22%5D%7D%7D%7D&state=1", &["note error", "error interaction_required"]),
    // Provider formats.
    ("It is ghp_EXAMPLEexampleEXAMPLEexampleEXAMPLE0.", &["text - - ghp_EXAMPLEexampleEXAMPLEexampleEXAMPLE0", "note secret GitHub token"]),
    ("ghp_EXAMPLEexampleEXAMPLEexampleEXAMPLE0", &["bare - - ghp_EXAMPLEexampleEXAMPLEexampleEXAMPLE0", "note secret GitHub token"]),
    ("glpat-EXAMPLEexampleEXAMPLE0", &["bare - - glpat-EXAMPLEexampleEXAMPLE0", "note secret GitLab token"]),
    ("X-Vault-Token: hvs.EXAMPLEexampleEXAMPLE0", &["text X-Vault-Token - hvs.EXAMPLEexampleEXAMPLE0", "note secret HashiCorp Vault token"]),
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
    ("eyJrdHkiOiJFQyIsImNydiI6IlAtMjU2IiwieCI6ImEiLCJ5IjoiYiIsImQiOiJjIn0=", &["note key private key"]),
    ("LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1DNENBUQotLS0tLUVORCBQUklWQVRFIEtFWS0tLS0tCg==", &["note key private key"]),
    ("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"a\",\"y\":\"b\"}]}", &["note key JWK Set"]),
    // Challenges.
];

/// `code oauth_error correlation_id trace_id timestamp description`
fn errors(input: &str) -> Vec<String> {
    let of = |text: &Option<String>| text.clone().unwrap_or("-".to_owned());
    extract(input)
        .errors
        .iter()
        .map(|error| {
            format!(
                "{} {} {} {} {} {}",
                error.code,
                of(&error.oauth_error),
                of(&error.correlation_id),
                of(&error.trace_id),
                of(&error.timestamp),
                error.description.map_or("-", |span| span.of(input)),
            )
        })
        .collect()
}

#[test]
fn error_texts() {
    let mut failures = String::new();
    for (input, expected) in ERRORS {
        let input = fill(input);
        let found = errors(&input);
        if found != *expected {
            failures.push_str(&format!(
                "\n{input}\n  found    {found:#?}\n  expected {expected:#?}\n"
            ));
        }
        let candidates = extract(&input).candidates.len();
        if candidates != usize::from(input.contains("eyJhbGciOiJFUzI1NiIs")) {
            failures.push_str(&format!(
                "\n{input}\n  {candidates} candidates: {:?}\n",
                seen(&input)
            ));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[rustfmt::skip]
const ERRORS: &[(&str, &[&str])] = &[
    ("AADSTS90016", &["AADSTS90016 - - - - AADSTS90016"]),
    ("90016", &["AADSTS90016 - - - - -"]),
    ("MissingRequiredClaim", &["AADSTS90016 - - - - MissingRequiredClaim"]),
    ("Error(MissingRequiredClaim(\"exp\"))", &["MissingRequiredClaim - - - - MissingRequiredClaim(\"exp\"))"]),
    ("JWT::MissingRequiredClaim: Missing required claim exp", &["MissingRequiredClaim - - - - MissingRequiredClaim: Missing required claim exp"]),
    ("{\"errors\":[{\"code\":89,\"message\":\"Invalid or expired token.\"}]}", &["Invalid or expired token - - - - Invalid or expired token."]),
    ("Token has expired or is invalid", &["token has expired or - - - - Token has expired or is invalid"]),
    ("Error (401): token expired (e.g. yesterday)", &["token expired - - - - token expired (e.g. yesterday)"]),
    ("Firebase ID token has \"kid\" claim which does not correspond to a known public key. Most likely the ID token is expired, so", &["does not correspond to a known public key. Most likely the ID token is expired - - - - does not correspond to a known public key. Most likely the ID token is expired, so"]),
    ("2000008;reason=\"The token contains no permissions\";error_category=\"invalid_grant\"", &["The token contains no permissions invalid_grant - - - The token contains no permissions\";error_category=\"invalid_grant"]),
    ("token signature is invalid: signing method HS256 is invalid", &["token signature is invalid: signing method - - - - token signature is invalid: signing method HS256 is invalid"]),
    ("JWT signature verification failed: [src/jose.c:843]: could not find key with kid: a", &["could not find key with kid - - - - could not find key with kid: a"]),
    ("[invalid bearer token, oidc: expected audience \"a\" got [\"b\"]]", &["oidc: expected audience - - - - oidc: expected audience \"a\" got [\"b"]),
    ("invalid bearer token\njwt expired", &["invalid bearer token - - - - invalid bearer token", "jwt expired - - - - jwt expired"]),
    ("email in id_token (a@b.c) isn't verified", &["email in id_token (…'t verified - - - - email in id_token (a@b.c) isn't verified"]),
    ("{\"code\":\"ERR_JWT_EXPIRED\"}", &["ERR_JWT_EXPIRED - - - - ERR_JWT_EXPIRED"]),
    ("Continuous access evaluation resulted in challenge with code: TokenIssuedBeforeRevocationTimestamp, AADSTS50173", &["AADSTS50173 - - - - AADSTS50173"]),
    ("aadsts50013: Assertion failed signature validation.", &["AADSTS50013 - - - - aadsts50013: Assertion failed signature validation."]),
    ("2026-01-01T08:00:00Z ERROR token request failed: invalid_grant: AADSTS500133: Assertion is not within its valid time range. Correlation ID: aaaa0000-bb11-2222-33cc-444444dddddd", &["AADSTS500133 invalid_grant aaaa0000-bb11-2222-33cc-444444dddddd - - AADSTS500133: Assertion is not within its valid time range. Correlation ID: aaaa0000-bb11-2222-33cc-444444dddddd"]),
    ("{\n  \"error\": \"invalid_grant\",\n  \"error_description\": \"AADSTS90016: Required claim is missing. Trace ID: 0000aaaa-11bb Correlation ID: aaaa0000-bb11 Timestamp: 2026-01-01 00:00:00Z\",\n  \"error_codes\": [90016],\n  \"timestamp\": \"2026-01-01 00:00:00Z\",\n  \"trace_id\": \"0000aaaa-11bb\",\n  \"correlation_id\": \"aaaa0000-bb11\"\n}", &["AADSTS90016 invalid_grant aaaa0000-bb11 0000aaaa-11bb 2026-01-01 00:00:00Z AADSTS90016: Required claim is missing. Trace ID: 0000aaaa-11bb Correlation ID: aaaa0000-bb11 Timestamp: 2026-01-01 00:00:00Z"]),
    ("{\"error\":\"invalid_request\",\"error_codes\":[900161, 50027]}", &["AADSTS900161 invalid_request - - - -", "AADSTS50027 invalid_request - - - -"]),
    ("{'error': 'invalid_grant', 'error_description': 'AADSTS90016: no', 'error_codes': [90016], 'correlation_id': 'aaaa0000-bb11'}", &["AADSTS90016 invalid_grant aaaa0000-bb11 - - AADSTS90016: no"]),
    ("https://login.microsoftonline.com/error?code=50058", &["AADSTS50058 - - - - -"]),
    ("code=AADSTS50058&state=1", &["AADSTS50058 - - - - AADSTS50058&state=1"]),
    ("{\\u0022error\\u0022:\\u0022invalid_grant\\u0022,\\u0022correlation_id\\u0022:\\u0022aaaa0000-bb11\\u0022,\\u0022message\\u0022:\\u0022AADSTS50013: no\\u0022}", &["AADSTS50013 invalid_grant aaaa0000-bb11 - - AADSTS50013: no"]),
    ("https://x/cb?error_description=The+audience+%27api%3A%2F%2Fa%27+is+invalid", &["The audience '…' is invalid - - - - The+audience+%27api%3A%2F%2Fa%27+is+invalid"]),
    ("The audience ‘api://a’ is invalid", &["The audience '…' is invalid - - - - The audience ‘api://a’ is invalid"]),
    ("https://x/cb#error=invalid_grant&error_description=AADSTS50013%3A%20no%0D%0ATrace%20ID%3A%200000aaaa-11bb%0D%0ACorrelation%20ID%3A%20aaaa0000-bb11%0D%0ATimestamp%3A%202026-01-01%2000%3A00%3A00Z", &["AADSTS50013 invalid_grant aaaa0000-bb11 0000aaaa-11bb 2026-01-01 00:00:00Z AADSTS50013%3A%20no%0D%0ATrace%20ID%3A%200000aaaa-11bb%0D%0ACorrelation%20ID%3A%20aaaa0000-bb11%0D%0ATimestamp%3A%202026-01-01%2000%3A00%3A00Z"]),
    ("AADSTS50020: no\nRequest Id: 0000aaaa-11bb\nCorrelation Id: aaaa0000-bb11\nTimestamp: 2026-01-01T00:00:00Z - x", &["AADSTS50020 - aaaa0000-bb11 0000aaaa-11bb 2026-01-01T00:00:00Z AADSTS50020: no"]),
    ("x%250aAADSTS50058", &["AADSTS50058 - - - - AADSTS50058"]),
    ("HTTP/1.1 401 Unauthorized\nWWW-Authenticate: DPoP error=\"use_dpop_nonce\"\nDPoP-Nonce: eyJ7S_zG.eyJH0-Z.HX4w-7v", &["use_dpop_nonce use_dpop_nonce - - - -"]),
    ("_AADSTS50058_", &["AADSTS50058 - - - - AADSTS50058_"]),
    ("got 'AADSTS50013: no'; then 'IDX10223'", &["AADSTS50013 - - - - AADSTS50013: no'; then 'IDX10223", "IDX10223 - - - - IDX10223"]),
    ("https://app.contoso.example/cb?error=access_denied&error_description=AADSTS65004%3a+User+declined.%0d%0aTimestamp%3a+2026-01-01+08%3a00%3a00Z&state=1", &["AADSTS65004 access_denied - - 2026-01-01 08:00:00Z AADSTS65004%3a+User+declined.%0d%0aTimestamp%3a+2026-01-01+08%3a00%3a00Z"]),
    ("https://app.contoso.example/cb?error=access_denied&error_description=The+user+said+no", &["access_denied access_denied - - - The+user+said+no"]),
    ("I get invalid_grant when I refresh", &["invalid_grant invalid_grant - - - -"]),
    ("IDX10223: Lifetime validation failed. The token is expired.\nIDX10223: again", &["IDX10223 - - - - IDX10223: Lifetime validation failed. The token is expired."]),
    ("System.Exception: IDW10201: Neither scope nor roles claim was found", &["IDW10201 - - - - IDW10201: Neither scope nor roles claim was found"]),
    ("{\"error\":{\"code\":\"Forbidden\",\"message\":\"Either scp or roles claim need to be present in the token.\"}}", &["Either scp or roles claim need to be present in the token - - - - Either scp or roles claim need to be present in the token."]),
    ("MSIS9650: bad scope; AADB2C90086: grant", &["MSIS9650 - - - - MSIS9650: bad scope; AADB2C90086: grant", "AADB2C90086 - - - - AADB2C90086: grant"]),
    ("JWTExpired: \"exp\" claim timestamp check failed", &["exp claim timestamp check failed - - - - exp\" claim timestamp check failed"]),
    ("jwt.exceptions.InvalidAudienceError: Audience doesn't match", &["Audience doesn't match - - - - Audience doesn't match"]),
    ("WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"The access token expired\"", &["The access token expired invalid_token - - - The access token expired"]),
    ("{\"error\":{\"code\":\"ExpiredAuthenticationToken\",\"message\":\"The access token expiry UTC time is earlier\"}}", &["ExpiredAuthenticationToken - - - - The access token expiry UTC time is earlier"]),
    ("(InvalidAuthenticationTokenTenant) The access token is from the wrong issuer", &["InvalidAuthenticationTokenTenant - - - - InvalidAuthenticationTokenTenant) The access token is from the wrong issuer"]),
    ("{\"error\":{\"code\":\"OfNoServerKnownHere\",\"message\":\"No.\"}}", &["OfNoServerKnownHere - - - - No."]),
    ("{\"code\":\"Success\",\"message\":\"Yes.\",\"token\":\"$T\"}", &[]),
    ("{\"error\":{\"code\":\"InvalidAuthenticationToken\",\"message\":\"Lifetime validation failed, the token is expired.\"}}", &["Lifetime validation failed, the token is expired - - - - Lifetime validation failed, the token is expired."]),
    ("AKV10032: Invalid issuer. Expected one of https://a", &["AKV10032 - - - - AKV10032: Invalid issuer. Expected one of https://a"]),
    ("IDX10222: Lifetime validation failed. The token is not yet valid.", &["IDX10222 - - - - IDX10222: Lifetime validation failed. The token is not yet valid."]),
    ("Bearer error=\"invalid_token\", error_description=\"The audience 'api://orders' is invalid; The issuer 'https://a' is invalid\"", &["The audience '…' is invalid invalid_token - - - The audience 'api://orders' is invalid; The issuer 'https://a' is invalid", "The issuer '…' is invalid invalid_token - - - The audience 'api://orders' is invalid; The issuer 'https://a' is invalid"]),
    ("token audiences [\"a\"] is invalid for the target audiences [\"b\"]", &["is invalid for the target audiences - - - - is invalid for the target audiences [\"b"]),
    ("error code 50076 after sign-in", &["AADSTS50076 - - - - -"]),
    ("https://login.microsoftonline.com/error?code=700024", &["AADSTS700024 - - - - -"]),
    ("{\"error_description\":\"Invalid issuer or signature.\"}", &["Invalid issuer or signature - - - - Invalid issuer or signature."]),
    ("The issuer '(null)' is invalid", &["The issuer '(null)' is invalid - - - - The issuer '(null)' is invalid"]),
    ("The refresh token has expired", &["refresh token has expired - - - - refresh token has expired"]),
    ("\"kid\" invalid, unable to lookup correct key", &["kid invalid, unable to lookup correct key - - - - kid\" invalid, unable to lookup correct key"]),
    ("ErrorCode: invalid_grant\nCorrelationId aaaa0000-bb11", &["invalid_grant invalid_grant aaaa0000-bb11 - - -"]),
    ("&#34;error&#34;: &#34;invalid_scope&#34;, &#34;error_description&#34;: &#34;It is wrong&#34;", &["invalid_scope invalid_scope - - - It is wrong"]),
    ("AADSTS500011: no Timestamp: 2026-01-01 00:00:00Z. More", &["AADSTS500011 - - - 2026-01-01 00:00:00Z AADSTS500011: no Timestamp: 2026-01-01 00:00:00Z. More"]),
    ("AADSTS50013: no. Bearer $T", &["AADSTS50013 - - - - AADSTS50013: no. Bearer"]),
];

#[test]
fn errors_in_numbers_and_beside_tokens() {
    let codes = |text: &str| -> Vec<String> {
        extract(&fill(text))
            .errors
            .into_iter()
            .map(|error| error.code)
            .collect()
    };
    assert_eq!(
        codes("{\"error_codes\":[900161, 50027]}"),
        ["AADSTS900161", "AADSTS50027"]
    );
    assert_eq!(codes("AADSTS50013: no.\nBearer $T"), ["AADSTS50013"]);
    assert_eq!(codes("Error: AADSTS9001\r\n  61: no"), ["AADSTS900161"]);
    assert_eq!(codes("AADSTS90016\n1 of"), ["AADSTS90016"]);
    assert_eq!(codes("order 90016 of 50013 pieces"), [""; 0]);
    for text in [
        "zip code 90002",
        "\"postalCode\": \"70000\"",
        "exit code 65001",
        "post code: 50020",
        "token is expired: false\nIf the token has expired, request a new one.",
        "It has failed validation (e.g. invalid audience, token expired, invalid issuer)",
        "SAML Response not valid: Invalid audience for this Response",
        "Reset password token has expired",
        "How do I get email in id_token, which isn't there?",
        "{\"token_expired\":true}",
        "token_expired: false",
    ] {
        assert_eq!(codes(text), [""; 0], "{text}");
    }
    for text in [
        "code 90002",
        "Sign-in error code\n90002",
        "\"errorCode\": 90002",
        "Error: 90002",
        "error number 90002",
        "{\"errorCodes\":[90002]}",
        "ResultType: 90002",
        "Fehlercode 90002",
    ] {
        assert_eq!(codes(text), ["AADSTS90002"], "{text}");
    }
    // A code beside a message is no authorization code, and a challenge no token.
    let graph = r#"{"error":{"code":"InvalidAuthenticationToken","message":"Access token validation failure. Invalid audience."}}"#;
    assert!(extract(graph).candidates.is_empty());
    let challenge = r#"Bearer error="insufficient_user_authentication", acr_values="high""#;
    assert!(extract(challenge).candidates.is_empty());
    let url = "https://app.contoso.example/cb?error=access_denied&error_description=AADSTS65001%3a+no.%0d%0aTrace+ID%3a+0000aaaa-11bb%0d%0aCorrelation%20ID%3a+aaaa0000-bb11";
    let error = &extract(url).errors[0];
    assert_eq!(error.trace_id.as_deref(), Some("0000aaaa-11bb"));
    assert_eq!(error.correlation_id.as_deref(), Some("aaaa0000-bb11"));
    assert_eq!(codes("postcode 12345, error 12345"), [""; 0]);
    assert_eq!(codes("{\"error_codes\":[12345]}"), ["AADSTS12345"]);
    assert_eq!(codes("Sign-in error code\t12345"), ["AADSTS12345"]);
    // A token may hold anything.
    assert_eq!(codes("eyJhbGciOiJub25lIn0.IDX10223.AADSTS90016"), [""; 0]);
}

#[test]
fn parameters_of_a_request() {
    let parameters = |text: &str| -> Vec<String> {
        let found = extract(&fill(text));
        let line = |parameter: &Parameter| format!("{}={}", parameter.name, parameter.value);
        found.parameters.iter().map(line).collect()
    };
    assert_eq!(
        parameters(
            "curl https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token \\\n  \
             -d grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer -d requested_token_use=on_behalf_of \\\n  \
             -d client_id=11112222-bbbb-3333-cccc-4444dddd5555 -d client_secret=$SECRET \\\n  \
             -d 'scope=api://x/.default offline_access' -d assertion=$T"
        ),
        [
            "endpoint=https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token",
            "tenant=aaaabbbb-0000-cccc-1111-dddd2222eeee",
            "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer",
            "requested_token_use=on_behalf_of",
            "client_id=11112222-bbbb-3333-cccc-4444dddd5555",
            "scope=api://x/.default offline_access",
        ]
    );
    assert_eq!(
        parameters(
            "grant_type=client_credentials&client_id=c1&client_secret=s3cret~value&scope=a%20b+c"
        ),
        [
            "grant_type=client_credentials",
            "client_id=c1",
            "scope=a b c"
        ]
    );
    assert_eq!(
        parameters("curl https://api.contoso.example/v1/orders?x=1 -H 'Authorization: Bearer $T'"),
        ["endpoint=https://api.contoso.example/v1/orders"]
    );
    assert_eq!(
        parameters(
            "{\"grant_type\":\"client_credentials\",\"client_id\":\"c1\",\"client_secret\":\"s3\",\"client_assertion\":\"$T\"}"
        ),
        ["grant_type=client_credentials", "client_id=c1"]
    );
    assert_eq!(
        parameters(
            "Invoke-RestMethod -Uri https://api.contoso.example/ -Body @{ grant_type = 'client_credentials'; client_id = \"c1\" }"
        ),
        [
            "endpoint=https://api.contoso.example/",
            "grant_type=client_credentials",
            "client_id=c1"
        ]
    );
    let none: [&str; 0] = [];
    assert_eq!(
        parameters(
            "WWW-Authenticate: Bearer authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\""
        ),
        none
    );
    assert_eq!(
        parameters(
            "WWW-Authenticate: Bearer realm=\"\", client_id=\"00000003-0000-0000-c000-000000000000\", scope=\"a b\""
        ),
        none
    );
    assert_eq!(
        parameters("https://app.contoso.example/cb#id_token=$T&scope=openid"),
        ["scope=openid"]
    );
}

#[test]
fn a_har_file_gives_each_token_once() {
    let har = fill(
        r#"{"log":{"version":"1.2","entries":[
        {"request":{"url":"https://login.contoso.example/token","headers":[],
          "postData":{"text":"grant_type=refresh_token&refresh_token=0.AXwAEXAMPLEexampleEXAMPLEexampleEXAMPLEexample.AgAB&client_id=c"}},
         "response":{"content":{"text":"{\"access_token\":\"$T\",\"id_token\":\"$U\"}"}}},
        {"request":{"url":"https://api.contoso.example/","headers":[
          {"name":"Authorization","value":"Bearer $T"},{"name":"Cookie","value":"a=b; s=$E"},{"name":"DPoP","value":"eyJhbGciOiJFUzI1NiJ9.e30.AAAA"}],
          "cookies":[{"name":"s","value":"$E"}]}}]}}"#,
    );
    assert_eq!(
        seen(&har)[..5],
        [
            "har refresh_token - 0.AXwAEXAMPLEexampleEXAMPLEexampleEXAMPLEexample.AgAB",
            "har access_token - $T",
            "har id_token - $U",
            "har s - $E",
            "dpop-header DPoP - eyJhbGciOiJFUzI1NiJ9.e30.AAAA",
        ]
    );
    assert!(extract(&har).parameters.is_empty());
}

/// Everything points into the input, at character boundaries, in ascending order.
fn check_places(input: &str) {
    let found = extract(input);
    let is_inside = |span: Span| input.get(span.start..span.end).is_some();
    for candidate in &found.candidates {
        assert!(is_inside(candidate.span), "{input:?}");
        assert!(!candidate.text.is_empty());
        let mut before = 0;
        let has = |kind| candidate.repairs.iter().any(|repair| repair.kind == kind);
        let is_wrapped = has(RepairKind::Base64) || candidate.carrier == Carrier::Har;
        for (at, character) in candidate.text.char_indices() {
            let span = candidate
                .map
                .to_input(Span::new(at, at + character.len_utf8()));
            assert!(is_inside(span) && !span.is_empty(), "{input:?} {span:?}");
            assert!(span.start >= before, "{input:?}");
            let as_it_stands = span.of(input).starts_with(character);
            let is_escaped = span.of(input).starts_with(['%', '\\', '&', '=']);
            assert!(
                as_it_stands || is_escaped || is_wrapped,
                "{input:?} {span:?}"
            );
            before = span.end;
        }
        for repair in &candidate.repairs {
            assert!(
                is_inside(repair.span) && !repair.span.is_empty(),
                "{input:?} {repair:?}"
            );
        }
    }
    for error in &found.errors {
        assert!(is_inside(error.span));
        assert!(error.description.is_none_or(is_inside));
    }
    assert!(found.notes.iter().all(|note| is_inside(note.span())));
    assert!(
        found
            .parameters
            .iter()
            .all(|parameter| is_inside(parameter.span))
    );
    assert!(
        found
            .candidates
            .is_sorted_by_key(|candidate| candidate.span)
    );
}

#[test]
fn every_prefix_and_suffix_is_survived_and_places_are_exact() {
    let har = "{\"log\":{\"entries\":[{\"request\":{\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer $T\"}]},\"response\":{\"content\":{\"text\":\"{\\\"access_token\\\":\\\"$U\\\",\\\"x\\\":\\\"\\u00e9\\\"}\"}}}]}}";
    let all = FORMS.iter().chain(ERRORS).map(|form| form.0).chain([har]);
    for form in all {
        let input = fill(form);
        check_places(&input);
        for at in (0..input.len()).filter(|&at| input.is_char_boundary(at)) {
            check_places(&input[..at]);
            if at % 3 == 0 {
                check_places(&input[at..]);
            }
        }
    }
}

#[test]
fn a_quote_before_a_line_break_stays_where_no_string_goes_on() {
    let view = View::whole("a\"\nb'\r\n`\n^");
    let cleaned = clean::clean(&view, Span::new(0, view.text.len()), false);
    assert_eq!(cleaned.view.text, "a\"b'^");
}

#[test]
fn hostile_text_takes_linear_time() {
    let pieces = [
        ".",
        "ey",
        "eyJ",
        "eyJ ",
        "eyJ.",
        "eyJ\n",
        "\"",
        "'",
        "{",
        "{\"",
        "{\"a\":",
        "[",
        "%",
        "%2",
        "%25",
        "%2E",
        "Bearer ",
        "Bearer",
        "Authorization: ",
        "access_token=",
        "access_token=\"",
        "token='",
        "token=“",
        "a=",
        "a:",
        "\\",
        "\\\"",
        "\\u0022",
        "<",
        "<?xml ",
        "<saml",
        "-----BEGIN ",
        "EwA/",
        "EwA.",
        "PHNhbWxw",
        "e30/",
        "1//0",
        "curl ",
        "https://",
        "https://a/",
        "https://login.microsoftonline.com/oauth2/",
        "AADSTS",
        "AADSTS90016 ",
        "error ",
        "error=",
        "error_codes ",
        "error_description=\"",
        "90016 ",
        "correlation_id:",
        "…",
        "...",
        "[truncated",
        "\n> ",
        "\r\n",
        "eyJhbGciOiJub25lIn0.e30.\n",
        "eyJhbGciOiJub25lIn0.e30.AAAAAAAAAAAAAAAAAAAA\n",
        "eyJhbGciOiJub25lIn0.e30. ",
        "claims=",
        "claims=\"e",
        "é",
        "\u{202e}",
        "www-authenticate: ",
        "{\"kty\":1}",
        "{\"access_token\":\"",
        "name=\"",
        "&",
        "?",
        "#",
        ",eyJ",
        "M.C",
        "scope=",
        "scope=;",
        "#scope=",
        "DPoP: ",
        "eyJ\\n",
        "eyJhbGciO ",
    ];
    for piece in pieces {
        let time = |size: usize| {
            let text = piece.repeat(size / piece.len());
            let started = std::time::Instant::now();
            let found = extract(&text);
            assert!(
                found
                    .candidates
                    .iter()
                    .all(|candidate| !candidate.text.is_empty())
            );
            started.elapsed()
        };
        // Quadratic time would be minutes.
        let elapsed = time(100_000);
        assert!(elapsed.as_secs() < 10, "{piece:?} takes {elapsed:?}");
    }
}
