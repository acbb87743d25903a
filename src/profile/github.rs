//! GitHub Actions.

use super::issuer::Kind;
use super::sign::{DECISIVE, GITHUB_MARKS, SLIGHT, Sign, USUAL, has};
use super::{BASE, Family, Profile, Purpose, Typ, always};

/// The token of a workflow job.
pub static ACTIONS: Profile = Profile {
    id: "github-actions",
    name: "GitHub Actions token",
    family: Family::Provider,
    purpose: Purpose::Assertion,
    required: &[
        always("iss"),
        always("sub"),
        always("aud"),
        always("exp"),
        always("nbf"),
        always("iat"),
        always("jti"),
        always("repository"),
    ],
    recommended: &[
        "repository_owner",
        "ref",
        "workflow",
        "run_id",
        "actor",
        "event_name",
        "job_workflow_ref",
        "runner_environment",
    ],
    typ: Typ::JWT,
    asymmetric_only: true,
    usual_life: 300,
    longest_life: 3600,
    sources: "GitHub OIDC reference",
    signs: &[
        (DECISIVE, Sign::Issuer(Kind::Github)),
        (DECISIVE, GITHUB_MARKS),
        (USUAL, has("repository")),
        (SLIGHT, has("job_workflow_ref")),
        (SLIGHT, has("run_id")),
    ],
    ..BASE
};
