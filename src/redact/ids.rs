//! The ids that support asks for, as error texts and headers carry them.

/// What they are called, as written with spaces, and how they are shown.
const MARKS: &[(&str, &str)] = &[
    ("correlation id", "correlation id"),
    ("correlationid", "correlation id"),
    ("trace id", "trace id"),
    ("traceid", "trace id"),
    ("request id", "request id"),
    ("timestamp", "timestamp"),
];

/// Correlation, trace and request ids, and timestamps in a pasted text: each once, in order of their names.
pub fn find(text: &str) -> Vec<(&'static str, String)> {
    // Byte for byte as long as the text, so that places agree.
    let view: Vec<u8> = text
        .bytes()
        .map(|byte| match byte {
            b'_' | b'-' | b'+' => b' ',
            byte => byte.to_ascii_lowercase(),
        })
        .collect();
    let view = String::from_utf8(view).unwrap_or_default();
    let mut found = Vec::new();
    for (mark, label) in MARKS {
        for (at, _) in view.match_indices(mark).take(20) {
            let rest = text.get(at + mark.len()..).unwrap_or_default();
            let value = if *label == "timestamp" {
                moment(rest)
            } else {
                guid(rest)
            };
            if let Some(value) = value
                && !found.contains(&(*label, value.clone()))
            {
                found.push((*label, value));
            }
        }
    }
    found
}

/// The rest after what stands between a name and its value.
fn after_separator(text: &str) -> &str {
    let mut text = text;
    for _ in 0..12 {
        let rest = ["%3A", "%3a", "%22", "%20"]
            .iter()
            .find_map(|code| text.strip_prefix(code));
        match rest.or_else(|| text.strip_prefix([':', '"', '\'', '=', ' ', '+', '\t', '\\', '`'])) {
            Some(rest) => text = rest,
            None => break,
        }
    }
    text
}

fn guid(text: &str) -> Option<String> {
    let value = after_separator(text).get(..36)?;
    crate::profile::issuer::is_guid(value).then(|| value.to_ascii_lowercase())
}

/// A moment as errors write it, in RFC 3339.
fn moment(text: &str) -> Option<String> {
    let rest = after_separator(text)
        .replace("%3A", ":")
        .replace("%3a", ":");
    let value: String = rest
        .chars()
        .take(32)
        .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | ':' | '.' | 'T' | 'Z' | ' ' | '+'))
        .collect();
    let value = value.replacen(['+', ' '], "T", 1);
    let end = value.find('Z').map_or(value.len(), |at| at + 1);
    let at = crate::time::parse(value.get(..end)?.trim())?;
    value.contains('-').then(|| crate::time::rfc3339(at))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn ids_are_found_in_what_people_paste() {
        let guid = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
        for text in [
            format!(
                "AADSTS90016: x. Trace ID: {guid} Correlation ID: {guid} Timestamp: 2026-01-01 08:00:00Z"
            ),
            format!(
                "{{\"trace_id\":\"{guid}\",\"correlation_id\":\"{guid}\",\"timestamp\":\"2026-01-01 08:00:00Z\"}}"
            ),
            format!(
                "error_description=x+Trace+ID%3A+{guid}%0D%0ACorrelation+ID%3A+{guid}%0D%0ATimestamp%3A+2026-01-01+08%3A00%3A00Z"
            ),
        ] {
            let found = find(&text);
            let expected = [
                ("correlation id", guid.to_owned()),
                ("trace id", guid.to_owned()),
                ("timestamp", "2026-01-01T08:00:00Z".to_owned()),
            ];
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(
            find(&format!("x-ms-request-id: {guid}\nrequest-id: {guid}")),
            [("request id", guid.to_owned())]
        );
        assert_eq!(find("trace id: none, timestamp 5, é request id"), []);
    }
}
