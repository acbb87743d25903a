//! The command line: `token-inspector [OPTION]… [FILE]`.
//!
//! Exit status 0: no finding of severity error; 1: at least one; 2: could not run.

use std::io::{Read, Write};
use std::process::ExitCode;
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

use token_inspector::place::line_column;
use token_inspector::rules::Severity;
use token_inspector::verify::engine::native;
use token_inspector::verify::{self, Keys, Run};
use token_inspector::{
    Expectations, Report, Verification, ci, compare, configuration, document, inspect_with, redact,
    time,
};

const HELP: &str = "\
Says why a token is refused, and how to fix it. Nothing leaves this machine.

Usage: token-inspector [OPTION]... [FILE]
       token-inspector compare [OPTION]... FILE FILE

Reads FILE, or standard input without one: a token, an Authorization header, a
curl command, a token response, a redirect URL, an error message.

  --format FORMAT    text, json, junit, sarif, or markdown: a report for a ticket,
                     personal data masked and the signature left out
  --json             the same as --format json
  --now TIME         check at this time: seconds since 1970, or RFC 3339
  --expect FILE      what the receiver expects, as JSON: the options from --aud to
                     --kind by their names, and now, as {\"aud\": [\"api://orders\"]}
  --config FILE      the same from its configuration: appsettings.json, an API
                     Management policy, application.yml, an OpenID discovery
                     document, an app registration, validator options
  --aud VALUE        accepted audience            --iss VALUE      accepted issuer
  --tid VALUE        accepted tenant              --client VALUE   accepted client
  --require NAME     required claim, NAME=VALUE for its value
  --scopes LIST      required scopes              --roles LIST     required roles
  --acl true         a list of clients decides, without scopes and roles
  --nonce VALUE      the nonce that was sent      --sub VALUE      expected subject
  --token-version N  Entra token version, 1 or 2  --alg LIST       accepted algorithms
  --max-age SECONDS  since authentication         --tolerance SECONDS  leeway for times
  --kind ID          the kind of token, instead of detecting it
  --key FILE         check signatures and open encrypted tokens with the keys in
                     FILE: JWK, JWKS, PEM, certificate, SSH public key, or a
                     shared secret as text, base64 or hex; may be repeated
  --content FILE     the payload of a detached signature
  --help, --version

Options win over what the files of --expect and --config say; lists add up.

Exit status: 0 no error found, 1 at least one, 2 could not run. With compare,
which says as text how the first token of each FILE differs: 0 the findings of
both are the same, 1 they differ, 2 could not run.
";

/// What the arguments ask for.
#[derive(Default)]
struct Request {
    files: Vec<String>,
    format: Format,
    expect: Expectations,
    /// What was taken from a configuration, and what there is to know about the rest.
    remarks: Vec<String>,
    keys: Keys,
    content: Option<Vec<u8>>,
}

impl Request {
    /// Inspects a text, with the keys if there are any.
    fn inspect(&self, text: &str, now: time::Timestamp) -> Report {
        let is_keyless = self.keys.keys.is_empty() && self.keys.faults.is_empty();
        let verification = match is_keyless && !verify::brings_key(text) {
            true => Verification::default(),
            false => {
                let keys = Rc::from(self.keys.keys.clone());
                let run = Run::new(text, keys, self.content.clone());
                native::complete(run.with_faults(&self.keys.faults))
            }
        };
        inspect_with(text, &self.expect, now, &verification)
    }
}

/// How the report is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Format {
    #[default]
    Text,
    Json,
    Junit,
    Sarif,
    Markdown,
}

impl Format {
    fn parse(name: &str) -> Result<Self, String> {
        Ok(match name {
            "text" => Format::Text,
            "json" => Format::Json,
            "junit" => Format::Junit,
            "sarif" => Format::Sarif,
            "markdown" => Format::Markdown,
            _ => {
                return Err(format!(
                    "--format takes text, json, junit, sarif or markdown, not {name:?}"
                ));
            }
        })
    }

    fn print(self, report: &Report, text: &str, name: &str) -> Result<String, String> {
        let json = |node: document::Node| {
            let json = serde_json::to_string(&node);
            json.map(|json| json + "\n")
                .map_err(|error| error.to_string())
        };
        Ok(match self {
            Format::Text => report.to_text(text),
            Format::Json => json(document::document(report))?,
            Format::Junit => ci::junit::to_xml(report, text, name),
            Format::Sarif => json(ci::sarif::log(report, text, name))?,
            Format::Markdown => redact::to_markdown(report, text, &redact::Mask::default()),
        })
    }
}

fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()) {
        Ok(status) => status,
        Err(trouble) => {
            let _ = writeln!(std::io::stderr(), "token-inspector: {trouble}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Vec<String>) -> Result<ExitCode, String> {
    for argument in arguments.iter().take_while(|argument| *argument != "--") {
        match argument.as_str() {
            "--help" | "-h" => return Ok(print(HELP)),
            "--version" | "-V" => {
                return Ok(print(concat!(
                    "token-inspector ",
                    env!("CARGO_PKG_VERSION"),
                    "\n"
                )));
            }
            _ => {}
        }
    }
    let is_comparison = arguments.first().is_some_and(|first| first == "compare");
    let request = parse(
        arguments
            .into_iter()
            .skip(usize::from(is_comparison))
            .collect(),
    )?;
    for remark in &request.remarks {
        let _ = writeln!(std::io::stderr(), "token-inspector: {remark}");
    }
    let now = match request.expect.at {
        Some(now) => now,
        None => clock()?,
    };
    if is_comparison {
        return run_comparison(&request, now);
    }
    let file = match request.files.as_slice() {
        [] => None,
        [file] => Some(file.as_str()),
        _ => return Err("one FILE at a time".to_owned()),
    };
    let text = token_inspector::text::decode(read_bytes(file)?);
    let report = request.inspect(&text, now);
    let name = file.filter(|file| *file != "-").unwrap_or("stdin");
    print(&request.format.print(&report, &text, name)?);
    let is_refused = report
        .all_findings()
        .any(|finding| finding.severity == Severity::Error);
    Ok(ExitCode::from(u8::from(is_refused)))
}

/// Compares the first token of one file with the first of another.
fn run_comparison(request: &Request, now: time::Timestamp) -> Result<ExitCode, String> {
    let [left, right] = request.files.as_slice() else {
        return Err("compare takes two FILEs".to_owned());
    };
    if request.format != Format::Text {
        return Err("compare prints text only".to_owned());
    }
    let report = |file: &str| {
        let report = request.inspect(&read_text(file)?, now);
        match report.tokens.len() {
            0 => return Err(format!("{file}: there is no token in it")),
            1 => {}
            count => {
                let _ = writeln!(
                    std::io::stderr(),
                    "token-inspector: {file}: the first of {count} tokens is compared"
                );
            }
        }
        Ok(report)
    };
    let (left, right) = (report(left)?, report(right)?);
    let (Some(left), Some(right)) = (left.tokens.first(), right.tokens.first()) else {
        return Err("there is no token".to_owned());
    };
    let comparison = compare::compare(left, right);
    print(&comparison.to_text());
    Ok(ExitCode::from(u8::from(!comparison.is_alike())))
}

/// Writes to standard output. A reader that has gone away (`| head`) is no failure.
fn print(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    ExitCode::SUCCESS
}

fn parse(arguments: Vec<String>) -> Result<Request, String> {
    let mut request = Request::default();
    let mut rest = arguments.into_iter();
    let mut only_files = false;
    let mut expected = Vec::new();
    while let Some(argument) = rest.next() {
        let Some(option) = argument.strip_prefix("--").filter(|_| !only_files) else {
            if argument.len() > 1 && argument.starts_with('-') && !only_files {
                return Err(format!("no option is called {argument}; see --help"));
            }
            request.files.push(argument);
            continue;
        };
        let (name, given) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (option, None),
        };
        if name.is_empty() {
            only_files = true;
            continue;
        }
        if name == "json" {
            request.format = Format::Json;
            continue;
        }
        let mut value = || {
            given
                .clone()
                .or_else(|| rest.next())
                .ok_or(format!("--{name} takes a value"))
        };
        match name {
            "expect" => {
                let file = value()?;
                request
                    .expect
                    .add_json(&read_text(&file)?)
                    .map_err(|trouble| format!("{file}: {trouble}"))?;
            }
            "config" => configure(&mut request, &value()?)?,
            "format" => request.format = Format::parse(&value()?)?,
            "key" => add_keys(&mut request.keys, &value()?)?,
            "content" => {
                let file = value()?;
                request.content = Some(read_bytes(Some(&file))?);
            }
            "aud" | "iss" | "tid" | "client" | "require" | "scopes" | "roles" | "acl" | "nonce"
            | "sub" | "token-version" | "alg" | "max-age" | "tolerance" | "kind" | "now" => {
                let value = value()?;
                // As a variable that is not set gives it: nothing would be checked.
                if value.trim().is_empty() {
                    return Err(format!("--{name} takes a value, and this one is empty"));
                }
                expected.push((name.to_owned(), value));
            }
            _ => return Err(format!("no option is called --{name}; see --help")),
        }
    }
    // What is said here counts, whatever the files say.
    for (name, value) in expected {
        request.expect.set(&name, &value)?;
    }
    Ok(request)
}

/// Adds what a configuration file says to what is expected.
fn configure(request: &mut Request, file: &str) -> Result<(), String> {
    let found = configuration::read(&read_text(file)?)
        .ok_or_else(|| format!("{file}: no configuration that is known here"))?;
    let mut say = |remark| request.remarks.push(format!("{file}: {remark}"));
    for taken in &found.taken {
        request
            .expect
            .add(taken.expectation, &taken.value)
            .map_err(|trouble| format!("{file}: {trouble}"))?;
        say(format!(
            "expected: {}={}, from {}",
            taken.expectation, taken.value, taken.from
        ));
    }
    for offered in &found.offered {
        say(format!(
            "could be expected too: {}={}, from {}",
            offered.expectation, offered.value, offered.from
        ));
    }
    for left in &found.not_understood {
        say(format!("{}: {}", left.from, left.why));
    }
    if found.taken.is_empty() {
        say("nothing of it is expected of the token".to_owned());
    }
    Ok(())
}

/// Adds the keys in a file; says on standard error what in it was not taken.
fn add_keys(keys: &mut Keys, file: &str) -> Result<(), String> {
    let bytes = read_bytes(Some(file))?;
    let text = verify::key::text_of_file(bytes);
    let found = verify::key::read(&text);
    let faults: Vec<String> = found
        .faults
        .iter()
        .map(|fault| {
            let (line, column) = line_column(&text, fault.span.start);
            let command = match fault.command {
                "" => String::new(),
                command => format!("; convert it: {command}"),
            };
            format!("{file}:{line}:{column}: {}{command}", fault.reason)
        })
        .collect();
    // A token may well be signed with a key that is not worked with.
    if found.keys.is_empty() && !found.faults.iter().any(|fault| fault.is_foreign) {
        return Err(match faults.is_empty() {
            true => format!("{file}: there is no key in it"),
            false => faults.join("\n"),
        });
    }
    for fault in faults {
        let _ = writeln!(std::io::stderr(), "token-inspector: {fault}");
    }
    for key in &found.keys {
        for warning in key.all_warnings() {
            let _ = writeln!(
                std::io::stderr(),
                "token-inspector: {file}: {}",
                warning.sentence()
            );
        }
    }
    keys.extend(found);
    Ok(())
}

fn read_text(file: &str) -> Result<String, String> {
    Ok(token_inspector::text::decode(read_bytes(Some(file))?))
}

/// The bytes of the file, or of standard input.
fn read_bytes(file: Option<&str>) -> Result<Vec<u8>, String> {
    match file {
        None | Some("-") => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().read_to_end(&mut bytes);
            read.map_err(|error| format!("standard input: {error}"))?;
            Ok(bytes)
        }
        Some(file) => std::fs::read(file).map_err(|error| format!("{file}: {error}")),
    }
}

fn clock() -> Result<time::Timestamp, String> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let since = since.map_err(|_| "the clock stands before 1970; give --now".to_owned())?;
    i64::try_from(since.as_secs()).map_err(|error| error.to_string())
}
