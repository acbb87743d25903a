//! An Entra access token lives long, and something in it explains that.

use crate::guide;
use crate::profile::{Family, Purpose};
use crate::rules::time::life;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time;

/// See the module.
pub static RULE: Rule = Rule {
    id: "lifetime-cae-long",
    severity: Severity::Info,
    title: "The token lives long because it can be revoked or belongs to a workload",
    applies: Applies::Families(&[Family::Entra]),
    guide: guide::CAE,
    sources: "Entra access-tokens; Entra app-resilience-continuous-access-evaluation; Entra agent-token-claims",
    check,
};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// What explains the long life of an Entra access token, where it is long and something does.
pub fn why(subject: &Subject) -> Option<&'static str> {
    let is_access =
        subject.kind().family == Family::Entra && subject.profile.purpose == Purpose::Access;
    let life =
        life(subject).filter(|life| is_access && *life > 95 * MINUTE && *life <= 29 * HOUR)?;
    let has_cp1 = subject.claim("xms_cc").is_some_and(|claim| {
        claim
            .strings()
            .any(|value| value.eq_ignore_ascii_case("cp1"))
    });
    let is_workload = ["xms_mirid", "xms_az_rid", "xms_act_fct", "xms_sub_fct"]
        .iter()
        .any(|name| subject.claim(name).is_some());
    if has_cp1 {
        Some("its client takes claims challenges (`cp1`)")
    } else if is_workload && life >= 7 * HOUR {
        Some("it belongs to a managed identity or an agent, whose tokens live 8 to 24 hours")
    } else if life >= 20 * HOUR {
        Some("20 to 28 hours is the life that continuous access evaluation gives")
    } else {
        None
    }
}

fn check(subject: &Subject, sink: &mut Sink) {
    let (Some(life), true) = (life(subject), subject.profile.purpose == Purpose::Access) else {
        return sink.does_not_apply();
    };
    let Some(why) = why(subject) else {
        return;
    };
    sink.claim(subject, "exp")
        .found(time::duration(life))
        .fixer(Fixer::Nobody)
        .say(format_args!(
            "The token lives {}, which is normal here: {why}. It may still be refused before it \
             expires.",
            time::duration(life)
        ));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        for (claims, message) in [
            (
                r#"{"iat":@,"exp":@+24h,"xms_cc":["CP1"]}"#,
                "The token lives 24 hours, which is normal here: its client",
            ),
            (
                r#"{"iat":@,"exp":@+2h,"xms_cc":["cp1"]}"#,
                "The token lives 2 hours, which is normal here: its client",
            ),
            (
                r#"{"iat":@,"exp":@+8h,"xms_mirid":"/x"}"#,
                "The token lives 8 hours, which is normal here: it belongs",
            ),
            (
                r#"{"iat":@,"exp":@+24h}"#,
                "The token lives 24 hours, which is normal here: 20 to 28",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, "token kind=entra-access-v2-app", &body, &[message]);
        }
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            (
                "token kind=entra-access-v2-user",
                r#"{"iat":@-5m,"exp":@+1h,"xms_cc":["cp1"]}"#,
            ),
            ("token kind=entra-access-v2-user", r#"{"iat":@,"exp":@+5h}"#),
            (
                "token kind=entra-access-v2-user",
                r#"{"iat":@,"exp":@+30h}"#,
            ),
            ("token kind=entra-id-v2", r#"{"iat":@,"exp":@+24h}"#),
            ("token", r#"{"iat":@,"exp":@+24h}"#),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}
