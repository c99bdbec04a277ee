//! What every page must be: one heading, labels, unique identifiers, nothing inline, no word missing.

use std::collections::BTreeSet;

/// A tag of a page, in the order of the text.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    /// Its name.
    pub(crate) name: String,
    /// Its attributes, decoded.
    pub(crate) attributes: Vec<(String, String)>,
    /// Names of the elements around it, the outermost first.
    pub(crate) within: Vec<String>,
    /// Text directly after it, up to the next tag.
    pub(crate) text: String,
}

impl Tag {
    /// An attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

const VOID: [&str; 6] = ["meta", "link", "input", "br", "hr", "img"];

/// All tags of a page. It fails where elements are not nested.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let end = end_of_tag(rest);
        let (inside, after) = (&rest[..end], &rest[end + 1..]);
        rest = after;
        if inside.starts_with('!') {
            continue;
        }
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "</{name}> closes something else");
            continue;
        }
        let closed = inside.ends_with('/');
        let inside = inside.trim_end_matches('/');
        let (name, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let text = decode(after.split('<').next().unwrap_or_default().trim());
        tags.push(Tag {
            name: name.to_owned(),
            attributes: attributes_of(attributes),
            within: open.clone(),
            text,
        });
        if !closed && !VOID.contains(&name) {
            open.push(name.to_owned());
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
    tags
}

fn end_of_tag(text: &str) -> usize {
    let mut quoted = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '>' if !quoted => return at,
            _ => {}
        }
    }
    panic!("a tag without an end: {}", &text[..text.len().min(80)]);
}

fn attributes_of(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let value = match rest.strip_prefix("=\"") {
            None => String::new(),
            Some(quoted) => {
                let (value, after) = quoted.split_once('"').expect("a quoted value ends");
                rest = after;
                decode(value)
            }
        };
        found.push((name, value));
        rest = rest.trim_start();
    }
    found
}

fn decode(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Everything that is wrong with a page.
pub(crate) fn wrong(html: &str, language: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if let Some(at) = html.find('⟦') {
        wrong.push(format!("a word is missing: {}", html[at..].chars().take(40).collect::<String>()));
    }
    let tags = tags(html);
    let mut ids = BTreeSet::new();
    for id in tags.iter().filter_map(|tag| tag.get("id")) {
        if !ids.insert(id) {
            wrong.push(format!("two things are called #{id}"));
        }
    }
    let root = tags.iter().find(|tag| tag.name == "html");
    if root.and_then(|tag| tag.get("lang")) != Some(language) {
        wrong.push(format!("the page is not in {language:?}"));
    }
    headings(&tags, &mut wrong);
    for tag in &tags {
        inline(tag, &mut wrong);
        labelled(tag, &tags, &mut wrong);
        refers(tag, &ids, &mut wrong);
        table(tag, &tags, &mut wrong);
    }
    wrong
}

fn headings(tags: &[Tag], wrong: &mut Vec<String>) {
    let level = |tag: &Tag| match tag.name.strip_prefix('h').map(str::parse::<u8>) {
        Some(Ok(level)) => Some(level),
        _ => None,
    };
    let levels: Vec<u8> = tags.iter().filter_map(level).collect();
    let first = levels.iter().filter(|level| **level == 1).count();
    if first != 1 {
        wrong.push(format!("{first} main headings"));
    }
    if levels.windows(2).any(|pair| pair[1] > pair[0] + 1) {
        wrong.push(format!("a level of headings is left out: {levels:?}"));
    }
}

fn inline(tag: &Tag, wrong: &mut Vec<String>) {
    if tag.name == "style" || (tag.name == "script" && tag.get("src").is_none()) {
        wrong.push(format!("<{}> stands in the page", tag.name));
    }
    for (name, value) in &tag.attributes {
        let code = name == "style" || name.starts_with("on") || value.trim_start().starts_with("javascript:");
        let elsewhere = ["href", "src", "action"].contains(&name.as_str()) && value.contains("//");
        if code || elsewhere {
            wrong.push(format!("<{} {name}={value:?}>", tag.name));
        }
    }
}

fn labelled(tag: &Tag, tags: &[Tag], wrong: &mut Vec<String>) {
    let field = ["input", "select", "textarea"].contains(&tag.name.as_str());
    if field && tag.get("type") != Some("hidden") && tag.get("aria-hidden").is_none() {
        let label = |id| tags.iter().any(|label| label.name == "label" && label.get("for") == Some(id));
        let named = tag.within.iter().any(|name| name == "label")
            || tag.get("aria-label").is_some_and(|name| !name.is_empty())
            || tag.get("id").is_some_and(label);
        if !named {
            wrong.push(format!("a field without a label: {:?}", tag.attributes));
        }
    }
    if tag.name == "nav" && tag.get("aria-label").is_none_or(str::is_empty) {
        wrong.push("a <nav> without a name".to_owned());
    }
}

fn refers(tag: &Tag, ids: &BTreeSet<&str>, wrong: &mut Vec<String>) {
    let own = tag.get("href").and_then(|href| href.strip_prefix('#'));
    let named =
        ["for", "aria-describedby", "aria-labelledby", "list"].into_iter().filter_map(|name| tag.get(name));
    for id in own.into_iter().chain(named).flat_map(str::split_whitespace) {
        if !ids.contains(id) {
            wrong.push(format!("<{}> refers to #{id}, which is not there", tag.name));
        }
    }
}

fn table(tag: &Tag, tags: &[Tag], wrong: &mut Vec<String>) {
    if tag.name == "th" && tag.get("scope").is_none() {
        wrong.push(format!("a <th> without scope: {}", tag.text));
    }
    if tag.name == "table" {
        let at = tags.iter().position(|other| std::ptr::eq(other, tag)).unwrap_or_default();
        if tags.get(at + 1).is_none_or(|next| next.name != "caption") {
            wrong.push("a <table> without a caption".to_owned());
        }
    }
}
