//! Kubernetes service accounts.

use super::issuer::Kind;
use super::sign::{AGAINST, DECISIVE, NEVER, STRONG, Sign, has, starts};
use super::{BASE, Family, Profile, Purpose, Typ, always};

/// The flat names that tokens from secrets have.
const FLAT: Sign = has("kubernetes.io/serviceaccount/namespace");

/// A token bound to a pod or another object, as the TokenRequest API issues it.
pub static BOUND: Profile = Profile {
    id: "k8s-sa-bound",
    name: "Kubernetes service account token",
    family: Family::Provider,
    purpose: Purpose::Assertion,
    required: &[
        always("iss"),
        always("sub"),
        always("aud"),
        always("exp"),
        always("iat"),
        always("nbf"),
        always("kubernetes.io"),
    ],
    typ: Typ::JWT,
    asymmetric_only: true,
    usual_life: 3600,
    longest_life: 365 * 86_400 + 3607,
    sources: "Kubernetes managing service accounts",
    signs: &[
        (DECISIVE, has("kubernetes.io")),
        (STRONG, Sign::Issuer(Kind::Kubernetes)),
        (STRONG, starts("sub", "system:serviceaccount:")),
        (NEVER, FLAT),
    ],
    ..BASE
};

/// A token from a secret: it has no expiration time and no audience.
pub static LEGACY: Profile = Profile {
    id: "k8s-sa-legacy",
    name: "Kubernetes service account token from a secret",
    family: Family::Provider,
    purpose: Purpose::Assertion,
    required: &[
        always("iss"),
        always("sub"),
        always("kubernetes.io/serviceaccount/namespace"),
        always("kubernetes.io/serviceaccount/service-account.name"),
    ],
    forbidden: &["exp", "aud"],
    typ: Typ::JWT,
    asymmetric_only: true,
    sources: "Kubernetes managing service accounts",
    signs: &[
        (DECISIVE, FLAT),
        (STRONG, Sign::Issuer(Kind::KubernetesSecret)),
        (STRONG, starts("sub", "system:serviceaccount:")),
        (NEVER, has("kubernetes.io")),
        (AGAINST, has("exp")),
    ],
    ..BASE
};
