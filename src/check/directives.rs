//! Configurations made of directives in blocks (nginx, BIND) or in sections (HAProxy),
//! and what holds at one place of them.
//!
//! Rank 1, no kind: used by `config`.

use crate::check::matcher::Observed;

/// A directive and, when it has one, the block that follows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Directive {
    /// Its name and arguments, quotes taken off.
    pub words: Vec<String>,
    /// What stands between its braces.
    pub block: Option<Vec<Directive>>,
}

/// What a directive of a daemon is worth where it is not written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Inherit {
    /// One directive of the same name replaces all of those outside (nginx).
    ByName,
    /// Two directives of the same name may speak of different things (HAProxy's `timeout`).
    ByKey,
}

/// Reads directives that end with `;` or a block in braces; nothing when the form is
/// broken. Comments are `# …` to the end of a line and `/* … */`.
pub(super) fn parse(source: &str) -> Option<Vec<Directive>> {
    let mut stack: Vec<(Vec<String>, Vec<Directive>)> = vec![(Vec::new(), Vec::new())];
    let mut words: Vec<String> = Vec::new();
    for token in tokens(source)? {
        match token {
            Token::Word(word) => words.push(word),
            Token::End => {
                if !words.is_empty() {
                    let words = std::mem::take(&mut words);
                    stack.last_mut()?.1.push(Directive { words, block: None });
                }
            }
            Token::Open => stack.push((std::mem::take(&mut words), Vec::new())),
            Token::Close => {
                let (words, block) = stack.pop()?;
                stack.last_mut()?.1.push(Directive { words, block: Some(block) });
            }
        }
    }
    match stack.as_mut_slice() {
        [(_, root)] if words.is_empty() => Some(std::mem::take(root)),
        _ => None,
    }
}

enum Token {
    Word(String),
    End,
    Open,
    Close,
}

fn tokens(source: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = source.chars().peekable();
    let mut last = '\n';
    while let Some(c) = chars.next() {
        let begins = word.is_none();
        match c {
            '#' if begins => while chars.next_if(|c| *c != '\n').is_some() {},
            '/' if begins && chars.peek() == Some(&'*') => {
                let mut before = ' ';
                loop {
                    let c = chars.next()?;
                    if before == '*' && c == '/' {
                        break;
                    }
                    before = c;
                }
            }
            '"' | '\'' if begins => {
                let mut quoted = String::new();
                loop {
                    match chars.next()? {
                        '\\' => quoted.push(chars.next()?),
                        end if end == c => break,
                        other => quoted.push(other),
                    }
                }
                tokens.push(Token::Word(quoted));
            }
            '\\' => {
                let word = word.get_or_insert_default();
                word.push('\\');
                word.push(chars.next()?);
            }
            // `${name}` is a variable of nginx.
            '{' if last == '$' => {
                let word = word.get_or_insert_default();
                word.push('{');
                while let Some(c) = chars.next_if(|c| *c != '}') {
                    word.push(c);
                }
                word.push(chars.next()?);
            }
            c if c.is_whitespace() || ";{}".contains(c) => {
                tokens.extend(word.take().map(Token::Word));
                match c {
                    ';' => tokens.push(Token::End),
                    '{' => tokens.push(Token::Open),
                    '}' => tokens.push(Token::Close),
                    _ => {}
                }
            }
            c => word.get_or_insert_default().push(c),
        }
        last = c;
    }
    tokens.extend(word.map(Token::Word));
    Some(tokens)
}

/// Reads what `nginx -T` prints: every file after a line that names it, the first being
/// the main one, and puts each in the place where it is included.
pub(super) fn parse_nginx(printed: &str) -> Option<Vec<Directive>> {
    let mark = "# configuration file /";
    let head = |at: usize| printed[at..].lines().next().filter(|line| line.ends_with(':'));
    let starts: Vec<(usize, &str)> = printed
        .match_indices(mark)
        .filter(|(at, _)| *at == 0 || printed[..*at].ends_with('\n'))
        .filter_map(|(at, _)| Some((at, head(at)?)))
        .collect();
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([printed.len()]);
    let files: Vec<(&str, &str)> = starts
        .iter()
        .zip(ends)
        .map(|((at, head), end)| (&head[mark.len() - 1..head.len() - 1], &printed[at + head.len()..end]))
        .collect();
    let (main, source) = *files.first()?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut used = vec![main.to_owned()];
    let root = include(parse(source)?, &files, folder, &mut used, 0)?;
    // A file that nothing includes is a comment that was made to look like one.
    files.iter().all(|(path, _)| used.iter().any(|known| known == path)).then_some(root)
}

fn include(
    directives: Vec<Directive>,
    files: &[(&str, &str)],
    folder: &str,
    used: &mut Vec<String>,
    depth: u8,
) -> Option<Vec<Directive>> {
    // nginx refuses a file that includes itself; what is deeper is no configuration.
    if depth > 16 {
        return None;
    }
    let mut all = Vec::new();
    for directive in directives {
        match (directive.words.as_slice(), directive.block) {
            ([name, path], None) if name == "include" => {
                let path = if path.starts_with('/') { path.clone() } else { format!("{folder}/{path}") };
                for (known, source) in
                    files.iter().filter(|(known, _)| glob(path.as_bytes(), known.as_bytes()))
                {
                    used.push((*known).to_owned());
                    all.extend(include(parse(source)?, files, folder, used, depth + 1)?);
                }
            }
            (_, None) => all.push(Directive { block: None, ..directive }),
            (_, Some(block)) => {
                let block = Some(include(block, files, folder, used, depth + 1)?);
                all.push(Directive { words: directive.words, block });
            }
        }
    }
    Some(all)
}

/// Whether a path answers to a pattern of glob(7); a `*` does not cross a `/`.
fn glob(pattern: &[u8], path: &[u8]) -> bool {
    match (pattern, path) {
        ([], []) => true,
        ([b'*', rest @ ..], path) => {
            let reach = path.iter().position(|c| *c == b'/').unwrap_or(path.len());
            (0..=reach).any(|taken| glob(rest, &path[taken..]))
        }
        ([b'?', rest @ ..], [c, path @ ..]) if *c != b'/' => glob(rest, path),
        ([b'[', rest @ ..], [c, path @ ..]) => match rest.iter().position(|c| *c == b']') {
            Some(end) => {
                let (set, after) = (&rest[..end], &rest[end + 1..]);
                let negated = set.first().is_some_and(|c| *c == b'!' || *c == b'^');
                let set = if negated { &set[1..] } else { set };
                let ranged = set.windows(3).any(|w| w[1] == b'-' && (w[0]..=w[2]).contains(c));
                (set.contains(c) || ranged) != negated && glob(after, path)
            }
            None => false,
        },
        ([p, pattern @ ..], [c, path @ ..]) if p == c => glob(pattern, path),
        _ => false,
    }
}

/// The words that begin a section of HAProxy.
const SECTIONS: [&str; 15] = [
    "global",
    "defaults",
    "frontend",
    "backend",
    "listen",
    "userlist",
    "peers",
    "resolvers",
    "mailers",
    "cache",
    "program",
    "ring",
    "http-errors",
    "fcgi-app",
    "log-forward",
];

/// Reads a file of HAProxy: sections one after another, each with lines. Nothing when it
/// has conditions (`.if`), whose outcome only HAProxy knows.
pub(super) fn parse_haproxy(source: &str) -> Option<Vec<Directive>> {
    let mut sections: Vec<Directive> = Vec::new();
    for line in source.replace("\\\n", " ").lines() {
        if line.trim_start().starts_with('.') {
            return None;
        }
        let words = haproxy_words(line)?;
        let Some(first) = words.first() else { continue };
        if SECTIONS.contains(&first.as_str()) {
            sections.push(Directive { words, block: Some(Vec::new()) });
        } else {
            sections.last_mut()?.block.as_mut()?.push(Directive { words, block: None });
        }
    }
    Some(sections)
}

fn haproxy_words(line: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(end), c) if c == end => quote = None,
            (Some('\''), c) => word.get_or_insert_default().push(c),
            (_, '\\') => word.get_or_insert_default().push(chars.next()?),
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, '#') => break,
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

/// Returns the blocks of a HAProxy section that count, from the inside out: itself, and
/// the `defaults` that it takes from.
pub(super) fn haproxy_chain<'a>(sections: &'a [Directive], wanted: &[&str]) -> Option<Vec<&'a [Directive]>> {
    let at = sections.iter().position(|section| begins(&section.words, wanted))?;
    let mut chain = vec![sections[at].block.as_deref()?];
    let proxy = matches!(sections[at].words[0].as_str(), "frontend" | "backend" | "listen");
    let named =
        |words: &[String]| words.windows(2).find(|pair| pair[0] == "from").map(|pair| pair[1].clone());
    let mut from = named(&sections[at].words);
    let is_defaults = |section: &&Directive| section.words[0] == "defaults";
    let mut defaults = match &from {
        Some(name) => sections.iter().find(|s| is_defaults(s) && s.words.get(1) == Some(name)),
        None if proxy => sections[..at].iter().rev().find(is_defaults),
        None => None,
    };
    while let Some(section) = defaults.filter(|_| chain.len() < 16) {
        chain.push(section.block.as_deref()?);
        from = named(&section.words);
        defaults =
            from.and_then(|name| sections.iter().find(|s| is_defaults(s) && s.words.get(1) == Some(&name)));
    }
    Some(chain)
}

fn begins(words: &[String], wanted: &[&str]) -> bool {
    words.len() >= wanted.len() && words.iter().zip(wanted).all(|(word, wanted)| word == wanted)
}

/// Returns, for each block that answers to `path`, the blocks from the inside out.
/// `matches` decides whether a directive with a block is the one of a step.
pub(super) fn chains<'a>(
    root: &'a [Directive],
    path: &[Vec<&str>],
    matches: &dyn Fn(&Directive, &[&str]) -> bool,
) -> Vec<Vec<&'a [Directive]>> {
    let Some((step, rest)) = path.split_first() else { return vec![vec![root]] };
    let mut found = Vec::new();
    for directive in root.iter().filter(|directive| matches(directive, step)) {
        for mut chain in chains(directive.block.as_deref().unwrap_or_default(), rest, matches) {
            chain.push(root);
            found.push(chain);
        }
    }
    found
}

/// Whether a block is `server NAME` or `server NAME:PORT` of nginx, or has these words.
pub(super) fn nginx_block(directive: &Directive, step: &[&str]) -> bool {
    let Some(block) = &directive.block else { return false };
    match (directive.words.as_slice(), step) {
        ([server], ["server", name]) if server == "server" => {
            let (name, port) = match name.rsplit_once(':') {
                Some((name, port)) if port.parse::<u16>().is_ok() => (name, Some(port)),
                _ => (*name, None),
            };
            let of = |key: &str| {
                block.iter().filter(|d| d.words[0] == key).flat_map(|d| &d.words[1..]).collect::<Vec<_>>()
            };
            let (names, listens) = (of("server_name"), of("listen"));
            let ends = |listen: &str, port: &str| {
                listen == port || listen.strip_suffix(port).is_some_and(|rest| rest.ends_with(':'))
            };
            names.iter().any(|known| known.as_str() == name)
                && port.is_none_or(|port| {
                    listens.iter().any(|listen| ends(listen, port)) || (listens.is_empty() && port == "80")
                })
        }
        (words, step) => words.len() == step.len() && begins(words, step),
    }
}

/// Whether a block of BIND is the one named: `zone clinique.test`, whatever its class.
pub(super) fn bind_block(directive: &Directive, step: &[&str]) -> bool {
    directive.block.is_some() && begins(&directive.words, step)
}

/// Directives of nginx that a block does not take from outside.
const NOT_INHERITED: [&str; 14] = [
    "return",
    "rewrite",
    "proxy_pass",
    "fastcgi_pass",
    "uwsgi_pass",
    "grpc_pass",
    "try_files",
    "listen",
    "server_name",
    "alias",
    "internal",
    "stub_status",
    "set",
    "if",
];

/// Returns what a directive is worth in the innermost block: what follows `key`, once for
/// each time that it is written; nothing when it is written nowhere.
pub(super) fn lookup(chain: &[&[Directive]], key: &[&str], inherit: Inherit) -> Option<Vec<Observed>> {
    for (depth, block) in chain.iter().enumerate() {
        if depth > 0 && NOT_INHERITED.contains(key.first()?) {
            return None;
        }
        let said: Vec<Observed> =
            block.iter().filter(|d| begins(&d.words, key)).map(|d| value(d, key.len())).collect();
        let replaces = inherit == Inherit::ByName
            && block.iter().any(|d| d.words.first().map(String::as_str) == key.first().copied());
        if !said.is_empty() {
            return Some(said);
        }
        if replaces {
            return None;
        }
    }
    None
}

/// What follows a key: words, `true` when nothing does, the lines of a block.
fn value(directive: &Directive, from: usize) -> Observed {
    match &directive.block {
        Some(block) => Observed::list(block.iter().map(|line| line.words.join(" "))),
        None if directive.words.len() == from => Observed::text("true"),
        None => Observed::text(&directive.words[from..].join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Inherit, bind_block, chains, glob, haproxy_chain, lookup, nginx_block, parse, parse_haproxy,
        parse_nginx,
    };
    use crate::check::matcher::Observed;

    const NGINX: &str = "# configuration file /etc/nginx/nginx.conf:\nhttp {\n server_tokens off; # \"quoted {\n add_header A 1;\n include sites/*;\n}\n\
        # configuration file of the class\n\
        # configuration file /etc/nginx/sites/a:\nserver { listen 80; server_name a.test b.test; return 301 https://$host$request_uri; }\n\
        # configuration file /etc/nginx/sites/b:\nserver { listen [::]:443 ssl; server_name a.test; add_header B \"x; y\"; location = /p { root /srv/${host}; autoindex on; } }\n";

    fn nginx(section: &[&str], key: &str) -> Vec<Option<Vec<Observed>>> {
        let root = parse_nginx(NGINX).unwrap();
        let steps: Vec<Vec<&str>> = section.iter().map(|step| step.split(' ').collect()).collect();
        let key: Vec<&str> = key.split(' ').collect();
        chains(&root, &steps, &nginx_block).iter().map(|chain| lookup(chain, &key, Inherit::ByName)).collect()
    }

    #[test]
    fn files_stand_where_they_are_included() {
        let one = |text: &str| vec![Some(vec![Observed::text(text)])];
        assert_eq!(nginx(&["http", "server a.test:443"], "server_tokens"), one("off"));
        assert_eq!(nginx(&["http", "server a.test:443", "location = /p"], "root"), one("/srv/${host}"));
        assert_eq!(nginx(&["http", "server a.test:443"], "add_header B"), one("x; y"));
        assert_eq!(nginx(&["http", "server a.test:80"], "add_header A"), one("1"));
        assert_eq!(nginx(&["http", "server a.test"], "autoindex").len(), 2, "two servers have this name");
        assert!(nginx(&["http", "server c.test"], "autoindex").is_empty());
    }

    #[test]
    fn an_inner_directive_replaces_those_outside() {
        assert_eq!(nginx(&["http", "server a.test:443"], "add_header A"), [None]);
        assert_eq!(nginx(&["http", "server a.test:443", "location = /p"], "listen"), [None]);
    }

    #[test]
    fn zones_and_their_lists() {
        let source = "options {\n\tallow-transfer {\n\t\t10.0.0.2/32;\n\t};\n};\nzone \"a.test\" IN {\n\ttype primary;\n};\n";
        let root = parse(source).unwrap();
        let found = chains(&root, &[vec!["zone", "a.test"]], &bind_block);
        assert_eq!(lookup(&found[0], &["type"], Inherit::ByName), Some(vec![Observed::text("primary")]));
        let options = chains(&root, &[vec!["options"]], &bind_block);
        let list = lookup(&options[0], &["allow-transfer"], Inherit::ByName);
        assert_eq!(list, Some(vec![Observed::list(["10.0.0.2/32"])]));
        assert_eq!(parse("a { b;"), None);
        assert_eq!(parse("a; }"), None);
    }

    #[test]
    fn a_proxy_takes_from_its_defaults() {
        let source = "global\n user haproxy\ndefaults\n timeout connect 5s\n timeout client 9s\n option httplog\n\
            backend web\n timeout client 1s\n server a 10.0.0.1:80 check\n server b \"10.0.0.2:80\" # c\n\
            defaults d\n timeout connect 1s\nlisten x from d\n bind :80\n";
        let sections = parse_haproxy(source).unwrap();
        let get = |section: &[&str], key: &[&str]| {
            lookup(&haproxy_chain(&sections, section).unwrap(), key, Inherit::ByKey)
        };
        assert_eq!(get(&["backend", "web"], &["timeout", "connect"]), Some(vec![Observed::text("5s")]));
        assert_eq!(get(&["backend", "web"], &["timeout", "client"]), Some(vec![Observed::text("1s")]));
        assert_eq!(get(&["backend", "web"], &["option", "httplog"]), Some(vec![Observed::text("true")]));
        assert_eq!(get(&["backend", "web"], &["server"]).unwrap().len(), 2);
        assert_eq!(get(&["listen", "x"], &["timeout", "connect"]), Some(vec![Observed::text("1s")]));
        assert_eq!(get(&["listen", "x"], &["timeout", "client"]), None);
        assert_eq!(get(&["global"], &["user"]), Some(vec![Observed::text("haproxy")]));
        assert!(parse_haproxy(".if defined(X)\n").is_none());
    }

    #[test]
    fn patterns_do_not_cross_a_directory() {
        let glob = |pattern: &str, path: &str| glob(pattern.as_bytes(), path.as_bytes());
        assert!(glob("/a/*.conf", "/a/x.conf"));
        assert!(!glob("/a/*.conf", "/a/b/x.conf"));
        assert!(glob("/a/[0-9]?", "/a/1x"));
        assert!(!glob("/a/[!0-9]?", "/a/1x"));
    }
}
