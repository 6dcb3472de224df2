//! Mistakes in files, shown where they are.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::cli::console::Console;
use crate::load::{LoadError, Problem};
use crate::text;

/// Shows every mistake of a lab, each with its line.
pub fn show(console: &Console, error: &LoadError) {
    let LoadError::Invalid { origin, problems, sources } = error else { return };
    let renderer = if console.colour_errors { Renderer::styled() } else { Renderer::plain() };
    for problem in problems {
        let source = sources.iter().find(|(file, _)| *file == problem.file).map(|(_, text)| text.as_str());
        console.note(&render(console, &renderer, origin, problem, source));
    }
}

fn render(
    console: &Console,
    renderer: &Renderer,
    origin: &str,
    problem: &Problem,
    source: Option<&str>,
) -> String {
    let message = problem.message.to(console.lang);
    let path = format!("{origin}/{}", problem.file);
    let level =
        Level::ERROR.with_name(text!("word-error").to(console.lang).trim_end_matches([' ', ':']).to_owned());
    let mut group =
        level.primary_title(&message).elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new());
    if let Some((line, from)) = source.and_then(|source| place(source, problem)) {
        let snippet = Snippet::source(line)
            .line_start(usize::try_from(problem.at.line).unwrap_or(1))
            .path(&path)
            .annotation(AnnotationKind::Primary.span(from..line.len().max(from)));
        group = group.element(snippet);
    } else {
        group = group.element(annotate_snippets::Origin::path(&path));
    }
    let hint = problem.hint.as_ref().map(|hint| hint.to(console.lang));
    let word = text!("word-hint").to(console.lang);
    if let Some(hint) = &hint {
        group =
            group.element(Level::HELP.with_name(word.trim_end_matches([' ', ':']).to_owned()).message(hint));
    }
    renderer.render(&[group])
}

/// Returns the line of a mistake, and where in it the mistake begins, in bytes.
fn place<'a>(source: &'a str, problem: &Problem) -> Option<(&'a str, usize)> {
    let index = usize::try_from(problem.at.line).ok()?.checked_sub(1)?;
    let line = source.lines().nth(index)?;
    let column = usize::try_from(problem.at.column).ok()?.saturating_sub(1);
    let from = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    Some((line, from))
}
