//! Says how small a file gets.
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(path).unwrap();
        let packed = squeeze::pack(&bytes);
        let t = std::time::Instant::now();
        let ok = squeeze::unpack(&packed).as_ref() == Some(&bytes);
        let t = t.elapsed();
        std::fs::write("/tmp/packed.txt", &packed).unwrap();
        let o = std::process::Command::new("sh")
            .args(["-c", "gzip -9 -n </tmp/packed.txt | wc -c"])
            .output()
            .unwrap();
        println!(
            "{} -> {} characters, gzip {} {ok} {t:?}",
            bytes.len(),
            packed.len(),
            String::from_utf8_lossy(&o.stdout).trim()
        );
    }
}
