//! The receiver requires a claim that is internal to Entra ID.

use crate::guide;
use crate::profile::Family;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::text::quote_list;

/// See the module.
pub static RULE: Rule = Rule {
    id: "internal-claim-do-not-use",
    severity: Severity::Info,
    title: "Your API requires a claim that is internal to Entra ID",
    applies: Applies::Families(&[Family::Entra, Family::EntraExternal]),
    guide: guide::MISSING_CLAIMS,
    sources: "Entra access-token-claims-reference",
    check,
};

/// Whether Entra ID keeps this claim to itself: nobody should require it.
pub fn is_internal(name: &str) -> bool {
    const DOCUMENTED: [&str; 9] = [
        "xms_cc",
        "xms_edov",
        "xms_pdl",
        "xms_pl",
        "xms_tpl",
        "xms_idrel",
        "xms_act_fct",
        "xms_sub_fct",
        "xms_par_app_azp",
    ];
    matches!(name, "aio" | "rh" | "uti") || name.starts_with("xms_") && !DOCUMENTED.contains(&name)
}

fn check(subject: &Subject, sink: &mut Sink) {
    let names: Vec<&str> = subject
        .expect
        .claims
        .iter()
        .map(|claim| claim.name.as_str())
        .filter(|name| is_internal(name))
        .collect();
    let [first, ..] = names[..] else {
        return if subject.expect.claims.is_empty() {
            sink.does_not_apply();
        };
    };
    let verb = if names.len() == 1 { "is" } else { "are" };
    sink.claim(subject, first)
        .fixer(Fixer::Api)
        .say(format_args!(
            "Your API requires {}, which {verb} internal to Entra ID. Such claims may change or \
         vanish: stop requiring them.",
            quote_list(&names)
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token kind=entra-access-v2-user require=aio,email,xms_tcdt",
            "{\"alg\":\"RS256\"}\n{}",
            &["Your API requires `aio` and `xms_tcdt`, which are internal to Entra ID."],
        );
    }

    #[test]
    fn is_quiet() {
        for info in [
            "token kind=entra-access-v2-user require=email,xms_cc",
            "token kind=entra-access-v2-user",
            "token require=aio",
        ] {
            check(&RULE, info, "{\"alg\":\"RS256\"}\n{}", &[]);
        }
    }
}
