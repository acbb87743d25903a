//! What people write instead of JSON, made JSON: comments, trailing commas, single quotes, bare names, Python's literals.

/// Rewrites `text` as JSON as far as that is a matter of spelling. Linear.
pub fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    // A section without the braces of its file.
    let is_section = text.starts_with(['"', '\'']);
    if is_section {
        out.push('{');
    }
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' | '`' => string(rest, &mut out),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '}' | ']' => {
                let kept = out.trim_end().len();
                if out.get(..kept).is_some_and(|text| text.ends_with(',')) {
                    out.truncate(kept - 1);
                }
                out.push(first);
                1
            }
            _ if first.is_ascii_alphabetic() || matches!(first, '_' | '$') => word(rest, &mut out),
            _ => {
                out.push(first);
                first.len_utf8()
            }
        };
        rest = rest.get(length.max(1)..).unwrap_or_default();
    }
    if is_section {
        let kept = out.trim_end().trim_end_matches(',').len();
        out.truncate(kept);
        out.push('}');
    }
    out
}

/// Appends the string that `text` starts with, and returns its length.
fn string(text: &str, out: &mut String) -> usize {
    let quote = text.bytes().next().unwrap_or(b'"');
    let mut escaped = false;
    out.push('"');
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => {
                escaped = false;
                // `\'` is no escape of JSON.
                if character != '\'' {
                    out.push('\\');
                }
                out.push(character);
            }
            '\\' => escaped = true,
            _ if u32::from(character) == u32::from(quote) => {
                out.push('"');
                return at + 1;
            }
            '"' => out.push_str("\\\""),
            _ => out.push(character),
        }
    }
    text.len()
}

/// Appends the word that `text` starts with, quoted where it names a member, and returns its length.
fn word(text: &str, out: &mut String) -> usize {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
    let length = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let (word, after) = text.split_at(length);
    // Only a few: white space without end after every word would make this quadratic.
    let next = after.chars().take(8).find(|c| !c.is_whitespace());
    match word {
        _ if next == Some(':') => out.push_str(&format!("\"{word}\"")),
        "True" => out.push_str("true"),
        "False" => out.push_str("false"),
        "None" | "undefined" => out.push_str("null"),
        _ => out.push_str(word),
    }
    length
}

#[cfg(test)]
mod tests {
    use super::json;

    #[test]
    fn spellings() {
        for (text, expected) in [
            ("{ // c\n \"a\": 1, /* x */ }", "{ \n \"a\": 1}"),
            (
                "{a: 'x\"y', $b : [1,],}",
                "{\"a\": \"x\\\"y\", \"$b\" : [1]}",
            ),
            (
                "{'a': True, 'b': None, 'c': 'it\\'s'}",
                "{\"a\": true, \"b\": null, \"c\": \"it's\"}",
            ),
            (
                "\"AzureAd\": { \"a\": \"//x\" },",
                "{\"AzureAd\": { \"a\": \"//x\" }}",
            ),
            ("'", "{\"}"),
            ("/*", ""),
        ] {
            assert_eq!(json(text), expected);
        }
    }
}
