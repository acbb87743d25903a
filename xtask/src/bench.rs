//! `cargo xtask bench`: the budgets that are times and bytes of memory.
//!
//! A machine that does other things is slow, so each time is judged against something measured in the same run:
//! plain decoding, or an empty page. Only keystrokes have milliseconds of their own.

use crate::compile::{EMPTY, INSPECTOR};
use crate::http::{self, Mount};
use crate::{dist, process, target_dir, tools};
use anyhow::{Context as _, Result, bail};
use std::process::ExitCode;

/// Something measured, and at most how much it may be.
struct Row {
    what: String,
    most: f64,
    measured: f64,
    unit: &'static str,
    /// A wish rather than a promise: shown, never counted.
    wish: bool,
}

impl Row {
    fn new(what: impl Into<String>, most: f64, measured: f64, unit: &'static str) -> Self {
        Self {
            what: what.into(),
            most,
            measured,
            unit,
            wish: false,
        }
    }

    fn missed(&self) -> bool {
        self.measured > self.most
    }
}

pub fn command(arguments: &[&str]) -> Result<ExitCode> {
    let strict = arguments.contains(&"--strict");
    let mut parts: Vec<&str> = arguments
        .iter()
        .filter(|word| **word != "--strict")
        .copied()
        .collect();
    if parts.is_empty() {
        parts = vec!["core", "page"];
    }
    let mut rows = Vec::new();
    for part in parts {
        rows.extend(match part {
            "core" => core()?,
            "page" => page()?,
            other => bail!("bench knows core, page and --strict, not `{other}`"),
        });
    }

    let width = rows
        .iter()
        .map(|row| row.what.chars().count())
        .max()
        .unwrap_or_default();
    println!("\n{:<width$}{:>11}{:>13}", "", "at most", "measured");
    for row in &rows {
        let verdict = match (row.missed(), row.wish) {
            (false, _) => "kept",
            (true, true) => "not yet (a wish)",
            (true, false) => "MISSED",
        };
        let Row {
            what,
            most,
            measured,
            unit,
            ..
        } = row;
        println!("{what:<width$}{most:>8.1} {unit:<2}{measured:>10.2} {unit:<2}  {verdict}");
    }
    let missed = rows.iter().filter(|row| row.missed() && !row.wish).count();
    println!(
        "\n{missed} of {} budgets missed",
        rows.iter().filter(|row| !row.wish).count()
    );
    Ok(if strict && missed > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Lines of words and numbers with tabs between, as our measuring programs print them.
fn lines(text: &str) -> Result<Vec<(String, Vec<f64>)>> {
    text.lines()
        .map(|line| {
            let mut cells = line.split('\t');
            let name = cells.next().unwrap_or_default().to_owned();
            let numbers = cells.map(str::parse).collect::<Result<_, _>>();
            Ok((name, numbers.with_context(|| format!("`{line}`"))?))
        })
        .collect()
}

/// The core, natively.
fn core() -> Result<Vec<Row>> {
    let run = |bin| {
        let arguments = [
            "run",
            "--profile",
            "bench",
            "--package",
            "core-bench",
            "--bin",
            bin,
        ];
        lines(&process::output(tools::cargo().args(arguments))?)
    };
    let mut rows = Vec::new();
    let mut last: Option<(String, f64, f64)> = None;
    let mut growth: f64 = 0.0;
    let (rules, shapes): (Vec<_>, Vec<_>) = run("core-time")?
        .into_iter()
        .partition(|(name, _)| name == "rules");
    for (shape, numbers) in shapes {
        let [size, inspect, decode] = numbers[..] else {
            bail!("core-time printed {numbers:?}")
        };
        let what = format!(
            "inspect {} of {shape} ({}; plain decoding {})",
            characters(size),
            duration(inspect),
            duration(decode)
        );
        rows.push(Row::new(what, 5.0, inspect / decode, "×"));
        // Below 10 KB the fixed costs show, which do not grow.
        if let Some((_, before, time)) =
            last.filter(|(name, size, _)| *name == shape && *size > 5_000.0)
        {
            growth = growth.max((inspect / time) / (size / before));
        }
        last = Some((shape, size, inspect));
    }
    rows.push(Row::new(
        "growth of time over growth of token, worst, 10 KB to 10 MB",
        1.5,
        growth,
        "×",
    ));
    // Fixed costs fall out of the difference.
    if let [(_, first), .., (_, last)] = &rules[..]
        && let ([few, quick], [many, slow]) = (&first[..], &last[..])
    {
        let what = format!("each further rule, {few} to {many} of them, 1 KB");
        rows.push(Row::new(
            what,
            1.0,
            (slow - quick) / (many - few) / 1000.0,
            "µs",
        ));
    }
    for (shape, numbers) in run("core-memory")? {
        let [size, peak] = numbers[..] else {
            bail!("core-memory printed {numbers:?}")
        };
        rows.push(Row::new(
            format!("memory for {} of {shape}", characters(size)),
            20.0,
            peak / size,
            "×",
        ));
    }
    Ok(rows)
}

/// The page as it is shipped, in headless Chromium.
fn page() -> Result<Vec<Row>> {
    let folder = target_dir().join("xtask/bench");
    for (page, name) in [(&INSPECTOR, "page"), (&EMPTY, "empty")] {
        dist::write(&dist::release(page)?.packed, &folder.join(name))?;
    }
    let mounts = ["/page/", "/empty/"].map(|path| Mount {
        path,
        folder: folder.join(path.trim_matches('/')),
    });
    let address = http::serve(mounts.into(), 0)?;
    let chromium = tools::chromium()?;
    let mut node = tools::node();
    node.args(["tests/bench/page.mjs", &format!("http://{address}/")]);
    let measured = lines(&process::output(node.env("CHROMIUM", chromium))?)?;
    let get = |name: &str| {
        let found = measured.iter().find(|(key, _)| key == name);
        found
            .map(|(_, numbers)| numbers[0])
            .with_context(|| format!("page.mjs did not measure {name}"))
    };
    let (first, empty) = (get("first finding")?, get("empty page")?);
    Ok(vec![
        Row::new(
            format!("first finding ({first:.0} ms; an empty Yew page {empty:.0} ms)"),
            1.6,
            first / empty,
            "×",
        ),
        Row::new(
            "keystroke in a 2 KB token, median",
            4.0,
            get("keystroke, median")?,
            "ms",
        ),
        Row::new(
            "keystroke in a 2 KB token, worst",
            16.0,
            get("keystroke, worst")?,
            "ms",
        ),
        Row {
            wish: true,
            ..Row::new(
                "paste of 1 MB, until painted",
                100.0,
                get("paste of 1 MB")?,
                "ms",
            )
        },
    ])
}

fn characters(count: f64) -> String {
    match count {
        ..1e4 => format!("{:.1} KB", count / 1e3),
        ..9e5 => format!("{:.0} KB", count / 1e3),
        _ => format!("{:.0} MB", count / 1e6),
    }
}

fn duration(nanoseconds: f64) -> String {
    match nanoseconds {
        ..1e6 => format!("{:.1} µs", nanoseconds / 1e3),
        _ => format!("{:.1} ms", nanoseconds / 1e6),
    }
}
