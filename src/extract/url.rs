//! URLs and form bodies: where they end, which request they make.

use super::view::View;
use super::{Carrier, Finder, Parameter};
use crate::place::Span;
use crate::spec::microsoft::{cloud_of_login_host, cloud_of_sts_host};
use crate::text::percent_decoded;

/// The length of the URL at the start of `text`.
pub(super) fn length(text: &str) -> usize {
    text.find(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | '`' | '<' | '>' | '^' | '\\' | '”' | '’' | '»'
            )
    })
    .unwrap_or(text.len())
}

/// Hosts whose paths start with a tenant.
fn is_sign_in_host(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    cloud_of_login_host(&host).is_some()
        || cloud_of_sts_host(&host).is_some()
        || host.ends_with(".b2clogin.com")
        || host.ends_with(".ciamlogin.com")
}

/// The value of a form parameter: percent-encoding and plus signs decoded.
pub(super) fn decoded(text: &str) -> String {
    percent_decoded(&text.replace('+', " "))
}

/// A parameter longer than this is none that anybody compares.
const LONGEST: usize = 2048;

/// More parameters than these are no request.
const MOST: usize = 64;

impl Finder<'_> {
    /// Keeps the endpoint and tenant that a URL names, if a request goes there.
    pub(super) fn endpoint(&mut self, view: &View, url: Span, is_command: bool, carrier: Carrier) {
        let text = url.of(&view.text);
        if carrier == Carrier::Har || text.len() > LONGEST {
            return;
        }
        let end = text.find(['?', '#']).unwrap_or(text.len());
        let bare = &text[..end];
        // In a request line there is the path alone, and only Entra's start with a tenant.
        let (is_sign_in, path) = match (bare.split_once("://"), bare.strip_prefix('/')) {
            (Some((_, rest)), _) => {
                let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
                let host = host.split(':').next().unwrap_or_default();
                (is_sign_in_host(host), path)
            }
            (None, Some(path)) => (path.ends_with("/token"), path),
            (None, None) => return,
        };
        let tenant = path.split('/').next().unwrap_or_default();
        let has_endpoint = path.contains("/oauth2/") || path.contains("/saml2");
        if is_sign_in && has_endpoint && !tenant.is_empty() && tenant != "oauth2" {
            let start = url.start + text.len() - text[bare.len() - path.len()..].len();
            self.keep(
                "tenant",
                tenant.to_owned(),
                view,
                Span::new(start, start + tenant.len()),
            );
        }
        let is_whole = bare.len() > 1 + path.len();
        if is_whole && (is_command || is_sign_in && has_endpoint) {
            let span = Span::new(url.start, url.start + end);
            self.keep("endpoint", bare.to_owned(), view, span);
        }
    }

    /// Keeps a parameter of a request, unless it is a token or a placeholder.
    pub(super) fn parameter(&mut self, view: &View, name: &str, span: Span) {
        let raw = span.of(&view.text);
        if raw.len() > LONGEST || super::scan::is_placeholder(raw) {
            return;
        }
        let value = decoded(raw);
        if !super::shape::starts_object(value.as_bytes()) {
            self.keep(&name.to_ascii_lowercase(), value, view, span);
        }
    }

    fn keep(&mut self, name: &str, value: String, view: &View, span: Span) {
        let parameters = &mut self.out.parameters;
        let is_known = parameters
            .iter()
            .any(|parameter| parameter.name == name && parameter.value == value);
        if !is_known && parameters.len() < MOST {
            parameters.push(Parameter {
                name: name.to_owned(),
                value,
                span: view.map.to_input(span),
            });
        }
    }
}
