//! The page in a real browser: run by `.ci/run`, which has a Chromium; `cargo test` needs none.
//!
//! `cargo test --test tests -- --ignored chart::browser`; `AXE=axe.min.js` adds the check of axe-core.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::skipped::skipped;

/// The longest that a browser may take for one page.
const PATIENCE: Duration = Duration::from_secs(90);

const QUESTIONS: [&str; 4] = [
    "--volume 50M/day",
    "--volume 5M/day --require privacy --tier frontier",
    "--volume 500M/day --growth 50 --hard 5 --load office",
    "--volume 200M/day --hardware rtx-3090 --hardware m3-ultra --api gpt-6-luna",
];

fn browser() -> PathBuf {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH").unwrap()).collect();
    let mut all = names.iter().flat_map(|name| folders.iter().map(move |at| at.join(name)));
    all.find(|path| path.is_file()).expect("a chromium in PATH")
}

/// A folder of its own for each test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("browser-{name}"));
    fs::create_dir_all(&path).unwrap();
    path
}

fn page(question: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(["report", "-o", "-", "--today", "2026-11-23"])
        .args(question.split_whitespace())
        .env_clear()
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What a browser prints about a file, and what it tells; killed when it takes too long.
fn browse(folder: &Path, file: &Path, more: &[&str]) -> (String, String) {
    let (out, told) = (folder.join("out"), folder.join("told"));
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    let mut child = Command::new(browser())
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        .args(["--hide-scrollbars", "--enable-logging=stderr", "--virtual-time-budget=4000"])
        .arg(profile)
        .args(more)
        .arg(format!("file://{}", file.display()))
        .stdin(Stdio::null())
        .stdout(fs::File::create(&out).unwrap())
        .stderr(fs::File::create(&told).unwrap())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("the browser did not finish: {more:?}");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    (fs::read_to_string(out).unwrap(), fs::read_to_string(told).unwrap())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;")
}

/// What [`look.js`](look.js) finds in a page that is shown so wide.
fn look(folder: &Path, page: &str, width: u32, dark: bool) -> Value {
    let script = format!(
        "<script>addEventListener('load', () => parent.found(JSON.stringify({})))</script></body>",
        include_str!("look.js").trim_end()
    );
    let frame = page.replace("</body>", &script);
    let outer = format!(
        "<!doctype html><body style=\"margin:0\"><pre id=\"found\"></pre>\
         <script>window.found = (text) => document.getElementById('found').textContent = text</script>\
         <iframe width=\"{width}\" height=\"6000\" style=\"border:0\" srcdoc=\"{}\"></iframe></body>",
        escaped(&frame)
    );
    let file = folder.join("outer.html");
    fs::write(&file, outer).unwrap();
    let size = format!("--window-size={},6200", width.max(500));
    let scheme = format!("--blink-settings=preferredColorScheme={}", u8::from(!dark));
    let (dom, told) = browse(folder, &file, &["--dump-dom", &size, &scheme]);
    let console: Vec<&str> = told.lines().filter(|line| line.contains("CONSOLE")).collect();
    assert!(console.is_empty(), "{console:#?}");
    let found = dom.split_once("<pre id=\"found\">").unwrap().1.split_once("</pre>").unwrap().0;
    let found = found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    serde_json::from_str(&found).unwrap_or_else(|error| panic!("{error}: {found}"))
}

#[test]
#[ignore = "needs a chromium; .ci/run has one"]
fn nothing_overlaps_is_cut_pale_or_asked_for_at_any_width() {
    let folder = folder("widths");
    for question in QUESTIONS {
        let page = page(question);
        for width in [400, 800, 1_600] {
            for dark in [false, true] {
                let found = look(&folder, &page, width, dark);
                let context = format!("`{question}` at {width}, dark: {dark}: {found:#}");
                assert_eq!(
                    (&found["width"], &found["dark"]),
                    (&width.into(), &dark.into()),
                    "{context}"
                );
                assert!(found["pictures"].as_u64().unwrap() >= 5, "{context}");
                assert!(found["texts"].as_u64().unwrap() >= 40, "{context}");
                assert_eq!(found["asked"].as_array().unwrap().len(), 0, "{context}");
                assert_eq!(found["wrong"].as_array().unwrap().len(), 0, "{context}");
            }
        }
    }
}

#[test]
#[ignore = "needs a chromium; .ci/run has one"]
fn the_check_sees_what_it_looks_for() {
    let folder = folder("seen");
    let page = page(QUESTIONS[0]);
    let spoiled = page.replacen(
        "<h2 id=\"verdict-h\">",
        "<h2 id=\"verdict-h\" style=\"width:10px;color:#eee\">",
        1,
    );
    let text = "<text class=\"tick\" x=\"470\" y=\"100\">far too long</text><text x=\"468\" y=\"101\">over it</text></svg>";
    let found = look(&folder, &spoiled.replacen("</svg>", text, 1), 800, false);
    let wrong = found["wrong"].to_string();
    for what in ["texts overlap", "text is cut", "wider than its place", "contrast"] {
        assert!(wrong.contains(what), "{what}: {wrong}");
    }
    let asking = page.replacen("<h1>", "<img src=\"nothing.png\" alt=\"\"><h1>", 1);
    let file = folder.join("asking.html");
    fs::write(&file, asking).unwrap();
    let (_, told) = browse(&folder, &file, &["--dump-dom"]);
    assert!(told.contains("Content Security Policy"), "{told}");
}

#[test]
#[ignore = "needs a chromium; .ci/run has one"]
fn a_page_is_quiet_and_prints_on_two_sheets() {
    let folder = folder("print");
    for question in QUESTIONS {
        let file = folder.join("page.html");
        fs::write(&file, page(question)).unwrap();
        let pdf = folder.join("page.pdf");
        let to = format!("--print-to-pdf={}", pdf.display());
        let (_, told) = browse(&folder, &file, &[&to, "--no-pdf-header-footer"]);
        assert!(!told.contains("CONSOLE"), "{told}");
        let bytes = fs::read(&pdf).unwrap();
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        let sheets = text.matches("/Type /Page\n").count();
        assert!((1..=2).contains(&sheets), "`{question}` prints on {sheets} sheets");
    }
}

#[test]
#[ignore = "needs a chromium; .ci/run has one"]
fn axe_has_no_serious_finding() {
    let Some(axe) = std::env::var_os("AXE") else {
        return skipped("axe-core", "AXE does not name an axe.min.js");
    };
    let folder = folder("axe");
    let axe = fs::read_to_string(axe).unwrap();
    for dark in [false, true] {
        let run = "axe.run(document).then((found) => { const pre = document.createElement('pre'); \
                   pre.id = 'axe'; pre.textContent = JSON.stringify(found.violations.map((one) => \
                   [one.impact, one.id, one.nodes.map((node) => node.html)])); \
                   document.body.append(pre); });";
        let page = page(QUESTIONS[0]);
        let (head, tail) = page.rsplit_once("</body>").unwrap();
        let file = folder.join("axe.html");
        fs::write(
            &file,
            format!("{head}<script>{axe}</script><script>{run}</script></body>{tail}"),
        )
        .unwrap();
        let scheme = format!("--blink-settings=preferredColorScheme={}", u8::from(!dark));
        let more =
            ["--dump-dom", "--window-size=1280,5000", &scheme, "--virtual-time-budget=30000"];
        let (dom, _) = browse(&folder, &file, &more);
        let found = dom.split_once("<pre id=\"axe\">").expect("axe has run").1;
        let found = found.split_once("</pre>").unwrap().0;
        assert!(!found.contains("\"serious\"") && !found.contains("\"critical\""), "{found}");
    }
}
