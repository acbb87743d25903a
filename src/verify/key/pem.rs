//! PEM (RFC 7468), SSH public keys (RFC 4253 §6.6) and bare base64 of DER.

use super::{Curve, Key, Keys, Material, Origin, Rsa, der, without_zeros};
use crate::place::Span;
use crate::token::base64url::{self, Encoding};

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";

/// Adds the keys of every PEM block in `text`, which starts at `offset` of the pasted text. `kid` names what is found.
pub(super) fn read(keys: &mut Keys, text: &str, offset: usize, kid: Option<&str>) {
    let mut at = 0;
    while let Some(start) = text[at..].find(BEGIN).map(|found| at + found) {
        let after = start + BEGIN.len();
        let Some(dashes) = text[after..].find("-----").map(|found| after + found) else {
            return keys.fault(
                Span::new(start, text.len()).shifted(offset),
                "the PEM stops in its first line",
            );
        };
        let label = &text[after..dashes];
        let body_start = dashes + 5;
        let Some(end) = text[body_start..].find(END).map(|found| body_start + found) else {
            return keys.fault(
                Span::new(start, text.len()).shifted(offset),
                "the PEM has no END line: it was cut off",
            );
        };
        let tail = end + END.len() + label.len() + 5;
        let whole = Span::new(start, tail.min(text.len()));
        let whole = match text.is_char_boundary(whole.end) {
            true => whole,
            false => Span::new(start, end),
        };
        block(
            keys,
            label,
            &text[body_start..end],
            whole.of(text),
            whole.shifted(offset),
            kid,
        );
        at = whole.end.max(end);
    }
}

fn block(keys: &mut Keys, label: &str, body: &str, source: &str, span: Span, kid: Option<&str>) {
    const PUBLIC: &str = "openssl pkey -in key.pem -pubout -out public.pem";
    if body.contains("ENCRYPTED") || label.contains("ENCRYPTED") {
        return keys.fault_with(
            span,
            "the private key is encrypted with a passphrase",
            PUBLIC,
        );
    }
    match label {
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => {
            return keys.fault_with(
                span,
                "this is a certificate request, not a certificate",
                "openssl req -in request.pem -noout -pubkey",
            );
        }
        "PKCS7" => {
            return keys.fault_with(
                span,
                "this is a PKCS#7 bundle, not a certificate",
                "openssl pkcs7 -in chain.p7b -print_certs -out chain.pem",
            );
        }
        "PGP PUBLIC KEY BLOCK" | "PGP PRIVATE KEY BLOCK" => {
            return keys.fault(span, "no JOSE algorithm uses PGP keys");
        }
        "X509 CRL" => {
            return keys.fault(
                span,
                "this is a list of revoked certificates, not a certificate",
            );
        }
        "DSA PRIVATE KEY" => return keys.fault(span, "no JOSE algorithm uses DSA keys"),
        "EC PARAMETERS" | "DH PARAMETERS" => return,
        _ => {}
    }
    // A PEM out of a JSON string or an environment variable has `\n` where lines end.
    let raw = body;
    let body = body
        .replace("\\\\", "\\")
        .replace("\\r", "")
        .replace("\\n", "\n")
        // Lines that source code puts together.
        .replace("\" +", "")
        .replace("' +", "");
    let text: String = body
        .lines()
        .filter(|line| !line.contains(':'))
        // Out of a quotation, or a text in source code.
        .map(|line| line.trim_start_matches(['>', ' ']))
        .flat_map(|line| line.chars())
        .filter(|c| !c.is_whitespace() && !"\"',.".contains(*c))
        .collect();
    let decoded = base64url::decode(&text);
    if decoded.encoding().is_damaged() || text.is_empty() {
        // The first character that does not belong there, where it is one.
        let first = decoded.deviations.first();
        let foreign = first.and_then(|first| text.get(first.1..)?.chars().next());
        let foreign = foreign.filter(|_| decoded.encoding() == Encoding::BadAlphabet);
        let at = foreign.and_then(|foreign| {
            let body = source.find(raw)?;
            Some(body + raw.find(foreign)?)
        });
        return keys.fault(
            at.map_or(span, |at| Span::at(span.start + at)),
            "the lines between BEGIN and END are not base64, or some are missing",
        );
    }
    if label == "OPENSSH PRIVATE KEY" {
        return openssh_private(keys, &decoded.bytes, span, source);
    }
    let key = keys.push_der(&decoded.bytes, Origin::Pem, span, source);
    if let (Some(key), Some(kid)) = (key, kid) {
        key.kid = Some(kid.to_owned());
    }
}

/// The bytes of a text that is nothing but base64 of a DER structure.
pub(super) fn bare(text: &str) -> Option<Vec<u8>> {
    let clean: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    // `M` is how the tag of a SEQUENCE starts in base64.
    if clean.len() < 40 || !clean.starts_with('M') || clean.contains("-----") {
        return None;
    }
    let bytes = base64url::whole(&clean)?;
    // Secrets may start like that too: one element has to be all there is, unless it is long and was cut.
    let is_der = der::is_whole(&bytes) || clean.starts_with("MII") && clean.len() > 120;
    is_der.then_some(bytes)
}

/// A PEM block as tools write it.
pub fn write(label: &str, der: &[u8]) -> String {
    let mut text = format!("{BEGIN}{label}-----\n");
    for line in der.chunks(48) {
        // Lines of 48 bytes need no padding, the last may.
        let base64 = base64url::encode(line).replace('-', "+").replace('_', "/");
        text.push_str(&base64);
        text.push_str(&"=="[..(3 - line.len() % 3) % 3]);
        text.push('\n');
    }
    text + END + label + "-----\n"
}

/// Length-prefixed strings, as SSH writes them.
struct Strings<'a>(&'a [u8]);

impl<'a> Strings<'a> {
    fn next(&mut self) -> Option<&'a [u8]> {
        let (length, after) = self.0.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let string = after.get(..length)?;
        self.0 = &after[length..];
        Some(string)
    }
}

/// The key in an SSH public key blob.
fn ssh(blob: &[u8]) -> Option<Material> {
    let mut strings = Strings(blob);
    match strings.next()? {
        b"ssh-rsa" => {
            let e = without_zeros(strings.next()?).to_vec();
            let n = without_zeros(strings.next()?).to_vec();
            Some(Material::Rsa(Rsa {
                n,
                e,
                private: None,
            }))
        }
        b"ssh-ed25519" => der::point(Curve::Ed25519, strings.next()?, 0).ok(),
        kind if kind.starts_with(b"ecdsa-sha2-") => {
            let curve = match strings.next()? {
                b"nistp256" => Curve::P256,
                b"nistp384" => Curve::P384,
                b"nistp521" => Curve::P521,
                _ => return None,
            };
            der::point(curve, strings.next()?, 0).ok()
        }
        _ => None,
    }
}

/// Adds the SSH public keys in `text`: any line with a type and its blob, options and comment around them or not.
/// Gives back whether there was one.
pub(super) fn ssh_lines(keys: &mut Keys, text: &str) -> bool {
    let mut start = 0;
    let mut found = false;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len();
        let mut words = line.split_ascii_whitespace();
        let is_type = |word: &&str| {
            word.starts_with("ssh-") || word.starts_with("ecdsa-sha2-") || word.starts_with("sk-")
        };
        let Some(kind) = words.by_ref().take(8).find(is_type) else {
            continue;
        };
        let Some(blob) = words.next().filter(|blob| blob.starts_with("AAAA")) else {
            continue;
        };
        found = true;
        match ssh(&base64url::decode(blob).bytes) {
            Some(material) => keys.push(Key::new(material, Origin::Ssh, span, line.trim())),
            None if kind.starts_with("sk-") || kind == "ssh-dss" => {
                keys.fault(span, "no JOSE algorithm uses this kind of SSH key");
            }
            None => keys.fault(span, "the SSH key is cut off or damaged"),
        }
    }
    found
}

/// The public half of `openssh-key-v1`, which stands there in the clear.
fn openssh_private(keys: &mut Keys, bytes: &[u8], span: Span, source: &str) {
    const COMMAND: &str = "ssh-keygen -y -f key";
    let public = bytes.strip_prefix(b"openssh-key-v1\0").and_then(|rest| {
        let mut strings = Strings(rest);
        for _ in 0..3 {
            strings.next()?;
        }
        let mut strings = Strings(strings.0.get(4..)?);
        ssh(strings.next()?)
    });
    match public {
        Some(material) => {
            let mut key = Key::new(material, Origin::Ssh, span, source);
            key.warnings.push(super::Warning::PrivateKey);
            keys.push(key);
        }
        None => keys.fault_with(
            span,
            "the public half of this SSH private key cannot be read",
            COMMAND,
        ),
    }
}
