//! A server for folders, on this machine only. It says no more than a static host does: no policy, no cookies.

use anyhow::{Context as _, Result};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// Which path shows which folder. The path begins and ends with a slash.
pub struct Mount {
    pub path: &'static str,
    pub folder: PathBuf,
}

/// Serves in the background for as long as the program runs. Port 0 is any free one.
pub fn serve(mounts: Vec<Mount>, port: u16) -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("port {port} cannot be had; --port takes another"))?;
    let address = listener.local_addr()?;
    let mounts = Arc::new(mounts);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mounts = Arc::clone(&mounts);
            // A browser that hangs up is no concern of ours.
            thread::spawn(move || drop(answer(stream, &mounts)));
        }
    });
    Ok(address)
}

fn answer(stream: TcpStream, mounts: &[Mount]) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(&stream);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = request.split(' ');
    let method = words.next().unwrap_or_default();
    let path = words
        .next()
        .unwrap_or_default()
        .split(['?', '#'])
        .next()
        .unwrap_or_default();
    let (status, kind, body) = match method {
        "GET" | "HEAD" => find(path, mounts),
        _ => ("405 Method Not Allowed", "text/plain", Vec::new()),
    };
    let mut head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n",
        body.len()
    );
    head +=
        "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
    let mut stream = &stream;
    stream.write_all(head.as_bytes())?;
    if method == "GET" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

fn find(path: &str, mounts: &[Mount]) -> (&'static str, &'static str, Vec<u8>) {
    let mount = mounts
        .iter()
        .find_map(|mount| Some((mount, path.strip_prefix(mount.path)?)));
    let Some((mount, rest)) = mount else {
        return ("404 Not Found", "text/plain", b"nothing here\n".to_vec());
    };
    let safe = rest
        .split('/')
        .all(|part| part != ".." && !part.contains(['\\', '%', ':']));
    let mut file = mount.folder.join(rest);
    if rest.is_empty() || file.is_dir() {
        file.push("index.html");
    }
    match fs::read(&file) {
        Ok(body) if safe => ("200 OK", kind(&file), body),
        _ => {
            let page = fs::read(mount.folder.join("404.html")).unwrap_or_default();
            ("404 Not Found", "text/html; charset=utf-8", page)
        }
    }
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "webmanifest") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("wasm") => "application/wasm",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
