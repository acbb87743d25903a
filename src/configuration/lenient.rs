//! What people write instead of JSON, made JSON: comments, trailing commas, single quotes, bare names, Python's literals,
//! arguments by name, and what only the program knows: `process.env.API` becomes the text `${process.env.API}`.

/// Rewrites `text` as JSON as far as that is a matter of spelling. Linear.
pub fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    // A section without the braces of its file.
    let is_section = text.starts_with(['"', '\'']);
    if is_section {
        out.push('{');
    }
    // Whether what is open is an object, and the last character that counts.
    let mut open = vec!['}'];
    let mut last = '{';
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_object = open.last() == Some(&'}');
        let length = match first {
            _ if first.is_whitespace() => {
                out.push(first);
                first.len_utf8()
            }
            _ if comment(rest) > 0 => comment(rest),
            '{' | '[' => {
                // The items of an array in C# stand in braces.
                let is_list = first == '[' || out.trim_end().ends_with(':') && is_item(rest);
                let (start, end) = if is_list { ('[', ']') } else { ('{', '}') };
                open.push(end);
                out.push(start);
                1
            }
            '}' | ']' | ',' | ';' => {
                if last == ',' && !matches!(first, ',' | ';') {
                    let kept = out.trim_end().len();
                    out.truncate(kept - 1);
                }
                let end = open.pop_if(|_| matches!(first, '}' | ']')).unwrap_or(first);
                if open.is_empty() {
                    open.push('}');
                }
                out.push(if end == ';' { ',' } else { end });
                1
            }
            _ if is_object && matches!(last, '{' | ',') => name(rest, &mut out),
            _ if matches!(last, ':' | '[' | ',') => value(rest, &mut out),
            ':' => {
                out.push(':');
                1
            }
            // Terraform and Bicep have no commas between their lines.
            _ if is_object && assignment(rest).is_some() => {
                out.push(',');
                name(rest, &mut out)
            }
            // What stands behind a value, such as its type, says nothing.
            _ => extent(rest, true),
        };
        if !first.is_whitespace() && comment(rest) == 0 {
            last = out.chars().next_back().unwrap_or(last);
        }
        rest = rest.get(length.max(1)..).unwrap_or_default();
    }
    if is_section {
        let kept = out.trim_end().trim_end_matches(',').len();
        out.truncate(kept);
        out.push('}');
    }
    out
}

/// Whether a text stands behind the brace, and no value behind that.
fn is_item(text: &str) -> bool {
    let inside = text.get(1..).unwrap_or_default().trim_start();
    let after = |length| inside.get(length..).unwrap_or_default().trim_start();
    inside.starts_with('"') && after(string(inside, &mut String::new())).starts_with([',', '}'])
}

/// The length of the comment that `text` starts with.
fn comment(text: &str) -> usize {
    if text.starts_with("//") || text.starts_with('#') {
        text.find('\n').unwrap_or(text.len())
    } else if text.starts_with("/*") {
        text.find("*/").map_or(text.len(), |end| end + 2)
    } else {
        0
    }
}

/// Where the sign stands in what starts like `name = value` or `name: value`.
fn assignment(text: &str) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.');
    let line = text.trim_start_matches([' ', '\t']);
    let after = line.trim_start_matches(is_part);
    let sign = after.trim_start_matches([' ', '\t']);
    let is_other = ["==", "=>", "::"]
        .iter()
        .any(|other| sign.starts_with(other));
    let is_sign = after.len() < line.len() && sign.starts_with(['=', ':']) && !is_other;
    is_sign.then(|| text.len() - sign.len())
}

/// How far what `text` starts with goes: to the bracket that closes what is around it, or to a comma or the next setting.
pub fn extent(text: &str, is_one: bool) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or_default();
        at += match first {
            ',' | ';' if depth == 0 && is_one => return at,
            '\n' if depth == 0 && is_one && rest.get(1..).and_then(assignment).is_some() => {
                return at;
            }
            '(' | '[' | '{' => {
                depth += 1;
                1
            }
            ')' | ']' | '}' if depth == 0 => return at,
            ')' | ']' | '}' => {
                depth -= 1;
                1
            }
            '"' | '\'' | '`' => string(rest, &mut String::new()),
            _ => comment(rest).max(first.len_utf8()),
        };
    }
    text.len()
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

/// Appends the name of a member, and returns its length. What has no value of its own is known to the program only.
fn name(text: &str, out: &mut String) -> usize {
    let before = out.len();
    if text.starts_with(['"', '\'']) {
        let length = string(text, out);
        let after = text.get(length..).unwrap_or_default().trim_start();
        if !after.is_empty() && !after.starts_with(':') && comment(after) == 0 {
            out.truncate(before);
            out.push_str("\"\":null");
        }
        return length;
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.');
    let length = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let (word, after) = text.split_at(length);
    out.push_str(&format!(
        "\"{}\"",
        word.rsplit('.').next().unwrap_or_default()
    ));
    // Only a few: white space without end after every word would make this quadratic.
    let space = after
        .bytes()
        .take(8)
        .take_while(u8::is_ascii_whitespace)
        .count();
    let next = after.get(space..).unwrap_or_default();
    if next.starts_with(':') {
        return length;
    }
    out.push(':');
    if let Some(sign) = assignment(text) {
        return sign + 1;
    }
    let length = extent(text, true);
    placeholder(text.get(..length).unwrap_or_default(), out);
    length
}

/// Appends a value that is neither an object nor a list, and returns its length.
fn value(text: &str, out: &mut String) -> usize {
    let length = extent(text, true);
    let whole = text.get(..length).unwrap_or_default();
    let before = out.len();
    if text.starts_with(['"', '\'', '`']) {
        let end = string(text, out);
        let after = whole.get(end..).unwrap_or_default().trim_start();
        if after.is_empty() || comment(after) > 0 {
            return end;
        }
        out.truncate(before);
    }
    // `new Options { … }` is an object of its own.
    if let Some(at) = whole.find('{').filter(|_| whole.starts_with("new")) {
        return at;
    }
    let bare = whole.split("//").next().unwrap_or_default().trim();
    match bare {
        "true" | "True" => out.push_str("true"),
        "false" | "False" => out.push_str("false"),
        "null" | "None" | "undefined" => out.push_str("null"),
        "" => {}
        _ if bare
            .bytes()
            .all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b)) =>
        {
            out.push_str(bare)
        }
        _ => placeholder(whole, out),
    }
    length
}

/// Appends a text that stands for what the program knows.
fn placeholder(text: &str, out: &mut String) {
    let short: String = text
        .trim()
        .chars()
        .filter(|c| *c != '\n')
        .take(60)
        .collect();
    out.push_str(&crate::text::json(&format!("${{{short}}}")));
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
