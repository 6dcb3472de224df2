//! What is shown while a class is worked on.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::class::Event;
use crate::cli::class::Form;
use crate::cli::console::Console;
use crate::ink::decimal;
use crate::text;

/// Tells events: bars on a terminal, lines elsewhere, JSON for a program.
pub(in crate::cli) struct Progress<'a> {
    console: &'a Console,
    form: Form,
    bars: Option<MultiProgress>,
    shown: Mutex<Shown>,
}

#[derive(Default)]
struct Shown {
    total: Option<ProgressBar>,
    benches: HashMap<String, ProgressBar>,
    /// How many are over, of how many.
    over: (usize, usize),
}

impl<'a> Progress<'a> {
    pub fn new(console: &'a Console, form: Form) -> Self {
        let bars = (console.colour_errors && !console.quiet && form == Form::Text).then(MultiProgress::new);
        Self { console, form, bars, shown: Mutex::default() }
    }

    /// Tells an event.
    pub fn tell(&self, event: &Event) {
        if self.form == Form::Jsonl {
            self.console.print(&serde_json::json!(event).to_string());
            return;
        }
        let Ok(mut shown) = self.shown.lock() else { return };
        match event {
            Event::Begins { benches, .. } => self.begin(&mut shown, *benches),
            Event::Preparing { stage } => match &shown.total {
                Some(total) => total.set_message(stage.clone()),
                None => self.console.say(&text!("activity-stage", stage = stage)),
            },
            Event::BenchBegins { student, .. } => {
                if let Some(bar) = self.bar() {
                    bar.set_message(student.clone());
                    shown.benches.insert(student.clone(), bar);
                }
            }
            Event::BenchStage { student, stage } => {
                if let Some(bar) = shown.benches.get(student) {
                    bar.set_message(format!("{student:<24} {stage}"));
                }
            }
            Event::BenchEnds { student, seconds, result, .. } => {
                let result = result.as_deref().unwrap_or_default();
                let line = text!(
                    "class-line",
                    student = student,
                    seconds = decimal((seconds * 10.0).round() / 10.0, self.console.lang),
                    result = result
                );
                self.over(&mut shown, student, &line.to(self.console.lang), false);
            }
            Event::BenchFails { student, error, .. } => {
                let line = text!("class-line-failed", student = student, error = error);
                self.over(&mut shown, student, &line.to(self.console.lang), true);
            }
            Event::Ends(_) => {
                let Shown { total, benches, .. } = std::mem::take(&mut *shown);
                for bar in total.into_iter().chain(benches.into_values()) {
                    bar.finish_and_clear();
                }
            }
        }
    }

    fn begin(&self, shown: &mut Shown, benches: usize) {
        shown.over = (0, benches);
        let Some(bars) = &self.bars else { return };
        let total = bars.add(ProgressBar::new(benches as u64));
        dress(&total, "{bar:30.cyan} {pos}/{len}  {wide_msg}");
        total.enable_steady_tick(Duration::from_millis(500));
        shown.total = Some(total);
    }

    fn bar(&self) -> Option<ProgressBar> {
        let bars = self.bars.as_ref()?;
        // Above the total, which stays at the bottom.
        let bar = bars.insert_from_back(1, ProgressBar::new_spinner());
        dress(&bar, "{spinner:.cyan} {wide_msg} {elapsed:.dim}");
        bar.enable_steady_tick(Duration::from_millis(120));
        Some(bar)
    }

    /// Ends the line of a bench. On a terminal only failures leave one behind.
    fn over(&self, shown: &mut Shown, student: &str, line: &str, failed: bool) {
        shown.over.0 += 1;
        if let Some(bar) = shown.benches.remove(student) {
            bar.finish_and_clear();
        }
        if let Some(total) = &shown.total {
            if shown.over.0 == 1 {
                // Before the first is over, nobody knows how long one takes.
                let left = text!("class-left").to(self.console.lang);
                dress(total, &format!("{{bar:30.cyan}} {{pos}}/{{len}}  {left} {{eta}}  {{wide_msg}}"));
            }
            total.set_message(String::new());
            total.inc(1);
        }
        match &self.bars {
            Some(bars) if failed => {
                // A terminal that went away changes nothing of the work.
                let _ = bars.println(line);
            }
            Some(_) => {}
            None if failed || !self.console.quiet => {
                let (over, all) = shown.over;
                self.console.note(&format!("[{over}/{all}] {line}"));
            }
            None => {}
        }
    }
}

fn dress(bar: &ProgressBar, template: &str) {
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
}
