//! Elements of a page, with every text escaped.

use crate::text::markup::xml;

/// An element around a text.
pub fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>\n", xml(text))
}

/// A list of texts; nothing for none.
pub fn list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let items: String = items.into_iter().map(|item| element("li", item.as_ref())).collect();
    if items.is_empty() { items } else { format!("<ul>\n{items}</ul>\n") }
}

/// A part of the page with its heading; nothing for a part without anything in it.
pub fn section(id: &str, heading: &str, inside: &str) -> String {
    if inside.is_empty() {
        return String::new();
    }
    format!(
        "<section id=\"{id}\" aria-labelledby=\"{id}-h\">\n<h2 id=\"{id}-h\">{}</h2>\n{inside}</section>\n",
        xml(heading)
    )
}

/// A smaller heading and what is below it; nothing where there is nothing.
pub fn titled(heading: &str, inside: &str) -> String {
    if inside.is_empty() { String::new() } else { element("h3", heading) + inside }
}

/// A link for an address of the web, else the text.
///
/// ```
/// use breakeven::html::markers::link;
/// assert_eq!(link("javascript:alert(1)"), "javascript:alert(1)");
/// assert!(link("https://a.example/?b=1&c=2").starts_with("<a href=\"https://a.example/?b=1&amp;c=2\""));
/// ```
pub fn link(text: &str) -> String {
    let is_address = ["https://", "http://"].iter().any(|start| text.starts_with(start))
        && !text.contains(char::is_whitespace);
    let escaped = xml(text);
    match is_address {
        true => format!("<a href=\"{escaped}\" rel=\"noopener noreferrer\">{escaped}</a>"),
        false => escaped,
    }
}
