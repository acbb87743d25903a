//! A service account token was stretched to a year for old clients.

use crate::guide;
use crate::rules::time::life;
use crate::rules::{Applies, Fixer, Rule, Severity, Sink, Subject};
use crate::time;

/// See the module.
pub static RULE: Rule = Rule {
    id: "k8s-extended-token",
    severity: Severity::Info,
    title: "The cluster stretched the life of the token",
    applies: Applies::Profiles(&["k8s-"]),
    guide: guide::PROVIDER_NOTES,
    sources: "Kubernetes managing service accounts; KEP-1205",
    check,
};

const MONTHS: i64 = 300 * 86_400;

/// The moment that a token was meant to last until.
pub fn warn_after(subject: &Subject) -> Option<time::Timestamp> {
    subject.claim("kubernetes.io")?.get("warnafter")?.seconds()
}

fn check(subject: &Subject, sink: &mut Sink) {
    let (Some(at), Some(life)) = (warn_after(subject), life(subject)) else {
        return;
    };
    if life >= MONTHS {
        sink.claim(subject, "exp").fixer(Fixer::Caller).say(format_args!(
            "The cluster stretched this token to {} for clients that do not read it again. It was \
             meant to last until {} ({}). Update the client so that it re-reads the file.",
            time::duration(life),
            time::utc(at),
            time::relative(at, subject.now)
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::fixture::check;

    #[test]
    fn fires() {
        check(
            &RULE,
            "token kind=k8s-sa-bound",
            "{\"alg\":\"RS256\"}\n{\"iat\":@-1h,\"exp\":@+364d,\"kubernetes.io\":{\"warnafter\":@+7}}",
            &[
                "The cluster stretched this token to 364 days for clients that do not read it again. It was meant to last until 1 Jan 2026, 00:00:07 UTC (in 7 seconds)",
            ],
        );
    }

    #[test]
    fn is_quiet() {
        for (info, claims) in [
            (
                "token kind=k8s-sa-bound",
                "{\"iat\":@,\"exp\":@+1h,\"kubernetes.io\":{\"warnafter\":@+7}}",
            ),
            (
                "token kind=k8s-sa-bound",
                "{\"iat\":@,\"exp\":@+364d,\"kubernetes.io\":{}}",
            ),
            (
                "token kind=rfc9068",
                "{\"iat\":@,\"exp\":@+364d,\"kubernetes.io\":{\"warnafter\":@+7}}",
            ),
        ] {
            let body = format!("{{\"alg\":\"RS256\"}}\n{claims}");
            check(&RULE, info, &body, &[]);
        }
    }
}
