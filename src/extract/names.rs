//! Names under which tokens and parameters travel.

/// What a name says about its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rank {
    /// A token, whatever it looks like.
    Token,
    /// A token if it looks like a random value.
    Perhaps,
    /// A parameter of a request that is no secret.
    Parameter,
    /// The claims that a challenge asks for.
    Claims,
    /// A SAML message.
    Saml,
    /// Something secret or personal that is no token, unless it is a JWT.
    Secret,
    /// A value that its writer alone reads, be it a JWT.
    Private,
    /// Nothing.
    Other,
}

/// In alphabetical order, without `_` and `-`.
static NAMES: &[(&str, Rank)] = &[
    ("accesstoken", Rank::Token),
    ("actortoken", Rank::Token),
    ("actortokentype", Rank::Parameter),
    ("assertion", Rank::Token),
    ("audience", Rank::Parameter),
    ("bearertoken", Rank::Token),
    ("binarysecuritytoken", Rank::Token),
    ("claims", Rank::Claims),
    ("clientassertion", Rank::Token),
    ("clientassertiontype", Rank::Parameter),
    ("clientid", Rank::Parameter),
    ("clientsecret", Rank::Secret),
    ("code", Rank::Perhaps),
    ("devicecode", Rank::Perhaps),
    ("dpopnonce", Rank::Private),
    ("granttype", Rank::Parameter),
    ("idtoken", Rank::Token),
    ("idtokenhint", Rank::Token),
    ("jwt", Rank::Perhaps),
    ("logouttoken", Rank::Token),
    ("nonce", Rank::Parameter),
    ("password", Rank::Secret),
    ("prompt", Rank::Parameter),
    ("redirecturi", Rank::Parameter),
    ("refreshtoken", Rank::Token),
    ("reqcnf", Rank::Parameter),
    ("request", Rank::Perhaps),
    ("requestedtokentype", Rank::Parameter),
    ("requestedtokenuse", Rank::Parameter),
    ("resource", Rank::Parameter),
    ("responsemode", Rank::Parameter),
    ("responsetype", Rank::Parameter),
    ("samlrequest", Rank::Saml),
    ("samlresponse", Rank::Saml),
    ("scope", Rank::Parameter),
    ("softwarestatement", Rank::Token),
    ("state", Rank::Private),
    ("subjecttoken", Rank::Token),
    ("subjecttokentype", Rank::Parameter),
    ("token", Rank::Perhaps),
    ("tokentypehint", Rank::Parameter),
    ("vptoken", Rank::Perhaps),
];

/// A name as it is compared: in lower case, without `_` and `-`.
pub(super) fn plain(name: &str) -> String {
    let mut plain = name.replace(['_', '-'], "");
    plain.make_ascii_lowercase();
    plain
}

/// Whether what stands under this name may be a token.
pub(super) fn may_be_token(name: Option<&str>) -> bool {
    matches!(name.map(rank), Some(Rank::Token | Rank::Perhaps))
}

/// What `name` says about its value.
pub(super) fn rank(name: &str) -> Rank {
    if name.len() > 32 {
        return Rank::Other;
    }
    let plain = plain(name);
    match NAMES.binary_search_by(|entry| entry.0.cmp(plain.as_str())) {
        Ok(at) => NAMES[at].1,
        Err(_) => Rank::Other,
    }
}

/// A header that carries credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// `Authorization`, `Proxy-Authorization`.
    Authorization,
    /// `DPoP`.
    Dpop,
    /// `Cookie`, `Set-Cookie`.
    Cookie,
    /// `WWW-Authenticate`, `Proxy-Authenticate`.
    Challenge,
}

/// The header of this name.
pub(super) fn header(name: &str) -> Option<Header> {
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    if is("authorization") || is("proxy-authorization") {
        Some(Header::Authorization)
    } else if is("dpop") {
        Some(Header::Dpop)
    } else if is("cookie") || is("set-cookie") {
        Some(Header::Cookie)
    } else if is("www-authenticate") || is("proxy-authenticate") {
        Some(Header::Challenge)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_and_found() {
        assert!(NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(rank("client-Assertion"), Rank::Token);
        assert_eq!(rank("accessToken"), Rank::Token);
        assert_eq!(rank("x"), Rank::Other);
        assert_eq!(header("Proxy-authorization"), Some(Header::Authorization));
    }
}
