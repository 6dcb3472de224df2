//! What a person sees: results on standard output, everything else on standard error.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use clap::builder::styling::{AnsiColor, Color, Style};
use indicatif::{ProgressBar, ProgressStyle};

use crate::error::Explain;
use crate::i18n::{Lang, Text};
use crate::ink::View;
use crate::provider::docker::image::Progress;
use crate::text;

/// The width of a terminal that does not tell.
const WIDTH: usize = 100;

/// How things are said.
#[derive(Clone, Debug)]
pub struct Console {
    /// The reader's language.
    pub lang: Lang,
    /// Say nothing but results and errors.
    pub quiet: bool,
    /// Say more.
    pub verbose: bool,
    /// Whether standard output is coloured.
    pub colour: bool,
    /// Whether standard error is.
    pub colour_errors: bool,
}

impl Console {
    /// Returns a console that has colours where a terminal is and `NO_COLOR` is not set.
    pub fn new(lang: Lang, quiet: bool, verbose: bool) -> Self {
        // https://no-color.org: any value that is not empty.
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && std::env::var("TERM").as_deref() != Ok("dumb");
        Self {
            lang,
            quiet,
            verbose,
            colour: wanted && std::io::stdout().is_terminal(),
            colour_errors: wanted && std::io::stderr().is_terminal(),
        }
    }

    /// The width of standard output in columns.
    pub fn width(&self) -> usize {
        let told = rustix::termios::tcgetwinsize(std::io::stdout()).ok().map(|size| usize::from(size.ws_col));
        told.filter(|columns| *columns > 0).unwrap_or(WIDTH).clamp(40, 140)
    }

    /// Prints a result.
    pub fn print(&self, text: &str) {
        // A reader that went away (`| head`) wants no more, and that is no error.
        let _ = writeln!(std::io::stdout().lock(), "{}", text.trim_end_matches('\n'));
    }

    /// Says something that is not a result.
    pub fn say(&self, text: &Text) {
        if !self.quiet {
            self.note(&text.to(self.lang));
        }
    }

    /// Warns.
    pub fn warn(&self, text: &Text) {
        let style = Style::new().bold().fg_color(Some(Color::Ansi(AnsiColor::Yellow)));
        self.note(&format!("{} {}", self.mark(style, &text!("word-warning")), text.to(self.lang)));
    }

    /// Says what went wrong and what to do about it.
    pub fn failure(&self, error: &dyn Explain) {
        let style = Style::new().bold().fg_color(Some(Color::Ansi(AnsiColor::Red)));
        self.note(&format!("{} {}", self.mark(style, &text!("word-error")), error.text().to(self.lang)));
        if let Some(hint) = error.hint() {
            self.hint(&hint);
        }
    }

    /// Says what to do.
    pub fn hint(&self, hint: &Text) {
        let style = Style::new().bold().fg_color(Some(Color::Ansi(AnsiColor::Cyan)));
        self.note(&format!("{} {}", self.mark(style, &text!("word-hint")), hint.to(self.lang)));
    }

    /// Writes a line on standard error as it is.
    pub fn note(&self, line: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }

    /// How results are laid out.
    pub fn view(&self) -> View {
        View { lang: self.lang, width: self.width(), colour: self.colour }
    }

    /// Makes words of a result stand out.
    pub fn strong(&self, words: &str) -> String {
        self.view().paint(Style::new().bold(), words)
    }

    fn mark(&self, style: Style, word: &Text) -> String {
        let word = word.to(self.lang);
        if self.colour_errors { format!("{style}{word}{style:#}") } else { word }
    }

    /// Whether there is a person who can answer.
    pub fn can_ask(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// Asks a question whose answer is no unless the person says yes.
    pub fn ask(&self, question: &Text) -> bool {
        let answer = self.answer(question).unwrap_or_default();
        ["o", "oui", "y", "yes"].contains(&answer.to_lowercase().as_str())
    }

    /// Asks a question and returns what the person types; nothing when that is nothing.
    pub fn answer(&self, question: &Text) -> Option<String> {
        let _ = write!(std::io::stderr().lock(), "{} ", question.to(self.lang));
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).ok()?;
        Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty())
    }

    /// Begins to show what takes its time.
    pub fn activity(&self) -> Activity {
        let bar = (self.colour_errors && !self.quiet).then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner:.cyan} {wide_msg} {elapsed:.dim}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Activity { console: self.clone(), bar }
    }

    /// Returns an activity of which nothing is shown.
    pub fn silence(&self) -> Activity {
        Activity { console: Self { quiet: true, verbose: false, ..self.clone() }, bar: None }
    }
}

/// Shows what is being done: a spinner on a terminal, lines elsewhere. It goes away when
/// it is dropped.
pub struct Activity {
    console: Console,
    bar: Option<ProgressBar>,
}

impl Activity {
    /// Tells what is being done now.
    pub fn stage(&self, stage: &Text) {
        let words = stage.to(self.console.lang);
        match &self.bar {
            Some(bar) => bar.set_message(words),
            None => self.console.say(&text!("activity-stage", stage = words)),
        }
    }

    /// Tells what is being done now, where it goes by quickly: on a terminal only.
    pub fn stage_quietly(&self, stage: &Text) {
        self.show(&stage.to(self.console.lang));
    }

    /// Shows words that change quickly: on a terminal only.
    pub fn show(&self, words: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(words.to_owned());
        }
    }

    /// Listens to the making of images and benches.
    pub fn listen(&self, progress: Progress) {
        match progress {
            Progress::Stage(stage) => self.stage(&stage),
            Progress::Line(line) if self.console.verbose => self.line(&format!("  {line}")),
            Progress::Line(_) => {}
        }
    }

    /// Prints a line of a result above the spinner.
    pub fn print(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| self.console.print(line)),
            None => self.console.print(line),
        }
    }

    /// Prints a line on standard error above the spinner.
    pub fn line(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| self.console.note(line)),
            None => self.console.note(line),
        }
    }
}

impl Drop for Activity {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
