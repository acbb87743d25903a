//! Finds out what a pasted text is: JSON, PEM, SSH, bare DER or a shared secret.

use super::{Key, Keys, Material, Origin, Reading, Warning, der, jwk, pem};
use crate::configuration::lenient;
use crate::place::{Span, line_column};
use crate::token::base64url;
use crate::token::json::{Json, Kind, Value};

/// The longest text that is taken for a shared secret.
const LONGEST_SECRET: usize = 65_536;

/// Reads the keys in a text as people paste it. Linear in its length.
pub fn read(text: &str) -> Keys {
    let mut keys = keys_in(text);
    // Whoever takes a file of keys for a secret takes all of it.
    if let Some(first) = keys.keys.first_mut()
        && first.origin != Origin::Secret
    {
        first.add_source(text);
    }
    keys
}

fn keys_in(text: &str) -> Keys {
    let mut keys = Keys::default();
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    let start = text.find(trimmed).unwrap_or(0);
    let whole = Span::new(start, start + trimmed.len());
    if trimmed.is_empty() {
        return keys;
    }
    if is_markup(trimmed) {
        keys.fault(
            whole,
            "this is a web page or XML, not a key: the address may be another one, or ask for a sign-in",
        );
        return keys;
    }
    if json_and_pem(&mut keys, text, whole) {
        return keys;
    }
    if pem::ssh_lines(&mut keys, text) {
        return keys;
    }
    let quoted = || Some((whole, quoted(trimmed)?));
    if let Some((span, inner)) = encoded(text, whole).or_else(quoted) {
        let mut found = read(&inner);
        all_at(&mut found, span);
        return found;
    }
    // Alone or as the value of a setting.
    let value = trimmed
        .split_once(['=', ':'])
        .map_or("", |(_, value)| value.trim_matches(['"', '\'', ' ']));
    if let Some(bytes) = pem::bare(trimmed).or_else(|| pem::bare(value)) {
        keys.push_der(&bytes, Origin::Der, whole, trimmed);
        return keys;
    }
    // DER written as hexadecimal digits.
    if let Some(bytes) = hex(trimmed).filter(|bytes| bytes.len() > 40 && der::is_whole(bytes)) {
        keys.push_der(&bytes, Origin::Der, whole, trimmed);
        return keys;
    }
    if let Some((reason, command)) = mistaken(trimmed) {
        keys.fault_with(whole, reason, command);
        return keys;
    }
    // A chain as `x5c` writes it, without its brackets.
    let chain: Vec<&str> = trimmed
        .split([',', '\n'])
        .map(|piece| piece.trim_matches(|c: char| c.is_whitespace() || c == '"'))
        .collect();
    if chain.len() > 1
        && chain
            .iter()
            .all(|piece| piece.is_empty() || pem::bare(piece).is_some())
    {
        for bytes in chain.iter().filter_map(|piece| pem::bare(piece)) {
            keys.push_der(&bytes, Origin::Der, whole, trimmed);
        }
        return keys;
    }
    secret(&mut keys, trimmed, whole, text);
    keys
}

/// The text of a file that holds keys: one in DER as the base64 that people paste.
pub fn text_of_file(bytes: Vec<u8>) -> String {
    let is_utf16 = matches!(bytes.as_slice(), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    let has_control = bytes.iter().any(|byte| *byte < b'\t');
    // DER, a key store, a secret of random bytes.
    let is_binary = bytes.first() == Some(&0x30) || has_control && !is_utf16;
    let is_binary = is_binary && (std::str::from_utf8(&bytes).is_err());
    // A store of Java starts like UTF-16.
    let is_store = bytes.starts_with(&[0xFE, 0xED, 0xFE, 0xED]);
    match is_binary || is_store {
        true => base64url::encode(&bytes),
        false => crate::text::decode(bytes),
    }
}

/// Keys in a JSON string, as it stands in code or in another JSON text.
fn quoted(text: &str) -> Option<String> {
    let json = Json::read(text.get(..text.len().min(1 << 20))?.to_owned());
    let inner = json.root().filter(|_| json.error().is_none())?.as_str()?;
    inner
        .trim_start()
        .starts_with(['{', '['])
        .then(|| inner.to_owned())
}

/// Says of all that was found that it is there: places inside a text that was made anew are none of the pasted one.
fn all_at(found: &mut Keys, span: Span) {
    found.keys.iter_mut().for_each(|key| key.span = span);
    found.faults.iter_mut().for_each(|fault| fault.span = span);
}

/// PEM in base64, as Kubernetes and environment variables have it, or JSON that is nothing but base64: where, and what.
fn encoded(text: &str, whole: Span) -> Option<(Span, String)> {
    // `-----BEGIN` in base64.
    const PEM: &str = "LS0tLS1CRUdJTi";
    let start = match text.find(PEM) {
        Some(start) => start,
        None if whole.of(text).starts_with("ey") || whole.of(text).starts_with("ew") => whole.start,
        None => return None,
    };
    // Where it is all there is, it may be on several lines.
    let is_all = start == whole.start;
    let is_digit = |c: &char| {
        c.is_ascii_alphanumeric() || "+/-_=".contains(*c) || is_all && c.is_ascii_whitespace()
    };
    let length = text.get(start..)?.chars().take_while(is_digit).count();
    let span = Span::new(start, (start + length).min(whole.end));
    let digits: String = span.of(text).split_ascii_whitespace().collect();
    let bytes = base64url::decode(digits.trim_end_matches('=')).bytes;
    let inner = String::from_utf8(bytes).ok()?;
    let is_json = span == whole && inner.starts_with('{') && inner.contains("\"kty\"");
    (is_json || inner.starts_with("-----BEGIN")).then_some((span, inner))
}

/// Whether it is a web page or XML that holds no key.
fn is_markup(text: &str) -> bool {
    let starts = text.starts_with("<!")
        || text.starts_with("<?xml")
        || text.starts_with('<') && text.contains("</");
    let start: String = text.chars().take(13).collect();
    starts && !start.eq_ignore_ascii_case("<rsakeyvalue>") && !text.contains("-----BEGIN ")
}

/// What is pasted where a key belongs and is none.
fn mistaken(text: &str) -> Option<(&'static str, &'static str)> {
    let lower: String = text.chars().take(64).collect();
    let lower = lower.to_ascii_lowercase();
    let token = text.get(7..).filter(|_| lower.starts_with("bearer "));
    let token = token.unwrap_or(text).trim_start();
    if token.starts_with("eyJ") && token.bytes().filter(|&b| b == b'.').count() >= 2 {
        return Some(("this is a token, not a key", ""));
    }
    if text.starts_with("https://") || text.starts_with("http://") {
        return Some((
            "this is an address, and nothing is fetched: open it yourself and paste what it shows",
            "",
        ));
    }
    if ["_u3-7Q", "/u3+7Q", "zs7OzgAAA"]
        .iter()
        .any(|start| text.starts_with(start))
    {
        return Some((
            "this is a key store of Java, not a key",
            "keytool -exportcert -rfc -keystore store.jks -alias ALIAS -file certificate.pem",
        ));
    }
    if text.contains("kty: ") {
        return Some((
            "this is a JWK or JWK set in YAML, and those are JSON",
            "yq -o=json keys.yaml",
        ));
    }
    if text.starts_with("PuTTY-User-Key-File") {
        return Some((
            "this is a PuTTY key",
            "puttygen key.ppk -O public-openssh -o key.pub",
        ));
    }
    if lower.starts_with("<rsakeyvalue>") {
        return Some((
            "this is a key in the XML form of .NET: export it as PEM (`ExportSubjectPublicKeyInfoPem`)",
            "",
        ));
    }
    let encoded = ["-----begin%20", "-----begin+", "%7b%22", "%5b%7b%22"];
    if encoded.iter().any(|start| lower.starts_with(start)) {
        return Some(("this is percent-encoded: decode it first", ""));
    }
    if text.contains("---- BEGIN SSH2 PUBLIC KEY") {
        return Some((
            "this is an SSH key in the form of RFC 4716",
            "ssh-keygen -i -f key.pub",
        ));
    }
    if lower.starts_with(['-', '—', '–']) && lower.contains("begin ") {
        return Some((
            "this looks like PEM, but its first line is not: five hyphens, `BEGIN` and what it is in capitals, five hyphens",
            "",
        ));
    }
    if text.contains("-----END ") {
        return Some(("the PEM has no BEGIN line: copy it whole", ""));
    }
    (text.len() > LONGEST_SECRET)
        .then_some(("this is neither a key nor short enough to be a secret", ""))
}

/// Adds the keys of all JSON and PEM in a text, whatever stands between. Gives back whether there is any.
fn json_and_pem(keys: &mut Keys, text: &str, whole: Span) -> bool {
    // Text that looks like JSON around what may be: each costs a look at all that is inside.
    const MOST_AROUND: usize = 16;
    let (mut at, mut done) = (whole.start, whole.start);
    let (mut is_any, mut around) = (false, 0);
    while let Some(found) = text[at..whole.end].find(['{', '[']) {
        let start = at + found;
        let inside = Span::new(start, start + bracketed(&text[start..whole.end]));
        let (is_first, is_named) = (start == whole.start, names_keys(inside.of(text)));
        at = inside.end;
        // Among other text it is taken for JSON only where it names keys.
        if !is_first && !is_named {
            continue;
        }
        pem::read(keys, &text[done..start], done, None);
        done = start;
        if json(keys, text, inside, is_first, is_named) {
            done = at;
            is_any = true;
        } else if is_named && around < MOST_AROUND {
            around += 1;
            at = start + 1;
        }
    }
    pem::read(keys, &text[done..whole.end], done, None);
    is_any || whole.of(text).contains("-----BEGIN ")
}

/// Whether a text has what names keys in JSON; bare or in single quotes, as code has it.
fn names_keys(text: &str) -> bool {
    [
        "kty",
        "\"Kty\"",
        "\"keys\"",
        "\"x5c\"",
        "\"jwks_uri\"",
        "-----BEGIN",
    ]
    .iter()
    .any(|name| text.contains(name))
}

/// The length of what stands between the bracket that `text` starts with and its counterpart, both included; where there
/// is none, up to the last bracket of that kind.
fn bracketed(text: &str) -> usize {
    let mut depth = 0;
    let mut quote = None;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match (byte, quote) {
            (b'\\', Some(_)) => _ = bytes.next(),
            (_, Some(own)) if byte == own => quote = None,
            (b'"' | b'\'', None) => quote = Some(byte),
            (b'{' | b'[', None) => depth += 1,
            (b'}' | b']', None) if depth == 1 => return at + 1,
            (b'}' | b']', None) => depth -= 1,
            _ => {}
        }
    }
    let close = match text.starts_with('[') {
        true => ']',
        false => '}',
    };
    text.rfind(close).map_or(text.len(), |end| end + 1)
}

/// Adds the keys of one JSON text. Gives back whether it is one.
fn json(keys: &mut Keys, text: &str, inside: Span, is_first: bool, is_named: bool) -> bool {
    let has_pem = inside.of(text).contains("-----BEGIN ");
    let renamed = renamed(inside.of(text));
    let is_renamed = renamed.is_some();
    let document = Json::read(renamed.unwrap_or_else(|| inside.of(text).to_owned()));
    if let Some((error, at)) = document.error() {
        // As Python and JavaScript print it.
        let respelt = Json::read(lenient::json(inside.of(text)));
        if let Some(root) = respelt.root().filter(|_| respelt.error().is_none()) {
            let mut found = Keys::default();
            value(&mut found, root, 0);
            all_at(&mut found, inside);
            if !found.keys.is_empty() {
                keys.extend(found);
                return true;
            }
        }
        if !is_first || has_pem || !is_named && inside.len() < 200 {
            return false;
        }
        let at = inside.start + at;
        let (line, column) = line_column(text, at);
        let reason = format!(
            "the JSON breaks off at line {line}, column {column}: {}",
            error.phrase()
        );
        keys.fault(Span::at(at), reason);
        // What was complete before the damage still counts.
        if let Some(root) = document.root() {
            complete_keys(keys, root, inside.start);
        }
        return true;
    }
    let Some(root) = document.root() else {
        return false;
    };
    let before = (keys.keys.len(), keys.faults.len());
    value(keys, root, inside.start);
    if is_renamed {
        let own = keys.keys.iter_mut().skip(before.0);
        own.for_each(|key| key.warnings.push(Warning::Names));
    }
    if before.0 == keys.keys.len() && has_pem {
        // In pieces, as source code puts it together.
        keys.faults.truncate(before.1);
        return false;
    }
    if before == (keys.keys.len(), keys.faults.len()) && is_first {
        keys.fault(inside, "this JSON holds no key");
    }
    is_first || before != (keys.keys.len(), keys.faults.len())
}

/// JSON in which keys have the names of the members of a .NET class, with all its names in lower case.
fn renamed(text: &str) -> Option<String> {
    let mut out = text.contains("\"Kty\":").then(|| text.to_owned())?;
    for (end, _) in text.match_indices("\":") {
        let start = text[..end].rfind('"').unwrap_or(end);
        if let Some(name) = out.get_mut(start..end) {
            name.make_ascii_lowercase();
        }
    }
    Some(out)
}

/// The keys of a set whose text is damaged further on: the last only where it was not cut.
fn complete_keys(keys: &mut Keys, root: Value, offset: usize) {
    let Some(set) = root.get("keys") else {
        return;
    };
    let all: Vec<Value> = set.items().collect();
    let is_whole = |one: &&Value| Json::read(one.raw().to_owned()).error().is_none();
    let last = all.last().filter(is_whole);
    let others = all.iter().take(all.len().saturating_sub(1));
    for one in others.chain(last) {
        jwk::read(keys, *one, Origin::JwkSet, offset);
    }
}

/// Adds the keys of a JSON value: a JWK, a set, what holds one of them, or texts that are keys.
fn value(keys: &mut Keys, root: Value, offset: usize) {
    if root.kind() == Kind::Array {
        for item in root.items() {
            match item.get("keys") {
                Some(_) => value(keys, item, offset),
                None => one(keys, item, Origin::JwkSet, offset, None),
            }
        }
        return;
    }
    if let Some(set) = root.get("keys") {
        if set.kind() != Kind::Array {
            return keys.fault(set.span().shifted(offset), "`keys` is not an array");
        }
        if set.items().next().is_none() {
            return keys.fault(set.span().shifted(offset), "the set holds no key");
        }
        for item in set.items() {
            one(keys, item, Origin::JwkSet, offset, None);
        }
        return;
    }
    if root.get("kty").is_some() || root.get("x5c").is_some() {
        return jwk::read(keys, root, Origin::Jwk, offset);
    }
    for holder in ["jwks", "jwk", "cnf"] {
        if let Some(inner) = root
            .get(holder)
            .filter(|inner| inner.kind() == Kind::Object)
        {
            let inner = inner.get("jwk").unwrap_or(inner);
            let items = inner.get("keys").map(|set| set.items().collect());
            for item in items.unwrap_or_else(|| vec![inner]) {
                one(keys, item, Origin::JwkSet, offset, None);
            }
        }
    }
    if let Some(address) = root.get("jwks_uri").filter(|_| keys.keys.is_empty()) {
        let quoted = crate::text::quote(address.to_text());
        let reason = format!(
            "this is the issuer's metadata, not its keys: open {quoted} and paste what it shows"
        );
        return keys.fault(address.span().shifted(offset), reason);
    }
    let own = root.get("private_key_id").and_then(Value::as_str);
    for member in root.members() {
        let name = own.unwrap_or(member.name());
        one(keys, member.value(), Origin::Pem, offset, Some(name));
    }
    // Deeper down, as in a secret of Kubernetes or what a key service answers.
    if keys.keys.is_empty() && keys.faults.is_empty() {
        for value in root.descendants() {
            one(keys, value, Origin::Pem, offset, Some("key"));
        }
    }
}

/// Adds a key that is a member or an element: a JWK, or a text with PEM or DER in it.
fn one(keys: &mut Keys, value: Value, origin: Origin, offset: usize, name: Option<&str>) {
    match value.kind() {
        // As Keycloak's administration lists them.
        Kind::Object if value.get("kty").is_none() && value.get("publicKey").is_some() => {
            let text = |name| value.get(name).and_then(Value::as_str);
            let key = text("publicKey").unwrap_or_default();
            let pem = format!("-----BEGIN PUBLIC KEY-----\n{key}\n-----END PUBLIC KEY-----");
            let mut found = Keys::default();
            pem::read(&mut found, &pem, 0, text("kid"));
            all_at(&mut found, value.span().shifted(offset));
            keys.extend(found);
        }
        Kind::Object if name.is_none() || value.get("kty").is_some() => {
            jwk::read(keys, value, origin, offset);
        }
        Kind::String => {
            let text = value.as_str().unwrap_or_default();
            let span = value.span().shifted(offset);
            if text.contains("-----BEGIN ") {
                let mut found = Keys::default();
                pem::read(&mut found, text, 0, name.filter(|name| !is_word(name)));
                all_at(&mut found, span);
                keys.extend(found);
            } else if let Some(bytes) = pem::bare(text) {
                keys.push_der(&bytes, Origin::Der, span, text);
            } else if let Some((_, inner)) = encoded(text, Span::new(0, text.len()))
                && inner.starts_with("-----BEGIN ")
            {
                let mut found = Keys::default();
                pem::read(&mut found, &inner, 0, None);
                all_at(&mut found, span);
                keys.extend(found);
            }
        }
        _ if name.is_none() => keys.fault(value.span().shifted(offset), "an element is no key"),
        _ => {}
    }
}

/// Whether a member name says what its value is, and is no `kid`: `public_key`, `cert`, `value`.
fn is_word(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["key", "cert", "crt", "pem", "pub", "priv", "value"]
        .iter()
        .any(|word| name.contains(word))
        && !name.bytes().any(|byte| byte.is_ascii_digit())
}

/// Adds a shared secret with every way to read it. `all` has the white space around it.
fn secret(keys: &mut Keys, text: &str, span: Span, all: &str) {
    let mut readings: Vec<(Reading, Vec<u8>)> = vec![(Reading::Text, text.as_bytes().to_vec())];
    let mut add = |reading, bytes: Vec<u8>| {
        if !bytes.is_empty() && readings.iter().all(|(_, other)| *other != bytes) {
            readings.push((reading, bytes));
        }
    };
    // In quotation marks, as configurations have it.
    let ends = (text.chars().next(), text.chars().next_back());
    let is_quoted =
        text.len() > 2 && matches!(ends, (Some('"'), Some('"')) | (Some('\''), Some('\'')));
    let text = match is_quoted {
        true => &text[1..text.len() - 1],
        false => text,
    };
    add(Reading::Unquoted, text.as_bytes().to_vec());
    // On several lines, as tools write what is long.
    let joined: String = text.lines().map(str::trim).collect();
    add(Reading::Text, joined.as_bytes().to_vec());
    if let Some(bytes) = base64url::whole(&joined) {
        let reading = match text.contains(['+', '/', '=']) {
            true => Reading::Base64,
            false => Reading::Base64url,
        };
        add(reading, bytes);
    }
    if let Some(bytes) = hex(&joined) {
        add(Reading::Hex, bytes);
    }
    add(Reading::Whole, all.as_bytes().to_vec());
    add(Reading::LineFeed, format!("{text}\n").into_bytes());
    add(Reading::CarriageReturn, format!("{text}\r\n").into_bytes());
    keys.push(Key::new(
        Material::Secret(readings),
        Origin::Secret,
        span,
        "",
    ));
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let text = text.strip_prefix("0x").unwrap_or(text);
    let digits: Vec<u8> = text
        .chars()
        .filter(|c| !matches!(c, ':' | ' '))
        .map(|c| c.to_digit(16).map(|digit| digit as u8))
        .collect::<Option<_>>()?;
    let is_whole = !digits.is_empty() && digits.len().is_multiple_of(2);
    is_whole.then(|| {
        digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect()
    })
}
