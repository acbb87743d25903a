//! Stand-in for the dictionary of claims.

/// The question that a claim answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// For whom
    Audience,
    /// What it may do
    Permission,
    /// When
    Time,
    /// Who issued it
    Issuer,
    /// Whose it is
    Subject,
    /// Which client
    Client,
    /// How they signed in
    Authentication,
    /// Everything else
    Other,
}

impl Group {
    /// The question.
    pub fn label(self) -> &'static str {
        match self {
            Group::Audience => "For whom",
            Group::Permission => "What it may do",
            Group::Time => "When",
            Group::Issuer => "Who issued it",
            Group::Subject => "About whom",
            Group::Client => "Which client asked",
            Group::Authentication => "How they signed in",
            Group::Other => "Everything else",
        }
    }
}

/// What is known of a claim.
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// Its group.
    pub group: Group,
    /// Whether it is a NumericDate.
    pub is_time: bool,
    /// What it means.
    pub meaning: &'static str,
}

macro_rules! entries {
    ($($name:literal $group:ident $time:literal $meaning:literal;)*) => {
        &[$(Entry { name: $name, group: Group::$group, is_time: $time, meaning: $meaning }),*]
    };
}

static ENTRIES: &[Entry] = entries! {
    "aud" Audience false "The API this token was issued for.";
    "scp" Permission false "Delegated permissions, separated by spaces.";
    "scope" Permission false "Granted scopes, separated by spaces.";
    "roles" Permission false "Application roles.";
    "iat" Time true "When it was issued.";
    "nbf" Time true "Before this moment it must be refused.";
    "exp" Time true "From this moment on it must be refused.";
    "auth_time" Authentication true "When the user signed in.";
    "iss" Issuer false "Who issued it.";
    "tid" Issuer false "The tenant.";
    "ver" Issuer false "The version of the token.";
    "sub" Subject false "Whom it is about, as this issuer names them for this client.";
    "oid" Subject false "The object of the user or service principal in the directory.";
    "azp" Client false "The client that asked for it.";
    "appid" Client false "The client that asked for it.";
    "client_id" Client false "The client that asked for it.";
};

/// What is known of the claim with this name.
pub fn claim(name: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.name == name)
}
