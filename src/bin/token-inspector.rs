//! The command line: `token-inspector [OPTION]… [FILE]`.
//!
//! Exit status 0: no finding of severity error; 1: at least one; 2: could not run.

use std::io::{Read, Write};
use std::process::ExitCode;
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

use token_inspector::place::line_column;
use token_inspector::rules::Severity;
use token_inspector::token::base64url;
use token_inspector::verify::engine::native;
use token_inspector::verify::{self, Keys, Run};
use token_inspector::{Expectations, Verification, document, inspect_with, time};

const HELP: &str = "\
Says why a token is refused, and how to fix it. Nothing leaves this machine.

Usage: token-inspector [OPTION]... [FILE]

Reads FILE, or standard input without one: a token, an Authorization header, a
curl command, a token response, a redirect URL, an error message.

  --json             print the report as JSON
  --now TIME         check at this time: seconds since 1970, or RFC 3339
  --expect FILE      what the receiver expects, as JSON
  --aud VALUE        accepted audience            --iss VALUE      accepted issuer
  --tid VALUE        accepted tenant              --client VALUE   accepted client
  --require NAME     required claim, NAME=VALUE for its value
  --scopes LIST      required scopes              --roles LIST     required roles
  --nonce VALUE      the nonce that was sent      --sub VALUE      expected subject
  --token-version N  Entra token version, 1 or 2  --alg LIST       accepted algorithms
  --max-age SECONDS  since authentication         --tolerance SECONDS  leeway for times
  --kind ID          the kind of token, instead of detecting it
  --key FILE         check signatures and open encrypted tokens with the keys in
                     FILE: JWK, JWKS, PEM, certificate, SSH public key, or a
                     shared secret as text, base64 or hex; may be repeated
  --content FILE     the payload of a detached signature
  --help, --version

Exit status: 0 no error found, 1 at least one, 2 could not run.
";

/// What the arguments ask for.
#[derive(Default)]
struct Request {
    file: Option<String>,
    json: bool,
    now: Option<time::Timestamp>,
    expect: Expectations,
    keys: Keys,
    content: Option<Vec<u8>>,
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
    let request = parse(arguments)?;
    let text = decode(read_bytes(request.file.as_deref())?);
    let now = match request.now {
        Some(now) => now,
        None => clock()?,
    };
    let verification = match request.keys.keys.is_empty() {
        true => Verification::default(),
        false => {
            let keys = Rc::from(request.keys.keys);
            native::complete(Run::new(&text, keys, request.content))
        }
    };
    let report = inspect_with(&text, &request.expect, now, &verification);
    let output = if request.json {
        let json = serde_json::to_string(&document::document(&report));
        json.map_err(|error| error.to_string())? + "\n"
    } else {
        report.to_text(&text)
    };
    print(&output);
    let is_refused = report
        .all_findings()
        .any(|finding| finding.severity == Severity::Error);
    Ok(ExitCode::from(u8::from(is_refused)))
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
    while let Some(argument) = rest.next() {
        let Some(option) = argument.strip_prefix("--").filter(|_| !only_files) else {
            if argument.len() > 1 && argument.starts_with('-') && !only_files {
                return Err(format!("no option is called {argument}; see --help"));
            }
            if request.file.replace(argument).is_some() {
                return Err("one FILE at a time".to_owned());
            }
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
            request.json = true;
            continue;
        }
        let mut value = || {
            given
                .clone()
                .or_else(|| rest.next())
                .ok_or(format!("--{name} takes a value"))
        };
        match name {
            "now" => {
                let value = value()?;
                request.now = Some(time::parse(&value).ok_or(format!(
                    "--now takes seconds since 1970 or a time such as 2026-01-01T00:00:00Z, not {value:?}"
                ))?);
            }
            "expect" => {
                let file = value()?;
                let text =
                    std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
                request
                    .expect
                    .add_json(&text)
                    .map_err(|trouble| format!("{file}: {trouble}"))?;
            }
            "key" => add_keys(&mut request.keys, &value()?)?,
            "content" => {
                let file = value()?;
                request.content = Some(read_bytes(Some(&file))?);
            }
            "token-version" => request.expect.set("version", &value()?)?,
            "max-age" => request.expect.set("maxage", &value()?)?,
            "aud" | "iss" | "tid" | "client" | "require" | "scopes" | "roles" | "nonce" | "sub"
            | "alg" | "tolerance" | "kind" => request.expect.set(name, &value()?)?,
            _ => return Err(format!("no option is called --{name}; see --help")),
        }
    }
    Ok(request)
}

/// Adds the keys in a file; says on standard error what in it was not taken.
fn add_keys(keys: &mut Keys, file: &str) -> Result<(), String> {
    let bytes = read_bytes(Some(file))?;
    let text = match der_as_text(&bytes) {
        Some(text) => text,
        None => decode(bytes),
    };
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
    if found.keys.is_empty() {
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

/// A file in DER as the base64 that people paste.
fn der_as_text(bytes: &[u8]) -> Option<String> {
    let is_der = bytes.first() == Some(&0x30) && std::str::from_utf8(bytes).is_err();
    is_der.then(|| base64url::encode(bytes))
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

/// The text of bytes. What is not UTF-8 is replaced, UTF-16 with a byte order mark is read as such.
fn decode(bytes: Vec<u8>) -> String {
    let utf16 = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|pair| unit([pair[0], pair[1]]))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes.as_slice() {
        [0xFF, 0xFE, ..] => utf16(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => utf16(u16::from_be_bytes),
        _ => String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

fn clock() -> Result<time::Timestamp, String> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let since = since.map_err(|_| "the clock stands before 1970; give --now".to_owned())?;
    i64::try_from(since.as_secs()).map_err(|error| error.to_string())
}
