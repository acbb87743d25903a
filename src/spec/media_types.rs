//! Values of the `typ` header parameter.

/// A `typ` value as it is compared: in lower case, without `application/` (RFC 7515 §4.1.9).
pub fn media_type(typ: &str) -> String {
    let typ = typ.to_ascii_lowercase();
    match typ.strip_prefix("application/") {
        Some(short) => short.to_owned(),
        None => typ,
    }
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn types_are_compared_however_they_are_written() {
        for typ in ["at+jwt", "AT+JWT", "application/at+jwt"] {
            assert_eq!(media_type(typ), "at+jwt");
        }
        let twice = media_type("application/application/at+jwt");
        assert_eq!(twice, "application/at+jwt");
    }

    #[test]
    fn what_profiles_call_explicit_is_accepted() {
        for profile in crate::profile::PROFILES {
            let typ = profile.typ.explicit;
            assert!(typ.is_empty() || profile.typ.accepts(typ), "{profile:?}");
        }
    }
}
