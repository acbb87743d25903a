//! Stand-in for the command line.

fn main() {
    let report = token_inspector::inspect("e30.e30", &token_inspector::Expectations::default(), 0);
    println!("{}", serde_json::json!({ "findings": report.findings }));
}
