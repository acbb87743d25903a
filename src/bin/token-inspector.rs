//! The command line.

fn main() {
    let text = std::io::read_to_string(std::io::stdin()).unwrap_or_default();
    let report =
        token_inspector::inspect(&text, &token_inspector::Expectations::default(), 1767225600);
    println!(
        "{}",
        serde_json::to_string(&token_inspector::document::document(&report)).unwrap()
    );
}
