//! What servers and libraries say when they refuse: codes of the Entra sign-in service, OAuth error values, texts of
//! validating libraries.

use std::sync::LazyLock;

use crate::guide::{self, Section};
use crate::order;
use crate::profile::Purpose;

/// A code or text, and what it means.
#[derive(Debug)]
pub struct ServerError {
    /// As its speaker writes it: `AADSTS90016`, `IDX10223`, `invalid_grant`, `jwt expired`. Quotes are left out.
    pub code: &'static str,
    /// The name Microsoft gives an AADSTS code, or who says the others; may be empty.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What to look at.
    pub check: &'static str,
    /// The rules that find its causes in a token, separated by spaces. After `?` they only hint at them: the cause may
    /// lie where no token shows it, in the request, a registration, the receiver's settings
    /// or a time that has passed. After `!` they hint too, and it is the receiver that has to be put right. After `*`
    /// they find some of its causes, and there are others.
    rules: &'static str,
    /// The section of the guide about it.
    pub guide: Section,
    /// Of an AADSTS code: D the published table, L the look-up page of the sign-in service, T public threads. Where D
    /// and L disagree the meaning names both. Empty for texts of libraries and specifications.
    pub sources: &'static str,
}

impl ServerError {
    /// The ids of the rules that find its causes in a token.
    pub fn rules(&self) -> impl Iterator<Item = &'static str> {
        self.rules
            .trim_start_matches(['?', '!', '*'])
            .split_ascii_whitespace()
    }

    /// Where the meaning of an AADSTS code was read.
    pub fn known_from(&self) -> &'static str {
        match self.sources {
            "" => "",
            "T" => "From public threads, not documented.",
            "L" | "LT" => "From the look-up page of the sign-in service.",
            _ => "Documented.",
        }
    }

    /// Whether a token without findings of its rules says anything against it.
    pub fn shows_in_tokens(&self) -> bool {
        !self.rules.starts_with(['?', '!', '*'])
    }

    /// Whether its rules only hint at its causes.
    pub fn is_hint(&self) -> bool {
        self.rules.starts_with(['?', '!'])
    }

    /// Whether it is the receiver that has to be put right, whatever the token is.
    pub fn is_of_receiver(&self) -> bool {
        self.rules.starts_with('!')
    }

    /// Whether it may mean all that makes a token invalid.
    pub fn is_vague(&self) -> bool {
        self.guide == guide::READ_THE_ERROR && self.rules.starts_with('*')
    }

    /// Whether it is about what Entra ID puts into its own tokens.
    pub fn is_about_tokens_of_entra(&self) -> bool {
        self.guide == guide::AADSTS90016 || self.rules.starts_with("obo-id-token")
    }

    /// What kind of token was refused, where nothing else that was sent with it can be meant.
    pub fn refused_purpose(&self) -> Option<Purpose> {
        match self.code {
            "invalid_client" => Some(Purpose::Assertion),
            "invalid_request_object" => Some(Purpose::Request),
            _ => None,
        }
    }

    /// Whether it is a text that says less than the other one does.
    pub fn is_vaguer_than(&self, other: &Self) -> bool {
        match self.guide {
            _ if !self.is_phrase() => false,
            guide::READ_THE_ERROR => self.is_hint() && other.guide != self.guide,
            guide::SIGNATURE => other.guide == guide::KEYS_AND_ROTATION,
            _ => false,
        }
    }

    /// Whether it says that a token is for somebody else, and nothing more.
    pub fn is_about_audience(&self) -> bool {
        self.rules == "aud-mismatch"
    }

    /// Whether it is a phrase to be found in running text, not a code.
    pub fn is_phrase(&self) -> bool {
        self.code.contains(' ')
    }
}

/// Everything known here, sorted by code, letter case ignored. Read when it is first asked for.
pub fn server_errors() -> &'static [ServerError] {
    static ALL: LazyLock<Vec<ServerError>> =
        LazyLock::new(|| read(include_str!("server_errors.txt")));
    &ALL
}

/// A line for each code, with its name, that has this meaning; the meaning; what to look at; then rules, section and
/// sources.
fn read(text: &'static str) -> Vec<ServerError> {
    let mut lines = text.lines();
    let mut all = Vec::new();
    let pair = |line: &'static str| line.split_once('|').unwrap_or((line, ""));
    let mut heads = Vec::new();
    while let Some(line) = lines.next() {
        if line.contains('|') {
            heads.push(line);
            continue;
        }
        let (Some(check), Some(tail)) = (lines.next(), lines.next()) else {
            break;
        };
        let (rules, tail) = pair(tail);
        let (section, sources) = pair(tail);
        all.extend(heads.drain(..).map(|head| {
            let (code, name) = pair(head);
            ServerError {
                code,
                name,
                meaning: line,
                check,
                rules,
                guide: guide::by_id(section).unwrap_or(guide::READ_THE_ERROR),
                sources,
            }
        }));
    }
    order::sort(&mut all, |one: &ServerError, other| {
        lower(one.code).cmp(lower(other.code))
    });
    all
}

fn lower(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().map(|byte| byte.to_ascii_lowercase())
}

/// The entry with exactly this code, letter case ignored.
pub fn by_code(code: &str) -> Option<&'static ServerError> {
    let all = server_errors();
    let at = all
        .binary_search_by(|entry| lower(entry.code).cmp(lower(code)))
        .ok()?;
    all.get(at)
}

/// Codes that start so are numbered through: 700003 is about a device, not about refresh tokens as 70000 is.
const NUMBERED_THROUGH: &str = "7000";

/// The entry of a code, and whether it is that of its parent: sub-codes of the sign-in service add digits to a code.
pub fn lookup(code: &str) -> Option<(&'static ServerError, bool)> {
    if let Some(entry) = by_code(code) {
        return Some((entry, false));
    }
    if !code.get(..6)?.eq_ignore_ascii_case("AADSTS") {
        return None;
    }
    if code[6..].starts_with(NUMBERED_THROUGH) {
        return None;
    }
    let mut parent = code;
    while parent.len() > "AADSTS".len() + 5 {
        parent = parent.get(..parent.len() - 1)?;
        if let Some(entry) = by_code(parent) {
            return Some((entry, true));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes of the sign-in service that the project gathered facts about.
    const GATHERED: &str = "1000014 1000029 1000039 1000104 1002012 221000 240002 28002 399209 50001 500011 500014 \
        500033 50006 500061 5000811 50010 500101 500103 50011 50012 500121 500126 50013 500131 \
        500132 500133 500136 500137 500138 500139 50020 500207 500208 50027 5002726 5002730 \
        500277 50034 50048 50057 50058 50059 50072 50074 50076 50078 50079 50089 50097 50098 \
        50100 50103 50105 50107 50108 50117 50126 50130 50131 50146 501461 501481 50158 50162 \
        50164 50166 50171 50173 50194 50196 53000 53001 53003 530032 53011 54005 65001 65002 \
        65004 65005 650053 650056 650057 650059 70000 700001 7000033 700005 7000112 7000114 \
        700016 70002 700021 7000215 7000216 7000218 700022 7000222 700023 700024 700025 700027 \
        700030 700051 700054 70008 700082 700084 70011 70016 70021 700211 700212 700213 7002138 \
        700229 70023 70043 70044 90002 900021 900023 90008 90009 9001023 90014 900144 90016 \
        900161 90017 90019 9002313 9002325 9002326 9002327 90027 90038 900382 900384 900439 \
        900561 90072 90089 90094 90095 90124 90129 90130";

    #[test]
    fn every_gathered_code_is_there_and_no_other() {
        let known = server_errors()
            .iter()
            .filter_map(|entry| entry.code.strip_prefix("AADSTS"));
        let mut known: Vec<&str> = known.collect();
        known.sort_unstable();
        let gathered: Vec<&str> = GATHERED.split_ascii_whitespace().collect();
        assert_eq!(known, gathered);
        assert_eq!(gathered.len(), 149);
    }

    #[test]
    fn every_entry_is_whole() {
        let lines: Vec<&str> = include_str!("server_errors.txt").lines().collect();
        let is_head = |line: &&str| line.split('|').count() == 2;
        let heads = lines.iter().filter(|line| is_head(line)).count();
        assert_eq!(heads, server_errors().len());
        let mut entries = lines.chunk_by(|one, other| is_head(one) || !is_head(other));
        for entry in &mut entries {
            let fields = entry.iter().skip_while(|line| is_head(line));
            let fields: Vec<usize> = fields.map(|line| line.split('|').count()).collect();
            assert!(is_head(&entry[0]) && fields == [1, 1, 3], "{entry:?}");
            let tail = entry.last().expect("a line");
            let section = tail.split('|').nth(1).expect("a section");
            assert!(guide::by_id(section).is_some(), "{section}");
        }
    }

    #[test]
    fn codes_are_told_once_and_shortly() {
        for pair in server_errors().windows(2) {
            let lower = |at: usize| pair[at].code.to_ascii_lowercase();
            assert!(lower(0) < lower(1), "{}", pair[1].code);
        }
        for entry in server_errors() {
            let words = entry.meaning.split_whitespace().count();
            assert!((3..=30).contains(&words), "{}", entry.code);
            assert!(
                entry.meaning.ends_with('.') && entry.check.ends_with('.'),
                "{}",
                entry.code
            );
            assert!(!entry.code.contains(['"', '\\']), "{}", entry.code);
        }
    }

    #[test]
    fn the_longest_code_wins_and_a_parent_stands_in() {
        let found = |code: &str| lookup(code).map(|(entry, via_parent)| (entry.code, via_parent));
        assert_eq!(found("AADSTS900161"), Some(("AADSTS900161", false)));
        assert_eq!(found("aadsts90016"), Some(("AADSTS90016", false)));
        assert_eq!(found("AADSTS900169"), Some(("AADSTS90016", true)));
        assert_eq!(found("AADSTS5001344"), Some(("AADSTS50013", true)));
        for unknown in ["99999", "7000229", "700003", "9001"] {
            assert_eq!(found(&format!("AADSTS{unknown}")), None, "{unknown}");
        }
        assert_eq!(found("IDX10223"), Some(("IDX10223", false)));
        assert_eq!(found("IDX102230"), None);
        assert_eq!(found("é"), None);
    }
}
